#pragma once

#include "h26x/video_codec.h"
#include "playback/figures.h"
#include "playback/video_frame.h"
#include "rtsp/rtp_receiver.h"
#include "rtsp/rtsp_message.h"

#include <QSize>
#include <QString>

#include <mutex>
#include <optional>

namespace oriel {

/// What the worker thread knows about the streams of one session. Totals go on over reconnects;
/// jitter, GOP, size, rates and the recent loss are of the present stream.
struct StreamFigures
{
    std::uint64_t received = 0; ///< Access units.
    std::uint64_t decoded = 0;  ///< Pictures handed over.
    std::uint64_t damaged = 0;  ///< Pictures with loss or concealment.
    std::uint64_t packets = 0, lost = 0, reordered = 0, duplicate = 0;
    double recentLossPercent = 0; ///< Of the last ten seconds.
    std::chrono::microseconds jitter{0};
    std::uint32_t gopLength = 0;
    double receivedFps = 0, decodedFps = 0;         ///< Of the last two seconds.
    double meanReceivedFps = 0, meanDecodedFps = 0; ///< Of the whole run.
    double bitrateKbps = 0;                         ///< Of the last two seconds.
    double meanBitrateKbps = 0;
    std::int64_t framesOfDelay = 0;
    QSize size;
    std::optional<VideoCodec> codec; ///< Of the last description; nothing before the first.
    QString decoder;
    std::optional<RtspTransport::Protocol> transport;
};

/// Written by the worker thread, read by the GUI thread; each method may be called from any thread.
class StreamCounters
{
public:
    void beginAttempt(RtspTransport::Protocol transport, const QString &decoder);
    void onDescribed(VideoCodec codec, const QString &decoder);
    void onAccessUnit(const RtpStatistics &rtp, SteadyTime now);
    void onDecoded(const VideoFrame &frame, std::int64_t framesOfDelay, SteadyTime now);

    [[nodiscard]] StreamFigures figures(SteadyTime now) const;

private:
    mutable std::mutex m_mutex;
    StreamFigures m_figures;
    RtpStatistics m_earlier; ///< Sums of the attempts before this one.
    RtpStatistics m_present;
    RateMeter m_received, m_decoded, m_bytes;
    LossMeter m_loss;
};

} // namespace oriel
