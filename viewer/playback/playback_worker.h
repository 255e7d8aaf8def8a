#pragma once

#include "base/latest.h"
#include "base/stream_url.h"
#include "playback/stream_counters.h"
#include "playback/video_decoder.h"
#include "rtsp/rtsp_player.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace oriel {

/// One attempt to play one URL: connection, decoder, watch over silence. Lives in a thread with an
/// event loop; unless said otherwise everything is called and emitted there. Ends in finished(),
/// once, and is then thrown away; it knows no retry.
class PlaybackWorker : public QObject
{
    Q_OBJECT
public:
    /// Without a picture (before the first: without an access unit) for so long the stream counts
    /// as stalled, and is then given up.
    static constexpr std::chrono::milliseconds kStalledAfter{1500};
    static constexpr std::chrono::milliseconds kGiveUpAfter{5000};

    /// One for each attempt, so that a picture of an attempt that was given up reaches nobody.
    using Mailbox = std::shared_ptr<Latest<VideoFrame>>;

    /// Any thread. `counters` outlive the worker.
    PlaybackWorker(Mailbox mailbox, StreamCounters &counters);
    ~PlaybackWorker() override;

    void start(const StreamUrl &url, RtspTransport::Protocol protocol);
    /// finished() follows within RtspPlayer::kTeardownDeadline. May be said again.
    void stop();
    [[nodiscard]] bool isFinished() const { return m_finished; }

Q_SIGNALS:
    void connected();
    /// The mailbox was empty and is not any more.
    void frameReady();
    void stalled();
    /// The server has not answered for `waited`.
    void slow(std::chrono::milliseconds waited);
    /// The attempt failed; finished() follows.
    void ended(const oriel::Error &error);
    void finished();

private:
    void onDescribed(const QByteArray &parameterSets, VideoCodec codec);
    void onPlaying();
    void onAccessUnit(const AccessUnit &unit);
    void onFrame(VideoFrame &&frame);
    void onSign(SteadyTime now);
    void onSilence();
    void end(const Error &error);
    void finish();

    const Mailbox m_mailbox;
    StreamCounters &m_counters;
    VideoDecoder m_decoder;
    std::unique_ptr<RtspPlayer> m_player;
    QTimer m_silence;
    SteadyTime m_lastSign; ///< Of life: an access unit, and once there was a picture, a picture.
    QString m_where;
    bool m_hasPicture = false;
    bool m_stalled = false;
    bool m_stopping = false;
    bool m_finished = false;
};

} // namespace oriel
