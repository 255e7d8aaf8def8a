// The helper process that is asked for the OpenGL renderer, and what is kept of its answer.

#include "ui/gl_renderer.h"
#include "ui/painter_probe.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace oriel;
using namespace std::chrono_literals;

class TestPainterProbe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void softwareNames_data();
    void softwareNames();
    void answersOnce();
    void asksAgain_data();
    void asksAgain();
    void noAnswer_data();
    void noAnswer();
    void hangs();
    void comesLate();
    void answersWithoutAFile();

private:
    /// A probe of a shell script that counts its runs.
    [[nodiscard]] std::unique_ptr<PainterProbe> probe(const QString &script,
                                                      std::chrono::milliseconds patience = 20s,
                                                      std::chrono::milliseconds limit = 20s) const;
    [[nodiscard]] qint64 runs() const { return QFileInfo(path("runs")).size(); }
    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder->filePath(QLatin1String(name));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_key;
};

void TestPainterProbe::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_key = QStringLiteral("the drivers of today");
}

std::unique_ptr<PainterProbe> TestPainterProbe::probe(const QString &script,
                                                      std::chrono::milliseconds patience,
                                                      std::chrono::milliseconds limit) const
{
    const QString counted = QStringLiteral("printf x >>\"$0\"; ") + script;
    return std::make_unique<PainterProbe>(
        PainterProbe::Setup{QStringLiteral("/bin/sh"),
                            {QStringLiteral("-c"), counted, path("runs"), path("fifo")},
                            path("cache/painter.json"),
                            m_key,
                            patience,
                            limit});
}

void TestPainterProbe::softwareNames_data()
{
    QTest::addColumn<bool>("isSoftware");
    const auto row = [](const char *renderer, bool isSoftware) {
        QTest::newRow(renderer) << isSoftware;
    };
    row("llvmpipe (LLVM 15.0.6, 256 bits)", true);
    row("softpipe", true);
    row("Software Rasterizer", true);
    row("SWR (LLVM 7.0, 256 bits)", true);
    row("Google SwiftShader", true);
    row("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)))", true);
    row("GDI Generic", true);
    row("D3D12 (Microsoft Basic Render Driver)", true);
    row("Apple Software Renderer", true);
    row("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", false);
    row("NVIDIA GeForce RTX 3060/PCIe/SSE2", false);
    row("AMD Radeon RX 6600 (navi23, LLVM 15.0.6, DRM 3.49, 6.1.0)", false);
    row("V3D 4.2", false);
    row("Mali-G52 (Panfrost)", false);
    row("virgl (AMD Radeon)", false);
}

void TestPainterProbe::softwareNames()
{
    QFETCH(bool, isSoftware);
    QCOMPARE(isSoftwareRenderer(QString::fromLatin1(QTest::currentDataTag())), isSoftware);
}

void TestPainterProbe::answersOnce()
{
    const QString script = QStringLiteral("echo noise of a driver; echo 'renderer: Iris Xe'");
    QCOMPARE(probe(script)->ask(), QStringLiteral("Iris Xe"));
    QCOMPARE(runs(), 1);
    QCOMPARE(probe(script)->ask(), QStringLiteral("Iris Xe"));
    QCOMPARE(runs(), 1);
}

void TestPainterProbe::asksAgain_data()
{
    QTest::addColumn<QByteArray>("kept");
    QTest::newRow("other drivers") << QByteArray(
        R"({"key": "the drivers of yesterday", "renderer": "old", "asked": "2026-01-01T00:00:00Z"})");
    QTest::newRow("damaged") << QByteArray(R"({"key": "the drivers of today", "rend)");
    QTest::newRow("without a renderer") << QByteArray(R"({"key": "the drivers of today"})");
    QTest::newRow("an old failure") << QByteArray(
        R"({"key": "the drivers of today", "renderer": "", "asked": "2020-01-01T00:00:00Z"})");
    QTest::newRow("a failure from the future") << QByteArray(
        R"({"key": "the drivers of today", "renderer": "", "asked": "2999-01-01T00:00:00Z"})");
}

void TestPainterProbe::asksAgain()
{
    QFETCH(QByteArray, kept);
    QVERIFY(QDir().mkpath(path("cache")));
    QFile file(path("cache/painter.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(kept);
    file.close();
    const QString script = QStringLiteral("echo 'renderer: new'");
    QCOMPARE(probe(script)->ask(), QStringLiteral("new"));
    QCOMPARE(runs(), 1);
    QCOMPARE(probe(script)->ask(), QStringLiteral("new"));
    QCOMPARE(runs(), 1);
}

void TestPainterProbe::noAnswer_data()
{
    QTest::addColumn<QString>("script");
    QTest::newRow("fails") << QStringLiteral("exit 1");
    QTest::newRow("crashes") << QStringLiteral("echo 'renderer: x'; kill -SEGV $$");
    QTest::newRow("says nothing") << QStringLiteral("true");
    QTest::newRow("says something else") << QStringLiteral("echo hello");
}

void TestPainterProbe::noAnswer()
{
    QFETCH(QString, script);
    QCOMPARE(probe(script)->ask(), QString());
    // Believed at the next start.
    QCOMPARE(probe(script)->ask(), QString());
    QCOMPARE(runs(), 1);
}

void TestPainterProbe::hangs()
{
    QElapsedTimer timer;
    timer.start();
    const auto asked = probe(QStringLiteral("exec sleep 600"), 20ms, 1s);
    QSignalSpy answered(asked.get(), &PainterProbe::answered);
    QCOMPARE(asked->ask(), std::nullopt);
    QVERIFY(timer.elapsed() < 1000);
    QTRY_COMPARE(answered.size(), 1);
    QCOMPARE(answered.first().first().toString(), QString());
    QCOMPARE(probe({})->ask(), QString());
    QCOMPARE(runs(), 1);
}

void TestPainterProbe::comesLate()
{
    QCOMPARE(QProcess::execute(QStringLiteral("mkfifo"), {path("fifo")}), 0);
    const auto asked = probe(QStringLiteral("read line <\"$1\"; echo 'renderer: late'"), 20ms);
    QSignalSpy answered(asked.get(), &PainterProbe::answered);
    QCOMPARE(asked->ask(), std::nullopt);
    QFile fifo(path("fifo"));
    QVERIFY(fifo.open(QIODevice::WriteOnly));
    fifo.write("go\n");
    fifo.close();
    QTRY_COMPARE(answered.size(), 1);
    // This run has begun without it; the next one knows.
    QCOMPARE(probe({})->ask(), QStringLiteral("late"));
    QCOMPARE(runs(), 1);
}

void TestPainterProbe::answersWithoutAFile()
{
    PainterProbe missing({path("no-such-program"), {}, path("a/b"), m_key});
    QCOMPARE(missing.ask(), QString());
    PainterProbe unwritable({QStringLiteral("/bin/echo"),
                             {QStringLiteral("renderer: x")},
                             QStringLiteral("/proc/painter.json"),
                             m_key,
                             20s,
                             20s});
    QCOMPARE(unwritable.ask(), QStringLiteral("x"));
}

QTEST_GUILESS_MAIN(TestPainterProbe)

#include "tst_painter_probe.moc"
