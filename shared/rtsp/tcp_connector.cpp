#include "rtsp/tcp_connector.h"

#include <QHostInfo>
#include <QNetworkProxy>
#include <QSslSocket>

#include <algorithm>

namespace oriel {

TcpConnector::TcpConnector(bool encryptable, QObject *parent)
    : QObject(parent)
    , m_encryptable(encryptable)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &TcpConnector::tryNext);
}

TcpConnector::~TcpConnector()
{
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
    // They close while members go: their signals must not reach a half-destroyed owner.
    for (const auto &socket : m_attempts)
        socket->disconnect(this);
}

void TcpConnector::open(const QString &host, quint16 port, Done done)
{
    // A look-up would ask the network for the name of a literal.
    if (const QHostAddress literal(host); !literal.isNull())
        return open({literal}, port, std::move(done));
    m_lookup = QHostInfo::lookupHost(
        host, this, [this, port, done = std::move(done)](const QHostInfo &info) mutable {
            m_lookup = -1;
            if (const auto addresses = addressesOf(info); !addresses.isEmpty())
                return open(addresses, port, std::move(done));
            done(fail(ErrorCode::HostNotFound, {}, info.errorString()));
        });
}

void TcpConnector::open(const QList<QHostAddress> &addresses, quint16 port, Done done)
{
    m_done = std::move(done);
    m_port = port;
    m_left = inTurns(addresses);
    m_next.start(0);
}

QList<QHostAddress> TcpConnector::addressesOf(const QHostInfo &info)
{
    if (info.addresses().isEmpty() &&
        info.hostName().compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0)
        return {QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6)};
    return info.addresses();
}

QList<QHostAddress> TcpConnector::inTurns(const QList<QHostAddress> &addresses)
{
    QList<QHostAddress> same, other, result;
    for (const QHostAddress &address : addresses)
        (address.protocol() == addresses.constFirst().protocol() ? same : other) << address;
    for (qsizetype i = 0; i < std::max(same.size(), other.size()); ++i)
        result << same.mid(i, 1) << other.mid(i, 1);
    return result.mid(0, kMaxAddresses);
}

void TcpConnector::tryNext()
{
    if (m_left.isEmpty())
        return;
    auto &socket = m_attempts.emplace_back(m_encryptable ? std::make_unique<QSslSocket>()
                                                         : std::make_unique<QTcpSocket>());
    socket->setProxy(QNetworkProxy::NoProxy);
    QTcpSocket *attempt = socket.get();
    connect(attempt, &QTcpSocket::connected, this, [this, attempt] { onConnected(attempt); });
    connect(attempt, &QTcpSocket::errorOccurred, this, [this, attempt] { onFailed(attempt); });
    m_next.start(kAttemptDelay);
    attempt->connectToHost(m_left.takeFirst(), m_port);
}

void TcpConnector::onConnected(QTcpSocket *socket)
{
    m_next.stop();
    m_left.clear();
    std::unique_ptr<QTcpSocket> connected = release(socket);
    for (const auto &other : m_attempts)
        other->disconnect(this);
    m_attempts.clear();
    finish(std::move(connected));
}

void TcpConnector::onFailed(QTcpSocket *socket)
{
    noteFailure({errorCodeOf(socket->error()), {}, socket->errorString()});
    // This is its signal.
    release(socket).release()->deleteLater();
    if (!m_left.isEmpty())
        m_next.start(0);
    else if (m_attempts.empty())
        finish(tl::unexpected(m_failure));
}

void TcpConnector::noteFailure(Error error)
{
    // "Refused" means that the machine is there, and no other address says more.
    if (m_failure.code != ErrorCode::ConnectionRefused)
        m_failure = std::move(error);
}

std::unique_ptr<QTcpSocket> TcpConnector::release(QTcpSocket *socket)
{
    const auto found = std::ranges::find(m_attempts, socket, &std::unique_ptr<QTcpSocket>::get);
    std::unique_ptr<QTcpSocket> released = std::move(*found);
    m_attempts.erase(found);
    released->disconnect(this);
    return released;
}

void TcpConnector::finish(Expected<std::unique_ptr<QTcpSocket>> result)
{
    m_next.stop();
    // It may destroy this.
    const Done done = std::exchange(m_done, nullptr);
    done(std::move(result));
}

ErrorCode errorCodeOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return ErrorCode::ConnectionRefused;
    case QAbstractSocket::HostNotFoundError:
        return ErrorCode::HostNotFound;
    case QAbstractSocket::NetworkError:
        return ErrorCode::HostUnreachable;
    case QAbstractSocket::SocketTimeoutError:
        return ErrorCode::NoAnswer;
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return ErrorCode::TlsFailed;
    case QAbstractSocket::SocketAccessError:
        return ErrorCode::NoPermission;
    default:
        return ErrorCode::ConnectionLost;
    }
}

} // namespace oriel
