#include "playback/playback_session.h"

#include <QLoggingCategory>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcPlayback, "oriel.playback")

/// A publisher that waits for the server as we do is back within a second of it; a slow one has a
/// little longer.
constexpr std::chrono::seconds kPublisherFollows{3};

bool meansServerIsAway(ErrorCode code)
{
    return code == ErrorCode::ConnectionRefused || code == ErrorCode::HostUnreachable ||
           code == ErrorCode::NoAnswer;
}

} // namespace

PlaybackSession::PlaybackSession(QObject *parent) : QObject(parent), m_thread(this), m_retry(this)
{
    m_retry.setSingleShot(true);
    m_retry.setTimerType(Qt::PreciseTimer);
    connect(&m_retry, &QTimer::timeout, this, &PlaybackSession::startAttempt);
    m_thread.setObjectName(QStringLiteral("oriel-playback"));
    m_thread.start();
}

PlaybackSession::~PlaybackSession()
{
    const auto sayGoodbye = [worker = m_worker, thread = &m_thread] {
        if (worker->isFinished())
            return thread->quit();
        connect(worker, &PlaybackWorker::finished, thread, &QThread::quit, Qt::DirectConnection);
        worker->stop();
    };
    if (m_worker)
        QMetaObject::invokeMethod(m_worker, sayGoodbye);
    else
        m_thread.quit();
    m_thread.wait();
}

void PlaybackSession::open(const StreamUrl &url, TransportChoice transport)
{
    dropWorker();
    m_url = url;
    // An encrypted stream has one way only.
    const bool encrypted = url.isEncrypted() && transport == TransportChoice::Auto;
    m_transport = TransportPolicy(encrypted ? TransportChoice::Tcp : transport);
    m_backoff.reset();
    m_serverBackSince.reset();
    m_hasPlayed = m_attemptPlayed = false;
    m_logged = ErrorCode::None;
    m_status = {};
    startAttempt();
}

void PlaybackSession::stop()
{
    m_retry.stop();
    dropWorker();
    m_status = {};
    Q_EMIT statusChanged();
}

void PlaybackSession::tryNow()
{
    if (m_status.state != State::Retrying && m_status.state != State::Failed)
        return;
    startAttempt();
}

std::uint64_t PlaybackSession::droppedFrames() const
{
    return m_droppedEarlier + m_mailbox->displaced();
}

void PlaybackSession::startAttempt()
{
    m_droppedEarlier += m_mailbox->displaced();
    m_mailbox = std::make_shared<Latest<VideoFrame>>();
    m_retry.stop();
    if (std::exchange(m_attemptPlayed, false))
        m_hasPlayed = true;
    m_worker = new PlaybackWorker(m_mailbox, m_counters);
    m_worker->moveToThread(&m_thread);
    connect(this, &PlaybackSession::attemptDropped, m_worker, &PlaybackWorker::stop);
    // Deleted when this thread has heard that it finished, so that m_worker never dangles, or when
    // its own thread ends.
    connect(m_worker, &PlaybackWorker::finished, this,
            [worker = m_worker] { worker->deleteLater(); });
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);

    // An attempt that was dropped may still have signals on their way to this thread.
    const auto guarded = [this, attempt = ++m_attempt](auto method) {
        return [this, attempt, method](auto &&...arguments) {
            if (attempt == m_attempt)
                (this->*method)(std::forward<decltype(arguments)>(arguments)...);
        };
    };
    connect(m_worker, &PlaybackWorker::connected, this, guarded(&PlaybackSession::onConnected));
    connect(m_worker, &PlaybackWorker::frameReady, this, guarded(&PlaybackSession::onFrameReady));
    connect(m_worker, &PlaybackWorker::stalled, this, guarded(&PlaybackSession::onStalled));
    connect(m_worker, &PlaybackWorker::slow, this,
            [handle = guarded(&PlaybackSession::onSlow)](std::chrono::milliseconds waited) {
                handle(waited);
            });
    connect(m_worker, &PlaybackWorker::ended, this,
            [handle = guarded(&PlaybackSession::onEnded)](const Error &error) { handle(error); });

    QMetaObject::invokeMethod(m_worker,
                              [worker = m_worker, url = m_url, way = m_transport.protocol()] {
                                  worker->start(url, way);
                              });
    m_status.unansweredSince.reset();
    m_status.awaitsKeyframe = false;
    setState(State::Connecting);
}

void PlaybackSession::dropWorker()
{
    ++m_attempt;
    m_retry.stop();
    m_worker = nullptr;
    Q_EMIT attemptDropped(QPrivateSignal());
}

void PlaybackSession::onFrameReady()
{
    if (m_status.state != State::Playing) {
        if (!std::exchange(m_attemptPlayed, true)) {
            m_reconnects += m_hasPlayed ? 1 : 0;
            m_transport.onPicture();
            m_backoff.works(SteadyClock::now());
            m_logged = ErrorCode::None;
            const bool udp = m_transport.protocol() == RtspTransport::Protocol::Udp;
            qCInfo(lcPlayback, "playing %s over %s", qPrintable(m_url.display()),
                   udp ? "UDP" : "TCP");
        }
        m_status.error = {};
        m_status.unansweredSince.reset();
        setState(State::Playing);
    }
    Q_EMIT frameReady();
}

void PlaybackSession::onStalled()
{
    if (m_status.state != State::Playing)
        return;
    m_status.error = {ErrorCode::StreamStalled, m_url.hostAndPort(), {}};
    setState(State::Stalled);
}

void PlaybackSession::onConnected()
{
    m_status.unansweredSince.reset();
    m_status.awaitsKeyframe = true;
    Q_EMIT statusChanged();
}

void PlaybackSession::onSlow(std::chrono::milliseconds waited)
{
    m_status.unansweredSince = SteadyClock::now() - waited;
    Q_EMIT statusChanged();
}

void PlaybackSession::onEnded(const Error &error)
{
    m_worker = nullptr;
    ++m_attempt;
    const SteadyTime now = SteadyClock::now();
    if (error.code != ErrorCode::PathNotFound)
        m_serverBackSince.reset();
    else if (meansServerIsAway(m_status.error.code))
        m_serverBackSince = now;
    // The server is back, and its publisher may be so any moment: no more waiting as for a dead
    // one.
    if (m_serverBackSince && now - *m_serverBackSince < kPublisherFollows)
        m_backoff.hasten();
    m_status.error = error;
    m_status.unansweredSince.reset();
    logFailure(error);
    if (m_transport.switchAfter(error.code)) {
        startAttempt();
        return;
    }
    if (!isTransient(error.code)) {
        setState(State::Failed);
        return;
    }
    const std::chrono::milliseconds wait = m_backoff.next(now);
    m_status.nextTry = now + wait;
    m_retry.start(wait);
    setState(State::Retrying);
}

void PlaybackSession::logFailure(const Error &error)
{
    // A server that is down says the same at each attempt: once is enough.
    if (std::exchange(m_logged, error.code) == error.code)
        return;
    QString words = sentence(error);
    if (!words.contains(error.detail))
        words += QStringLiteral(" (%1)").arg(error.detail);
    if (isTransient(error.code))
        words += u' ' + tr("Trying again.");
    qCWarning(lcPlayback).noquote() << words;
}

void PlaybackSession::setState(State state)
{
    m_status.state = state;
    Q_EMIT statusChanged();
}

} // namespace oriel
