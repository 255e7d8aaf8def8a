#include "live_stream.h"
#include "ui/camera_panel.h"
#include "ui/player_page.h"
#include "ui/run_report.h"
#include "window_fixture.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace oriel;
using oriel::test::LiveStream;
using Fixture = oriel::test::WindowFixture;
using State = PlaybackSession::State;

namespace {

RtspServer::Options secured()
{
    RtspServer::Options options;
    options.user = QStringLiteral("eye");
    options.password = QStringLiteral("s3cret");
    return options;
}

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
    void firstRunToRemoved();
    void savesWhatPlays();
    void asksForThePasswordOfASavedCamera();
    void cameraByName();
    void rememberedAtTheNextStart();
    void addressInTheSearch();
    void cancelledPasswordLeavesNoBlackWindow();
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
    QCOMPARE(fixture.window->player().size(), QSize(320, 240)); // Pixel by pixel.
    QVERIFY(!fixture.isShown("cameraPanel"));                   // It was called for one stream.
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
    LiveStream stream({}, secured());
    stream.start();
    Fixture fixture(optionsFor(stream.url()));
    QTRY_COMPARE(fixture.session.status().state, State::Failed);
    QTRY_VERIFY(fixture.isShown("messageCard"));
    auto *enter = fixture.find<QPushButton>("messageOther");
    QCOMPARE(enter->text(), QStringLiteral("Enter password"));
    QVERIFY(!fixture.find<QPushButton>("messageAction")->isVisible());
    QTest::mouseClick(enter, Qt::LeftButton);
    QTRY_VERIFY(fixture.isShown("passwordDialog"));
    fixture.type("passwordUser", "eye");
    fixture.type("passwordField", "s3cret");
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
    LiveStream stream({}, secured());
    stream.start();
    ViewerOptions options;
    options.credentials = {QStringLiteral("eye"), QStringLiteral("s3cret")};
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
    QTRY_COMPARE(fixture.find<QWidget>("videoView")->cursor().shape(), Qt::BlankCursor);
    QTest::mouseMove(fixture.find<QWidget>("videoView"), QPoint(30, 30));
    QTRY_COMPARE(fixture.find<QWidget>("videoView")->cursor().shape(), Qt::ArrowCursor);
    QTest::keyClick(&window, Qt::Key_F);
    QVERIFY(!window.isFullScreen());
}

