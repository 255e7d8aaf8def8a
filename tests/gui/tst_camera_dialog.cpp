#include "ui/camera_dialog.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace oriel;

class TestCameraDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newCamera();
    void takesApartWhatWasPasted();
    void showsASavedOne();
    void refusesWhatIsNoAddress();
    void staysOpenWhereItCannotBeSaved();

private:
    void open(const Camera &camera = {}, bool keptPassword = false);
    [[nodiscard]] QLineEdit *field(const char *name) const
    {
        return m_dialog->findChild<QLineEdit *>(QLatin1String(name));
    }
    void save() const
    {
        QTest::mouseClick(m_dialog->findChild<QPushButton *>("saveCameraButton"), Qt::LeftButton);
    }

    std::unique_ptr<CameraDialog> m_dialog;
    QList<CameraDialog::Entry> m_entries;
};

void TestCameraDialog::open(const Camera &camera, bool keptPassword)
{
    m_entries.clear();
    m_dialog = std::make_unique<CameraDialog>(camera, keptPassword);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    connect(m_dialog.get(), &CameraDialog::saveRequested, this,
            [this](const CameraDialog::Entry &entry) { m_entries << entry; });
    m_dialog->open();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void TestCameraDialog::newCamera()
{
    open();
    field("cameraAddress")->setText(QStringLiteral(" rtsp://camera.local:8554/x?y=1 "));
    field("cameraName")->setText(QString::fromUtf8(" كاميرا الباب "));
    auto *transport = m_dialog->findChild<QComboBox *>("cameraTransport");
    transport->setCurrentIndex(transport->findData(int(TransportChoice::Tcp)));
    save();
    QCOMPARE(m_entries.size(), 1);
    const Camera &camera = m_entries.first().camera;
    QVERIFY(camera.id.isNull());
    QCOMPARE(camera.name, QString::fromUtf8("كاميرا الباب"));
    QCOMPARE(camera.url.display(), QStringLiteral("rtsp://camera.local:8554/x?y=1"));
    QCOMPARE(camera.transport, TransportChoice::Tcp);
    QVERIFY(!camera.url.hasCredentials());
    QVERIFY(!m_entries.first().password);
}

void TestCameraDialog::takesApartWhatWasPasted()
{
    open();
    field("cameraAddress")->setText(QStringLiteral("rtsp://eye:p@ss@camera/x"));
    QTest::keyClick(field("cameraAddress"), Qt::Key_Tab);
    QCOMPARE(field("cameraAddress")->text(), QStringLiteral("rtsp://camera/x"));
    QCOMPARE(field("cameraUser")->text(), QStringLiteral("eye"));
    QCOMPARE(field("cameraPassword")->echoMode(), QLineEdit::Password);
    save();
    QCOMPARE(m_entries.first().camera.url.user(), QStringLiteral("eye"));
    QCOMPARE(m_entries.first().camera.url.password(), QString());
    QCOMPARE(m_entries.first().password, QStringLiteral("p@ss"));
}

void TestCameraDialog::showsASavedOne()
{
    Camera camera;
    camera.id = QUuid::createUuid();
    camera.name = QStringLiteral("Door");
    camera.url = StreamUrl::parse("rtsp://eye@[fe80::1%eth0]:8554/x?pwd=c4nary").value();
    camera.transport = TransportChoice::Udp;
    open(camera, true);
    QCOMPARE(field("cameraPassword")->text(), QString());
    QVERIFY(!field("cameraPassword")->placeholderText().isEmpty());
    save();
    QCOMPARE(m_entries.first().camera, camera); // Nothing is lost by opening and saving it.
    QVERIFY(!m_entries.first().password);
}

void TestCameraDialog::refusesWhatIsNoAddress()
{
    open();
    for (const char *text : {"", "http://camera/", "rtsp://"}) {
        field("cameraAddress")->setText(QLatin1String(text));
        save();
        QVERIFY(m_entries.isEmpty());
        QVERIFY(m_dialog->findChild<QLabel *>("cameraProblem")->isVisible());
    }
    QTest::keyClicks(field("cameraAddress"), "x");
    QVERIFY(!m_dialog->findChild<QLabel *>("cameraProblem")->isVisible());
}

void TestCameraDialog::staysOpenWhereItCannotBeSaved()
{
    open();
    field("cameraAddress")->setText(QStringLiteral("rtsp://camera/x"));
    save();
    m_dialog->showProblem(QStringLiteral("The disk is full."));
    QVERIFY(m_dialog->isVisible());
    QCOMPARE(m_dialog->findChild<QLabel *>("cameraProblem")->text(),
             QStringLiteral("The disk is full."));
    QCOMPARE(field("cameraAddress")->text(), QStringLiteral("rtsp://camera/x"));
}

QTEST_MAIN(TestCameraDialog)

#include "tst_camera_dialog.moc"
