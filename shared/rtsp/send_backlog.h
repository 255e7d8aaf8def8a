#pragma once

#include "base/clock.h"

#include <QTcpSocket>

#include <deque>

namespace oriel {

/// How old the oldest byte is that waits to be sent to a TCP peer: a measure in milliseconds, the
/// kernel's buffer (which grows to megabytes) included. One a connection, in its thread.
class SendBacklog
{
public:
    /// To be called after each write of `bytes` to `socket`.
    void add(const QTcpSocket &socket, qint64 bytes, SteadyTime now);
    /// The age of the oldest byte not sent; zero when all is on its way.
    [[nodiscard]] std::chrono::milliseconds age(const QTcpSocket &socket, SteadyTime now);

private:
    struct Write
    {
        qint64 end;
        SteadyTime at;
    };

    void forgetSent(const QTcpSocket &socket);

    std::deque<Write> m_writes;
    qint64 m_total = 0;
};

} // namespace oriel
