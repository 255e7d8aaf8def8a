#include "rtsp/rtp_packet.h"

#include <QtEndian>

namespace oriel {

namespace {

constexpr std::uint8_t kVersionMask = 0xc0;
constexpr std::uint8_t kVersion2 = 0x80;
constexpr std::uint8_t kPadding = 0x20;
constexpr std::uint8_t kExtension = 0x10;
constexpr std::uint8_t kCsrcCount = 0x0f;
constexpr std::uint8_t kMarker = 0x80;
constexpr qsizetype kExtensionHeaderSize = 4;

std::uint8_t byteAt(QByteArrayView bytes, qsizetype at)
{
    return static_cast<std::uint8_t>(bytes[at]);
}

} // namespace

std::optional<RtpPacket> RtpPacket::parse(QByteArrayView bytes)
{
    if (bytes.size() < kRtpHeaderSize || (byteAt(bytes, 0) & kVersionMask) != kVersion2)
        return std::nullopt;
    const std::uint8_t first = byteAt(bytes, 0);
    qsizetype begin = kRtpHeaderSize + 4 * (first & kCsrcCount);
    if (first & kExtension) {
        if (bytes.size() < begin + kExtensionHeaderSize)
            return std::nullopt;
        const auto words = qFromBigEndian<std::uint16_t>(bytes.data() + begin + 2);
        begin += kExtensionHeaderSize + 4 * qsizetype{words};
    }
    qsizetype end = bytes.size();
    if (first & kPadding) {
        const std::uint8_t padding = byteAt(bytes, end - 1);
        if (padding == 0)
            return std::nullopt;
        end -= padding;
    }
    if (begin > end)
        return std::nullopt;

    RtpPacket packet;
    packet.payload = bytes.sliced(begin, end - begin);
    packet.marker = (byteAt(bytes, 1) & kMarker) != 0;
    packet.payloadType = byteAt(bytes, 1) & ~kMarker & 0xff;
    packet.sequenceNumber = qFromBigEndian<std::uint16_t>(bytes.data() + 2);
    packet.timestamp = qFromBigEndian<std::uint32_t>(bytes.data() + 4);
    packet.ssrc = qFromBigEndian<std::uint32_t>(bytes.data() + 8);
    return packet;
}

void appendRtpHeader(QByteArray &out, const RtpPacket &packet)
{
    char header[kRtpHeaderSize];
    header[0] = static_cast<char>(kVersion2);
    header[1] = static_cast<char>((packet.marker ? kMarker : 0) | (packet.payloadType & ~kMarker));
    qToBigEndian(packet.sequenceNumber, header + 2);
    qToBigEndian(packet.timestamp, header + 4);
    qToBigEndian(packet.ssrc, header + 8);
    out.append(header, kRtpHeaderSize);
}

} // namespace oriel
