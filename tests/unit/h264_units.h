#pragma once

#include "h26x/nal.h"
#include "rtsp/h264_depacketizer.h"

#include <QByteArray>
#include <QStringList>

#include <vector>

namespace oriel::test {

inline QByteArray nal(char header, qsizetype size, char fill = '\x55')
{
    return QByteArray(1, header) + QByteArray(size - 1, fill);
}

inline QByteArray annexB(const QList<QByteArray> &nals)
{
    QByteArray out;
    for (const QByteArray &one : nals)
        out.append(h264::kStartCode, sizeof h264::kStartCode).append(one);
    return out;
}

inline constexpr char kSlice = '\x41';
inline constexpr char kIdr = '\x65';
inline const QByteArray kSps = QByteArray::fromHex("6742e01f8d680a03da");
inline const QByteArray kPps = QByteArray::fromHex("68ce3c80");

/// Puts payloads into a depacketizer and keeps what comes out.
struct Collector
{
    std::vector<AccessUnit> units;
    H264Depacketizer depacketizer{[this](AccessUnit &&unit) { units.push_back(std::move(unit)); }};

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
