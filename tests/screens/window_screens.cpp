// Pictures of the window's states as a person meets them, for looking at and for the README.
//
// usage: window_screens FOLDER [dark] [vi]     under an X server; QT_SCALE_FACTOR=2 for a dense
// screen
#include "base/translation.h"
#include "ui/camera_dialog.h"
#include "ui/camera_panel.h"
#include "ui/connection_test_dialog.h"
#include "ui/main_window.h"
#include "ui/password_dialog.h"
#include "ui/player_page.h"
#include "ui/theme.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QEventLoop>
#include <QIcon>
#include <QProcess>
#include <QScreen>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace oriel;

namespace {

QPalette darkSystem()
{
    return {QColor(0x30, 0x34, 0x3a), QColor(0x1b, 0x1e, 0x23)};
}

Camera camera(const QString &name, const QString &url)
{
    Camera result;
    result.id = QUuid::createUuid();
    result.name = name;
    result.url = StreamUrl::parse(url).value();
    return result;
}

/// As the program itself waits: QTest::qWait() sleeps in steps of 10 ms, which were age.
void wait(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

/// oriel-streamer of the same build with its test picture, at the same place at each start.
class Streamer
{
public:
    Streamer()
    {
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        m_place = QStringLiteral("127.0.0.1:%1/ES_MTX").arg(probe.serverPort());
    }
    ~Streamer() { stop(); }

    void start()
    {
        m_process.start(QCoreApplication::applicationDirPath() +
                            QStringLiteral("/../../streamer/oriel-streamer"),
                        {QStringLiteral("--serve"), m_place});
        if (!m_process.waitForStarted())
            qFatal("oriel-streamer is not built");
    }
    void stop()
    {
        m_process.terminate();
        m_process.waitForFinished();
    }
    [[nodiscard]] QString url() const { return QStringLiteral("rtsp://") + m_place; }

private:
    QString m_place;
    QProcess m_process;
};

/// One run over the states; each leaves a picture of the screen.
class Screens
{
public:
    explicit Screens(QString folder) : m_folder(std::move(folder))
    {
        m_stream.start();
        m_workshop = camera(QStringLiteral("Workshop"), m_stream.url());
    }

    void run()
    {
        firstRun();
        addDialog();
        playing();
        waiting();
        failed();
        ownDialogs();
    }

private:
    void shoot(const char *name)
    {
        wait(400);
        const QPixmap picture = m_window->screen()->grabWindow(
            0, m_window->x(), m_window->y(), m_window->width(), m_window->height());
        if (!picture.save(m_folder + u'/' + QLatin1String(name) + QStringLiteral(".png")))
            qFatal("%s cannot be written", name);
    }

    void open()
    {
        m_window.reset();
        m_window = std::make_unique<MainWindow>(
            ViewerOptions(),
            MainWindow::Parts{m_session, m_statistics, m_cameras, m_passwords, {}});
        m_window->start();
        if (!QTest::qWaitForWindowExposed(m_window.get()))
            qFatal("the window does not come");
    }
    QAction *action(const char *name) { return m_window->findChild<QAction *>(name); }
    void play(const QUuid &id) { Q_EMIT m_window->findChild<CameraPanel *>()->playRequested(id); }
    void waitFor(PlaybackSession::State state)
    {
        if (!QTest::qWaitFor([&] { return m_session.status().state == state; }, 20'000))
            qFatal("a state that never came");
    }

    void firstRun()
    {
        open();
        shoot("first-run");
    }
    void addDialog()
    {
        action("addAction")->trigger();
        shoot("add-camera");
        m_window->findChild<CameraDialog *>()->close();
    }
    void playing()
    {
        for (const Camera &saved :
             {m_workshop,
              camera(QString::fromUtf8("Front door · Cửa trước"),
                     QStringLiteral("rtsp://127.0.0.1:1/door")),
              camera(QStringLiteral("Greenhouse"), QStringLiteral("rtsp://greenhouse.local/x")),
              camera(QString::fromUtf8("كاميرا الباب 🚪"), QStringLiteral("rtsp://gate.local/x"))}) {
            if (!m_cameras.add(saved))
                qFatal("a camera cannot be saved");
        }
        open();
        shoot("start");
        play(m_workshop.id);
        waitFor(PlaybackSession::State::Playing);
        wait(3000);
        shoot("playing");
        action("overlayAction")->trigger();
        wait(2000);
        shoot("overlay");
        m_window->findChild<CameraPanel *>()->offerUndo(
            QString::fromUtf8("“Greenhouse” was removed."));
        shoot("undo");
    }
    void waiting()
    {
        m_stream.stop();
        waitFor(PlaybackSession::State::Retrying);
        wait(1500);
        shoot("waiting");
        action("testAction")->trigger();
        wait(1500);
        shoot("test-connection");
        m_window->findChild<ConnectionTestDialog *>()->close();
    }
    void failed()
    {
        m_stream.start();
        play(m_cameras.cameras()[1].id);
        waitFor(PlaybackSession::State::Retrying);
        wait(1000);
        shoot("refused");
    }
    void ownDialogs()
    {
        PasswordDialog dialog(QStringLiteral("Front door"), QStringLiteral("eye"),
                              QStringLiteral("Oriel keeps it in this computer's keychain."),
                              m_window.get());
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.open();
        shoot("password");
    }

    QString m_folder;
    Streamer m_stream;
    QTemporaryDir m_home;
    Statistics m_statistics;
    PlaybackSession m_session;
    CameraStore m_cameras{m_home.filePath(QStringLiteral("cameras.json"))};
    PasswordStore m_passwords;
    Camera m_workshop;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    if (argc < 2) {
        qWarning("usage: window_screens FOLDER [dark] [vi]");
        return 2;
    }
    const QStringList wishes = QApplication::arguments().mid(2);
    if (wishes.contains(QStringLiteral("dark")))
        QApplication::setPalette(darkSystem());
    installTranslation(wishes.contains(QStringLiteral("vi")) ? QStringLiteral("vi")
                                                             : QStringLiteral("en"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/oriel.png")));
    theme::apply();
    QDir().mkpath(QString::fromLocal8Bit(argv[1]));
    Screens(QString::fromLocal8Bit(argv[1])).run();
    return 0;
}
