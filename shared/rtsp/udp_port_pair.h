#pragma once

#include "base/error.h"

#include <QHostAddress>
#include <QObject>
#include <QUdpSocket>

#include <memory>

namespace oriel {

/// Two UDP sockets on neighbouring ports, RTP on the even one and RTCP on the next (RFC 3550, 11).
/// Lives in its owner's thread.
class UdpPortPair : public QObject
{
    Q_OBJECT
public:
    /// Room for a burst of large key frames while this thread, or the peer, is busy.
    static constexpr int kBufferSize = 2 * 1024 * 1024;
    /// Datagrams between two looks at the event loop.
    static constexpr int kMaxPerTurn = 32;

    /// Binds on `address` to a free pair; fails with PortInUse when none is found.
    [[nodiscard]] static Expected<std::unique_ptr<UdpPortPair>> bind(const QHostAddress &address);

    [[nodiscard]] quint16 rtpPort() const { return m_rtp.localPort(); }
    [[nodiscard]] quint16 rtcpPort() const { return m_rtcp.localPort(); }
    void sendRtp(const QByteArray &packet, const QHostAddress &to, quint16 port);
    void sendRtcp(const QByteArray &packet, const QHostAddress &to, quint16 port);

Q_SIGNALS:
    void rtp(const QByteArray &packet, const QHostAddress &from, quint16 port);
    void rtcp(const QByteArray &packet, const QHostAddress &from, quint16 port);

private:
    UdpPortPair() = default;
    void start();

    QUdpSocket m_rtp, m_rtcp;
};

} // namespace oriel
