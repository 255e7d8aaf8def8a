#include "machine_clock_reader.h"
#include "source/frame_pool.h"
#include "source/test_pattern.h"
#include "source/test_source.h"

#include <QSemaphore>
#include <QTest>

using namespace oriel;
using namespace std::chrono_literals;

namespace {

/// What no frame ever shows where nothing is drawn.
constexpr WallTime kSomeTime{1'795'404'000'123'456us};

int lumaAt(const AVFrame &frame, QPoint at)
{
    return frame.data[0][at.y() * frame.linesize[0] + at.x()];
}

int differingRows(const AVFrame &a, const AVFrame &b, int from, int to)
{
    int rows = 0;
    for (int y = from; y < to; ++y)
        rows += std::memcmp(a.data[0] + y * a.linesize[0], b.data[0] + y * b.linesize[0],
                            static_cast<std::size_t>(a.width)) != 0
                    ? 1
                    : 0;
    return rows;
}

} // namespace

class TestTestPattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizes_data();
    void sizes();
    void clockBits();
    void clockIsNeutral();
    void showsColourBars_data();
    void showsColourBars();
    void movesOverTheClockNever();
    void sameTimeSamePicture();
    void fontKnowsItsCharacters();
    void sourceKeepsItsPace();
    void sourceLeavesOutWhatItMissed();
    void sourceStopsAtOnce();
};

void TestTestPattern::sizes_data()
{
    QTest::addColumn<QSize>("size");
    for (const QSize size :
         {QSize(64, 48), QSize(66, 50), QSize(320, 240), QSize(640, 480), QSize(650, 362),
          QSize(1280, 720), QSize(1920, 1080), QSize(1080, 1920), QSize(2000, 64)})
        QTest::addRow("%dx%d", size.width(), size.height()) << size;
}