void TestMainWindow::overlayKeys()
{
    LiveStream stream;
    stream.start();
    Fixture fixture(optionsFor(stream.url()));
    QTRY_VERIFY(fixture.isShown("overlayChip"));
    fixture.window->resize(700, 600);
    for (const Qt::Key key : {Qt::Key_O, Qt::Key_I}) {
        QTest::keyClick(fixture.window.get(), key);
        QVERIFY(!fixture.isShown("overlayChip") && fixture.isShown("overlayPanel"));
        QTest::keyClick(fixture.window.get(), key);
        QVERIFY(!fixture.isShown("overlayChip") && !fixture.isShown("overlayPanel"));
        QTest::keyClick(fixture.window.get(), key);
        QVERIFY(fixture.isShown("overlayChip") && !fixture.isShown("overlayPanel"));
    }
    QTest::keyClick(fixture.window.get(), Qt::Key_I);
    QVERIFY(fixture.isShown("overlayPanel"));
    fixture.window->resize(400, 300); // No room for it.
    QTRY_VERIFY(fixture.isShown("overlayChip") && !fixture.isShown("overlayPanel"));
    fixture.trigger("copyFiguresAction");
    QVERIFY(QGuiApplication::clipboard()->text().contains("→ painted: "));
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

/// First run, add, play, edit, remove, undo: as a person would, by what is on the screen.
void TestMainWindow::firstRunToRemoved()
{
    LiveStream stream;
    stream.start();
    Fixture fixture;
    QVERIFY(fixture.isShown("startPage") && !fixture.isShown("cameraPanel"));
    fixture.trigger("addAction");
    QTRY_VERIFY(fixture.isShown("cameraDialog"));
    fixture.type("cameraAddress", "rtsp://");
    fixture.click("saveCameraButton");
    QVERIFY(fixture.isShown("cameraProblem"));
    fixture.type("cameraAddress", stream.url());
    QVERIFY(!fixture.isShown("cameraProblem"));
    fixture.find<QLineEdit>("cameraName")->setText(QString::fromUtf8("Cửa trước 🎥"));
    fixture.click("saveCameraButton");
    QTRY_VERIFY(!fixture.isShown("cameraDialog"));
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
    QVERIFY(fixture.isShown("cameraPanel"));
    QVERIFY(fixture.window->windowTitle().startsWith(QString::fromUtf8("Cửa trước 🎥")));

    auto *list = fixture.find<QListView>("cameraList");
    QCOMPARE(list->model()->rowCount(), 1);
    QTRY_COMPARE(list->currentIndex().data(CameraListModel::LineRole).toString(),
                 QStringLiteral("Live"));
    list->setFocus();
    QTest::keyClick(list, Qt::Key_F2);
    QTRY_VERIFY(fixture.isShown("cameraDialog"));
    QCOMPARE(fixture.find<QLineEdit>("cameraAddress")->text(), stream.url());
    fixture.type("cameraName", "Garden");
    fixture.click("saveCameraButton");
    QTRY_COMPARE(list->currentIndex().data().toString(), QStringLiteral("Garden"));

    QTest::keyClick(list, Qt::Key_Delete);
    QCOMPARE(list->model()->rowCount(), 0);
    QVERIFY(fixture.isShown("startPage"));
    QCOMPARE(fixture.session.status().state, State::Idle);
    QVERIFY(fixture.find<QLabel>("cameraNoticeText")->text().contains("Garden"));
    fixture.click("undoButton");
    QCOMPARE(list->model()->rowCount(), 1);
    QVERIFY(!fixture.isShown("cameraNotice"));
    QCOMPARE(fixture.cameras.cameras().first().name, QStringLiteral("Garden"));
}

void TestMainWindow::savesWhatPlays()
{
    LiveStream stream;
    stream.start();
    Fixture fixture(optionsFor(stream.url()));
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
    fixture.trigger("saveAction");
    QTRY_VERIFY(fixture.isShown("cameraDialog"));
    fixture.type("cameraName", "Door");
    fixture.click("saveCameraButton");
    QCOMPARE(fixture.cameras.cameras().size(), 1);
    QVERIFY(fixture.window->windowTitle().startsWith("Door"));
    QVERIFY(!fixture.find<QAction>("saveAction")->isEnabled());
}

/// Without a keychain (there is none here) it is asked for, and kept until the window closes.
void TestMainWindow::asksForThePasswordOfASavedCamera()
{
    LiveStream stream({}, secured());
    stream.start();
    Fixture fixture;
    const QUuid door = fixture.addCamera("Door", stream.url("eye"));
    const QUuid other = fixture.addCamera("Other", "rtsp://127.0.0.1:1/x");
    fixture.trigger("camerasAction");
    auto *panel = fixture.find<CameraPanel>("cameraPanel");
    Q_EMIT panel->playRequested(door);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isShown("passwordDialog"), 10'000);
    QVERIFY(!fixture.find<QLabel>("passwordNote")->text().isEmpty());
    QCOMPARE(fixture.find<QLineEdit>("passwordUser")->text(), QStringLiteral("eye"));
    fixture.type("passwordField", "s3cret");
    fixture.click("passwordOk");
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);

    Q_EMIT panel->playRequested(other);
    QTRY_COMPARE(fixture.session.status().state, State::Retrying);
    const std::uint64_t before = fixture.statistics.painted().total();
    Q_EMIT panel->playRequested(door);
    QTRY_VERIFY(fixture.statistics.painted().total() > before);

    QFile file(fixture.home.filePath("cameras.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("s3cret"));
}

void TestMainWindow::cameraByName()
{
    LiveStream stream;
    stream.start();
    Fixture fixture;
    QVERIFY(!fixture.addCamera("Door", stream.url()).isNull());
    fixture.options.camera = QStringLiteral("door");
    fixture.open();
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
    fixture.options.camera = QStringLiteral("Attic");
    QTest::ignoreMessage(QtCriticalMsg, "No saved camera is called “Attic”.");
    fixture.open();
    QVERIFY(fixture.find<QLabel>("startProblem")->text().contains("Attic"));
}

void TestMainWindow::rememberedAtTheNextStart()
{
    LiveStream stream;
    stream.start();
    Fixture fixture;
    const QUuid door = fixture.addCamera("Door", stream.url());
    fixture.open();
    QVERIFY(fixture.isShown("cameraPanel") && !fixture.isShown("offerButton"));
    Q_EMIT fixture.find<CameraPanel>("cameraPanel")->playRequested(door);
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
    QTest::keyClick(fixture.window.get(), Qt::Key_I);
    fixture.window->resize(700, 650);
    fixture.session.stop();
    fixture.open();
    QCOMPARE(fixture.window->size(), QSize(700, 650));
    QVERIFY(fixture.find<QPushButton>("offerButton")->text().contains("Door"));
    const std::uint64_t before = fixture.statistics.painted().total();
    fixture.click("offerButton");
    QTRY_VERIFY(fixture.statistics.painted().total() > before);
    QVERIFY(fixture.isShown("overlayPanel"));
}

void TestMainWindow::addressInTheSearch()
{
    LiveStream stream;
    stream.start();
    Fixture fixture;
    QTest::keyClick(fixture.window.get(), Qt::Key_L, Qt::ControlModifier);
    QVERIFY(fixture.isShown("cameraPanel"));
    fixture.type("cameraSearch", stream.url("eye:s3cret"));
    QTest::keyClick(fixture.find<QLineEdit>("cameraSearch"), Qt::Key_Return);
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
    QCOMPARE(fixture.find<QLineEdit>("cameraSearch")->text(), QString());
}

void TestMainWindow::cancelledPasswordLeavesNoBlackWindow()
{
    LiveStream stream({}, secured());
    stream.start();
    Fixture fixture;
    const QUuid door = fixture.addCamera("Door", stream.url("eye"));
    Q_EMIT fixture.find<CameraPanel>("cameraPanel")->playRequested(door);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isShown("passwordDialog"), 10'000);
    QTest::keyClick(fixture.find<QWidget>("passwordDialog"), Qt::Key_Escape);
    QTRY_VERIFY(fixture.isShown("startPage"));
    QCOMPARE(fixture.window->windowTitle(), QStringLiteral("Oriel"));
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
    const VideoView &view = fixture.window->player().view();
    QCOMPARE(finishRun(fixture.options, fixture.session, fixture.statistics, view), 0);
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
    QCOMPARE(finishRun(fixture.options, fixture.session, fixture.statistics, view), 1);
}

void TestMainWindow::reportOfNothing()
{
    ViewerOptions options = optionsFor(QStringLiteral("rtsp://127.0.0.1:1/x"));
    options.exitAfter = std::chrono::milliseconds(1);
    Fixture fixture(options);
    QTest::ignoreMessage(QtCriticalMsg, "No picture was shown.");
    QCOMPARE(
        finishRun(options, fixture.session, fixture.statistics, fixture.window->player().view()),
        1);
}

QTEST_MAIN(TestMainWindow)

#include "tst_main_window.moc"
