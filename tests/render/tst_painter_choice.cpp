// Which painter is chosen, on a real X server that the processor draws.

#include "ui/gl_renderer.h"
#include "ui/painter_choice.h"
#include "ui/painter_probe.h"

#include <QApplication>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QSurfaceFormat>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>

using namespace oriel;

namespace {

constexpr char kHelperOption[] = "--probe-painter";

/// Drivers of OpenGL in this process; what Qt itself links is none.
QStringList loadedDrivers()
{
    QFile maps(QStringLiteral("/proc/self/maps"));
    if (!maps.open(QIODevice::ReadOnly))
        return {QStringLiteral("unknown")};
    static const QRegularExpression driver(
        QStringLiteral("_dri\\.so|libgallium|libLLVM|libGLX_|libEGL_|libnvidia"));
    return QString::fromLatin1(maps.readAll()).split(u'\n').filter(driver);
}

} // namespace

class TestPainterChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void helperTellsTheRenderer();
    void rasterOnSoftware_data();
    void rasterOnSoftware();
    void glWhenAskedFor();
};

void TestPainterChoice::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
}

void TestPainterChoice::helperTellsTheRenderer()
{
    const QTemporaryDir folder;
    PainterProbe probe({QCoreApplication::applicationFilePath(),
                        {QLatin1String(kHelperOption)},
                        folder.filePath(QStringLiteral("painter.json")),
                        {},
                        std::chrono::seconds(20),
                        std::chrono::seconds(20)});
    const std::optional<QString> renderer = probe.ask();
    QVERIFY(renderer);
    QVERIFY2(isSoftwareRenderer(*renderer), qPrintable(*renderer));
    QCOMPARE(loadedDrivers(), QStringList());
}

void TestPainterChoice::rasterOnSoftware_data()
{
    QTest::addColumn<PainterChoice>("choice");
    QTest::newRow("auto") << PainterChoice::Auto;
    QTest::newRow("raster") << PainterChoice::Raster;
}

void TestPainterChoice::rasterOnSoftware()
{
    QFETCH(PainterChoice, choice);
    QObject owner;
    QCOMPARE(choosePainter(choice, &owner), PainterKind::Raster);
    QCOMPARE(loadedDrivers(), QStringList());
}

void TestPainterChoice::glWhenAskedFor()
{
    QVERIFY(QSurfaceFormat::defaultFormat().swapInterval() != 0);
    QObject owner;
    QCOMPARE(choosePainter(PainterChoice::Gl, &owner), PainterKind::Gl);
    QVERIFY(!loadedDrivers().isEmpty());
    // And nothing waits for the screen's refresh, the window itself included.
    QWidget window;
    const VideoView *view = VideoView::create(PainterKind::Gl, &window);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QTRY_VERIFY(isSoftwareRenderer(view->renderer()));
    QCOMPARE(window.windowHandle()->format().swapInterval(), 0);
}

int main(int argc, char **argv)
{
    if (argc == 2 && std::strcmp(argv[1], kHelperOption) == 0)
        return printGlRenderer(argc, argv);
    const QApplication app(argc, argv);
    TestPainterChoice test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_painter_choice.moc"
