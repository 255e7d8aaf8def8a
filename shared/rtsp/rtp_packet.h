#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <optional>

namespace oriel {

/// A parsed RTP packet (RFC 3550, 5.1). The payload is a view into the bytes that were parsed.
struct RtpPacket
{
    QByteArrayView payload; ///< Without CSRC list, header extension and padding.
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
    std::uint16_t sequenceNumber = 0;
    std::uint8_t payloadType = 0;
    bool marker = false;

    /// Takes any bytes; nothing if they are no RTP version 2 packet.
    [[nodiscard]] static std::optional<RtpPacket> parse(QByteArrayView bytes);
};

inline constexpr int kRtpHeaderSize = 12;
inline constexpr int kRtpVideoClockHz = 90000;

/// Appends the 12-byte header of a packet without CSRCs and extension.
void appendRtpHeader(QByteArray &out, const RtpPacket &packet);

} // namespace oriel
