#include "rtsp/send_backlog.h"

#include "platform/socket_queue.h"

#include <QSslSocket>

namespace oriel {

void SendBacklog::add(const QTcpSocket &socket, qint64 bytes, SteadyTime now)
{
    m_total += bytes;
    m_writes.push_back({m_total, now});
    forgetSent(socket);
}

std::chrono::milliseconds SendBacklog::age(const QTcpSocket &socket, SteadyTime now)
{
    forgetSent(socket);
    if (m_writes.empty())
        return {};
    return std::chrono::duration_cast<std::chrono::milliseconds>(now - m_writes.front().at);
}

void SendBacklog::forgetSent(const QTcpSocket &socket)
{
    const auto *tls = qobject_cast<const QSslSocket *>(&socket);
    // What waits encrypted is not in bytesToWrite(). It is a little longer, so that this says too
    // old rather than too young.
    const qint64 encrypted = tls ? tls->encryptedBytesToWrite() : 0;
    const qint64 waiting =
        socket.bytesToWrite() + encrypted + unsentBytes(socket.socketDescriptor());
    while (!m_writes.empty() && m_writes.front().end <= m_total - waiting)
        m_writes.pop_front();
}

} // namespace oriel
