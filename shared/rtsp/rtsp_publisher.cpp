#include "rtsp/rtsp_publisher.h"

#include "rtsp/sdp.h"

namespace oriel {

using namespace std::chrono_literals;

namespace {

constexpr std::uint8_t kPayloadType = 96;
constexpr auto kReportInterval = 5s;

} // namespace

RtspPublisher::RtspPublisher(Protocol protocol, QObject *parent)
    : QObject(parent)
    , m_protocol(protocol)
    , m_sender(kPayloadType)
{
    for (QTimer *timer : {&m_keepAlive, &m_report, &m_teardown})
        timer->setSingleShot(true);
    connect(&m_keepAlive, &QTimer::timeout, this, &RtspPublisher::keepAlive);
    connect(&m_report, &QTimer::timeout, this, &RtspPublisher::sendReport);
    connect(&m_teardown, &QTimer::timeout, this, &RtspPublisher::finish);
}

RtspPublisher::~RtspPublisher() = default;

void RtspPublisher::start(const StreamUrl &url, const h264::ParameterSets &sets)
{
    m_url = url;
    m_sets = sets;
    open();
}

void RtspPublisher::open()
{
    m_connection = std::make_unique<RtspConnection>();
    connect(m_connection.get(), &RtspConnection::slow, this, &RtspPublisher::slow);
    connect(m_connection.get(), &RtspConnection::lost, this, &RtspPublisher::fail);
    connect(m_connection.get(), &RtspConnection::interleaved, this,
            [this](quint8 channel, const QByteArray &packet) {
                if (channel == m_rtcpChannel)
                    m_sender.onRtcp(packet, wallNow());
            });
    m_connection->open(m_url, [this](const Expected<void> &established) {
        if (established)
            ask("OPTIONS", {}, {}, [this](const RtspResponse &) { announce(); });
        else
            fail(established.error());
    });
}

void RtspPublisher::ask(QByteArray method, RtspHeaders headers, QByteArray body,
                        std::function<void(const RtspResponse &)> answered)
{
    const QByteArray uri = method == "SETUP" ? m_control : m_url.requestUri();
    RtspRequest request{std::move(method), uri, std::move(headers), std::move(body)};
    m_connection->request(
        std::move(request),
        [this, answered = std::move(answered)](const Expected<RtspResponse> &reply) {
            if (m_ended)
                return;
            if (!reply)
                fail(reply.error());
            else if (RtspRedirects::isRedirect(*reply))
                redirect(*reply);
            else if (reply->status != 200)
                fail(m_connection->refusal(*reply));
            else
                answered(*reply);
        },
        kSilenceDeadline);
}

void RtspPublisher::redirect(const RtspResponse &response)
{
    const Expected<StreamUrl> target = m_redirects.follow(response, m_url);
    if (!target)
        return fail(target.error());
    m_url = *target;
    m_connection->close();
    m_connection.release()->deleteLater();
    open();
}

void RtspPublisher::announce()
{
    constexpr auto kControl = "trackID=0";
    m_control = resolveControl(m_url.requestUri(), kControl);
    RtspHeaders headers;
    headers.add("Content-Type", "application/sdp");
    const QByteArray sdp =
        makeH264Sdp("Oriel", m_connection->localAddress().toString().toLatin1(), m_sets, kControl);
    ask("ANNOUNCE", headers, sdp, [this](const RtspResponse &) { setup(); });
}

void RtspPublisher::setup()
{
    RtspTransport transport;
    transport.protocol = m_protocol;
    transport.record = true;
    if (m_protocol == Protocol::Udp) {
        auto ports = UdpPortPair::bind(m_connection->localAddress());
        if (!ports)
            return fail(ports.error());
        m_ports = std::move(*ports);
        connect(m_ports.get(), &UdpPortPair::rtcp, this,
                [this](const QByteArray &packet, const QHostAddress &from) {
                    if (from.isEqual(m_mediaPeer, QHostAddress::TolerantConversion))
                        m_sender.onRtcp(packet, wallNow());
                });
        transport.clientPorts = {m_ports->rtpPort(), m_ports->rtcpPort()};
    } else {
        transport.interleaved = {m_rtpChannel, m_rtcpChannel};
    }
    RtspHeaders headers;
    headers.add("Transport", transport.serialize());
    ask("SETUP", headers, {}, [this](const RtspResponse &response) { onSetUp(response); });
}

void RtspPublisher::onSetUp(const RtspResponse &response)
{
    const auto session = RtspSessionHeader::parse(response.headers.value("Session"));
    const auto transport = RtspTransport::parse(response.headers.value("Transport"));
    const bool usable = session && transport && transport->protocol == m_protocol &&
                        (m_protocol == Protocol::Tcp || transport->serverPorts);
    if (!usable)
        return fail({ErrorCode::TransportRefused, m_url.hostAndPort(),
                     QString::fromUtf8(response.headers.value("Transport"))});
    m_connection->setSession(session->id);
    m_hasSession = true;
    m_mediaPeer = m_connection->peerAddress();
    if (transport->serverPorts)
        m_serverPorts = *transport->serverPorts;
    if (transport->interleaved)
        std::tie(m_rtpChannel, m_rtcpChannel) = *transport->interleaved;
    RtspHeaders headers;
    headers.add("Range", "npt=0.000-");
    ask("RECORD", headers, {}, [this](const RtspResponse &) {
        m_recording = true;
        m_keepAlive.start(kKeepAlive);
        Q_EMIT recording();
    });
}

void RtspPublisher::keepAlive()
{
    ask("OPTIONS", {}, {}, [this](const RtspResponse &) { m_keepAlive.start(kKeepAlive); });
}

bool RtspPublisher::send(QByteArrayView annexB, bool keyframe, WallTime captured)
{
    if (!m_recording)
        return false;
    m_waitForKeyframe = m_waitForKeyframe && !keyframe;
    if (m_waitForKeyframe || isBehind()) {
        m_waitForKeyframe = true;
        return false;
    }
    const std::vector<QByteArray> packets = m_sender.packetize(annexB, captured);
    // A relay that keeps the sender's clock drops what comes before the first sender report.
    if (!m_report.isActive() || m_sender.clockWasSet())
        sendReport();
    write(packets);
    return true;
}

bool RtspPublisher::isBehind()
{
    return m_protocol == Protocol::Tcp && m_connection->backlog() > kMaxQueued;
}

void RtspPublisher::write(const std::vector<QByteArray> &packets)
{
    if (m_protocol == Protocol::Udp) {
        for (const QByteArray &packet : packets)
            m_ports->sendRtp(packet, m_mediaPeer, m_serverPorts.first);
        return;
    }
    QByteArray framed;
    for (const QByteArray &packet : packets)
        appendInterleaved(framed, m_rtpChannel, packet);
    m_connection->writeInterleaved(framed);
}

void RtspPublisher::sendReport()
{
    writeRtcp(m_sender.makeSenderReport(wallNow()));
    m_report.start(kReportInterval);
}

void RtspPublisher::writeRtcp(const QByteArray &packet)
{
    if (m_protocol == Protocol::Udp) {
        m_ports->sendRtcp(packet, m_mediaPeer, m_serverPorts.second);
        return;
    }
    QByteArray framed;
    appendInterleaved(framed, m_rtcpChannel, packet);
    m_connection->writeInterleaved(framed);
}

void RtspPublisher::stop()
{
    if (m_ended)
        return;
    if (!m_hasSession)
        return finish();
    if (m_recording)
        writeRtcp(m_sender.makeBye());
    m_stopping = true;
    m_recording = false;
    m_hasSession = false;
    m_keepAlive.stop();
    m_report.stop();
    m_teardown.start(kTeardownDeadline);
    m_connection->request({"TEARDOWN", m_url.requestUri(), {}, {}},
                          [this](const Expected<RtspResponse> &) { finish(); });
}

void RtspPublisher::fail(const Error &error)
{
    if (m_ended)
        return;
    if (m_stopping)
        return finish();
    release();
    Q_EMIT failed(error);
}

void RtspPublisher::finish()
{
    if (m_ended)
        return;
    release();
    Q_EMIT stopped();
}

void RtspPublisher::release()
{
    m_ended = true;
    m_recording = false;
    for (QTimer *timer : {&m_keepAlive, &m_report, &m_teardown})
        timer->stop();
    // This may run inside one of their callbacks.
    if (m_connection) {
        if (m_hasSession)
            m_connection->request({"TEARDOWN", m_url.requestUri(), {}, {}}, [](const auto &) {});
        m_connection->close();
        m_connection.release()->deleteLater();
    }
    if (m_ports) {
        m_ports->disconnect(this);
        m_ports.release()->deleteLater();
    }
}

} // namespace oriel
