// The window and its list of saved cameras, which other windows and persons change too.

#include "base/certificate.h"
#include "live_stream.h"
#include "ui/camera_panel.h"
#include "ui/certificate_dialog.h"
#include "ui/player_page.h"
#include "window_fixture.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QListView>
#include <QSignalSpy>

using namespace oriel;
using oriel::test::LiveStream;
using Fixture = oriel::test::WindowFixture;
using State = PlaybackSession::State;

namespace {

const QByteArray kNumber(32, '\x5a');

} // namespace

class TestSavedCameras : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void removedElsewhereItGoesOnPlaying();
    void renamedElsewhereItIsCalledSo();
    void theOfferFollowsTheList();
    void actionsFollowTheList();
    void anEditKeepsTheCertificate();
    void anEditKeepsWhatAnotherWindowChanged();
    void undoIsOfferedForAWhile();
    void removingAnotherStopsNothing();
    void certificateIsShownWhole();
    void certificateIsTrustedOnPurpose();
    void saysThatItWaitsForTheKeychain();
};

void TestSavedCameras::removedElsewhereItGoesOnPlaying()
{
    LiveStream stream;
    stream.start();
    Fixture fixture;
    const QUuid door = fixture.addCamera("Door", stream.url());
    Q_EMIT fixture.find<CameraPanel>("cameraPanel")->playRequested(door);
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
    CameraStore other(fixture.home.filePath("cameras.json"));
    QVERIFY(other.remove(door));
    QTRY_COMPARE(fixture.find<QListView>("cameraList")->model()->rowCount(), 0);
    QCOMPARE(fixture.session.status().state, State::Playing);
    // It is called as an unsaved one now, and may be saved again.
    QTRY_VERIFY(fixture.find<QAction>("saveAction")->isEnabled());
    QVERIFY(!fixture.window->windowTitle().startsWith("Oriel"));
    fixture.trigger("saveAction");
    QTRY_VERIFY(fixture.isShown("cameraDialog"));
    QCOMPARE(fixture.find<QLineEdit>("cameraAddress")->text(), stream.url());
    fixture.click("saveCameraButton");
    QCOMPARE(fixture.cameras.cameras().size(), 1);
    QVERIFY(!fixture.find<QAction>("saveAction")->isEnabled());
}

void TestSavedCameras::renamedElsewhereItIsCalledSo()
{
    LiveStream stream;
    stream.start();
    Fixture fixture;
    const QUuid door = fixture.addCamera("Door", stream.url());
    Q_EMIT fixture.find<CameraPanel>("cameraPanel")->playRequested(door);
    QTRY_VERIFY(fixture.window->windowTitle().startsWith("Door"));
    CameraStore other(fixture.home.filePath("cameras.json"));
    Camera camera = other.cameras().first();
    camera.name = QStringLiteral("Gate");
    QVERIFY(other.add(camera));
    QTRY_VERIFY(fixture.window->windowTitle().startsWith("Gate"));
}

void TestSavedCameras::theOfferFollowsTheList()
{
    Fixture fixture;
    const QUuid door = fixture.addCamera("Door", "rtsp://127.0.0.1:1/x");
    QVERIFY(fixture.cameras.setLastPlayed(door));
    fixture.open();
    QVERIFY(fixture.find<QPushButton>("offerButton")->text().contains("Door"));
    Camera camera = fixture.cameras.cameras().first();
    camera.name = QStringLiteral("Gate");
    QVERIFY(fixture.cameras.add(camera));
    QVERIFY(fixture.find<QPushButton>("offerButton")->text().contains("Gate"));
    QVERIFY(fixture.cameras.remove(door));
    QVERIFY(!fixture.isShown("offerButton"));
}

void TestSavedCameras::actionsFollowTheList()
{
    Fixture fixture;
    QVERIFY(!fixture.find<QAction>("editAction")->isEnabled());
    const QUuid door = fixture.addCamera("Door", "rtsp://127.0.0.1:1/x");
    fixture.find<CameraPanel>("cameraPanel")->select(door);
    QVERIFY(fixture.find<QAction>("editAction")->isEnabled());
    QVERIFY(fixture.find<QAction>("removeAction")->isEnabled());
    CameraStore other(fixture.home.filePath("cameras.json"));
    QVERIFY(other.remove(door));
    QTRY_VERIFY(!fixture.find<QAction>("editAction")->isEnabled());
    QVERIFY(!fixture.find<QAction>("removeAction")->isEnabled());
}

void TestSavedCameras::anEditKeepsTheCertificate()
{
    Fixture fixture;
    const QUuid door = fixture.addCamera("Door", "rtsps://127.0.0.1:1/x");
    Camera camera = fixture.cameras.cameras().first();
    camera.url.setTrustedCertificate(kNumber);
    QVERIFY(fixture.cameras.add(camera));
    Q_EMIT fixture.find<CameraPanel>("cameraPanel")->editRequested(door);
    QTRY_VERIFY(fixture.isShown("cameraDialog"));
    fixture.type("cameraName", "Gate");
    fixture.click("saveCameraButton");
    const Camera saved = fixture.cameras.cameras().first();
    QCOMPARE(saved.name, QStringLiteral("Gate"));
    QCOMPARE(saved.url.trustedCertificate(), kNumber);
}

