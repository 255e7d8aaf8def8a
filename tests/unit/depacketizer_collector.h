#pragma once

#include "h26x/nal.h"
#include "rtsp/access_unit_assembler.h"

#include <QStringList>

#include <vector>

namespace oriel::test {

inline QByteArray annexB(const QList<QByteArray> &nals)
{
    QByteArray out;
    for (const QByteArray &one : nals)
        out.append(h264::kStartCode, sizeof h264::kStartCode).append(one);
    return out;
}

/// Puts payloads into a depacketizer and keeps what comes out.
template <typename Depacketizer>
struct DepacketizerCollector
{
    std::vector<AccessUnit> units;
    Depacketizer depacketizer{[this](AccessUnit &&unit) { units.push_back(std::move(unit)); }};

    void push(const QByteArray &payload, std::uint32_t timestamp, bool marker = false,
              bool lossBefore = false)
    {
        RtpPacket packet;
        packet.payload = payload;
        packet.timestamp = timestamp;
        packet.marker = marker;
        depacketizer.push(packet, lossBefore);
    }
    void pushPacket(const QByteArray &bytes, bool lossBefore = false)
    {
        depacketizer.push(*RtpPacket::parse(bytes), lossBefore);
    }
    /// "k" keyframe, "p" other, "!" damaged, and the sizes of the NAL units: "k9,4,20".
    [[nodiscard]] QStringList text() const
    {
        QStringList out;
        for (const AccessUnit &unit : units) {
            QStringList sizes;
            for (const QByteArrayView one : h264::splitAnnexB(unit.annexB))
                sizes.append(QString::number(one.size()));
            out.append((unit.keyframe ? "k" : "p") + QString(unit.damaged ? "!" : "") +
                       sizes.join(','));
        }
        return out;
    }
};

} // namespace oriel::test
