#include "rtsp/rtsp_server_connection.h"

#include "rtsp/rtsp_log_line.h"

#include <QLoggingCategory>

#include <algorithm>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcServer, "oriel.server")

constexpr qsizetype kReadChunk = 16'384;
/// Requests and frames taken in one turn of the event loop, so that one client keeps no other
/// waiting.
constexpr int kMaxPerTurn = 16;
/// Answers that wait for a client that asks and does not read.
constexpr qint64 kMaxUnread = 1'048'576;

/// An IPv4 client of a dual-stack socket as what it is.
QHostAddress plain(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

QString label(const QTcpSocket &socket)
{
    const QHostAddress address = plain(socket.peerAddress());
    const bool ipv6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    return QString(ipv6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2"))
        .arg(address.toString())
        .arg(socket.peerPort());
}

} // namespace

RtspServerConnection::RtspServerConnection(QTcpSocket *socket, const Shared &shared, Room room,
                                           QObject *parent)
    : QObject(parent)
    , m_shared(shared)
    , m_room(room)
    , m_socket(socket)
    , m_peer(label(*socket))
    , m_parser(kMaxHead, kMaxBody)
    , m_session(*this, {shared.options.path, shared.options.user, shared.options.password,
                        std::chrono::ceil<std::chrono::seconds>(shared.options.timing.session)})
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(kMaxHead + kMaxBody);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    m_deadline.setSingleShot(true);
    m_wrongPassword.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &RtspServerConnection::onDeadline);
    connect(&m_wrongPassword, &QTimer::timeout, this, [this] {
        write(m_heldBack);
        if (m_wrongPasswords >= kMaxWrongPasswords)
            end(QStringLiteral("too many wrong passwords"));
        else
            readOn();
    });
    connect(m_socket, &QTcpSocket::readyRead, this, &RtspServerConnection::onReadyRead);
    connect(m_socket, &QTcpSocket::disconnected, this,
            [this] { end(QStringLiteral("the connection was closed")); });
    connect(m_socket, &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        if (error != QAbstractSocket::RemoteHostClosedError)
            end(m_socket->errorString());
    });
    m_deadline.start(room == Room::Free ? shared.options.timing.firstSetup
                                        : shared.options.timing.turnAway);
}

RtspServerConnection::~RtspServerConnection()
{
    m_socket->disconnect(this);
}

RtspReader::Result RtspServerConnection::send(std::span<QByteArray> packets, bool keyframe,
                                              SteadyTime now)
{
    const RtspReader::Result result = m_reader->send(packets, keyframe, m_shared.sender, now);
    if (result == RtspReader::Result::Stalled)
        end(QStringLiteral("it took no data for %1 s")
                .arg(toMs(m_shared.options.timing.stall) / 1000));
    return result;
}

void RtspServerConnection::sendReport()
{
    m_reader->sendReport(m_shared.sender);
}

void RtspServerConnection::close()
{
    if (m_ended)
        return;
    m_ended = true;
    if (m_reader && m_reader->isPlaying()) {
        m_reader->sendBye(m_shared.sender);
        leave(QStringLiteral("the server stops"));
    }
    m_deadline.stop();
    m_wrongPassword.stop();
    m_socket->disconnect(this);
    m_socket->disconnectFromHost();
}

const h264::ParameterSets &RtspServerConnection::parameterSets() const
{
    return m_shared.sets;
}

QByteArray RtspServerConnection::localAddress() const
{
    QHostAddress address = plain(m_socket->localAddress());
    address.setScopeId({});
    return address.toString().toLatin1();
}

std::optional<RtspTransport> RtspServerConnection::openTransport(const RtspTransport &offer)
{
    RtspTransport transport = offer;
    auto path =
        offer.protocol == RtspTransport::Protocol::Udp ? openUdp(transport) : openTcp(transport);
    if (!path)
        return std::nullopt;
    transport.ssrc = m_shared.sender.ssrc();
    m_reader = std::make_unique<RtspReader>(std::move(path), m_shared.options.timing.stall);
    return transport;
}

std::unique_ptr<RtspMediaPath> RtspServerConnection::openUdp(RtspTransport &transport)
{
    auto ports = UdpPortPair::bind(plain(m_socket->localAddress()));
    if (!ports) {
        qCWarning(lcServer).noquote() << m_peer << "cannot have UDP:" << ports.error().detail;
        return nullptr;
    }
    m_rtcpChannel.reset();
    transport.serverPorts.emplace((*ports)->rtpPort(), (*ports)->rtcpPort());
    // Whatever else the client asks for, packets go to where it is: nobody else gets flooded.
    const QHostAddress peer = plain(m_socket->peerAddress());
    connect(ports->get(), &UdpPortPair::rtcp, this,
            [this, peer](const QByteArray &packet, const QHostAddress &from) {
                if (plain(from) == peer)
                    onRtcp(packet);
            });
    return std::make_unique<UdpMediaPath>(std::move(*ports), peer, *transport.clientPorts);
}

std::unique_ptr<RtspMediaPath> RtspServerConnection::openTcp(RtspTransport &transport)
{
    if (!transport.interleaved)
        transport.interleaved.emplace(quint8{0}, quint8{1});
    m_rtcpChannel = transport.interleaved->second;
    return std::make_unique<TcpMediaPath>(*m_socket, *transport.interleaved);
}

