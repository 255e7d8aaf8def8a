#include "publish/publish_session.h"

#include <QLoggingCategory>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcPublish, "oriel.publish")

using Protocol = RtspPublisher::Protocol;

/// A server that falls behind again and again does not make the picture poor for all others.
constexpr std::chrono::seconds kKeyframePause{1};

const char *nameOf(Protocol protocol)
{
    return protocol == Protocol::Tcp ? "TCP" : "UDP";
}

/// In brackets, unless the sentence has it already.
QString detailOf(const Error &error)
{
    return error.detail.isEmpty() || sentence(error).contains(error.detail)
               ? QString()
               : u'(' + error.detail + u')';
}

} // namespace

PublishSession::PublishSession(StreamUrl url, Transport transport, QObject *parent)
    : QObject(parent)
    , m_url(std::move(url))
    , m_transport(transport)
    , m_protocol(transport == Transport::Udp ? Protocol::Udp : Protocol::Tcp)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &PublishSession::attempt);
}

PublishSession::~PublishSession() = default;

void PublishSession::start(const h264::ParameterSets &sets)
{
    m_sets = sets;
    attempt();
}

void PublishSession::attempt()
{
    ++m_attempts;
    m_publisher = std::make_unique<RtspPublisher>(m_protocol);
    connect(m_publisher.get(), &RtspPublisher::recording, this, &PublishSession::onRecording);
    connect(m_publisher.get(), &RtspPublisher::failed, this, &PublishSession::onFailed);
    connect(m_publisher.get(), &RtspPublisher::slow, this,
            [this](std::chrono::milliseconds waited) {
                qCInfo(lcPublish, "%s has not answered for %.1f s", qPrintable(m_url.hostAndPort()),
                       toMs(waited) / 1000);
            });
    m_publisher->start(m_url, m_sets);
}

void PublishSession::onRecording()
{
    ++m_recordings;
    m_lastError = {};
    m_refusedTransports = 0;
    m_backoff.works(SteadyClock::now());
    m_contest.recording(SteadyClock::now());
    qCInfo(lcPublish, "publishing to %s over %s", qPrintable(m_url.display()), nameOf(m_protocol));
    Q_EMIT recording();
    askForKeyframe();
}

void PublishSession::askForKeyframe()
{
    m_mayAskAt = SteadyClock::now() + kKeyframePause;
    Q_EMIT keyframeWanted();
}

bool PublishSession::send(QByteArrayView annexB, bool keyframe, const PictureTime &time)
{
    if (!isRecording())
        return false;
    if (m_publisher->send(annexB, keyframe, time))
        return true;
    // It may have found the connection dead. And while it is behind, a keyframe would be lost too.
    if (isRecording() && !m_publisher->isBehind() && SteadyClock::now() >= m_mayAskAt)
        askForKeyframe();
    return false;
}

void PublishSession::onFailed(const Error &error)
{
    discardPublisher();
    const auto contested = m_contest.failed(error.code, SteadyClock::now());
    if (m_stopping)
        Q_EMIT stopped();
    else if (contested)
        yield(*contested);
    else if (error.code == ErrorCode::TransportRefused && tryOtherTransport())
        retry(error, std::chrono::milliseconds(0));
    else if (isTransient(error.code))
        retry(error, m_backoff.next(SteadyClock::now()));
    else
        giveUp(error);
}

bool PublishSession::tryOtherTransport()
{
    if (m_transport != Transport::Auto || ++m_refusedTransports > 1)
        return false;
    m_protocol = m_protocol == Protocol::Tcp ? Protocol::Udp : Protocol::Tcp;
    return true;
}

void PublishSession::giveUp(const Error &error)
{
    m_lastError = error;
    Q_EMIT gaveUp(error);
}

void PublishSession::retry(const Error &error, std::chrono::milliseconds wait)
{
    // A server that is down says the same at each attempt: once is enough.
    if (error.code != m_lastError.code)
        qCWarning(lcPublish).noquote() << sentence(error) << "Trying again." << detailOf(error);
    m_lastError = error;
    m_retry.start(wait);
}

void PublishSession::yield(std::chrono::milliseconds wait)
{
    m_backoff.reset(); // What comes after this is new trouble.
    retry({ErrorCode::PathInUse, m_url.display(),
           QStringLiteral("closed %1 times in a row soon after it was accepted; next try in %2 s")
               .arg(m_contest.losses())
               .arg(std::chrono::ceil<std::chrono::seconds>(wait).count())},
          wait);
}

void PublishSession::discardPublisher()
{
    // It may be its own signal that led here.
    m_publisher->disconnect(this);
    m_publisher.release()->deleteLater();
}

void PublishSession::stop()
{
    m_stopping = true;
    m_retry.stop();
    if (!m_publisher) {
        Q_EMIT stopped();
        return;
    }
    connect(m_publisher.get(), &RtspPublisher::stopped, this, [this] {
        discardPublisher();
        Q_EMIT stopped();
    });
    m_publisher->stop();
}

} // namespace oriel
