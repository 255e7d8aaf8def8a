#pragma once

#include "base/clock.h"
#include "h26x/picture_time.h"
#include "rtsp/h264_packetizer.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace oriel {

/// What the last receiver report said about our stream (RFC 3550, 6.4.1).
struct ReceiverFigures
{
    double fractionLost = 0; ///< 0 to 1, since the report before it.
    std::int32_t packetsLost = 0;
    std::chrono::microseconds jitter{0};
    /// Unset until the receiver has seen a sender report of ours.
    std::optional<std::chrono::microseconds> roundTrip;
};

/// The sending side of one H.264 RTP stream: access units in, RTP and RTCP packets out. Has no
/// socket and no timer. Not thread-safe.
///
/// SSRC, first sequence number and timestamp offset are random. RTP timestamps are the capture time
/// in 90 kHz plus the offset, so sender reports can be made at any time, also before the first RTP
/// packet, and receivers map each timestamp back to the capture time. With B pictures it is the
/// time of showing: the capture time and `shownAfter` more. When the wall clock is set by more than
/// kMaxStepBack or kMaxStepAhead, timestamps go on from where they were and the next sender report
/// tells the new relation; one should be sent soon, see clockWasSet().
class RtpSender
{
public:
    static constexpr std::chrono::seconds kMaxStepBack{1};
    static constexpr std::chrono::seconds kMaxStepAhead{10};

    struct Statistics
    {
        std::uint64_t packets = 0;
        std::uint64_t octets = 0; ///< Payload only, as sender reports count (RFC 3550, 6.4.1).
    };

    explicit RtpSender(std::uint8_t payloadType);

    /// The packets of one access unit (Annex B, a trailing SEI included). Timestamps strictly
    /// increase from call to call, whatever `captured` does, but for what `shownAfter` adds. No
    /// packets if there is no NAL unit.
    [[nodiscard]] std::vector<QByteArray> packetize(QByteArrayView annexB, const PictureTime &time);

    /// To be told of what packetize() gave and goes out now, so that reports count it; a report
    /// made before that does not (RFC 3550, 6.4.1).
    void countSent(std::span<const QByteArray> packets);

    /// SR + SDES for this instant of the same clock as `captured`.
    [[nodiscard]] QByteArray makeSenderReport(WallTime now) const;
    /// Empty RR + BYE.
    [[nodiscard]] QByteArray makeBye() const;

    /// One compound RTCP packet of a receiver, any bytes; `now` is of the clock of
    /// makeSenderReport().
    void onRtcp(QByteArrayView bytes, WallTime now);
    /// What the last report said; nothing before one came.
    [[nodiscard]] const std::optional<ReceiverFigures> &receiverFigures() const
    {
        return m_receiverFigures;
    }

    /// Whether the last packetize() found the wall clock set, so that a sender report is due.
    [[nodiscard]] bool clockWasSet() const { return m_clockWasSet; }

    /// For RTP-Info and Transport headers.
    [[nodiscard]] std::uint32_t ssrc() const { return m_packetizer.ssrc(); }
    [[nodiscard]] std::uint16_t nextSequenceNumber() const
    {
        return m_packetizer.nextSequenceNumber();
    }
    /// The RTP timestamp that stands for an instant.
    [[nodiscard]] std::uint32_t timestampOf(WallTime time) const;

    [[nodiscard]] const Statistics &statistics() const { return m_statistics; }

private:
    [[nodiscard]] std::uint32_t nextTimestamp(WallTime captured);

    H264Packetizer m_packetizer;
    std::uint32_t m_offset;
    std::optional<std::uint32_t> m_lastTimestamp;
    WallTime m_lastCaptured{};
    bool m_clockWasSet = false;
    std::optional<ReceiverFigures> m_receiverFigures;
    Statistics m_statistics;
    QByteArray m_cname;
};

} // namespace oriel
