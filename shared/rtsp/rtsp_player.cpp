#include "rtsp/rtsp_player.h"

#include <QPointer>

#include <algorithm>

namespace oriel {

using namespace std::chrono_literals;

namespace {

constexpr auto kFirstReport = 1s;
constexpr auto kReportInterval = 5s;

} // namespace

RtspPlayer::RtspPlayer(Protocol protocol, QObject *parent) : QObject(parent), m_protocol(protocol)
{
    for (QTimer *timer : {&m_keepAlive, &m_report, &m_reorder, &m_firstPacket, &m_teardown})
        timer->setSingleShot(true);
    m_reorder.setTimerType(Qt::PreciseTimer);
    connect(&m_keepAlive, &QTimer::timeout, this, &RtspPlayer::keepAlive);
    connect(&m_report, &QTimer::timeout, this, &RtspPlayer::sendReport);
    connect(&m_teardown, &QTimer::timeout, this, &RtspPlayer::finish);
    connect(&m_reorder, &QTimer::timeout, this, [this] {
        m_receiver->onDeadline(SteadyClock::now());
        armReorder();
    });
    connect(&m_firstPacket, &QTimer::timeout, this, [this] {
        fail({ErrorCode::NoPackets, m_url.hostAndPort(),
              tr("no packet within %1 s of PLAY").arg(toMs(kFirstPacketDeadline) / 1000)});
    });
}

RtspPlayer::~RtspPlayer() = default;

void RtspPlayer::start(const StreamUrl &url)
{
    m_url = url;
    open();
}

void RtspPlayer::open()
{
    m_connection = std::make_unique<RtspConnection>();
    connect(m_connection.get(), &RtspConnection::slow, this, &RtspPlayer::slow);
    connect(m_connection.get(), &RtspConnection::interleaved, this, &RtspPlayer::onInterleaved);
    connect(m_connection.get(), &RtspConnection::lost, this, &RtspPlayer::onLost);
    m_connection->open(m_url, [this](const Expected<void> &established) {
        if (established)
            options();
        else
            fail(established.error());
    });
}

void RtspPlayer::ask(QByteArray method, QByteArray uri, RtspHeaders headers,
                     void (RtspPlayer::*answered)(const RtspResponse &))
{
    RtspRequest request{std::move(method), std::move(uri), std::move(headers), {}};
    m_connection->request(std::move(request),
                          [this, answered](const Expected<RtspResponse> &reply) {
                              if (m_ended)
                                  return;
                              if (!reply)
                                  fail(reply.error());
                              else if (RtspRedirects::isRedirect(*reply))
                                  redirect(*reply);
                              else if (reply->status != 200)
                                  fail(m_connection->refusal(*reply));
                              else
                                  (this->*answered)(*reply);
                          });
}

void RtspPlayer::options()
{
    // Some servers answer OPTIONS with an error and play all the same, so any answer will do.
    RtspRequest request{"OPTIONS", m_url.requestUri(), {}, {}};
    m_connection->request(std::move(request), [this](const Expected<RtspResponse> &reply) {
        if (m_ended)
            return;
        if (!reply)
            return fail(reply.error());
        if (RtspRedirects::isRedirect(*reply))
            return redirect(*reply);
        if (reply->headers.value("Public").contains("GET_PARAMETER"))
            m_keepAliveMethod = "GET_PARAMETER";
        describe();
    });
}

void RtspPlayer::describe()
{
    RtspHeaders headers;
    headers.add("Accept", "application/sdp");
    ask("DESCRIBE", m_url.requestUri(), headers, &RtspPlayer::onDescribed);
}

void RtspPlayer::onDescribed(const RtspResponse &response)
{
    m_base = response.headers.value("Content-Base").trimmed();
    if (m_base.isEmpty())
        m_base = response.headers.value("Content-Location").trimmed();
    if (m_base.isEmpty())
        m_base = m_url.requestUri();
    const std::optional<Sdp> sdp = Sdp::parse(response.body);
    const SdpMedia *video = sdp ? sdp->video() : nullptr;
    if (!video)
        return fail({ErrorCode::NoVideo, m_url.display(), {}});
    if (video->codec != "H264")
        return fail(
            {ErrorCode::CodecUnsupported, m_url.display(), QString::fromLatin1(video->codec)});
    m_media = *video;
    m_aggregate = resolveControl(m_base, sdp->control);
    const auto sets = h264::ParameterSets::fromSprop(m_media.fmtpParameter("sprop-parameter-sets"));
    const QPointer<RtspPlayer> alive(this);
    Q_EMIT described(sets);
    if (alive && !m_ended)
        setup();
}

void RtspPlayer::setup()
{
    RtspTransport transport;
    transport.protocol = m_protocol;
    if (m_protocol == Protocol::Udp) {
        auto ports = UdpPortPair::bind(m_connection->localAddress());
        if (!ports)
            return fail(ports.error());
        m_ports = std::move(*ports);
        transport.clientPorts = {m_ports->rtpPort(), m_ports->rtcpPort()};
    } else {
        transport.interleaved = {0, 1};
    }
    RtspHeaders headers;
    headers.add("Transport", transport.serialize());
    ask("SETUP", resolveControl(m_base, m_media.control), headers, &RtspPlayer::onSetUp);
}

void RtspPlayer::onSetUp(const RtspResponse &response)
{
    const auto session = RtspSessionHeader::parse(response.headers.value("Session"));
    const auto transport = RtspTransport::parse(response.headers.value("Transport"));
    if (!session || !transport || transport->protocol != m_protocol || transport->multicast)
        return fail({ErrorCode::TransportRefused, m_url.hostAndPort(),
                     QString::fromUtf8(response.headers.value("Transport"))});
    m_connection->setSession(session->id);
    m_hasSession = true;
    // RFC 2326, 12.37: well before the server's patience ends.
    m_keepAlive.setInterval(std::clamp(session->timeoutSeconds * 1000 / 2, 1000, 30000));
    if (transport->interleaved)
        std::tie(m_rtpChannel, m_rtcpChannel) = *transport->interleaved;
    m_serverPorts = transport->serverPorts;
    m_mediaSource = m_connection->peerAddress();
    if (QHostAddress source; source.setAddress(QString::fromLatin1(transport->source)))
        m_mediaSource = source;
    startReceiving();
    RtspHeaders headers;
    headers.add("Range", "npt=0.000-");
    ask("PLAY", m_aggregate, headers, &RtspPlayer::onPlaying);
}

void RtspPlayer::startReceiving()
{
    const bool udp = m_protocol == Protocol::Udp;
    m_receiver = std::make_unique<RtpReceiver>(
        m_media.payloadType, m_media.clockHz,
        udp ? RtpReceiver::kUdpReorderWait : RtpReceiver::kTcpReorderWait,
        [this](AccessUnit &&unit) { Q_EMIT accessUnit(unit); });
    if (!udp)
        return;
    connect(m_ports.get(), &UdpPortPair::rtp, this,
            [this](const QByteArray &packet, const QHostAddress &from) {
                if (from.isEqual(m_mediaSource, QHostAddress::TolerantConversion))
                    onRtp(packet);
            });
    connect(m_ports.get(), &UdpPortPair::rtcp, this,
            [this](const QByteArray &packet, const QHostAddress &from) {
                if (from.isEqual(m_mediaSource, QHostAddress::TolerantConversion))
                    onRtcp(packet);
            });
    punchHoles();
}

void RtspPlayer::punchHoles()
{
    // A firewall on this side lets packets in from where packets went out to.
    if (!m_serverPorts)
        return;
    QByteArray empty;
    appendRtpHeader(empty, {{}, 0, 0, 0, m_media.payloadType, false});
    m_ports->sendRtp(empty, m_mediaSource, m_serverPorts->first);
    m_ports->sendRtcp(m_receiver->makeReport(SteadyClock::now()), m_mediaSource,
                      m_serverPorts->second);
}

void RtspPlayer::onPlaying(const RtspResponse &)
{
    m_keepAlive.start();
    m_report.start(kFirstReport);
    if (m_receiver->statistics().packets == 0)
        m_firstPacket.start(kFirstPacketDeadline);
    Q_EMIT playing();
}

void RtspPlayer::keepAlive()
{
    RtspRequest request{m_keepAliveMethod, m_aggregate, {}, {}};
    m_connection->request(std::move(request), [this](const Expected<RtspResponse> &reply) {
        // Any status is a sign of life; a lost session shows itself when packets stop.
        if (!m_ended && reply)
            m_keepAlive.start();
    });
}

void RtspPlayer::redirect(const RtspResponse &response)
{
    const Expected<StreamUrl> target = m_redirects.follow(response, m_url);
    if (!target)
        return fail(target.error());
    m_url = *target;
    m_connection->close();
    m_connection.release()->deleteLater();
    open();
}

void RtspPlayer::onInterleaved(quint8 channel, const QByteArray &payload)
{
    if (!m_receiver || m_protocol != Protocol::Tcp)
        return;
    if (channel == m_rtpChannel)
        onRtp(payload);
    else if (channel == m_rtcpChannel)
        onRtcp(payload);
}

void RtspPlayer::onRtp(const QByteArray &packet)
{
    if (m_ended)
        return;
    m_firstPacket.stop();
    m_receiver->onRtp(packet, SteadyClock::now());
    armReorder();
}

void RtspPlayer::onRtcp(const QByteArray &packet)
{
    if (m_ended)
        return;
    m_receiver->onRtcp(packet, SteadyClock::now());
    if (m_receiver->byeReceived())
        fail({ErrorCode::StreamEnded, m_url.display(), QStringLiteral("RTCP BYE")});
}

void RtspPlayer::armReorder()
{
    const std::optional<SteadyTime> due = m_receiver->deadline();
    if (!due || m_ended)
        return m_reorder.stop();
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - SteadyClock::now());
    if (!m_reorder.isActive())
        m_reorder.start(std::max(left, 0ms));
}

