// A password that must be found nowhere: the programs as they are installed, in a home of their
// own.

#include "base/stream_url.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace oriel;

namespace {

const QByteArray kCanary = "c4nary-p4ss";

quint16 freePort()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost);
    return probe.serverPort();
}

/// One of the two programs, its words kept.
class Program
{
public:
    Program(const char *variable, const QTemporaryDir &home, const QStringList &arguments,
            const QString &password)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"})
            environment.insert(name, home.path());
        environment.insert("QT_QPA_PLATFORM", "offscreen");
        environment.insert("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        environment.insert("ORIEL_USER", "eye");
        environment.insert("ORIEL_PASSWORD", password);
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(home.path());
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(qEnvironmentVariable(variable),
                      QStringList{"--log-level", "debug"} + arguments);
    }
    ~Program()
    {
        process.kill();
        process.waitForFinished();
    }

    [[nodiscard]] bool says(const QByteArray &word)
    {
        said += process.readAll();
        return said.contains(word);
    }
    [[nodiscard]] QByteArray commandLine() const
    {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(process.processId()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QProcess process;
    QByteArray said;
};

/// The files below a folder that hold the canary, in plain or in Base64.
QStringList filesWithCanary(const QString &folder)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = file.readAll();
        if (bytes.contains(kCanary) || bytes.contains(("eye:" + kCanary).toBase64()))
            found << file.fileName();
    }
    return found;
}

} // namespace

class TestCanary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isNowhere();
    void isNotInACrash();
    void isNotInWhatFails();

private:
    [[nodiscard]] QString url() const { return QStringLiteral("rtsp://") + m_place; }
    [[nodiscard]] std::unique_ptr<Program> start(const char *variable, const QStringList &arguments,
                                                 const QString &password) const
    {
        return std::make_unique<Program>(variable, *m_home, arguments, password);
    }
    void checkNowhere(const QByteArray &said) const;

    std::unique_ptr<QTemporaryDir> m_home;
    QString m_place;
};

void TestCanary::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_place = QStringLiteral("127.0.0.1:%1/x").arg(freePort());
}

void TestCanary::checkNowhere(const QByteArray &said) const
{
    QVERIFY(!said.isEmpty());
    QVERIFY2(!said.contains(kCanary), said);
    QVERIFY2(!said.contains(("eye:" + kCanary).toBase64()), said);
    QCOMPARE(filesWithCanary(m_home->path()), QStringList());
}

void TestCanary::isNowhere()
{
    const auto streamer = start("ORIEL_STREAMER", {"--serve", m_place}, kCanary);
    QTRY_VERIFY(streamer->says("serving "));
    const QString stats = m_home->filePath("stats.json"), picture = m_home->filePath("last.png");
    const auto viewer =
        start("ORIEL_VIEWER",
              {url(), "--exit-after", "3", "--stats-json", stats, "--snapshot", picture}, kCanary);
    QTRY_VERIFY(viewer->says("playing "));
    QVERIFY(!viewer->commandLine().contains(kCanary));
    QVERIFY(!streamer->commandLine().contains(kCanary));
    QTRY_COMPARE_WITH_TIMEOUT(viewer->process.state(), QProcess::NotRunning, 15'000);
    QVERIFY(viewer->says("Authorization") || viewer->says("DESCRIBE")); // It was talkative.
    QVERIFY(QFile::exists(stats) && QFile::exists(picture));
    (void)streamer->says({});
    checkNowhere(viewer->said + streamer->said);
}

void TestCanary::isNotInACrash()
{
    const auto streamer = start("ORIEL_STREAMER", {"--serve", m_place}, kCanary);
    QTRY_VERIFY(streamer->says("serving "));
    const auto viewer = start("ORIEL_VIEWER", {url()}, kCanary);
    QTRY_VERIFY(viewer->says("playing "));
    ::kill(static_cast<pid_t>(viewer->process.processId()), SIGSEGV);
    QTRY_COMPARE(viewer->process.state(), QProcess::NotRunning);
    (void)viewer->says({});
    checkNowhere(viewer->said);
}

void TestCanary::isNotInWhatFails()
{
    const auto streamer = start("ORIEL_STREAMER", {"--serve", m_place}, "another");
    QTRY_VERIFY(streamer->says("serving "));
    const auto viewer = start("ORIEL_VIEWER", {url(), "--exit-after", "4"}, kCanary);
    QTRY_VERIFY(viewer->says("does not accept"));
    // With the password in the address, as people paste it.
    const QString pasted =
        QStringLiteral("rtsp://eye:%1@%2").arg(QString::fromLatin1(kCanary), m_place);
    const auto second = start("ORIEL_VIEWER", {pasted, "--exit-after", "4"}, {});
    QTRY_VERIFY(second->says("does not accept"));
    checkNowhere(viewer->said + second->said);
}

QTEST_GUILESS_MAIN(TestCanary)

#include "tst_canary.moc"
