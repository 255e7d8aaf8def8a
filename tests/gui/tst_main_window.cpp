#include "live_stream.h"
#include "ui/main_window.h"
#include "ui/player_page.h"
#include "ui/run_report.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace oriel;
using oriel::test::LiveStream;
using State = PlaybackSession::State;

namespace {

/// A window on a session, as main() makes them.
struct Fixture
{
    explicit Fixture(ViewerOptions given = {}) : options(std::move(given))
    {
        window = std::make_unique<MainWindow>(options, session, statistics);
        window->start();
    }

    template <typename T>
    [[nodiscard]] T *find(const char *name) const
    {
        return window->findChild<T *>(QLatin1String(name));
    }
    [[nodiscard]] bool isShown(const char *name) const
    {
        const auto *widget = find<QWidget>(name);
        return widget && widget->isVisible();
    }

    ViewerOptions options;
    Statistics statistics;
    PlaybackSession session;
    std::unique_ptr<MainWindow> window;
};

ViewerOptions optionsFor(const QString &url)
{
    ViewerOptions options;
    options.url = StreamUrl::parse(url).value();
    return options;
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsWithAQuestion();
    void plays();
    void keepsTheLastPicture();
    void saysWhyItFails();
    void anotherAddress();
    void aPictureStaysWithItsAddress();
    void usesTheCredentialsOfTheCommandLine();
    void fullScreen();
    void overlayKeys();
    void overlayOff();
    void quits();
    void titleHidesPasswords();
    void report();
    void reportOfNothing();
};

void TestMainWindow::startsWithAQuestion()
{
    LiveStream stream;
    stream.start();
    Fixture fixture;
    QVERIFY(fixture.isShown("startPage"));
    QVERIFY(!fixture.isShown("playerPage"));
    auto *address = fixture.find<QLineEdit>("addressField");
    QTest::keyClicks(address,
                     stream.url()); // With a "q" and an "f" it would neither quit nor grow.
    QTest::keyClicks(address, "qf");
    QVERIFY(fixture.window->isVisible() && !fixture.window->isFullScreen());
    address->setText(stream.url());
    QTest::keyClick(address, Qt::Key_Return);
    QVERIFY(fixture.isShown("playerPage"));
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
}

void TestMainWindow::plays()
{
    LiveStream stream({.size = {320, 240}});
    stream.start();
    Fixture fixture(optionsFor(stream.url()));
    QTRY_VERIFY(fixture.statistics.painted().total() >= 20);
    QCOMPARE(fixture.session.status().state, State::Playing);
    QVERIFY(!fixture.isShown("messageCard"));
    QVERIFY(!fixture.isShown("ageBadge"));
    QVERIFY(fixture.isShown("overlayChip"));
    QCOMPARE(fixture.statistics.ageSource(), AgeSource::Sei);
    QVERIFY(fixture.statistics.clocksAgree());
    QCOMPARE(fixture.window->size(), QSize(320, 240)); // Pixel by pixel.
    QVERIFY(fixture.window->windowTitle().contains(stream.url()));
}

void TestMainWindow::keepsTheLastPicture()
{
    LiveStream stream;
    stream.start();
    Fixture fixture(optionsFor(stream.url()));
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
    stream.close();
    QTRY_COMPARE(fixture.session.status().state, State::Retrying);
    QTRY_VERIFY(fixture.isShown("messageCard"));
    QVERIFY(fixture.isShown("ageBadge"));
    QVERIFY(!fixture.isShown("overlayChip"));
    QVERIFY(fixture.find<QLabel>("ageBadge")->text().startsWith("last picture "));
    QVERIFY(fixture.window->player().view().frame());
    QTRY_VERIFY(fixture.find<QLabel>("messageBody")->text().contains("next try in"));
    stream.start();
    QTRY_COMPARE(fixture.session.status().state, State::Playing);
    QVERIFY(!fixture.isShown("messageCard"));
    QVERIFY(!fixture.isShown("ageBadge"));
}

void TestMainWindow::saysWhyItFails()
{
    RtspServer::Options secured;
    secured.user = QStringLiteral("eye");
    secured.password = QStringLiteral("s3cret");
    LiveStream stream({}, secured);
    stream.start();
    Fixture fixture(optionsFor(stream.url()));
    QTRY_COMPARE(fixture.session.status().state, State::Failed);
    QTRY_VERIFY(fixture.isShown("messageCard"));
    auto *enter = fixture.find<QPushButton>("messageOther");
    QCOMPARE(enter->text(), QStringLiteral("Enter password"));
    QVERIFY(!fixture.find<QPushButton>("messageAction")->isVisible());
    QTest::mouseClick(enter, Qt::LeftButton);
    QVERIFY(fixture.isShown("startPage"));
    QCOMPARE(fixture.session.status().state, State::Idle);
    QTest::keyClicks(fixture.find<QLineEdit>("userField"), "eye");
    QTest::keyClicks(fixture.find<QLineEdit>("passwordField"), "s3cret");
    QTest::keyClick(fixture.find<QLineEdit>("passwordField"), Qt::Key_Return);
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
    QVERIFY(fixture.isShown("playerPage"));
}

void TestMainWindow::anotherAddress()
{
    LiveStream stream;
    stream.start();
    Fixture fixture(optionsFor(QStringLiteral("rtsp://127.0.0.1:1/x")));
    QTRY_COMPARE(fixture.session.status().state, State::Retrying);
    QTRY_VERIFY(fixture.isShown("messageCard"));
    QTest::mouseClick(fixture.find<QPushButton>("messageOther"), Qt::LeftButton);
    auto *address = fixture.find<QLineEdit>("addressField");
    QCOMPARE(address->text(), QStringLiteral("rtsp://127.0.0.1:1/x"));
    QCOMPARE(fixture.window->windowTitle(), QStringLiteral("Oriel"));
    address->setText(stream.url());
    QTest::keyClick(address, Qt::Key_Return);
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
}

void TestMainWindow::aPictureStaysWithItsAddress()
{
    LiveStream stream;
    stream.start();
    Fixture fixture(optionsFor(stream.url()));
    QTRY_VERIFY(fixture.statistics.ages().count() > 0);
    stream.close();
    QTRY_VERIFY(fixture.isShown("messageCard") && fixture.isShown("ageBadge"));
    QTest::mouseClick(fixture.find<QPushButton>("messageOther"), Qt::LeftButton);
    auto *address = fixture.find<QLineEdit>("addressField");
    address->setText(QStringLiteral("rtsp://127.0.0.1:1/other"));
    QTest::keyClick(address, Qt::Key_Return);
    QTRY_COMPARE(fixture.session.status().state, State::Retrying);
    QTRY_VERIFY(fixture.isShown("messageCard"));
    QVERIFY(!fixture.window->player().view().frame());
    QVERIFY(!fixture.isShown("ageBadge"));
    QCOMPARE(fixture.statistics.ages().count(), std::uint64_t(0));
}

void TestMainWindow::usesTheCredentialsOfTheCommandLine()
{
    RtspServer::Options secured;
    secured.user = QStringLiteral("eye");
    secured.password = QStringLiteral("s3cret");
    LiveStream stream({}, secured);
    stream.start();
    ViewerOptions options;
    options.credentials = {secured.user, secured.password};
    Fixture fixture(options);
    auto *address = fixture.find<QLineEdit>("addressField");
    address->setText(stream.url());
    QTest::keyClick(address, Qt::Key_Return);
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
}

void TestMainWindow::fullScreen()
{
    LiveStream stream;
    stream.start();
    Fixture fixture(optionsFor(stream.url()));
    MainWindow &window = *fixture.window;
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
    const QRect before = window.geometry();
    for (const int key : {int(Qt::Key_F), int(Qt::Key_F11)}) {
        QTest::keyClick(&window, static_cast<Qt::Key>(key));
        QVERIFY(window.isFullScreen());
        QCOMPARE(window.geometry(), window.screen()->geometry());
        QTest::keyClick(&window, Qt::Key_Escape);
        QVERIFY(!window.isFullScreen());
        QCOMPARE(window.geometry(), before);
    }
    QTest::mouseDClick(fixture.find<QWidget>("videoView"), Qt::LeftButton);
    QVERIFY(window.isFullScreen());
    QTRY_COMPARE(window.cursor().shape(), Qt::BlankCursor);
    QTest::mouseMove(fixture.find<QWidget>("videoView"), QPoint(30, 30));
    QTRY_COMPARE(window.cursor().shape(), Qt::ArrowCursor);
    QTest::keyClick(&window, Qt::Key_F);
    QVERIFY(!window.isFullScreen());
}

void TestMainWindow::overlayKeys()
{
    LiveStream stream;
    stream.start();
    Fixture fixture(optionsFor(stream.url()));
    QTRY_VERIFY(fixture.isShown("overlayChip"));
    for (const Qt::Key key : {Qt::Key_O, Qt::Key_I}) {
        QTest::keyClick(fixture.window.get(), key);
        QVERIFY(!fixture.isShown("overlayChip"));
        QTest::keyClick(fixture.window.get(), key);
        QVERIFY(fixture.isShown("overlayChip"));
    }
}

void TestMainWindow::overlayOff()
{
    LiveStream stream;
    stream.start();
    ViewerOptions options = optionsFor(stream.url());
    options.overlay = false;
    Fixture fixture(options);
    QTRY_VERIFY(fixture.statistics.painted().total() > 10);
    QVERIFY(!fixture.isShown("overlayChip"));
}

void TestMainWindow::quits()
{
    Fixture fixture(optionsFor(QStringLiteral("rtsp://127.0.0.1:1/x")));
    QTest::keyClick(fixture.window.get(), Qt::Key_Q);
    QVERIFY(!fixture.window->isVisible());
}

void TestMainWindow::titleHidesPasswords()
{
    Fixture fixture(optionsFor(QStringLiteral("rtsp://eye:s3cret@127.0.0.1:1/x")));
    QVERIFY(fixture.window->windowTitle().contains("127.0.0.1:1/x"));
    QVERIFY(!fixture.window->windowTitle().contains("s3cret"));
    QTRY_VERIFY(fixture.isShown("messageCard"));
    for (const QLabel *label : fixture.window->findChildren<QLabel *>())
        QVERIFY(!label->text().contains("s3cret"));
}

void TestMainWindow::report()
{
    LiveStream stream;
    stream.start();
    const QTemporaryDir folder;
    ViewerOptions options = optionsFor(stream.url());
    options.statsJson = folder.filePath("stats.json");
    options.snapshot = folder.filePath("last.png");
    Fixture fixture(options);
    QTRY_VERIFY(fixture.statistics.painted().total() > 10);
    const QImage last = fixture.window->player().view().snapshot();
    QCOMPARE(finishRun(fixture.options, fixture.session, fixture.statistics, last), 0);
    QCOMPARE(QImage(options.snapshot).size(), QSize(320, 240));
    QFile file(options.statsJson);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject stats = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(stats["state"].toString(), QStringLiteral("playing"));
    QCOMPARE(stats["painter"].toString(), QStringLiteral("raster"));
    QVERIFY(stats["age_ms"].toObject()["p50"].toDouble() > 0);
    QVERIFY(stats["legs_ms"].toObject()["sent_received"].isDouble());

    fixture.options.snapshot = folder.filePath("missing/last.png");
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("missing/last.png cannot be used"));
    QCOMPARE(finishRun(fixture.options, fixture.session, fixture.statistics, last), 1);
}

void TestMainWindow::reportOfNothing()
{
    ViewerOptions options = optionsFor(QStringLiteral("rtsp://127.0.0.1:1/x"));
    options.exitAfter = std::chrono::milliseconds(1);
    Fixture fixture(options);
    QTest::ignoreMessage(QtCriticalMsg, "No picture was shown.");
    QCOMPARE(finishRun(options, fixture.session, fixture.statistics, {}), 1);
}

QTEST_MAIN(TestMainWindow)

#include "tst_main_window.moc"