RtspSessionHost::RtpInfo RtspServerConnection::play()
{
    const std::uint16_t first =
        m_reader->nextSequence().value_or(m_shared.sender.nextSequenceNumber());
    m_reader->play(first);
    qCInfo(lcServer).noquote() << "reader" << m_peer << "joined over" << m_reader->transportName();
    // The newest picture's time is before any that this reader gets, wherever an encoder is behind.
    return {first, m_shared.sender.timestampOf(m_shared.newest.value_or(wallNow()))};
}

void RtspServerConnection::pause()
{
    m_reader->pause();
    leave(QStringLiteral("it paused"));
}

void RtspServerConnection::tearDown()
{
    if (m_reader->isPlaying())
        leave(QStringLiteral("it said goodbye"));
    m_reader.reset();
    m_rtcpChannel.reset();
    m_deadline.start(m_shared.options.timing.firstSetup);
}

void RtspServerConnection::onReadyRead()
{
    // While a wrong password waits for its answer nothing else is read, nor when a turn is queued.
    if (!m_turnQueued && !m_wrongPassword.isActive())
        readOn();
}

void RtspServerConnection::readOn()
{
    m_turnQueued = false;
    for (int i = 0; i < kMaxPerTurn; ++i) {
        if (m_ended || m_wrongPassword.isActive() || !readElement())
            return;
    }
    m_turnQueued = true;
    QMetaObject::invokeMethod(this, &RtspServerConnection::readOn, Qt::QueuedConnection);
}

bool RtspServerConnection::readElement()
{
    const RtspStreamParser::Element element = m_parser.next();
    if (std::holds_alternative<RtspStreamParser::NeedMore>(element)) {
        const QByteArray bytes = m_socket->read(kReadChunk);
        m_parser.append(bytes);
        return !bytes.isEmpty();
    }
    if (const auto *request = std::get_if<RtspRequest>(&element)) {
        onRequest(*request);
    } else if (const auto *frame = std::get_if<InterleavedFrame>(&element)) {
        if (m_rtcpChannel == frame->channel)
            onRtcp(frame->payload);
    } else if (const auto *broken = std::get_if<RtspStreamParser::Broken>(&element)) {
        write(makeRtspResponse(400));
        end(QString::fromUtf8(broken->reason));
    }
    return true;
}

void RtspServerConnection::onRequest(const RtspRequest &request)
{
    qCDebug(lcServer).noquote() << m_peer << "asks:" << logLine(request);
    if (m_socket->bytesToWrite() > kMaxUnread) {
        end(QStringLiteral("it does not read its answers"));
        return;
    }
    if (m_room == Room::None) {
        turnAway(request);
        return;
    }
    const bool wasPlaying = isPlaying();
    RtspServerSession::Answer answer = m_session.answer(request);
    if (answer.wrongPassword) {
        onWrongPassword(std::move(answer.response));
        return;
    }
    write(answer.response);
    restartDeadline();
    if (m_ended || wasPlaying == isPlaying())
        return;
    if (wasPlaying)
        Q_EMIT paused();
    else
        Q_EMIT joined();
}

void RtspServerConnection::turnAway(const RtspRequest &request)
{
    write(makeRtspResponse(503, &request));
    if (request.method != "OPTIONS")
        end(QStringLiteral("there is no room for it"));
}

void RtspServerConnection::onWrongPassword(RtspResponse response)
{
    ++m_wrongPasswords;
    qCWarning(lcServer).noquote() << m_peer << "gave a wrong user or password";
    m_heldBack = std::move(response);
    if (m_wrongPasswords >= kMaxWrongPasswords)
        m_heldBack.headers.add("Connection", "close");
    m_wrongPassword.start(m_shared.options.timing.wrongPassword);
}

void RtspServerConnection::onRtcp(QByteArrayView bytes)
{
    if (m_reader && m_reader->onRtcp(bytes, m_shared.sender.ssrc()))
        restartDeadline();
}

void RtspServerConnection::write(const RtspResponse &response)
{
    qCDebug(lcServer).noquote() << m_peer << "is answered:" << logLine(response);
    m_socket->write(response.serialize());
    m_socket->flush();
}

void RtspServerConnection::restartDeadline()
{
    // Who has no session cannot win time by asking.
    if (m_ended || !m_reader)
        return;
    // A reader over TCP that is gone stops taking data.
    if (isPlaying() && m_rtcpChannel)
        m_deadline.stop();
    else
        m_deadline.start(m_shared.options.timing.session);
}

void RtspServerConnection::onDeadline()
{
    end((m_reader ? QStringLiteral("it was silent for %1 s")
                  : QStringLiteral("it had no session within %1 s"))
            .arg(toMs(m_deadline.intervalAsDuration()) / 1000));
}

void RtspServerConnection::leave(const QString &why)
{
    QString figures;
    if (const auto &report = m_reader->lastReport())
        figures += QStringLiteral(", %1 packets lost on the way").arg(report->packetsLost);
    if (m_reader->dropped() > 0)
        figures +=
            QStringLiteral(", %1 pictures not sent because it was slow").arg(m_reader->dropped());
    qCInfo(lcServer).noquote() << "reader" << m_peer << "left:" << why + figures;
}

void RtspServerConnection::end(const QString &why)
{
    if (m_ended)
        return;
    if (isPlaying())
        leave(why);
    else
        qCDebug(lcServer).noquote() << "connection of" << m_peer << "ends:" << why;
    m_ended = true;
    m_deadline.stop();
    m_wrongPassword.stop();
    m_socket->disconnect(this);
    m_socket->disconnectFromHost();
    Q_EMIT ended();
}

} // namespace oriel
