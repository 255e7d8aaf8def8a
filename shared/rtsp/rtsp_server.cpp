#include "rtsp/rtsp_server.h"

#include "rtsp/rtsp_server_connection.h"

#include <QLoggingCategory>
#include <QNetworkProxy>

#include <algorithm>

namespace oriel {

namespace {

using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(lcServer, "oriel.server")

constexpr std::uint8_t kPayloadType = 96;
constexpr auto kAcceptAgain = 1s;

} // namespace

RtspServer::RtspServer(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_sender(kPayloadType)
{
    m_listener.setProxy(QNetworkProxy::NoProxy);
    m_report.setInterval(m_options.timing.senderReport);
    m_keyframe.setSingleShot(true);
    m_acceptAgain.setSingleShot(true);
    connect(&m_report, &QTimer::timeout, this, &RtspServer::sendReports);
    connect(&m_keyframe, &QTimer::timeout, this, &RtspServer::askForKeyframe);
    connect(&m_acceptAgain, &QTimer::timeout, &m_listener, &QTcpServer::resumeAccepting);
    connect(&m_listener, &QTcpServer::newConnection, this, &RtspServer::onNewConnections);
    connect(&m_listener, &QTcpServer::acceptError, this, &RtspServer::onAcceptError);
}

RtspServer::~RtspServer()
{
    // Nobody is to hear from a half-destroyed object.
    blockSignals(true);
    close();
}

Expected<void> RtspServer::listen()
{
    if (m_listener.listen(m_options.address, m_options.port))
        return {};
    const QString port = QString::number(m_options.port);
    switch (m_listener.serverError()) {
    case QAbstractSocket::SocketAccessError:
        return oriel::fail(ErrorCode::PortForbidden, port, m_listener.errorString());
    case QAbstractSocket::AddressInUseError:
        return oriel::fail(ErrorCode::PortInUse, port, m_listener.errorString());
    default:
        return oriel::fail(ErrorCode::AddressUnusable, m_options.address.toString(),
                           m_listener.errorString());
    }
}

quint16 RtspServer::port() const
{
    return m_listener.serverPort();
}

void RtspServer::setParameterSets(const h264::ParameterSets &sets)
{
    m_sets = sets;
}

void RtspServer::send(QByteArrayView annexB, bool keyframe, const PictureTime &time)
{
    m_newest = time.captured;
    // Also for nobody: timestamps and the wall clock keep their relation for who comes later.
    std::vector<QByteArray> packets = m_sender.packetize(annexB, time);
    if (m_readers == 0 || packets.empty())
        return;
    if (m_sender.clockWasSet())
        sendReports();
    const SteadyTime now = SteadyClock::now();
    bool wanted = false;
    for (RtspServerConnection *connection : std::as_const(m_connections)) {
        if (connection->isPlaying())
            wanted |= connection->send(packets, keyframe, now) == RtspReader::Result::WantsKeyframe;
    }
    m_sender.countSent(packets);
    if (wanted)
        askForKeyframe();
}

void RtspServer::close()
{
    m_listener.close();
    m_report.stop();
    m_keyframe.stop();
    m_acceptAgain.stop();
    for (RtspServerConnection *connection :
         std::exchange(m_connections, {}) + std::exchange(m_turnedAway, {})) {
        connection->disconnect(this);
        connection->close();
        connection->deleteLater();
    }
    updateReaders();
}

int RtspServer::readers() const
{
    return m_readers;
}

void RtspServer::onNewConnections()
{
    while (QTcpSocket *socket = m_listener.nextPendingConnection()) {
        if (m_connections.size() < m_options.maxConnections)
            admit(socket);
        else
            turnAway(socket);
    }
}

void RtspServer::admit(QTcpSocket *socket)
{
    m_full = false;
    auto *connection = new RtspServerConnection(socket, {m_options, m_sender, m_sets, m_newest},
                                                RtspServerConnection::Room::Free, this);
    m_connections.append(connection);
    connect(connection, &RtspServerConnection::joined, this, &RtspServer::onJoined);
    connect(connection, &RtspServerConnection::paused, this, &RtspServer::updateReaders);
    // Queued, because a connection may end while its pictures are sent.
    connect(
        connection, &RtspServerConnection::ended, this, [this, connection] { onEnded(connection); },
        Qt::QueuedConnection);
}

void RtspServer::turnAway(QTcpSocket *socket)
{
    if (!m_full)
        qCWarning(lcServer) << "connections are refused:" << m_connections.size()
                            << "are open, and that is the limit";
    m_full = true;
    if (m_turnedAway.size() >= kMaxTurnedAway) {
        socket->abort();
        socket->deleteLater();
        return;
    }
    auto *connection = new RtspServerConnection(socket, {m_options, m_sender, m_sets, m_newest},
                                                RtspServerConnection::Room::None, this);
    m_turnedAway.append(connection);
    connect(
        connection, &RtspServerConnection::ended, this,
        [this, connection] {
            if (m_turnedAway.removeOne(connection))
                connection->deleteLater();
        },
        Qt::QueuedConnection);
}

void RtspServer::onAcceptError()
{
    // Out of file descriptors, most likely. The waiting client would wake us again at once.
    qCWarning(lcServer).noquote() << "cannot accept a connection:" << m_listener.errorString();
    m_listener.pauseAccepting();
    m_acceptAgain.start(kAcceptAgain);
}

void RtspServer::onJoined()
{
    updateReaders();
    Q_EMIT readerJoined();
    askForKeyframe();
}

void RtspServer::onEnded(RtspServerConnection *connection)
{
    if (!m_connections.removeOne(connection))
        return;
    connection->deleteLater();
    updateReaders();
}

void RtspServer::updateReaders()
{
    const auto playing = std::count_if(m_connections.begin(), m_connections.end(),
                                       [](const auto *each) { return each->isPlaying(); });
    if (playing == m_readers)
        return;
    m_readers = static_cast<int>(playing);
    if (m_readers == 0)
        m_report.stop();
    else if (!m_report.isActive())
        m_report.start();
    Q_EMIT readersChanged(m_readers);
}

void RtspServer::sendReports()
{
    for (RtspServerConnection *connection : std::as_const(m_connections)) {
        if (connection->isPlaying())
            connection->sendReport();
    }
}

void RtspServer::askForKeyframe()
{
    const SteadyTime now = SteadyClock::now();
    if (m_keyframeAskedAt && now - *m_keyframeAskedAt < kKeyframeInterval) {
        if (!m_keyframe.isActive())
            m_keyframe.start(std::chrono::ceil<std::chrono::milliseconds>(*m_keyframeAskedAt +
                                                                          kKeyframeInterval - now));
        return;
    }
    m_keyframeAskedAt = now;
    Q_EMIT keyframeWanted();
}

} // namespace oriel
