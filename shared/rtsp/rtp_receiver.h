#pragma once

#include "base/clock.h"
#include "h26x/access_unit.h"
#include "h26x/video_codec.h"
#include "rtsp/h264_depacketizer.h"
#include "rtsp/h265_depacketizer.h"
#include "rtsp/reorder_buffer.h"
#include "rtsp/rtcp_packet.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <functional>
#include <optional>
#include <variant>
#include <vector>

namespace oriel {

/// What one RTP stream brought so far. Totals survive a change of SSRC; `ssrc`, `jitter` and
/// `gopLength` are of the present one.
struct RtpStatistics
{
    std::uint64_t packets = 0; ///< Of the stream's payload type; duplicates and late ones included.
    std::uint64_t bytes = 0;   ///< Of those, RTP headers included.
    std::uint64_t lost = 0;    ///< Given up by the reorder buffer.
    std::uint64_t reordered = 0; ///< Came after a later one, and in time.
    std::uint64_t duplicate = 0;
    std::uint64_t late = 0;         ///< Came after it was given up.
    std::uint64_t malformed = 0;    ///< No RTP version 2, or RTCP that cannot be read.
    std::uint64_t otherPayload = 0; ///< RTP of another payload type, ignored.
    std::uint64_t accessUnits = 0;
    std::uint64_t keyframes = 0;
    std::uint64_t damagedAccessUnits = 0;
    std::chrono::microseconds jitter{0}; ///< Interarrival jitter of RFC 3550, A.8.
    std::uint32_t gopLength = 0; ///< Access units from one keyframe to the next; 0 until known.
    std::uint32_t ssrc = 0;      ///< 0 before the first packet.
};

/// The receiving side of one RTP stream of H.264 or H.265: datagrams (or interleaved frames) in,
/// access units out, receiver reports back. Has no socket and no timer: the owner brings packets,
/// calls onDeadline() when deadline() has come, and sends makeReport() every few seconds. Not
/// thread-safe. The sink is called from onRtp() and onDeadline() and must not destroy the receiver.
class RtpReceiver
{
public:
    using Sink = AccessUnitAssembler::Sink;

    /// What the session description says about the stream.
    struct Format
    {
        std::uint8_t payloadType = 96;
        std::uint32_t clockHz = kRtpVideoClockHz;
        VideoCodec codec = VideoCodec::H264;
    };

    /// How long a missing UDP packet is waited for before it is given up.
    static constexpr std::chrono::milliseconds kUdpReorderWait{20};
    /// TCP keeps the order: a gap is a loss and is known at once.
    static constexpr std::chrono::milliseconds kTcpReorderWait{0};

    RtpReceiver(const Format &format, std::chrono::milliseconds reorderWait, Sink sink);
    RtpReceiver(const RtpReceiver &) = delete;
    RtpReceiver &operator=(const RtpReceiver &) = delete;

    /// One RTP packet, any bytes. `now` is when it was read from the socket.
    void onRtp(QByteArray bytes, SteadyTime now);
    /// One compound RTCP packet, any bytes.
    void onRtcp(QByteArrayView bytes, SteadyTime now);

    /// When onDeadline() is due because a packet is missing; nothing while none is. To be asked
    /// again after each onRtp() and onDeadline().
    [[nodiscard]] std::optional<SteadyTime> deadline() const { return m_reorder.deadline(); }
    /// Gives up what is missing too long. Harmless when called early.
    void onDeadline(SteadyTime now);

    /// RR + SDES for the sender, with a report block once packets came (RFC 3550, 6.4.2, A.3, A.8).
    /// Each call ends an interval of "fraction lost".
    [[nodiscard]] QByteArray makeReport(SteadyTime now);

    /// The sender said BYE, and no packet of another SSRC came since. One that names other sources
    /// than that of the packets is not its own.
    [[nodiscard]] bool byeReceived() const { return m_byeReceived; }
    [[nodiscard]] const RtpStatistics &statistics() const { return m_statistics; }
    /// The instant of the sender's wall clock that an RTP timestamp stands for, after the stream's
    /// last sender report; nothing before one came, or when it carried no wall clock.
    [[nodiscard]] std::optional<WallTime> wallClockOf(std::uint32_t rtpTimestamp) const;

private:
    /// Sequence numbers as RFC 3550, A.1 and A.3, counts them for reports.
    struct Reception
    {
        std::uint32_t baseSequence = 0;
        std::uint32_t cycles = 0; ///< Wrap-arounds, shifted by 16.
        std::uint32_t received = 0;
        std::uint32_t expectedPrior = 0;
        std::uint32_t receivedPrior = 0;
        std::uint16_t highest = 0;
        std::optional<std::uint16_t> jumpCandidate;

        void start(std::uint16_t sequenceNumber);
        void count(std::uint16_t sequenceNumber);
        [[nodiscard]] std::uint32_t extendedHighest() const { return cycles + highest; }
        [[nodiscard]] std::int32_t lost() const;
        [[nodiscard]] std::uint8_t takeFractionLost();
    };

    struct SenderReport
    {
        RtcpSenderInfo info;
        std::uint32_t ssrc = 0;
        SteadyTime arrived;
    };

    using Depacketizer = std::variant<H264Depacketizer, H265Depacketizer>;

    [[nodiscard]] Depacketizer makeDepacketizer();
    void startStream(const RtpPacket &first);
    void countArrival(const RtpPacket &packet, SteadyTime now);
    void drain(SteadyTime now);
    void deliver(AccessUnit &&unit);
    void updateReorderFigures();
    [[nodiscard]] bool isOurs(const std::vector<std::uint32_t> &bye) const;
    /// The last sender report, if it is of the present SSRC.
    [[nodiscard]] const SenderReport *senderReport() const;

    Format m_format;
    std::chrono::milliseconds m_reorderWait;
    Sink m_sink;
    ReorderBuffer m_reorder;
    ReorderBuffer::Counters m_earlierStreams; ///< Of the SSRCs before the present one.
    Depacketizer m_depacketizer;
    RtpStatistics m_statistics;

    bool m_started = false;
    bool m_byeReceived = false;
    Reception m_reception;
    std::optional<std::uint32_t> m_lastTransit; ///< In RTP clock units, modulo 2^32.
    std::uint32_t m_jitter16 = 0;               ///< Sixteen times the jitter, as in A.8.
    std::optional<SenderReport> m_senderReport;
    std::optional<std::uint32_t> m_unitsSinceKeyframe;
    std::uint32_t m_reporterSsrc;
    QByteArray m_cname;
};

} // namespace oriel
