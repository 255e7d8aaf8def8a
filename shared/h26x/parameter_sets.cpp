#include "h26x/parameter_sets.h"

#include "h26x/nal.h"

namespace oriel::h264 {

namespace {

void append(QByteArray &annexB, const QByteArray &nal)
{
    annexB.append(kStartCode, sizeof kStartCode).append(nal);
}

} // namespace

QByteArray ParameterSets::annexB() const
{
    QByteArray out;
    for (const QByteArray &nal : {sps, pps}) {
        if (!nal.isEmpty())
            append(out, nal);
    }
    return out;
}

QByteArray ParameterSets::profileLevelId() const
{
    return sps.size() >= 4 ? sps.mid(1, 3).toHex() : QByteArray();
}

QByteArray ParameterSets::toSprop() const
{
    QByteArray out = sps.toBase64();
    if (!out.isEmpty() && !pps.isEmpty())
        out.append(',');
    return out.append(pps.toBase64());
}

ParameterSets ParameterSets::fromAnnexB(QByteArrayView annexB)
{
    ParameterSets sets;
    AnnexBReader reader(annexB);
    while (const auto nal = reader.next()) {
        if (nalType(*nal) == NalType::Sps)
            sets.sps = nal->toByteArray();
        else if (nalType(*nal) == NalType::Pps)
            sets.pps = nal->toByteArray();
    }
    return sets;
}

QByteArray annexBOfSprop(QByteArrayView sprop)
{
    QByteArray out;
    const QList<QByteArray> parts = sprop.toByteArray().split(',');
    for (const QByteArray &part : parts) {
        const QByteArray nal = QByteArray::fromBase64(part);
        if (nal.isEmpty())
            continue;
        const NalType type = nalType(nal);
        if (type == NalType::Sps || type == NalType::Pps)
            append(out, nal);
    }
    return out;
}

} // namespace oriel::h264
