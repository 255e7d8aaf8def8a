#include "playback/connection_test.h"

#include <QHostInfo>
#include <QTcpSocket>

namespace oriel {

ConnectionTest::ConnectionTest(QObject *parent) : QObject(parent), m_deadline(this)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &ConnectionTest::onDeadline);
}

ConnectionTest::~ConnectionTest()
{
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
}

ConnectionTest::Step ConnectionTest::stepOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::HostNotFound:
        return Step::Name;
    case ErrorCode::HostUnreachable:
        return Step::Device;
    case ErrorCode::ConnectionRefused:
        return Step::Port;
    case ErrorCode::NotRtsp:
    case ErrorCode::CertificateUntrusted:
    case ErrorCode::CertificateChanged:
    case ErrorCode::TlsFailed:
    case ErrorCode::NoAnswer:
    case ErrorCode::ConnectionLost:
        return Step::Rtsp;
    case ErrorCode::PasswordRequired:
    case ErrorCode::PasswordWrong:
        return Step::Password;
    case ErrorCode::NoPackets:
        return Step::Packets;
    case ErrorCode::StreamStalled:
    case ErrorCode::StreamEnded:
    case ErrorCode::DecoderFailed:
        return Step::Picture;
    default:
        return Step::Path;
    }
}

void ConnectionTest::start(const StreamUrl &url, TransportChoice transport)
{
    m_url = url;
    m_transport = transport;
    run(Step::Name);
    m_deadline.start(kPatience);
    const QHostAddress literal(url.host());
    if (literal.isNull())
        lookUp();
    else
        onAddresses({literal});
}

void ConnectionTest::lookUp()
{
    m_lookup = QHostInfo::lookupHost(m_url.host(), this, [this](const QHostInfo &info) {
        m_lookup = -1;
        if (m_finished)
            return;
        if (const auto addresses = TcpConnector::addressesOf(info); addresses.isEmpty())
            fail(Step::Name, {ErrorCode::HostNotFound, m_url.host(), info.errorString()});
        else
            onAddresses(addresses);
    });
}

void ConnectionTest::onAddresses(const QList<QHostAddress> &addresses)
{
    QStringList names;
    for (const QHostAddress &address : addresses)
        names << address.toString();
    pass(Step::Name, names.join(QStringLiteral(", ")));
    run(Step::Device);
    m_deadline.start(kPatience);
    m_connector = std::make_unique<TcpConnector>();
    m_connector->open(
        addresses, m_url.port(),
        [this](const Expected<std::unique_ptr<QTcpSocket>> &socket) { onConnected(socket); });
}

void ConnectionTest::onConnected(const Expected<std::unique_ptr<QTcpSocket>> &socket)
{
    if (!socket) {
        Error error = socket.error();
        error.where = m_url.hostAndPort();
        // A refusal is an answer: the device is there.
        if (error.code == ErrorCode::ConnectionRefused)
            pass(Step::Device);
        return fail(stepOf(error.code) == Step::Port ? Step::Port : Step::Device, error);
    }
    pass(Step::Device);
    pass(Step::Port, QString::number(m_url.port()));
    play();
}

void ConnectionTest::play()
{
    run(Step::Rtsp);
    m_deadline.start(kPicturePatience);
    m_session = std::make_unique<PlaybackSession>();
    connect(m_session.get(), &PlaybackSession::statusChanged, this, &ConnectionTest::onStatus);
    connect(m_session.get(), &PlaybackSession::frameReady, this, &ConnectionTest::onPicture);
    m_session->open(m_url, m_transport);
}

void ConnectionTest::onStatus()
{
    using SessionState = PlaybackSession::State;
    const PlaybackSession::Status &status = m_session->status();
    if (m_finished)
        return;
    if (status.state == SessionState::Retrying || status.state == SessionState::Failed) {
        const Step step = std::max(stepOf(status.error.code), Step::Rtsp);
        passUpTo(step);
        fail(step, status.error);
    } else if (status.awaitsKeyframe && m_running < Step::Packets) {
        passUpTo(Step::Packets);
        run(Step::Packets);
    }
}

void ConnectionTest::onPicture()
{
    if (m_finished)
        return;
    const StreamFigures figures = m_session->figures();
    passUpTo(Step::Packets);
    const bool udp = figures.transport == RtspTransport::Protocol::Udp;
    pass(Step::Packets, udp ? QStringLiteral("UDP") : QStringLiteral("TCP"));
    pass(Step::Picture,
         QStringLiteral("%1×%2").arg(figures.size.width()).arg(figures.size.height()));
    finish();
}

void ConnectionTest::onDeadline()
{
    switch (m_running) {
    case Step::Name:
        return fail(Step::Name, {ErrorCode::HostNotFound, m_url.host(), {}});
    case Step::Device:
    case Step::Port:
        return fail(Step::Device, {ErrorCode::NoAnswer, m_url.hostAndPort(), {}});
    default:
        break;
    }
    const bool packets = m_session->figures().packets > 0;
    passUpTo(packets ? Step::Picture : m_running);
    fail(packets ? Step::Picture : m_running,
         {packets ? ErrorCode::StreamStalled : ErrorCode::NoAnswer, m_url.hostAndPort(), {}});
}

void ConnectionTest::run(Step step)
{
    m_running = step;
    m_results[index(step)].state = State::Running;
    m_since.start();
    Q_EMIT changed();
}

void ConnectionTest::pass(Step step, const QString &detail)
{
    Result &result = m_results[index(step)];
    const bool ran = result.state == State::Running;
    result = {State::Passed, detail, std::chrono::milliseconds(ran ? m_since.restart() : 0)};
    Q_EMIT changed();
}

/// Those before `step` that have not passed yet: what comes after them shows that they have.
void ConnectionTest::passUpTo(Step step)
{
    for (std::size_t i = 0; i < index(step); ++i) {
        if (m_results[i].state != State::Passed)
            pass(static_cast<Step>(i));
    }
}

void ConnectionTest::fail(Step step, const Error &error)
{
    if (m_finished)
        return;
    m_error = error;
    m_results[index(step)] = {State::Failed, error.detail,
                              std::chrono::milliseconds(m_since.elapsed())};
    finish();
}

void ConnectionTest::finish()
{
    m_finished = true;
    m_deadline.stop();
    m_connector.reset();
    if (m_session)
        m_session->stop();
    Q_EMIT changed();
    Q_EMIT finished();
}

} // namespace oriel
