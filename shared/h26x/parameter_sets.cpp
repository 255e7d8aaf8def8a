#include "h26x/parameter_sets.h"

#include "h26x/h265_nal.h"
#include "h26x/nal.h"

namespace oriel {

namespace {

void append(QByteArray &annexB, const QByteArray &nal)
{
    annexB.append(h264::kStartCode, sizeof h264::kStartCode).append(nal);
}

/// What `isSet` takes of a list of NAL units in base64, with commas between them.
void appendSprop(QByteArray &annexB, QByteArrayView sprop, bool (*isSet)(QByteArrayView nal))
{
    const QList<QByteArray> parts = sprop.toByteArray().split(',');
    for (const QByteArray &part : parts) {
        const QByteArray nal = QByteArray::fromBase64(part);
        if (!nal.isEmpty() && isSet(nal))
            append(annexB, nal);
    }
}

} // namespace

} // namespace oriel

namespace oriel::h264 {

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
    appendSprop(out, sprop, [](QByteArrayView nal) {
        return nalType(nal) == NalType::Sps || nalType(nal) == NalType::Pps;
    });
    return out;
}

} // namespace oriel::h264

namespace oriel::h265 {

QByteArray annexBOfSprop(QByteArrayView vps, QByteArrayView sps, QByteArrayView pps)
{
    QByteArray out;
    for (const QByteArrayView sprop : {vps, sps, pps}) {
        appendSprop(out, sprop, [](QByteArrayView nal) {
            return isStreamUnit(nal) && nalType(nal) >= NalType::Vps &&
                   nalType(nal) <= NalType::Pps;
        });
    }
    return out;
}

} // namespace oriel::h265
