#pragma once

#include "base/error.h"

#include <QAbstractSocket>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

class QHostInfo;
class QTcpSocket;

namespace oriel {

/// Opens a TCP connection to whichever address of a host answers first, so that one family of
/// addresses that leads nowhere (a stale AAAA record, a router without IPv6) costs a quarter of a
/// second: RFC 8305, "Happy Eyeballs", as far as a client with one connection needs it. One use
/// each, in its owner's thread; nothing blocks. It has no deadline of its own: destroy it to give
/// up.
class TcpConnector : public QObject
{
    Q_OBJECT
public:
    /// The connected socket (the caller's now), or HostNotFound, ConnectionRefused, HostUnreachable
    /// and so on with the system's words; `where` is the caller's to say. Runs once, not within
    /// open(), and may destroy the connector.
    using Done = std::function<void(Expected<std::unique_ptr<QTcpSocket>>)>;

    /// How long an address may be silent before the next one is tried beside it (RFC 8305, 5).
    static constexpr std::chrono::milliseconds kAttemptDelay{250};
    /// A name with more addresses than that has a wildcard or a joke behind it.
    static constexpr qsizetype kMaxAddresses = 8;

    /// `encryptable`: the socket is a QSslSocket, not encrypted yet.
    explicit TcpConnector(bool encryptable = false, QObject *parent = nullptr);
    ~TcpConnector() override;

    /// `host` is a name or a literal, an IPv6 one without brackets.
    void open(const QString &host, quint16 port, Done done);
    /// Tries these in the order of inTurns().
    void open(const QList<QHostAddress> &addresses, quint16 port, Done done);

    /// Whether the addresses of the name are still asked for.
    [[nodiscard]] bool isLookingUp() const { return m_lookup >= 0; }

    /// What a look-up found; for "localhost" this machine also where no hosts file says so, as in a
    /// bare container (RFC 6761, 6.3).
    [[nodiscard]] static QList<QHostAddress> addressesOf(const QHostInfo &info);

    /// The families by turns, beginning with that of the first, each in its order (RFC 8305, 4); at
    /// most kMaxAddresses.
    [[nodiscard]] static QList<QHostAddress> inTurns(const QList<QHostAddress> &addresses);

private:
    void tryNext();
    void onConnected(QTcpSocket *socket);
    void onFailed(QTcpSocket *socket);
    void noteFailure(Error error);
    [[nodiscard]] std::unique_ptr<QTcpSocket> release(QTcpSocket *socket);
    void finish(Expected<std::unique_ptr<QTcpSocket>> result);

    Done m_done;
    quint16 m_port = 0;
    int m_lookup = -1;
    QList<QHostAddress> m_left;
    std::vector<std::unique_ptr<QTcpSocket>> m_attempts;
    const bool m_encryptable;
    QTimer m_next;
    Error m_failure; ///< The most telling so far.
};

/// What the error of a TCP socket means to a person.
[[nodiscard]] ErrorCode errorCodeOf(QAbstractSocket::SocketError error);

} // namespace oriel
