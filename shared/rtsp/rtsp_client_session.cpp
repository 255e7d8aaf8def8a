#include "rtsp/rtsp_client_session.h"

namespace oriel {

namespace {

/// RFC 2326, 7.1.1; 250 Low on Storage Space is one.
bool isSuccess(const RtspResponse &response)
{
    return response.status >= 200 && response.status < 300;
}

} // namespace

RtspClientSession::RtspClientSession(Protocol protocol, QObject *parent)
    : QObject(parent)
    , m_protocol(protocol)
{
    addTimer(m_teardown);
    connect(&m_teardown, &QTimer::timeout, this, &RtspClientSession::finish);
}

RtspClientSession::~RtspClientSession()
{
    // The timers of the classes above are gone already, and need no stopping.
    m_ended = true;
    sayTeardown();
}

void RtspClientSession::addTimer(QTimer &timer)
{
    timer.setSingleShot(true);
    m_timers.append(&timer);
}

void RtspClientSession::open(const StreamUrl &url)
{
    m_url = url;
    m_connection = std::make_unique<RtspConnection>();
    connect(m_connection.get(), &RtspConnection::slow, this, &RtspClientSession::slow);
    connect(m_connection.get(), &RtspConnection::lost, this, &RtspClientSession::onLost);
    connect(m_connection.get(), &RtspConnection::interleaved, this,
            &RtspClientSession::onInterleaved);
    m_connection->open(m_url, [this](const Expected<void> &established) {
        if (established)
            onEstablished();
        else
            fail(established.error());
    });
}

void RtspClientSession::ask(RtspRequest request, Answered answered, bool anyStatus)
{
    const QByteArray method = request.method;
    m_connection->request(std::move(request), [this, method, answered = std::move(answered),
                                               anyStatus](const Expected<RtspResponse> &reply) {
        if (m_ended)
            return;
        if (!reply)
            fail(reply.error());
        else if (RtspRedirects::isRedirect(*reply))
            redirect(*reply);
        else if (!isSuccess(*reply) && !anyStatus)
            fail(refusal(method, *reply));
        else
            answered(*reply);
    });
}

void RtspClientSession::askForLife(RtspRequest request, std::function<void()> lives)
{
    using Unanswered = RtspConnection::Unanswered;
    const auto unanswered = lives ? Unanswered::IsTheEnd : Unanswered::IsFine;
    const auto onReply = [this, lives = std::move(lives)](const Expected<RtspResponse> &reply) {
        if (m_ended)
            return;
        if (!reply)
            fail(reply.error());
        else if (RtspRedirects::isRedirect(*reply))
            fail({ErrorCode::ServerRefused, m_url.hostAndPort(),
                  tr("redirected while streaming: %1").arg(m_connection->refusal(*reply).detail)});
        else if (lives)
            lives();
    };
    m_connection->request(std::move(request), onReply, unanswered);
}

Error RtspClientSession::refusal(const QByteArray &, const RtspResponse &response)
{
    return m_connection->refusal(response);
}

void RtspClientSession::redirect(const RtspResponse &response)
{
    const Expected<StreamUrl> target = m_redirects.follow(response, m_url);
    if (!target)
        return fail(target.error());
    m_hasSession = false;
    discardConnection();
    open(*target);
}

void RtspClientSession::enterSession(QByteArray id, QByteArray aggregate)
{
    m_connection->setSession(std::move(id));
    m_aggregate = std::move(aggregate);
    m_hasSession = true;
}

Expected<void> RtspClientSession::offer(RtspTransport &transport)
{
    transport.protocol = m_protocol;
    // Datagrams beside an encrypted connection would be plain ones, which servers refuse.
    if (m_protocol == Protocol::Udp && m_url.isEncrypted())
        return oriel::fail(ErrorCode::TransportRefused, m_url.hostAndPort(),
                           tr("rtsps:// goes over TCP"));
    if (m_protocol == Protocol::Tcp) {
        transport.interleaved = {0, 1};
        return {};
    }
    auto ports = UdpPortPair::bind(m_connection->localAddress());
    if (!ports)
        return tl::unexpected(ports.error());
    m_ports = std::move(*ports);
    transport.clientPorts = {m_ports->rtpPort(), m_ports->rtcpPort()};
    return {};
}

void RtspClientSession::stop()
{
    if (m_ended)
        return;
    if (!m_hasSession)
        return finish();
    m_stopping = true;
    // What is written there may be what finds the connection dead.
    onStopping();
    if (m_ended)
        return;
    for (QTimer *timer : m_timers)
        timer->stop();
    m_hasSession = false;
    m_teardown.start(kTeardownDeadline);
    m_connection->request({"TEARDOWN", m_aggregate, {}, {}},
                          [this](const Expected<RtspResponse> &) { finish(); });
}

void RtspClientSession::fail(const Error &error)
{
    if (m_ended)
        return;
    if (m_stopping)
        return finish();
    release();
    Q_EMIT failed(error);
}

void RtspClientSession::finish()
{
    if (m_ended)
        return;
    release();
    Q_EMIT stopped();
}

void RtspClientSession::release()
{
    m_ended = true;
    for (QTimer *timer : m_timers)
        timer->stop();
    // This may run inside one of their callbacks.
    if (m_connection) {
        sayTeardown();
        discardConnection();
    }
    if (m_ports) {
        m_ports->disconnect(this);
        m_ports.release()->deleteLater();
    }
}

void RtspClientSession::sayTeardown()
{
    // Ends the server's work at once, and what it cannot reach any more ignores it.
    if (m_connection && m_hasSession)
        m_connection->request({"TEARDOWN", m_aggregate, {}, {}}, [](const auto &) {});
}

void RtspClientSession::discardConnection()
{
    m_connection->close();
    m_connection.release()->deleteLater();
}

} // namespace oriel
