#include "rtsp/rtsp_player.h"

#include <QPointer>

#include <algorithm>

namespace oriel {

using namespace std::chrono_literals;

namespace {

constexpr auto kFirstReport = 1s;
constexpr auto kReportInterval = 5s;

QByteArray firstFilled(const QByteArray &first, const QByteArray &second, const QByteArray &last)
{
    return first.isEmpty() ? (second.isEmpty() ? last : second) : first;
}

/// RFC 7798, 7.1: NAL units are sent in another order than they are decoded in. To wait for them
/// would make every picture late.
bool isInterleaved(const SdpMedia &media)
{
    return media.videoCodec() == VideoCodec::H265 &&
           media.fmtpParameter("sprop-max-don-diff").toInt() > 0;
}

QString formatOf(const SdpMedia &media)
{
    const QString codec = QString::fromLatin1(media.codec);
    return isInterleaved(media) ? codec + QStringLiteral(", interleaved") : codec;
}

} // namespace

RtspPlayer::RtspPlayer(Protocol protocol, QObject *parent) : RtspClientSession(protocol, parent)
{
    for (QTimer *timer : {&m_keepAlive, &m_report, &m_reorder, &m_firstPacket})
        addTimer(*timer);
    m_reorder.setTimerType(Qt::PreciseTimer);
    connect(&m_keepAlive, &QTimer::timeout, this, &RtspPlayer::keepAlive);
    connect(&m_report, &QTimer::timeout, this, &RtspPlayer::sendReport);
    connect(&m_reorder, &QTimer::timeout, this, [this] {
        m_receiver->onDeadline(SteadyClock::now());
        armReorder();
    });
    connect(&m_firstPacket, &QTimer::timeout, this, [this] {
        fail({ErrorCode::NoPackets, this->url().hostAndPort(),
              tr("no packet within %1 s of PLAY").arg(toMs(kFirstPacketDeadline) / 1000)});
    });
}

RtspPlayer::~RtspPlayer() = default;

void RtspPlayer::onEstablished()
{
    // Some servers answer OPTIONS with an error and play all the same, so any answer will do.
    const auto describe = [this](const RtspResponse &response) {
        if (response.headers.value("Public").contains("GET_PARAMETER"))
            m_keepAliveMethod = "GET_PARAMETER";
        RtspRequest request{"DESCRIBE", url().requestUri(), {}, {}};
        request.headers.add("Accept", "application/sdp");
        ask(std::move(request), [this](const RtspResponse &answer) { onDescribed(answer); });
    };
    ask({"OPTIONS", url().requestUri(), {}, {}}, describe, true);
}

void RtspPlayer::onDescribed(const RtspResponse &response)
{
    m_base = firstFilled(response.headers.value("Content-Base").trimmed(),
                         response.headers.value("Content-Location").trimmed(), url().requestUri());
    const std::optional<Sdp> sdp = Sdp::parse(response.body);
    const SdpMedia *video = sdp ? sdp->video() : nullptr;
    if (!video)
        return fail({ErrorCode::NoVideo, url().display(), {}});
    if (!video->videoCodec() || isInterleaved(*video))
        return fail({ErrorCode::CodecUnsupported, url().display(), formatOf(*video)});
    m_media = *video;
    m_aggregate = resolveControl(m_base, sdp->control);
    const QPointer<RtspPlayer> alive(this);
    Q_EMIT described(m_media.parameterSets(), *m_media.videoCodec());
    if (alive && !hasEnded())
        setup();
}

void RtspPlayer::setup()
{
    RtspTransport transport;
    if (const auto offered = offer(transport); !offered)
        return fail(offered.error());
    RtspRequest request{"SETUP", resolveControl(m_base, m_media.control), {}, {}};
    request.headers.add("Transport", transport.serialize());
    ask(std::move(request), [this](const RtspResponse &response) { onSetUp(response); });
}

void RtspPlayer::onSetUp(const RtspResponse &response)
{
    const auto session = RtspSessionHeader::parse(response.headers.value("Session"));
    const auto transport = RtspTransport::parse(response.headers.value("Transport"));
    if (!session || !transport || transport->protocol != protocol() || transport->multicast)
        return fail({ErrorCode::TransportRefused, url().hostAndPort(),
                     QString::fromUtf8(response.headers.value("Transport"))});
    enterSession(session->id, m_aggregate);
    // RFC 2326, 12.37: well before the server's patience ends.
    m_keepAlive.setInterval(std::clamp(session->timeoutSeconds * 1000 / 2, 1000, 30000));
    if (transport->interleaved)
        std::tie(m_rtpChannel, m_rtcpChannel) = *transport->interleaved;
    m_serverPorts = transport->serverPorts;
    m_mediaSource.setAddress(QString::fromLatin1(transport->source));
    startReceiving();
    RtspRequest request{"PLAY", m_aggregate, {}, {}};
    request.headers.add("Range", "npt=0.000-");
    ask(std::move(request), [this](const RtspResponse &) { onPlaying(); });
}

void RtspPlayer::startReceiving()
{
    const bool udp = protocol() == Protocol::Udp;
    m_receiver = std::make_unique<RtpReceiver>(
        RtpReceiver::Format{m_media.payloadType, m_media.clockHz, *m_media.videoCodec()},
        udp ? RtpReceiver::kUdpReorderWait : RtpReceiver::kTcpReorderWait,
        [this](AccessUnit &&unit) { Q_EMIT accessUnit(unit); });
    if (!udp)
        return;
    connect(ports(), &UdpPortPair::rtp, this,
            [this](const QByteArray &packet, const QHostAddress &from) {
                if (isMediaSource(from))
                    onRtp(packet);
            });
    connect(ports(), &UdpPortPair::rtcp, this,
            [this](const QByteArray &packet, const QHostAddress &from) {
                if (isMediaSource(from))
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
    const QHostAddress server = connection()->peerAddress();
    ports()->sendRtp(empty, server, m_serverPorts->first);
    ports()->sendRtcp(m_receiver->makeReport(SteadyClock::now()), server, m_serverPorts->second);
}

bool RtspPlayer::isMediaSource(const QHostAddress &from)
{
    // A camera behind a port forward names its private address as source, and sends from the other.
    constexpr auto kTolerant = QHostAddress::TolerantConversion;
    return connection() && (from.isEqual(connection()->peerAddress(), kTolerant) ||
                            from.isEqual(m_mediaSource, kTolerant));
}

void RtspPlayer::onPlaying()
{
    m_keepAlive.start();
    m_report.start(kFirstReport);
    if (m_receiver->statistics().packets == 0)
        m_firstPacket.start(kFirstPacketDeadline);
    Q_EMIT playing();
}

void RtspPlayer::keepAlive()
{
    // Armed first: a write that finds the connection dead stops the timers.
    m_keepAlive.start();
    // Some servers never answer it. A lost session shows itself when packets stop.
    askForLife({m_keepAliveMethod, m_aggregate, {}, {}});
}

void RtspPlayer::onInterleaved(quint8 channel, const QByteArray &packet)
{
    if (!m_receiver || protocol() != Protocol::Tcp)
        return;
    if (channel == m_rtpChannel)
        onRtp(packet);
    else if (channel == m_rtcpChannel)
        onRtcp(packet);
}

void RtspPlayer::onRtp(const QByteArray &packet)
{
    if (hasEnded())
        return;
    m_firstPacket.stop();
    m_receiver->onRtp(packet, SteadyClock::now());
    armReorder();
}

void RtspPlayer::onRtcp(const QByteArray &packet)
{
    if (hasEnded())
        return;
    m_receiver->onRtcp(packet, SteadyClock::now());
    if (m_receiver->byeReceived())
        fail({ErrorCode::StreamEnded, url().display(), QStringLiteral("RTCP BYE")});
}

void RtspPlayer::armReorder()
{
    const std::optional<SteadyTime> due = m_receiver->deadline();
    if (!due || hasEnded())
        return m_reorder.stop();
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - SteadyClock::now());
    m_reorder.start(std::max(left, 0ms));
}

void RtspPlayer::sendReport()
{
    // Armed first: a write that finds the connection dead stops the timers.
    m_report.start(kReportInterval);
    const QByteArray report = m_receiver->makeReport(SteadyClock::now());
    if (protocol() == Protocol::Tcp) {
        QByteArray framed;
        appendInterleaved(framed, m_rtcpChannel, report);
        connection()->writeInterleaved(framed);
    } else if (m_serverPorts) {
        ports()->sendRtcp(report, connection()->peerAddress(), m_serverPorts->second);
    }
}

void RtspPlayer::onLost(const Error &error)
{
    // A server that ends a stream simply closes the connection.
    const bool streaming = m_receiver && error.code == ErrorCode::ConnectionLost;
    fail(streaming ? Error{ErrorCode::StreamEnded, url().display(), error.detail} : error);
}

} // namespace oriel
