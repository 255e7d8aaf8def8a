// Passwords and a real keyring (gnome-keyring, over a session bus of its own): across processes,
// locked, frozen, missing. Each window is a process of its own (password_tool).

#include "keyring_session.h"

#include <QDir>
#include <QProcess>
#include <QTest>
#include <QUuid>

#include <memory>

using oriel::test::KeyringSession;

namespace {

constexpr int kPatienceMs = 60'000;
const QString kPassword = QStringLiteral("Zq9 bí-mật 🔑 Zq9");

struct Patience
{
    int silenceMs = 20'000, signMs = 20'000, personMs = 20'000;
};

/// One process with a PasswordStore.
class Window
{
public:
    explicit Window(const QProcessEnvironment &environment, const Patience &patience = {})
    {
        m_process.setProcessEnvironment(environment);
        m_process.start(qEnvironmentVariable("ORIEL_PASSWORD_TOOL"),
                        {QString::number(patience.silenceMs), QString::number(patience.signMs),
                         QString::number(patience.personMs)});
    }
    ~Window() { QVERIFY(quit()); }
    Q_DISABLE_COPY_MOVE(Window)

    /// The words of the answer to a command.
    QStringList ask(const QString &command)
    {
        say(command);
        return nextAnswer();
    }

    void say(const QString &command) { m_process.write(command.toUtf8() + '\n'); }

    QStringList nextAnswer()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(kPatienceMs)) {
        }
        return QString::fromUtf8(m_process.readLine()).trimmed().split(' ');
    }

    /// Whether it ends by itself, and without a word of the password in its log.
    bool quit()
    {
        if (m_process.state() == QProcess::NotRunning)
            return true;
        m_process.closeWriteChannel();
        const bool hasEnded = m_process.waitForFinished(kPatienceMs);
        const QByteArray log = m_process.readAllStandardError();
        const bool isClean = !log.contains("Zq9") && log.contains("keychain:");
        if (!isClean || m_process.exitCode() != 0)
            qWarning("%s", log.constData());
        return hasEnded && isClean && m_process.exitCode() == 0 &&
               m_process.exitStatus() == QProcess::NormalExit;
    }

private:
    QProcess m_process;
};

int msOf(const QStringList &answer)
{
    return answer.value(answer.first() == "read" ? 3 : 2).toInt();
}

QString passwordOf(const QStringList &answer)
{
    return answer.mid(4).join(' ');
}

} // namespace

class TestPasswordStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void keptAcrossProcesses();
    void theSessionIsAskedFirst();
    void lockedKeyring();
    void nobodyUnlocksIt();
    void frozenKeyring();
    void frozenLater();
    void noKeyring();
    void keyringThatEnds();
    void noBus();
    void noGlibLoop();

private:
    /// Qt's coarse timers may be early by a twentieth.
    static constexpr int atLeast(int timerMs) { return timerMs * 19 / 20; }

    /// Short enough for a test, with a bound that a busy machine keeps.
    static constexpr Patience kShort{500, 1000, 1500};

    std::unique_ptr<KeyringSession> m_session;
    QString m_camera;
};

void TestPasswordStore::initTestCase()
{
    QVERIFY2(KeyringSession::isAvailable(),
             "tests/run.sh installs dbus-daemon and gnome-keyring-daemon");
}

void TestPasswordStore::init()
{
    m_session = std::make_unique<KeyringSession>();
    m_camera = QUuid::createUuid().toString(QUuid::WithoutBraces);
    QVERIFY(m_session->startBus());
}

void TestPasswordStore::cleanup()
{
    QCOMPARE(m_session->filesWith("Zq9"), QStringList());
    const auto *wide = reinterpret_cast<const char *>(kPassword.utf16());
    QCOMPARE(m_session->filesWith(QByteArray(wide, 6)), QStringList());
    m_session.reset();
}

