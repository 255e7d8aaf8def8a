#include "h26x/parameter_sets.h"

#include "h26x/nal.h"

namespace oriel::h264 {

namespace {

void take(ParameterSets &sets, QByteArrayView nal)
{
    if (nal.isEmpty())
        return;
    if (nalType(nal) == NalType::Sps)
        sets.sps = nal.toByteArray();
    else if (nalType(nal) == NalType::Pps)
        sets.pps = nal.toByteArray();
}

} // namespace

QByteArray ParameterSets::annexB() const
{
    QByteArray out;
    for (const QByteArray &nal : {sps, pps}) {
        if (!nal.isEmpty())
            out.append(kStartCode, sizeof kStartCode).append(nal);
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

ParameterSets ParameterSets::fromSprop(QByteArrayView sprop)
{
    ParameterSets sets;
    const QList<QByteArray> parts = sprop.toByteArray().split(',');
    for (const QByteArray &part : parts)
        take(sets, QByteArray::fromBase64(part));
    return sets;
}

ParameterSets ParameterSets::fromAnnexB(QByteArrayView annexB)
{
    ParameterSets sets;
    AnnexBReader reader(annexB);
    while (const auto nal = reader.next())
        take(sets, *nal);
    return sets;
}

} // namespace oriel::h264