void TestTestPattern::sizes()
{
    QFETCH(const QSize, size);
    const TestPattern pattern(size, 30);
    FramePool pool(size);
    const AvFramePtr frame = pool.take();
    pattern.draw(*frame, 4'000'000'000U, kSomeTime);
    machine_clock::stamp(*frame, kSomeTime);
    QCOMPARE(test::readMachineClock(*frame), std::optional(test::clockValue(kSomeTime)));
}

void TestTestPattern::clockBits()
{
    // 0x01020304 ms: check sum 01 ^ 02 ^ 03 ^ 04 ^ 5a.
    QCOMPARE(machine_clock::bitsOf(WallTime(std::chrono::milliseconds(0x01020304) + 999us)),
             std::uint64_t{0x010203045e});
    QCOMPARE(machine_clock::bitsOf(WallTime(std::chrono::milliseconds(0x7'00000000))),
             std::uint64_t{0x5a});
    QCOMPARE(machine_clock::cell(640, 480, 0), QRect(0, 192, 32, 40));
    QCOMPARE(machine_clock::cell(640, 480, 39), QRect(608, 232, 32, 40));
}

void TestTestPattern::clockIsNeutral()
{
    const QSize size(640, 480);
    const AvFramePtr frame = FramePool(size).take();
    TestPattern(size, 30).draw(*frame, 1, kSomeTime);
    machine_clock::stamp(*frame, kSomeTime);
    const std::uint64_t bits = machine_clock::bitsOf(kSomeTime);
    for (int i = 0; i < machine_clock::kCells; ++i) {
        const QRect cell = machine_clock::cell(640, 480, i);
        const int expected = ((bits >> (39 - i)) & 1) != 0 ? 235 : 16;
        for (const QPoint at : {cell.topLeft(), cell.bottomRight(), cell.center()}) {
            QCOMPARE(lumaAt(*frame, at), expected);
            for (const int plane : {1, 2})
                QCOMPARE(int(frame->data[plane][at.y() / 2 * frame->linesize[plane] + at.x() / 2]),
                         128);
        }
    }
}

void TestTestPattern::showsColourBars_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("y");
    QTest::addColumn<int>("u");
    QTest::addColumn<int>("v");
    // Yellow at 75 %, SMPTE EG 1 and RP 219.
    QTest::newRow("BT.601") << QSize(640, 480) << 162 << 44 << 142;
    QTest::newRow("BT.709") << QSize(1280, 720) << 168 << 44 << 136;
}

void TestTestPattern::showsColourBars()
{
    QFETCH(const QSize, size);
    QFETCH(const int, y);
    QFETCH(const int, u);
    QFETCH(const int, v);
    const AvFramePtr frame = FramePool(size).take();
    TestPattern(size, 30).draw(*frame, 1, kSomeTime);
    const QPoint yellow(size.width() * 18 / 100, size.height() * 72 / 100);
    QVERIFY(std::abs(lumaAt(*frame, yellow) - y) <= 1);
    const auto chroma = [&](int plane) {
        return int(frame->data[plane][yellow.y() / 2 * frame->linesize[plane] + yellow.x() / 2]);
    };
    QVERIFY2(std::abs(chroma(1) - u) <= 1, qPrintable(QString::number(chroma(1))));
    QVERIFY2(std::abs(chroma(2) - v) <= 1, qPrintable(QString::number(chroma(2))));
}

void TestTestPattern::movesOverTheClockNever()
{
    const QSize size(640, 480);
    const TestPattern pattern(size, 30);
    FramePool pool(size);
    const AvFramePtr before = pool.take(), after = pool.take();
    pattern.draw(*before, 1, kSomeTime);
    for (int step = 1; step <= 120; ++step) {
        pattern.draw(*after, static_cast<std::uint32_t>(step), kSomeTime + step * 33'333us);
        QCOMPARE(differingRows(*before, *after, 192, 272), 0);
        QVERIFY(differingRows(*before, *after, 0, 192) > 20);   // the time of day
        QVERIFY(differingRows(*before, *after, 272, 480) > 20); // ball, hand or number
    }
}

void TestTestPattern::sameTimeSamePicture()
{
    const QSize size(640, 480);
    const TestPattern pattern(size, 30);
    FramePool pool(size);
    const AvFramePtr one = pool.take(), other = pool.take();
    pattern.draw(*one, 7, kSomeTime);
    pattern.draw(*other, 7, kSomeTime);
    QCOMPARE(differingRows(*one, *other, 0, 480), 0);
}

void TestTestPattern::fontKnowsItsCharacters()
{
    const QSize size(64, 48);
    const StrokeFont font(32);
    for (const char *character = StrokeFont::kCharacters; *character != '\0'; ++character) {
        const AvFramePtr frame = FramePool(size).take();
        Canvas canvas(*frame);
        canvas.fillRect(canvas.bounds(), {});
        font.draw(canvas, {4, 4}, QLatin1String(character, 1), {235, 128, 128});
        int lit = 0;
        for (int y = 0; y < size.height(); ++y) {
            for (int x = 0; x < size.width(); ++x)
                lit += lumaAt(*frame, {x, y}) > 128 ? 1 : 0;
        }
        QVERIFY2(lit > 8, QByteArray(character, 1));
    }
    QVERIFY(font.widthOf(QLatin1String("88")) > font.widthOf(QLatin1String("8:")));
}

void TestTestPattern::sourceKeepsItsPace()
{
    constexpr double kRate = 100;
    constexpr int kFrames = 50;
    const auto mailbox = std::make_shared<Latest<RawFrame>>();
    QSemaphore made;
    TestSource source({{160, 120}, kRate}, mailbox, [&] { made.release(); });
    source.start();
    std::vector<RawFrame> frames;
    while (frames.size() < kFrames) {
        QVERIFY(made.tryAcquire(1, 5000));
        if (auto frame = mailbox->take())
            frames.push_back(std::move(*frame));
    }
    for (std::size_t i = 0; i < frames.size(); ++i) {
        QCOMPARE(test::readMachineClock(*frames[i].picture),
                 std::optional(test::clockValue(frames[i].captured)));
        QVERIFY(i == 0 || frames[i].number > frames[i - 1].number);
    }
    // Whatever was missed is left out, so the last is not early and frames are not closer than due.
    const double ms = toMs(frames.back().captured - frames.front().captured);
    QVERIFY2(ms > (kFrames - 1) * 1000 / kRate - 9.5, qPrintable(QString::number(ms)));
    QVERIFY2(ms <
                 (kFrames - 1 + double(source.missed() + mailbox->displaced())) * 1000 / kRate + 60,
             qPrintable(QString::number(ms)));
}

void TestTestPattern::sourceLeavesOutWhatItMissed()
{
    const auto mailbox = std::make_shared<Latest<RawFrame>>();
    QSemaphore made, goOn;
    TestSource source({{160, 120}, 100}, mailbox, [&] {
        made.release();
        goOn.acquire();
    });
    source.start();
    QVERIFY(made.tryAcquire(1, 5000));
    QVERIFY(mailbox->take().has_value());
    // The source hangs in the call above for 200 ms.
    QVERIFY(!made.tryAcquire(1, 200));
    goOn.release(1000);
    std::vector<WallTime> captured;
    while (captured.size() < 3) {
        QVERIFY(made.tryAcquire(1, 5000));
        if (const auto frame = mailbox->take())
            captured.push_back(frame->captured);
    }
    QVERIFY2(source.missed() >= 15, qPrintable(QString::number(source.missed())));
    QVERIFY(toMs(captured[2] - captured[0]) > 9); // two periods, but for one late start
}

void TestTestPattern::sourceStopsAtOnce()
{
    const auto mailbox = std::make_shared<Latest<RawFrame>>();
    QSemaphore made;
    TestSource source({{160, 120}, 1}, mailbox, [&] { made.release(); });
    source.start();
    QVERIFY(made.tryAcquire(1, 5000));
    const SteadyTime begin = SteadyClock::now();
    source.stop();
    QVERIFY(SteadyClock::now() - begin < 500ms);
    QCOMPARE(source.captured(), std::uint64_t{1});
}

QTEST_GUILESS_MAIN(TestTestPattern)
#include "tst_test_pattern.moc"