/// A certificate that is trusted while it plays is added to what the list says today.
void TestSavedCameras::anEditKeepsWhatAnotherWindowChanged()
{
    LiveStream stream;
    stream.start();
    Fixture fixture;
    const QUuid door = fixture.addCamera("Door", stream.url());
    Q_EMIT fixture.find<CameraPanel>("cameraPanel")->playRequested(door);
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
    CameraStore other(fixture.home.filePath("cameras.json"));
    Camera camera = other.cameras().first();
    camera.name = QStringLiteral("Gate");
    camera.transport = TransportChoice::Tcp;
    QVERIFY(other.add(camera));
    QTRY_COMPARE(fixture.cameras.cameras().first().name, QStringLiteral("Gate"));
    Q_EMIT fixture.find<CameraPanel>("cameraPanel")->editRequested(door);
    QTRY_VERIFY(fixture.isShown("cameraDialog"));
    QCOMPARE(fixture.find<QLineEdit>("cameraName")->text(), QStringLiteral("Gate"));
    fixture.click("saveCameraButton");
    QCOMPARE(fixture.cameras.cameras().first().transport, TransportChoice::Tcp);
    QCOMPARE(fixture.session.status().state, State::Connecting); // As it is saved now.
}

void TestSavedCameras::undoIsOfferedForAWhile()
{
    Fixture fixture;
    const QUuid door = fixture.addCamera("Door", "rtsp://127.0.0.1:1/x");
    const QUuid gate = fixture.addCamera("Gate", "rtsp://127.0.0.1:1/y");
    fixture.trigger("camerasAction");
    auto *panel = fixture.find<CameraPanel>("cameraPanel");
    Q_EMIT panel->removeRequested(door);
    QVERIFY(fixture.isShown("undoButton"));
    // The second one takes the place of the first, which is not to be had any more.
    Q_EMIT panel->removeRequested(gate);
    QVERIFY(fixture.find<QLabel>("cameraNoticeText")->text().contains("Gate"));
    fixture.click("undoButton");
    QCOMPARE(fixture.cameras.cameras().size(), 1);
    QCOMPARE(fixture.cameras.cameras().first().id, gate);
    QVERIFY(!fixture.isShown("undoButton"));
}

void TestSavedCameras::removingAnotherStopsNothing()
{
    LiveStream stream;
    stream.start();
    Fixture fixture;
    const QUuid door = fixture.addCamera("Door", stream.url());
    const QUuid gate = fixture.addCamera("Gate", "rtsp://127.0.0.1:1/y");
    auto *panel = fixture.find<CameraPanel>("cameraPanel");
    Q_EMIT panel->playRequested(door);
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
    Q_EMIT panel->removeRequested(gate);
    QCOMPARE(fixture.session.status().state, State::Playing);
    Q_EMIT panel->removeRequested(door);
    QCOMPARE(fixture.session.status().state, State::Idle);
}

void TestSavedCameras::certificateIsShownWhole()
{
    const QString number = QString::fromLatin1(kNumber.toHex(':').toUpper());
    for (const ErrorCode code : {ErrorCode::CertificateUntrusted, ErrorCode::CertificateChanged}) {
        CertificateDialog dialog(QStringLiteral("Door"), {code, {}, number});
        const QString shown = dialog.findChild<QLabel *>("certificateNumber")->text();
        QCOMPARE(parseFingerprint(QString(shown).replace('\n', ':')), kNumber);
        const QString title = dialog.findChild<QLabel *>("certificateTitle")->text();
        QVERIFY(title.contains("Door"));
        QCOMPARE(title.contains("another"), code == ErrorCode::CertificateChanged);
    }
    const CertificateDialog none(QStringLiteral("Door"), {ErrorCode::CertificateUntrusted, {}, {}});
    QVERIFY(!none.findChild<QPushButton *>("certificateTrust")->isEnabled());
}

void TestSavedCameras::certificateIsTrustedOnPurpose()
{
    const Error error{ErrorCode::CertificateUntrusted, {}, QString::fromLatin1(kNumber.toHex(':'))};
    QPointer<CertificateDialog> dialog = new CertificateDialog(QStringLiteral("Door"), error);
    QSignalSpy trusted(dialog, &CertificateDialog::trusted);
    dialog->open();
    QTest::keyClick(dialog, Qt::Key_Return); // The default is to leave it.
    QTRY_VERIFY(!dialog);
    QCOMPARE(trusted.size(), 0);

    dialog = new CertificateDialog(QStringLiteral("Door"), error);
    QSignalSpy now(dialog, &CertificateDialog::trusted);
    dialog->open();
    QTest::mouseClick(dialog->findChild<QPushButton *>("certificateTrust"), Qt::LeftButton);
    QCOMPARE(now.size(), 1);
    QCOMPARE(now.first().first().toByteArray(), kNumber);
    QTRY_VERIFY(!dialog);
}

void TestSavedCameras::saysThatItWaitsForTheKeychain()
{
    PlaybackSession session;
    Statistics statistics;
    PlayerPage page(session, statistics, PainterKind::Raster);
    page.resize(500, 400);
    page.show();
    auto *card = page.findChild<QWidget *>("messageCard");
    page.setAwaitsKeychain(true);
    QVERIFY(!card->isVisible()); // One that answers at once is not worth a word.
    QTRY_VERIFY(card->isVisible());
    QVERIFY(page.findChild<QLabel *>("messageTitle")->text().contains("keychain"));
    page.setAwaitsKeychain(false);
    QVERIFY(!card->isVisible());
}

QTEST_MAIN(TestSavedCameras)
#include "tst_saved_cameras.moc"
