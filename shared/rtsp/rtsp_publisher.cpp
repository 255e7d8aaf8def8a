#include "rtsp/rtsp_publisher.h"

#include "rtsp/sdp.h"

namespace oriel {

using namespace std::chrono_literals;

namespace {

constexpr std::uint8_t kPayloadType = 96;
constexpr auto kReportInterval = 5s;
constexpr int kBadRequest = 400;
constexpr int kForbidden = 403;
constexpr int kMethodNotAllowed = 405;

} // namespace

RtspPublisher::RtspPublisher(Protocol protocol, QObject *parent)
    : RtspClientSession(protocol, parent)
    , m_sender(kPayloadType)
{
    addTimer(m_keepAlive);
    addTimer(m_report);
    connect(&m_keepAlive, &QTimer::timeout, this, &RtspPublisher::keepAlive);
    connect(&m_report, &QTimer::timeout, this, &RtspPublisher::sendReport);
    connect(this, &RtspClientSession::failed, this, [this] { m_recording = false; });
}

RtspPublisher::~RtspPublisher() = default;

void RtspPublisher::start(const StreamUrl &url, const h264::ParameterSets &sets)
{
    m_sets = sets;
    open(url);
}

void RtspPublisher::onEstablished()
{
    ask({"OPTIONS", url().requestUri(), {}, {}}, [this](const RtspResponse &) { announce(); });
}

void RtspPublisher::announce()
{
    constexpr auto kControl = "trackID=0";
    m_control = resolveControl(url().requestUri(), kControl);
    RtspRequest request{"ANNOUNCE", url().requestUri(), {}, {}};
    request.headers.add("Content-Type", "application/sdp");
    request.body =
        makeH264Sdp("Oriel", connection()->localAddress().toString().toLatin1(), m_sets, kControl);
    ask(std::move(request), [this](const RtspResponse &) { setup(); });
}

void RtspPublisher::setup()
{
    RtspTransport transport;
    transport.record = true;
    if (const auto offered = offer(transport); !offered)
        return fail(offered.error());
    RtspRequest request{"SETUP", m_control, {}, {}};
    request.headers.add("Transport", transport.serialize());
    ask(std::move(request), [this](const RtspResponse &response) { onSetUp(response); });
}

void RtspPublisher::onSetUp(const RtspResponse &response)
{
    const auto session = RtspSessionHeader::parse(response.headers.value("Session"));
    const auto transport = RtspTransport::parse(response.headers.value("Transport"));
    const bool usable = session && transport && transport->protocol == protocol() &&
                        (protocol() == Protocol::Tcp || transport->serverPorts);
    if (!usable)
        return fail({ErrorCode::TransportRefused, url().hostAndPort(),
                     QString::fromUtf8(response.headers.value("Transport"))});
    enterSession(session->id, url().requestUri());
    m_mediaPeer = connection()->peerAddress();
    if (transport->serverPorts)
        m_serverPorts = *transport->serverPorts;
    if (transport->interleaved)
        std::tie(m_rtpChannel, m_rtcpChannel) = *transport->interleaved;
    if (protocol() == Protocol::Udp)
        connect(ports(), &UdpPortPair::rtcp, this,
                [this](const QByteArray &packet, const QHostAddress &from) {
                    if (from.isEqual(m_mediaPeer, QHostAddress::TolerantConversion))
                        m_sender.onRtcp(packet, wallNow());
                });
    record();
}

Error RtspPublisher::refusal(const QByteArray &method, const RtspResponse &response)
{
    Error error = RtspClientSession::refusal(method, response);
    // MediaMTX says "400" to each: ANNOUNCE asks for the path, RECORD takes it.
    const bool mayBePath = error.code == ErrorCode::PathNotFound ||
                           response.status == kBadRequest || response.status == kForbidden ||
                           response.status == kMethodNotAllowed;
    if (mayBePath) {
        error.code = method == "RECORD" ? ErrorCode::PathInUse : ErrorCode::PathRefused;
        error.where = url().display();
    }
    return error;
}

void RtspPublisher::record()
{
    RtspRequest request{"RECORD", url().requestUri(), {}, {}};
    request.headers.add("Range", "npt=0.000-");
    ask(std::move(request), [this](const RtspResponse &) {
        m_recording = true;
        m_keepAlive.start(kKeepAlive);
        Q_EMIT recording();
    });
}

void RtspPublisher::keepAlive()
{
    askForLife({"OPTIONS", url().requestUri(), {}, {}}, [this] { m_keepAlive.start(kKeepAlive); });
}

void RtspPublisher::onInterleaved(quint8 channel, const QByteArray &packet)
{
    if (channel == m_rtcpChannel)
        m_sender.onRtcp(packet, wallNow());
}

bool RtspPublisher::send(QByteArrayView annexB, bool keyframe, const PictureTime &time)
{
    if (!m_recording)
        return false;
    m_waitForKeyframe = m_waitForKeyframe && !keyframe;
    if (m_waitForKeyframe || isBehind()) {
        m_waitForKeyframe = true;
        return false;
    }
    const std::vector<QByteArray> packets = m_sender.packetize(annexB, time);
    // A relay that keeps the sender's clock drops what comes before the first sender report.
    if (!m_report.isActive() || m_sender.clockWasSet())
        sendReport();
    if (hasEnded())
        return false;
    m_sender.countSent(packets);
    write(packets);
    return true;
}

bool RtspPublisher::isBehind()
{
    return protocol() == Protocol::Tcp && connection()->backlog() > kMaxQueued;
}

void RtspPublisher::write(const std::vector<QByteArray> &packets)
{
    if (protocol() == Protocol::Udp) {
        for (const QByteArray &packet : packets)
            ports()->sendRtp(packet, m_mediaPeer, m_serverPorts.first);
        return;
    }
    QByteArray framed;
    for (const QByteArray &packet : packets)
        appendInterleaved(framed, m_rtpChannel, packet);
    connection()->writeInterleaved(framed);
}

void RtspPublisher::sendReport()
{
    // Armed first: a write that finds the connection dead stops the timers.
    m_report.start(kReportInterval);
    writeRtcp(m_sender.makeSenderReport(wallNow()));
}

void RtspPublisher::writeRtcp(const QByteArray &packet)
{
    if (protocol() == Protocol::Udp) {
        ports()->sendRtcp(packet, m_mediaPeer, m_serverPorts.second);
        return;
    }
    QByteArray framed;
    appendInterleaved(framed, m_rtcpChannel, packet);
    connection()->writeInterleaved(framed);
}

void RtspPublisher::onStopping()
{
    if (m_recording)
        writeRtcp(m_sender.makeBye());
    m_recording = false;
}

} // namespace oriel