void TestPasswordStore::keptAcrossProcesses()
{
    QVERIFY(m_session->startKeyring());
    {
        Window window(m_session->environment());
        QCOMPARE(window.ask("read " + m_camera).mid(1, 2), (QStringList{"nowhere", "none"}));
        QCOMPARE(window.ask("write " + m_camera + " not yet").at(1), "none");
        QCOMPARE(window.ask("write " + m_camera + ' ' + kPassword).at(1), "none");
    }
    // The keyring is restarted, so that it is the file that is read.
    m_session->stopKeyring();
    QVERIFY(m_session->startKeyring());
    {
        Window window(m_session->environment());
        const QStringList answer = window.ask("read " + m_camera);
        QCOMPARE(answer.mid(1, 2), (QStringList{"keychain", "none"}));
        QCOMPARE(passwordOf(answer), kPassword);
        QCOMPARE(window.ask("remove " + m_camera).at(0), "removed");
        QCOMPARE(window.ask("read " + m_camera).mid(1, 2), (QStringList{"nowhere", "none"}));
    }
    Window window(m_session->environment());
    QCOMPARE(window.ask("read " + m_camera).mid(1, 2), (QStringList{"nowhere", "none"}));
    QVERIFY(QDir(m_session->home() + "/.local/share/keyrings").exists("login.keyring"));
}

void TestPasswordStore::theSessionIsAskedFirst()
{
    QVERIFY(m_session->startKeyring());
    Window window(m_session->environment());
    QCOMPARE(window.ask("write " + m_camera + " old").at(1), "none");
    QCOMPARE(window.ask("keep " + m_camera + ' ' + kPassword).at(0), "kept");
    const QStringList answer = window.ask("read " + m_camera);
    QCOMPARE(answer.mid(1, 2), (QStringList{"session", "none"}));
    QCOMPARE(passwordOf(answer), kPassword);
    Window other(m_session->environment());
    QCOMPARE(passwordOf(other.ask("read " + m_camera)), "old");
    QCOMPARE(window.ask("remove " + m_camera).at(0), "removed");
    QCOMPARE(window.ask("read " + m_camera).mid(1, 2), (QStringList{"nowhere", "none"}));
}

void TestPasswordStore::lockedKeyring()
{
    QVERIFY(m_session->startKeyring());
    {
        Window window(m_session->environment());
        QCOMPARE(window.ask("write " + m_camera + ' ' + kPassword).at(1), "none");
    }
    m_session->stopKeyring();
    QVERIFY(m_session->startKeyring(false));
    // Nothing can show the window that asks for its password, which counts as a refusal.
    Window window(m_session->environment());
    QCOMPARE(window.ask("read " + m_camera).mid(1, 2),
             (QStringList{"nowhere", "keychain-refused"}));
    const QString other = QUuid::createUuid().toString();
    QCOMPARE(window.ask("read " + other).mid(1, 2), (QStringList{"nowhere", "none"}));
    QCOMPARE(window.ask("write " + other + ' ' + kPassword).at(1), "keychain-refused");
    QCOMPARE(passwordOf(window.ask("read " + other)), kPassword);
}

void TestPasswordStore::nobodyUnlocksIt()
{
    QVERIFY(m_session->startKeyring());
    {
        Window window(m_session->environment());
        QCOMPARE(window.ask("write " + m_camera + ' ' + kPassword).at(1), "none");
    }
    m_session->stopKeyring();
    QVERIFY(m_session->startKeyring(false));
    QVERIFY(m_session->startSlowPrompter());
    Window window(m_session->environment(), kShort);
    const QStringList answer = window.ask("read " + m_camera);
    QCOMPARE(answer.mid(1, 2), (QStringList{"nowhere", "keychain-no-answer"}));
    // It is given longer than one that is dead.
    QVERIFY2(msOf(answer) >= atLeast(kShort.silenceMs + kShort.personMs),
             qPrintable(answer.join(' ')));
    QVERIFY(window.quit());
}

