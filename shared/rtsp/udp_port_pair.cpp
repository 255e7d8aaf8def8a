#include "rtsp/udp_port_pair.h"

#include <QNetworkProxy>
#include <QVariant>

#include <array>

namespace oriel {

namespace {

constexpr int kMaxDatagram = 65536;
constexpr int kBindAttempts = 50;

/// Hands what waits to `deliver(bytes, from, port)`, no more than kMaxPerTurn: readyRead() comes
/// again for the rest, and what else the thread has to do gets its turn even where handling a
/// datagram takes longer than the next one takes to arrive.
template <typename Deliver>
void drain(QUdpSocket &socket, const Deliver &deliver)
{
    std::array<char, kMaxDatagram> buffer;
    QHostAddress from;
    quint16 port = 0;
    for (int i = 0; i < UdpPortPair::kMaxPerTurn && socket.hasPendingDatagrams(); ++i) {
        const qint64 size = socket.readDatagram(buffer.data(), buffer.size(), &from, &port);
        // An ICMP "port unreachable" of something sent before; the socket itself is sound.
        if (size < 0)
            return;
        deliver(QByteArray(buffer.data(), size), from, port);
    }
}

} // namespace

Expected<std::unique_ptr<UdpPortPair>> UdpPortPair::bind(const QHostAddress &address)
{
    std::unique_ptr<UdpPortPair> pair(new UdpPortPair);
    for (QUdpSocket *socket : {&pair->m_rtp, &pair->m_rtcp})
        socket->setProxy(QNetworkProxy::NoProxy);
    for (int attempt = 0; attempt < kBindAttempts; ++attempt) {
        pair->m_rtp.abort();
        pair->m_rtcp.abort();
        if (!pair->m_rtp.bind(address, 0))
            break;
        if (pair->rtpPort() % 2 != 0) {
            // The system gave an odd port: its even neighbour is as good a guess as any.
            const quint16 even = pair->rtpPort() - 1;
            pair->m_rtp.abort();
            if (!pair->m_rtp.bind(address, even))
                continue;
        }
        if (pair->m_rtcp.bind(address, pair->rtpPort() + 1)) {
            pair->start();
            return pair;
        }
    }
    return oriel::fail(ErrorCode::PortInUse, address.toString(), pair->m_rtp.errorString());
}

void UdpPortPair::start()
{
    m_rtp.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, kBufferSize);
    m_rtp.setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, kBufferSize);
    connect(&m_rtp, &QUdpSocket::readyRead, this, [this] {
        drain(m_rtp, [this](const QByteArray &bytes, const QHostAddress &from, quint16 port) {
            Q_EMIT rtp(bytes, from, port);
        });
    });
    connect(&m_rtcp, &QUdpSocket::readyRead, this, [this] {
        drain(m_rtcp, [this](const QByteArray &bytes, const QHostAddress &from, quint16 port) {
            Q_EMIT rtcp(bytes, from, port);
        });
    });
}

void UdpPortPair::sendRtp(const QByteArray &packet, const QHostAddress &to, quint16 port)
{
    m_rtp.writeDatagram(packet, to, port);
}

void UdpPortPair::sendRtcp(const QByteArray &packet, const QHostAddress &to, quint16 port)
{
    m_rtcp.writeDatagram(packet, to, port);
}

} // namespace oriel
