#include "keyring_session.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QStandardPaths>
#include <QTest>

#include <csignal>

namespace oriel::test {

namespace {

constexpr int kPatienceMs = 20'000;

void send(const std::unique_ptr<QProcess> &process, int signal)
{
    if (process)
        ::kill(static_cast<pid_t>(process->processId()), signal);
}

void end(std::unique_ptr<QProcess> &process)
{
    if (!process)
        return;
    process->kill();
    process->waitForFinished();
    process.reset();
}

} // namespace

bool KeyringSession::isAvailable()
{
    return !QStandardPaths::findExecutable("dbus-daemon").isEmpty() &&
           !QStandardPaths::findExecutable("gnome-keyring-daemon").isEmpty();
}

KeyringSession::KeyringSession() : m_address("unix:path=" + m_home.filePath("bus"))
{
    QDir(m_home.path()).mkdir("run");
    QFile::setPermissions(m_home.filePath("run"),
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

KeyringSession::~KeyringSession()
{
    end(m_prompter);
    end(m_keyring);
    end(m_bus);
}

bool KeyringSession::startBus()
{
    QFile config(m_home.filePath("bus.conf"));
    if (!config.open(QIODevice::WriteOnly))
        return false;
    config.write("<busconfig><type>session</type><listen>" + m_address.toUtf8() +
                 "</listen><auth>EXTERNAL</auth><policy context=\"default\">"
                 "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>"
                 "<allow own=\"*\"/></policy></busconfig>\n");
    config.close();
    m_bus = std::make_unique<QProcess>();
    m_bus->setStandardErrorFile(QProcess::nullDevice()); // It would like more file descriptors.
    m_bus->setProcessEnvironment(environment());
    m_bus->start("dbus-daemon",
                 {"--config-file=" + config.fileName(), "--nofork", "--print-address"});
    return m_bus->waitForReadyRead(kPatienceMs);
}

bool KeyringSession::startKeyring(bool isUnlocked)
{
    m_keyring = std::make_unique<QProcess>();
    m_keyring->setProcessEnvironment(environment());
    QStringList arguments{"--foreground", "--components=secrets"};
    if (isUnlocked)
        arguments << "--unlock";
    m_keyring->start("gnome-keyring-daemon", arguments);
    m_keyring->write("the keyring's own password");
    m_keyring->closeWriteChannel();
    return m_keyring->waitForStarted() && waitForName("org.freedesktop.secrets");
}

void KeyringSession::stopKeyring()
{
    send(m_keyring, SIGTERM);
    m_keyring->waitForFinished();
    m_keyring.reset();
}

void KeyringSession::freezeKeyring()
{
    send(m_keyring, SIGSTOP);
}

void KeyringSession::thawKeyring()
{
    send(m_keyring, SIGCONT);
}

bool KeyringSession::startSlowPrompter()
{
    m_prompter = std::make_unique<QProcess>();
    m_prompter->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_prompter->setProcessEnvironment(environment());
    m_prompter->start("/usr/bin/python3", {qEnvironmentVariable("ORIEL_SLOW_PROMPTER")});
    return m_prompter->waitForStarted() && waitForName("org.gnome.keyring.SystemPrompter");
}

QProcessEnvironment KeyringSession::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.startsWith("XDG_") || name.startsWith("KDE_") || name.startsWith("GNOME_"))
            environment.remove(name);
    }
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "DESKTOP_SESSION", "QTKEYCHAIN_BACKEND"})
        environment.remove(name);
    environment.insert("HOME", m_home.path());
    environment.insert("XDG_RUNTIME_DIR", m_home.filePath("run"));
    environment.insert("DBUS_SESSION_BUS_ADDRESS", m_address);
    environment.insert("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + m_home.filePath("none"));
    return environment;
}

QStringList KeyringSession::filesWith(const QByteArray &bytes) const
{
    QStringList names;
    QDirIterator files(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
            names << file.fileName();
    }
    return names;
}

bool KeyringSession::waitForName(const QString &name) const
{
    const QString connection = m_home.path();
    bool isThere = false;
    {
        const QDBusConnection bus = QDBusConnection::connectToBus(m_address, connection);
        isThere =
            bus.isConnected() &&
            QTest::qWaitFor([&] { return bus.interface()->isServiceRegistered(name).value(); },
                            kPatienceMs);
    }
    QDBusConnection::disconnectFromBus(connection);
    return isThere;
}

} // namespace oriel::test