void TestPasswordStore::frozenKeyring()
{
    QVERIFY(m_session->startKeyring());
    m_session->freezeKeyring();
    Window window(m_session->environment(), kShort);
    QStringList answer = window.ask("read " + m_camera);
    QCOMPARE(answer.mid(1, 2), (QStringList{"nowhere", "keychain-no-answer"}));
    QVERIFY2(msOf(answer) >= atLeast(kShort.silenceMs) && msOf(answer) < 10'000,
             qPrintable(answer.join(' ')));
    // From now on it is known, and nobody has to wait again.
    answer = window.ask("write " + m_camera + ' ' + kPassword);
    QCOMPARE(answer.at(1), "keychain-no-answer");
    QVERIFY2(msOf(answer) < kShort.silenceMs, qPrintable(answer.join(' ')));
    QCOMPARE(passwordOf(window.ask("read " + m_camera)), kPassword);
    // What it was given meanwhile is not lost.
    m_session->thawKeyring();
    Window other(m_session->environment());
    QTRY_COMPARE_WITH_TIMEOUT(passwordOf(other.ask("read " + m_camera)), kPassword, kPatienceMs);
    QCOMPARE(window.ask("write " + m_camera + " Zq9 new").at(1), "none");
    QCOMPARE(passwordOf(other.ask("read " + m_camera)), "Zq9 new");
}

void TestPasswordStore::frozenLater()
{
    QVERIFY(m_session->startKeyring());
    Window window(m_session->environment(), kShort);
    QCOMPARE(window.ask("read " + m_camera).mid(1, 2), (QStringList{"nowhere", "none"}));
    m_session->freezeKeyring();
    const QStringList answer = window.ask("read " + m_camera);
    QCOMPARE(answer.mid(1, 2), (QStringList{"nowhere", "keychain-no-answer"}));
    QCOMPARE(window.ask("read " + m_camera).at(2), "keychain-no-answer");
}

void TestPasswordStore::noKeyring()
{
    Window window(m_session->environment());
    QCOMPARE(window.ask("read " + m_camera).mid(1, 2),
             (QStringList{"nowhere", "keychain-unavailable"}));
    QCOMPARE(window.ask("write " + m_camera + ' ' + kPassword).at(1), "keychain-unavailable");
    QCOMPARE(passwordOf(window.ask("read " + m_camera)), kPassword);
    // One that is started later is found.
    QVERIFY(m_session->startKeyring());
    QCOMPARE(window.ask("write " + m_camera + ' ' + kPassword).at(1), "none");
}

void TestPasswordStore::keyringThatEnds()
{
    QVERIFY(m_session->startKeyring());
    Window window(m_session->environment());
    QCOMPARE(window.ask("write " + m_camera + ' ' + kPassword).at(1), "none");
    m_session->stopKeyring();
    const QString other = QUuid::createUuid().toString();
    QCOMPARE(window.ask("read " + other).mid(1, 2),
             (QStringList{"nowhere", "keychain-unavailable"}));
    QCOMPARE(passwordOf(window.ask("read " + m_camera)), kPassword);
}

void TestPasswordStore::noBus()
{
    QProcessEnvironment environment = m_session->environment();
    environment.insert("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + m_session->home() + "/nobody");
    Window window(environment);
    QCOMPARE(window.ask("read " + m_camera).mid(1, 2),
             (QStringList{"nowhere", "keychain-unavailable"}));
    QCOMPARE(window.ask("write " + m_camera + ' ' + kPassword).at(1), "keychain-unavailable");
    QCOMPARE(passwordOf(window.ask("read " + m_camera)), kPassword);
    environment.remove("DBUS_SESSION_BUS_ADDRESS");
    Window without(environment);
    QCOMPARE(without.ask("read " + m_camera).mid(1, 2),
             (QStringList{"nowhere", "keychain-unavailable"}));
}

void TestPasswordStore::noGlibLoop()
{
    QVERIFY(m_session->startKeyring());
    QProcessEnvironment environment = m_session->environment();
    environment.insert("QT_NO_GLIB", "1");
    Window window(environment, kShort);
    const QStringList answer = window.ask("read " + m_camera);
    QCOMPARE(answer.mid(1, 2), (QStringList{"nowhere", "keychain-no-answer"}));
    QVERIFY2(msOf(answer) < 10'000, qPrintable(answer.join(' ')));
}

QTEST_GUILESS_MAIN(TestPasswordStore)
#include "tst_password_store.moc"
