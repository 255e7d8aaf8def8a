#pragma once

#include "base/backoff.h"
#include "base/clock.h"
#include "rtsp/rtcp_packet.h"
#include "rtsp/rtp_sender.h"
#include "rtsp/rtsp_media_path.h"

#include <QByteArray>

#include <memory>
#include <optional>
#include <span>

namespace oriel {

/// One reader of the embedded server: what it gets of the stream that all share. It starts at a
/// keyframe, and when its network falls behind it loses whole access units up to the next one.
/// Sequence numbers are its own and have no gap where nothing was sent to it, so that no receiver
/// waits for packets that never left (RFC 3550, 5.1). In the server's thread.
class RtspReader
{
public:
    enum class Result {
        Sent,
        Withheld,      ///< No keyframe yet, or behind.
        WantsKeyframe, ///< Withheld, and the reader could take a keyframe now.
        Stalled,       ///< Took nothing for too long: give it up.
    };

    /// How long data may wait on its way before access units are dropped.
    static constexpr std::chrono::milliseconds kMaxQueued{200};

    RtspReader(std::unique_ptr<RtspMediaPath> path, std::chrono::milliseconds stallDeadline);

    /// PLAY was answered: the next packet has this sequence number.
    void play(std::uint16_t firstSequence);
    void pause() { m_playing = false; }
    [[nodiscard]] bool isPlaying() const { return m_playing; }
    /// The number its next packet will have; nothing before the first play().
    [[nodiscard]] std::optional<std::uint16_t> nextSequence() const { return m_nextSequence; }

    /// The packets of one access unit, whose sequence numbers are overwritten. Call it only while
    /// playing. A sender report goes ahead of the first.
    [[nodiscard]] Result send(std::span<QByteArray> packets, bool keyframe, const RtpSender &sender,
                              SteadyTime now);
    void sendReport(const RtpSender &sender);
    void sendBye(const RtpSender &sender);

    /// False if the bytes are no RTCP.
    bool onRtcp(QByteArrayView bytes, std::uint32_t ssrc);
    /// What the reader last said about the stream.
    [[nodiscard]] const std::optional<RtcpReportBlock> &lastReport() const { return m_lastReport; }
    /// Access units it did not get because it was behind.
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }
    [[nodiscard]] QString transportName() const { return m_path->name(); }

private:
    [[nodiscard]] Result withhold(bool behind, SteadyTime now);

    std::unique_ptr<RtspMediaPath> m_path;
    std::chrono::milliseconds m_stallDeadline;
    std::optional<std::uint16_t> m_nextSequence;
    std::optional<RtcpReportBlock> m_lastReport;
    Backoff m_keyframeBackoff; ///< A reader that falls behind again and again asks ever less often.
    SteadyTime m_mayAskAt{}, m_lastAsked{};
    std::uint64_t m_dropped = 0;
    bool m_playing = false;
    bool m_started = false; ///< Got its first keyframe since play().
    bool m_waitsForKeyframe = true;
};

} // namespace oriel
