#include "relay_process.h"

#include <QDeadlineTimer>
#include <QFileInfo>
#include <QHostAddress>
#include <QStandardPaths>
#include <QTcpServer>
#include <QUdpSocket>

#include <csignal>

namespace oriel::test {

namespace {

quint16 freeTcpPort(const QHostAddress &address)
{
    QTcpServer server;
    server.listen(address);
    return server.serverPort();
}

quint16 freeUdpPair(const QHostAddress &address)
{
    for (;;) {
        QUdpSocket first, second;
        first.bind(address);
        const quint16 port = first.localPort();
        if (port % 2 == 0 && second.bind(address, port + 1))
            return port;
    }
}

QString hostPort(const QString &address, quint16 port)
{
    const bool v6 = address.contains(u':');
    return (v6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(address).arg(port);
}

} // namespace

QStringList RelayProcess::available()
{
    QStringList kinds;
    if (!QStandardPaths::findExecutable("mediamtx").isEmpty())
        kinds.append("mediamtx");
    if (QFileInfo::exists(qEnvironmentVariable("ORIEL_RELAY")))
        kinds.append("relay");
    return kinds;
}

RelayProcess::RelayProcess(QString kind, QString address, QString user, QString password)
    : m_kind(std::move(kind))
    , m_address(std::move(address))
    , m_user(std::move(user))
    , m_password(std::move(password))
{
    const QHostAddress host(m_address);
    m_port = freeTcpPort(host);
    m_rtpPort = freeUdpPair(host);
}

RelayProcess::~RelayProcess()
{
    kill();
}

void RelayProcess::encrypt(const QString &certificate, const QString &key)
{
    m_certificate = certificate;
    m_key = key;
}

bool RelayProcess::start()
{
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    QObject::connect(m_process.get(), &QProcess::readyRead, m_process.get(),
                     [this] { m_log += m_process->readAll(); });
    const qsizetype before = m_log.size();
    if (m_kind == "mediamtx")
        startMediaMtx();
    else
        startRelay();
    const QByteArray ready = m_kind == "mediamtx" ? "[RTSP" : "listening";
    QDeadlineTimer deadline(5000);
    while (!m_log.mid(before).contains(ready) && !deadline.hasExpired())
        m_process->waitForReadyRead(static_cast<int>(deadline.remainingTime()));
    return m_log.mid(before).contains(ready);
}

void RelayProcess::startMediaMtx()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("MTX_RTSPADDRESS", hostPort(m_address, m_port));
    environment.insert("MTX_RTPADDRESS", hostPort(m_address, m_rtpPort));
    environment.insert("MTX_RTCPADDRESS", hostPort(m_address, m_rtpPort + 1));
    environment.insert("MTX_RTSPTRANSPORTS", "udp,tcp");
    environment.insert("MTX_PATHS_ALL_OTHERS_SOURCE", "publisher");
    for (const char *off : {"MTX_HLS", "MTX_WEBRTC", "MTX_SRT", "MTX_RTMP", "MTX_API", "MTX_MOQ"})
        environment.insert(off, "no");
    if (!m_user.isEmpty()) {
        environment.insert("MTX_AUTHINTERNALUSERS_0_USER", m_user);
        environment.insert("MTX_AUTHINTERNALUSERS_0_PASS", m_password);
        environment.insert("MTX_AUTHINTERNALUSERS_0_PERMISSIONS_0_ACTION", "publish");
        environment.insert("MTX_AUTHINTERNALUSERS_0_PERMISSIONS_1_ACTION", "read");
    }
    if (!m_certificate.isEmpty()) {
        environment.insert("MTX_RTSPENCRYPTION", "strict");
        environment.insert("MTX_RTSPSADDRESS", hostPort(m_address, m_port));
        environment.insert("MTX_RTSPTRANSPORTS", "tcp");
        environment.insert("MTX_RTSPSERVERCERT", m_certificate);
        environment.insert("MTX_RTSPSERVERKEY", m_key);
    }
    m_process->setProcessEnvironment(environment);
    // Without a file of its own it would read whatever configuration lies about.
    m_process->setWorkingDirectory("/");
    m_process->start("mediamtx", {});
}

void RelayProcess::startRelay()
{
    QStringList arguments{"-listen", hostPort(m_address, m_port), "-rtp-port",
                          QString::number(m_rtpPort)};
    if (!m_user.isEmpty())
        arguments += {"-user", m_user, "-password", m_password};
    if (!m_certificate.isEmpty())
        arguments += {"-tls-cert", m_certificate, "-tls-key", m_key};
    m_process->start(qEnvironmentVariable("ORIEL_RELAY"), arguments);
}

void RelayProcess::kill()
{
    if (!m_process)
        return;
    m_process->kill();
    m_process->waitForFinished();
    m_process.reset();
}

void RelayProcess::freeze()
{
    ::kill(static_cast<pid_t>(m_process->processId()), SIGSTOP);
}

void RelayProcess::thaw()
{
    ::kill(static_cast<pid_t>(m_process->processId()), SIGCONT);
}

QString RelayProcess::url(const QString &path, const QString &credentials) const
{
    return QStringLiteral("%1://%2%3/%4")
        .arg(m_certificate.isEmpty() ? QStringLiteral("rtsp") : QStringLiteral("rtsps"),
             credentials, hostPort(m_address, m_port), path);
}

} // namespace oriel::test
