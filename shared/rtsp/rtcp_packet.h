#pragma once

#include "base/clock.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <optional>
#include <vector>

namespace oriel {

/// 64-bit NTP timestamp of a wall-clock instant and back (RFC 3550, 4), exact to a microsecond.
[[nodiscard]] std::uint64_t toNtp(WallTime time);
[[nodiscard]] WallTime fromNtp(std::uint64_t ntp);

/// Report block of RFC 3550, 6.4.1.
struct RtcpReportBlock
{
    std::uint32_t ssrc = 0;
    std::uint8_t fractionLost = 0; ///< In 1/256 since the last report.
    std::int32_t packetsLost = 0;  ///< Cumulative; 24 bit signed on the wire.
    std::uint32_t highestSequence = 0;
    std::uint32_t jitter = 0;               ///< In RTP clock units.
    std::uint32_t lastSenderReport = 0;     ///< Middle 32 bits of the last SR's NTP time.
    std::uint32_t delaySinceLastReport = 0; ///< In 1/65536 s.
};

/// Sender information of RFC 3550, 6.4.1.
struct RtcpSenderInfo
{
    std::uint64_t ntp = 0;
    std::uint32_t rtpTimestamp = 0;
    std::uint32_t packets = 0;
    std::uint32_t octets = 0;
};

/// What a compound RTCP packet said, as far as Oriel uses it.
struct RtcpCompound
{
    std::uint32_t ssrc = 0; ///< Of the first report's sender.
    std::optional<RtcpSenderInfo> senderInfo;
    std::vector<RtcpReportBlock> reports;
    /// The sources that a BYE names (RFC 3550, 6.6), as many as are there; nothing without a BYE.
    std::optional<std::vector<std::uint32_t>> bye;

    /// Takes any bytes; nothing if the first packet is no RTCP SR or RR (RFC 3550, A.2). A later
    /// part that is cut short ends the parsing and keeps what came before.
    [[nodiscard]] static std::optional<RtcpCompound> parse(QByteArrayView bytes);
};

/// SR + SDES(CNAME).
[[nodiscard]] QByteArray makeSenderReport(std::uint32_t ssrc, const RtcpSenderInfo &info,
                                          QByteArrayView cname);
/// RR (with or without a report block) + SDES(CNAME).
[[nodiscard]] QByteArray makeReceiverReport(std::uint32_t ssrc,
                                            const std::optional<RtcpReportBlock> &report,
                                            QByteArrayView cname);
/// A canonical name that is unique to a session and tells nothing about its user (RFC 7022, 4.1).
[[nodiscard]] QByteArray randomCname();
/// Empty RR + BYE.
[[nodiscard]] QByteArray makeBye(std::uint32_t ssrc);

} // namespace oriel
