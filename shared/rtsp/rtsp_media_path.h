#pragma once

#include "rtsp/send_backlog.h"
#include "rtsp/udp_port_pair.h"

#include <QByteArray>
#include <QHostAddress>
#include <QString>
#include <QTcpSocket>

#include <memory>
#include <span>
#include <utility>

namespace oriel {

/// The way of RTP and RTCP packets to one reader of the embedded server.
class RtspMediaPath
{
public:
    virtual ~RtspMediaPath() = default;

    /// The packets of one access unit, handed to the network now.
    virtual void sendRtp(std::span<const QByteArray> packets, SteadyTime now) = 0;
    virtual void sendRtcp(const QByteArray &packet) = 0;
    /// How old the oldest byte is that waits to be sent; zero where nothing queues.
    [[nodiscard]] virtual std::chrono::milliseconds backlog(SteadyTime now) = 0;
    /// For the log: "TCP", "UDP 50000-50001".
    [[nodiscard]] virtual QString name() const = 0;
};

/// Datagrams to the reader's ports. What cannot be sent is lost, as on the network.
class UdpMediaPath final : public RtspMediaPath
{
public:
    UdpMediaPath(std::unique_ptr<UdpPortPair> ports, const QHostAddress &to,
                 std::pair<quint16, quint16> clientPorts);

    [[nodiscard]] UdpPortPair &ports() { return *m_ports; }
    void sendRtp(std::span<const QByteArray> packets, SteadyTime now) override;
    void sendRtcp(const QByteArray &packet) override;
    [[nodiscard]] std::chrono::milliseconds backlog(SteadyTime) override { return {}; }
    [[nodiscard]] QString name() const override;

private:
    std::unique_ptr<UdpPortPair> m_ports;
    QHostAddress m_to;
    std::pair<quint16, quint16> m_clientPorts;
};

/// Interleaved frames on the RTSP connection (RFC 2326, 10.12), one write an access unit.
class TcpMediaPath final : public RtspMediaPath
{
public:
    /// `socket` is borrowed and has to outlive this.
    TcpMediaPath(QTcpSocket &socket, std::pair<quint8, quint8> channels);

    void sendRtp(std::span<const QByteArray> packets, SteadyTime now) override;
    void sendRtcp(const QByteArray &packet) override;
    [[nodiscard]] std::chrono::milliseconds backlog(SteadyTime now) override;
    [[nodiscard]] QString name() const override;

private:
    void write(const QByteArray &framed, SteadyTime now);

    QTcpSocket &m_socket;
    std::pair<quint8, quint8> m_channels;
    SendBacklog m_backlog;
};

} // namespace oriel
