// The window without a mouse, and as a screen reader finds it.

#include "live_stream.h"
#include "ui/certificate_dialog.h"
#include "ui/connection_test_dialog.h"
#include "ui/password_dialog.h"
#include "window_fixture.h"

#include <QAccessible>
#include <QApplication>

using namespace oriel;
using oriel::test::LiveStream;
using Fixture = oriel::test::WindowFixture;
using State = PlaybackSession::State;

namespace {

void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
{
    QWidget *const focused = QApplication::focusWidget();
    QTest::keyClick(focused ? focused : QApplication::activeWindow(), key, modifiers);
}

void enter(const QString &text)
{
    QTest::keyClicks(QApplication::focusWidget(), text);
}

bool hasFocus(const char *name)
{
    const QWidget *const focused = QApplication::focusWidget();
    return focused && focused->objectName() == QLatin1String(name);
}

/// Goes on with the tabulator until that widget has the focus.
bool tabTo(const char *name)
{
    for (int presses = 0; presses < 30; ++presses) {
        if (hasFocus(name))
            return true;
        press(Qt::Key_Tab);
    }
    return false;
}

/// From a dialog, with a window manager's help, of which there is none here.
bool cameBack(const Fixture &fixture)
{
    fixture.window->activateWindow();
    return QTest::qWaitForWindowActive(fixture.window.get());
}

/// Whatever the keyboard can reach in a window and a screen reader could not call by a name.
QStringList nameless(const QWidget *window)
{
    QStringList found;
    for (QWidget *widget : window->findChildren<QWidget *>()) {
        if (!widget->isVisible() || !widget->isEnabled() || widget->focusProxy() ||
            (widget->focusPolicy() & Qt::TabFocus) == 0)
            continue;
        QAccessibleInterface *const spoken = QAccessible::queryAccessibleInterface(widget);
        if (!spoken || spoken->text(QAccessible::Name).isEmpty())
            found << QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName();
    }
    return found;
}

} // namespace

class TestAccessibility : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byKeyboardAlone();
    void windowHasNames();
    void dialogsHaveNames();
};

void TestAccessibility::byKeyboardAlone()
{
    LiveStream stream;
    stream.start();
    Fixture fixture;
    const CameraStore &cameras = fixture.cameras;
    // Add.
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(hasFocus("cameraAddress"));
    enter(stream.url());
    QVERIFY(tabTo("cameraName"));
    enter(QStringLiteral("Door"));
    press(Qt::Key_Return);
    QTRY_COMPARE(cameras.cameras().size(), 1);
    // Play.
    QVERIFY(cameBack(fixture));
    QVERIFY(tabTo("cameraList"));
    press(Qt::Key_Home);
    press(Qt::Key_Return);
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
    // Edit.
    QVERIFY(tabTo("cameraList"));
    press(Qt::Key_F2);
    QTRY_VERIFY(hasFocus("cameraAddress"));
    QVERIFY(tabTo("cameraName"));
    press(Qt::Key_A, Qt::ControlModifier);
    enter(QStringLiteral("Gate"));
    press(Qt::Key_Return);
    QTRY_COMPARE(cameras.cameras().first().name, QStringLiteral("Gate"));
    // Remove, and think better of it.
    QVERIFY(cameBack(fixture));
    QVERIFY(tabTo("cameraList"));
    press(Qt::Key_Delete);
    QTRY_VERIFY(cameras.cameras().isEmpty());
    QVERIFY(tabTo("undoButton"));
    press(Qt::Key_Space);
    QTRY_COMPARE(cameras.cameras().size(), 1);
    // Disconnect.
    press(Qt::Key_D, Qt::ControlModifier);
    QTRY_COMPARE(fixture.session.status().state, State::Idle);
}

void TestAccessibility::windowHasNames()
{
    LiveStream stream;
    stream.start();
    Fixture fixture;
    const QUuid door = fixture.addCamera(QStringLiteral("Door"), stream.url());
    QVERIFY(fixture.cameras.setLastPlayed(door));
    fixture.open();
    QVERIFY(fixture.isShown("startPage"));
    QCOMPARE(nameless(fixture.window.get()), QStringList());
    fixture.click("offerButton");
    QTRY_VERIFY(fixture.statistics.painted().total() > 0);
    fixture.trigger("overlayAction");
    QCOMPARE(nameless(fixture.window.get()), QStringList());
    stream.close();
    QTRY_VERIFY(fixture.isShown("messageCard"));
    QCOMPARE(nameless(fixture.window.get()), QStringList());
}

void TestAccessibility::dialogsHaveNames()
{
    Fixture fixture;
    fixture.trigger("addAction");
    QTRY_VERIFY(fixture.isShown("cameraDialog"));
    QCOMPARE(nameless(fixture.find<QWidget>("cameraDialog")), QStringList());
    fixture.find<QWidget>("cameraDialog")->close();

    const auto url = StreamUrl::parse(QStringLiteral("rtsp://127.0.0.1:1/x")).value();
    const auto checked = [&](QDialog &dialog) {
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.open();
        return nameless(&dialog);
    };
    PasswordDialog password(QStringLiteral("Door"), QStringLiteral("eye"), QStringLiteral("Kept."),
                            fixture.window.get());
    QCOMPARE(checked(password), QStringList());
    ConnectionTestDialog test(QStringLiteral("Door"), url, TransportChoice::Auto,
                              fixture.window.get());
    QCOMPARE(checked(test), QStringList());
    CertificateDialog certificate(
        QStringLiteral("Door"),
        {ErrorCode::CertificateUntrusted, {}, QString::fromLatin1(QByteArray(32, 'Z').toHex(':'))},
        fixture.window.get());
    QCOMPARE(checked(certificate), QStringList());
}

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
