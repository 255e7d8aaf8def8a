#include "publish/destination.h"

#include <QLoggingCategory>
#include <QNetworkInterface>
#include <QSysInfo>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcPublish, "oriel.publish")

/// A host as it stands in a URL.
QString hostOf(const QHostAddress &address)
{
    if (address == QHostAddress::Any)
        return QStringLiteral("[::]");
    return address.protocol() == QAbstractSocket::IPv6Protocol ? u'[' + address.toString() + u']'
                                                               : address.toString();
}

bool isWildcard(const QHostAddress &address)
{
    const QList<QHostAddress> all{QHostAddress::Any, QHostAddress::AnyIPv4, QHostAddress::AnyIPv6};
    return all.contains(address);
}

/// One by which other machines may reach this one: an address, because its name need not be known
/// to them.
QString reachableHost(const QHostAddress &served)
{
    const auto family = served == QHostAddress::AnyIPv6 ? QAbstractSocket::IPv6Protocol
                                                        : QAbstractSocket::IPv4Protocol;
    for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
        if (address.protocol() == family && !address.isLoopback() && !address.isLinkLocal())
            return hostOf(address);
    }
    return QSysInfo::machineHostName();
}

QString urlOf(const QString &host, const RtspServer::Options &options, quint16 port)
{
    return QStringLiteral("rtsp://%1:%2%3")
        .arg(host)
        .arg(port)
        .arg(QString::fromUtf8(options.path));
}

} // namespace

Destination::Destination(Options options, QString usualUrl, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_usualUrl(std::move(usualUrl))
{
    m_search.setSingleShot(true);
    connect(&m_search, &QTimer::timeout, this, &Destination::decide);
}

Destination::~Destination() = default;

Expected<void> Destination::listen()
{
    return m_options.serve ? serve(*m_options.serve) : Expected<void>();
}

Expected<void> Destination::serve(const RtspServer::Options &options)
{
    auto server = std::make_unique<RtspServer>(options);
    if (auto listening = server->listen(); !listening)
        return listening;
    m_server = std::move(server);
    connect(m_server.get(), &RtspServer::keyframeWanted, this, &Destination::keyframeWanted);
    connect(m_server.get(), &RtspServer::readersChanged, this,
            [](int readers) { qCInfo(lcPublish, "%d reader(s)", readers); });
    const quint16 port = m_server->port();
    qCInfo(lcPublish, "serving %s%s", qPrintable(urlOf(hostOf(options.address), options, port)),
           options.user.isEmpty() ? ", open to everybody who reaches this port" : "");
    if (isWildcard(options.address))
        qCInfo(lcPublish, "from other machines: %s",
               qPrintable(urlOf(reachableHost(options.address), options, port)));
    if (m_sets.complete())
        m_server->setParameterSets(m_sets);
    return {};
}

void Destination::start(const h264::ParameterSets &sets)
{
    m_started = true;
    m_sets = sets;
    if (m_server)
        m_server->setParameterSets(sets);
    if (m_options.publish) {
        publish(*m_options.publish);
    } else if (!m_options.serve) {
        StreamUrl url = StreamUrl::parse(m_usualUrl).value();
        url.setCredentials(m_options.user, m_options.password);
        publish(url);
        m_search.start(kSearch);
    }
}

void Destination::setParameterSets(const h264::ParameterSets &sets)
{
    m_sets = sets;
    if (m_server)
        m_server->setParameterSets(sets);
    if (m_session)
        m_session->setParameterSets(sets);
}

void Destination::publish(const StreamUrl &url)
{
    m_session = std::make_unique<PublishSession>(url, m_options.transport);
    connect(m_session.get(), &PublishSession::keyframeWanted, this, &Destination::keyframeWanted);
    connect(m_session.get(), &PublishSession::gaveUp, this, &Destination::onGaveUp);
    m_session->start(m_sets);
}

void Destination::onGaveUp(const Error &error)
{
    if (!m_server) {
        Q_EMIT failed(error);
        return;
    }
    m_gaveUp = true;
    qCWarning(lcPublish).noquote() << sentence(error) << "Publishing ends, serving goes on.";
}

void Destination::decide()
{
    if (m_session->hasRecorded() || m_session->lastError().code != ErrorCode::ConnectionRefused)
        return;
    RtspServer::Options options;
    const StreamUrl &url = m_session->url();
    options.port = url.port();
    options.path = url.pathAndQuery();
    options.user = url.user();
    options.password = url.password();
    if (const auto serving = serve(options); !serving) {
        qCWarning(lcPublish).noquote() << sentence(serving.error());
        return;
    }
    qCInfo(lcPublish, "nothing listens at %s, so it is served from here",
           qPrintable(url.hostAndPort()));
    m_session.reset();
}

bool Destination::send(QByteArrayView annexB, bool keyframe, const PictureTime &time)
{
    bool sent = false;
    if (m_session && m_session->isRecording()) {
        sent = m_session->send(annexB, keyframe, time);
        m_dropped += sent ? 0 : 1;
    }
    if (m_server) {
        m_server->send(annexB, keyframe, time);
        sent = sent || m_server->readers() > 0;
    }
    return sent;
}

void Destination::stop()
{
    m_search.stop();
    if (m_server)
        m_server->close();
    if (!m_session) {
        Q_EMIT stopped();
        return;
    }
    connect(m_session.get(), &PublishSession::stopped, this, &Destination::stopped);
    m_session->stop();
}

Error Destination::unpublished() const
{
    if (!m_session || m_session->hasRecorded())
        return {};
    const Error &last = m_session->lastError();
    return last.code != ErrorCode::None
               ? last
               : Error{ErrorCode::NoAnswer, m_session->url().hostAndPort(), {}};
}

QString Destination::describe() const
{
    QStringList parts;
    if (m_session) {
        const QString state = m_session->isRecording() ? QStringLiteral("published to %1")
                              : m_gaveUp               ? QStringLiteral("not published to %1")
                                                       : QStringLiteral("trying to reach %1");
        parts << state.arg(m_session->url().display());
        parts << QStringLiteral("%1 reconnect(s)").arg(m_session->reconnects());
    }
    if (m_server)
        parts << QStringLiteral("%1 reader(s)").arg(m_server->readers());
    return parts.join(QStringLiteral(", "));
}

} // namespace oriel
