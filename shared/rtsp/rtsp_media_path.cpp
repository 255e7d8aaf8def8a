#include "rtsp/rtsp_media_path.h"

#include "rtsp/rtsp_message.h"

namespace oriel {

namespace {

constexpr qsizetype kFrameHeaderSize = 4;

} // namespace

UdpMediaPath::UdpMediaPath(std::unique_ptr<UdpPortPair> ports, const QHostAddress &to,
                           std::pair<quint16, quint16> clientPorts)
    : m_ports(std::move(ports))
    , m_to(to)
    , m_clientPorts(clientPorts)
{
}

void UdpMediaPath::sendRtp(std::span<const QByteArray> packets, SteadyTime)
{
    for (const QByteArray &packet : packets)
        m_ports->sendRtp(packet, m_to, m_clientPorts.first);
}

void UdpMediaPath::sendRtcp(const QByteArray &packet)
{
    m_ports->sendRtcp(packet, m_to, m_clientPorts.second);
}

QString UdpMediaPath::name() const
{
    return QStringLiteral("UDP %1-%2").arg(m_clientPorts.first).arg(m_clientPorts.second);
}

TcpMediaPath::TcpMediaPath(QTcpSocket &socket, std::pair<quint8, quint8> channels)
    : m_socket(socket)
    , m_channels(channels)
{
}

void TcpMediaPath::sendRtp(std::span<const QByteArray> packets, SteadyTime now)
{
    qsizetype size = 0;
    for (const QByteArray &packet : packets)
        size += kFrameHeaderSize + packet.size();
    QByteArray framed;
    framed.reserve(size);
    for (const QByteArray &packet : packets)
        appendInterleaved(framed, m_channels.first, packet);
    write(framed, now);
}

void TcpMediaPath::sendRtcp(const QByteArray &packet)
{
    QByteArray framed;
    appendInterleaved(framed, m_channels.second, packet);
    write(framed, SteadyClock::now());
}

void TcpMediaPath::write(const QByteArray &framed, SteadyTime now)
{
    if (m_socket.state() != QAbstractSocket::ConnectedState)
        return;
    m_socket.write(framed);
    m_socket.flush();
    m_backlog.add(m_socket, framed.size(), now);
}

std::chrono::milliseconds TcpMediaPath::backlog(SteadyTime now)
{
    return m_backlog.age(m_socket, now);
}

QString TcpMediaPath::name() const
{
    return QStringLiteral("TCP");
}

} // namespace oriel
