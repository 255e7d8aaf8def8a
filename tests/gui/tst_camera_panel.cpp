#include "ui/camera_panel.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace oriel;

class TestCameraPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void search();
    void order();
    void orderIsKeptWhileSearching();
    void keys();
    void addresses();
    void selectionSurvivesChanges();
    void states();
    void undo();
    void manyCameras();
    void rightToLeft();

private:
    QUuid add(const QString &name, const QString &url = QStringLiteral("rtsp://camera/x"));
    [[nodiscard]] QStringList names() const;
    [[nodiscard]] QListView *list() const { return m_panel->findChild<QListView *>("cameraList"); }
    [[nodiscard]] QLineEdit *field() const
    {
        return m_panel->findChild<QLineEdit *>("cameraSearch");
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<CameraStore> m_store;
    std::unique_ptr<CameraPanel> m_panel;
};

void TestCameraPanel::init()
{
    m_panel.reset();
    m_home = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<CameraStore>(m_home->filePath("cameras.json"));
    m_panel = std::make_unique<CameraPanel>(*m_store);
    m_panel->resize(260, 500);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
}

QUuid TestCameraPanel::add(const QString &name, const QString &url)
{
    Camera camera;
    camera.id = QUuid::createUuid();
    camera.name = name;
    camera.url = StreamUrl::parse(url).value();
    return m_store->add(camera) ? camera.id : QUuid();
}

QStringList TestCameraPanel::names() const
{
    QStringList result;
    for (int row = 0; row < list()->model()->rowCount(); ++row)
        result << list()->model()->index(row, 0).data().toString();
    return result;
}

void TestCameraPanel::search()
{
    auto *placeholder = m_panel->findChild<QLabel *>("cameraPlaceholder");
    QVERIFY(placeholder->isVisible());
    add("Front door", "rtsp://192.168.1.7/main");
    const QUuid garden = add("Garden");
    QVERIFY(!placeholder->isVisible());
    QTest::keyClicks(field(), "FRONT 1.7");
    QCOMPARE(names(), QStringList{"Front door"});
    field()->setText("attic");
    QCOMPARE(names(), QStringList());
    QVERIFY(placeholder->isVisible());
    QSignalSpy play(m_panel.get(), &CameraPanel::playRequested);
    field()->setText("gard");
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(play.size(), 1);
    QCOMPARE(play.first().first().toUuid(), garden);
    field()->clear();
    QCOMPARE(names(), (QStringList{"Front door", "Garden"}));
}

void TestCameraPanel::order()
{
    for (const char *name : {"A", "B", "C", "D"})
        add(name);
    QVERIFY(list()->model()->moveRow({}, 0, {}, 3));
    QCOMPARE(names(), (QStringList{"B", "C", "A", "D"}));
    QVERIFY(list()->model()->moveRow({}, 3, {}, 0));
    QCOMPARE(names(), (QStringList{"D", "B", "C", "A"}));
    QVERIFY(!list()->model()->moveRow({}, 1, {}, 2)); // Where it is already.
    const CameraStore again(m_home->filePath("cameras.json"));
    QCOMPARE(again.cameras().first().name, QStringLiteral("D"));
}

void TestCameraPanel::orderIsKeptWhileSearching()
{
    for (const char *name : {"A1", "B", "A2"})
        add(name);
    field()->setText("a");
    QVERIFY(!list()->model()->moveRow({}, 1, {}, 0));
    field()->clear();
    QCOMPARE(names(), (QStringList{"A1", "B", "A2"}));
}