void RtspPlayer::sendReport()
{
    const QByteArray report = m_receiver->makeReport(SteadyClock::now());
    if (m_protocol == Protocol::Tcp) {
        QByteArray framed;
        appendInterleaved(framed, m_rtcpChannel, report);
        m_connection->writeInterleaved(framed);
    } else if (m_serverPorts) {
        m_ports->sendRtcp(report, m_mediaSource, m_serverPorts->second);
    }
    m_report.start(kReportInterval);
}

void RtspPlayer::onLost(const Error &error)
{
    // A server that ends a stream simply closes the connection.
    const bool streaming = m_receiver && error.code == ErrorCode::ConnectionLost;
    fail(streaming ? Error{ErrorCode::StreamEnded, m_url.display(), error.detail} : error);
}

void RtspPlayer::stop()
{
    if (m_ended)
        return;
    if (!m_hasSession)
        return finish();
    m_stopping = true;
    m_keepAlive.stop();
    m_report.stop();
    m_firstPacket.stop();
    m_teardown.start(kTeardownDeadline);
    m_hasSession = false;
    m_connection->request({"TEARDOWN", m_aggregate, {}, {}},
                          [this](const Expected<RtspResponse> &) { finish(); });
}

void RtspPlayer::fail(const Error &error)
{
    if (m_ended)
        return;
    if (m_stopping)
        return finish();
    release();
    Q_EMIT failed(error);
}

void RtspPlayer::finish()
{
    if (m_ended)
        return;
    release();
    Q_EMIT stopped();
}

void RtspPlayer::release()
{
    m_ended = true;
    for (QTimer *timer : {&m_keepAlive, &m_report, &m_reorder, &m_firstPacket, &m_teardown})
        timer->stop();
    // This may run inside one of their callbacks.
    if (m_connection) {
        // Ends the server's work at once, and what it cannot reach any more ignores it.
        if (m_hasSession)
            m_connection->request({"TEARDOWN", m_aggregate, {}, {}}, [](const auto &) {});
        m_connection->close();
        m_connection.release()->deleteLater();
    }
    if (m_ports) {
        m_ports->disconnect(this);
        m_ports.release()->deleteLater();
    }
}

} // namespace oriel
