#include "playback/playback_worker.h"

#include <tuple>

namespace oriel {

PlaybackWorker::PlaybackWorker(Mailbox mailbox, StreamCounters &counters)
    : m_mailbox(std::move(mailbox))
    , m_counters(counters)
    , m_decoder([this](VideoFrame &&frame) { onFrame(std::move(frame)); })
    , m_silence(this)
{
    m_silence.setSingleShot(true);
    m_silence.setTimerType(Qt::CoarseTimer);
    connect(&m_silence, &QTimer::timeout, this, &PlaybackWorker::onSilence);
}

PlaybackWorker::~PlaybackWorker() = default;

void PlaybackWorker::start(const StreamUrl &url, RtspTransport::Protocol protocol)
{
    m_where = url.hostAndPort();
    m_player = std::make_unique<RtspPlayer>(protocol);
    connect(m_player.get(), &RtspPlayer::described, this, &PlaybackWorker::onDescribed);
    connect(m_player.get(), &RtspPlayer::playing, this, &PlaybackWorker::onPlaying);
    connect(m_player.get(), &RtspPlayer::accessUnit, this, &PlaybackWorker::onAccessUnit);
    connect(m_player.get(), &RtspPlayer::slow, this, &PlaybackWorker::slow);
    connect(m_player.get(), &RtspPlayer::failed, this, &PlaybackWorker::end);
    connect(m_player.get(), &RtspPlayer::stopped, this, &PlaybackWorker::finish);
    m_player->start(url);
    // While the server thinks about the first request. It says later which codec it has: mostly it
    // is this one, and where this one cannot be opened, onDescribed() tells what comes of it.
    std::ignore = m_decoder.open(VideoCodec::H264);
    m_counters.beginAttempt(protocol, m_decoder.name());
}

void PlaybackWorker::onDescribed(const QByteArray &parameterSets, VideoCodec codec)
{
    if (m_decoder.codec() != codec) {
        if (const Expected<void> opened = m_decoder.open(codec); !opened)
            return end(opened.error());
    }
    m_decoder.setParameterSets(parameterSets);
    m_counters.onDescribed(codec, m_decoder.name());
}

void PlaybackWorker::stop()
{
    m_silence.stop();
    if (m_finished || std::exchange(m_stopping, true))
        return;
    if (m_player)
        m_player->stop();
    else
        finish();
}

void PlaybackWorker::onPlaying()
{
    m_lastSign = SteadyClock::now();
    m_silence.start(kStalledAfter);
    Q_EMIT connected();
}

void PlaybackWorker::onAccessUnit(const AccessUnit &unit)
{
    if (m_finished)
        return;
    const SteadyTime now = SteadyClock::now();
    // A long wait for the first keyframe is no silence.
    if (!m_hasPicture)
        onSign(now);
    const RtpReceiver *receiver = m_player->receiver();
    m_counters.onAccessUnit(receiver->statistics(), now);
    const Expected<void> decoded = m_decoder.decode(unit, receiver->wallClockOf(unit.rtpTimestamp));
    if (!decoded)
        end(decoded.error());
}

void PlaybackWorker::onFrame(VideoFrame &&frame)
{
    const SteadyTime now = SteadyClock::now();
    // From here on only pictures count: a stream that cannot be decoded any more must not look
    // live.
    m_hasPicture = true;
    onSign(now);
    m_counters.onDecoded(frame, m_decoder.framesOfDelay(), now);
    if (m_mailbox->put(std::move(frame)))
        Q_EMIT frameReady();
}

void PlaybackWorker::onSign(SteadyTime now)
{
    m_lastSign = now;
    if (std::exchange(m_stalled, false))
        m_silence.start(kStalledAfter);
}

void PlaybackWorker::onSilence()
{
    using std::chrono::milliseconds;
    const auto silent = std::chrono::duration_cast<milliseconds>(SteadyClock::now() - m_lastSign);
    if (silent >= kGiveUpAfter) {
        end({ErrorCode::StreamStalled, m_where, {}});
        return;
    }
    if (silent >= kStalledAfter && !std::exchange(m_stalled, true))
        Q_EMIT stalled();
    // Armed for the rest instead of anew with each access unit: that costs nothing while it plays.
    m_silence.start((m_stalled ? kGiveUpAfter : kStalledAfter) - silent + milliseconds(1));
}

void PlaybackWorker::end(const Error &error)
{
    if (m_finished)
        return;
    Q_EMIT ended(error);
    finish();
}

void PlaybackWorker::finish()
{
    m_silence.stop();
    if (std::exchange(m_finished, true))
        return;
    Q_EMIT finished();
}

} // namespace oriel