void TestCameraPanel::keys()
{
    const QUuid a = add("A"), b = add("B");
    QSignalSpy play(m_panel.get(), &CameraPanel::playRequested);
    QSignalSpy edit(m_panel.get(), &CameraPanel::editRequested);
    QSignalSpy remove(m_panel.get(), &CameraPanel::removeRequested);
    m_panel->select(a);
    QTest::keyClick(list(), Qt::Key_Down);
    QCOMPARE(m_panel->selected(), b);
    QTest::keyClick(list(), Qt::Key_Return);
    QTest::keyClick(list(), Qt::Key_F2);
    QTest::keyClick(list(), Qt::Key_Delete);
    QCOMPARE(play.size(), 1);
    for (const QSignalSpy *spy : {&play, &edit, &remove})
        QCOMPARE(spy->value(0).value(0).toUuid(), b);
    QTest::keyClick(list(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(names(), (QStringList{"B", "A"}));
    QCOMPARE(m_panel->selected(), b);
    QTest::keyClick(list(), Qt::Key_Up, Qt::AltModifier); // It is the first.
    QTest::keyClick(list(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(names(), (QStringList{"A", "B"}));
}

void TestCameraPanel::addresses()
{
    QList<StreamUrl> entered;
    connect(m_panel.get(), &CameraPanel::addressEntered, m_panel.get(),
            [&](const StreamUrl &url) { entered << url; });
    field()->setText("rtsp://eye:s3cret@camera/x");
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(entered.size(), 1);
    QCOMPARE(entered.first().password(), QStringLiteral("s3cret"));
    QCOMPARE(field()->text(), QString());
    field()->setText("http://camera/x");
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(entered.size(), 1);
    QVERIFY(m_panel->findChild<QLabel *>("cameraNoticeText")->text().contains("rtsp://"));
}

void TestCameraPanel::selectionSurvivesChanges()
{
    const QUuid a = add("A"), b = add("B");
    m_panel->select(b);
    add("C");
    QCOMPARE(m_panel->selected(), b);
    QVERIFY(m_store->remove(b));
    QVERIFY(m_panel->selected() != b);
    m_panel->select(a);
    QCOMPARE(m_panel->selected(), a);
}

void TestCameraPanel::states()
{
    const QUuid a = add("A", "rtsp://camera.local:8554/x"), b = add("B");
    const auto line = [this](const QUuid &id) {
        return m_panel->model().indexOf(id).data(CameraListModel::LineRole).toString();
    };
    QCOMPARE(line(a), QStringLiteral("camera.local:8554"));
    m_panel->model().setPlaying(a, PlaybackSession::State::Playing);
    QCOMPARE(line(a), QStringLiteral("Live"));
    QCOMPARE(m_panel->model().indexOf(a).data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("A, Live"));
    QSignalSpy changed(&m_panel->model(), &CameraListModel::dataChanged);
    m_panel->model().setPlaying(a, PlaybackSession::State::Playing);
    QCOMPARE(changed.size(), 0); // Nothing is drawn anew that did not change.
    m_panel->model().setPlaying(b, PlaybackSession::State::Connecting);
    QCOMPARE(line(a), QStringLiteral("camera.local:8554"));
    QCOMPARE(line(b), QStringLiteral("Connecting…"));
}

void TestCameraPanel::undo()
{
    QSignalSpy undo(m_panel.get(), &CameraPanel::undoRequested);
    auto *notice = m_panel->findChild<QWidget *>("cameraNotice");
    auto *button = m_panel->findChild<QPushButton *>("undoButton");
    QVERIFY(!notice->isVisible());
    m_panel->offerUndo("“A” was removed.");
    QVERIFY(notice->isVisible() && button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(undo.size(), 1);
    m_panel->say("The disk is full.");
    QVERIFY(notice->isVisible() && !button->isVisible());
    m_panel->say({});
    QVERIFY(!notice->isVisible());
}

void TestCameraPanel::manyCameras()
{
    constexpr int kMany = 5000;
    QFile file(m_home->filePath("many.json"));
    {
        QVERIFY(add("first").isNull() == false);
        QFile one(m_home->filePath("cameras.json"));
        QVERIFY(one.open(QIODevice::ReadOnly));
        const QJsonObject whole = QJsonDocument::fromJson(one.readAll()).object();
        QJsonArray cameras = whole["cameras"].toArray();
        QJsonObject camera = cameras.takeAt(0).toObject();
        for (int i = 0; i < kMany; ++i) {
            camera["id"] = QUuid::createUuid().toString(QUuid::WithoutBraces);
            camera["name"] = QStringLiteral("Camera %1").arg(i);
            cameras << camera;
        }
        QJsonObject many = whole;
        many["cameras"] = cameras;
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(many).toJson());
        file.close();
    }
    QElapsedTimer timer;
    timer.start();
    CameraStore store(file.fileName());
    CameraPanel panel(store);
    panel.resize(260, 500);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    const qint64 opened = timer.restart();
    auto *search = panel.findChild<QLineEdit *>("cameraSearch");
    QTest::keyClicks(search, "4711");
    QCOMPARE(panel.findChild<QListView *>("cameraList")->model()->rowCount(), 1);
    const qint64 searched = timer.restart();
    qInfo("5000 cameras: shown after %lld ms, four letters of a search %lld ms", opened, searched);
    QVERIFY(opened < 2000);
    QVERIFY(searched < 1000);
}

void TestCameraPanel::rightToLeft()
{
    add(QString::fromUtf8("كاميرا الباب"));
    m_panel->setLayoutDirection(Qt::RightToLeft);
    const QImage picture = m_panel->grab().toImage(); // Lays out first what is due.
    QVERIFY(!picture.isNull());
    // The name begins at the right edge of its row.
    const QRect row = list()
                          ->visualRect(list()->model()->index(0, 0))
                          .translated(list()->viewport()->mapTo(m_panel.get(), QPoint()));
    const auto inkIn = [&](const QRect &area) {
        int ink = 0;
        for (int y = area.top(); y <= area.bottom(); ++y) {
            for (int x = area.left(); x <= area.right(); ++x)
                ink += picture.pixelColor(x, y).lightness() < 128 ? 1 : 0;
        }
        return ink;
    };
    const QRect right(row.center().x(), row.top(), row.width() / 2 - 2, row.height());
    const QRect left(row.left() + 2, row.top(), row.width() / 2 - 4, row.height());
    QVERIFY(inkIn(right) > inkIn(left));
}

QTEST_MAIN(TestCameraPanel)

#include "tst_camera_panel.moc"
