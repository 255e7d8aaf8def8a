#include "encode/access_unit_assembly.h"
#include "encode/x264_encoder.h"
#include "h264_units.h"
#include "h26x/access_unit_splitter.h"
#include "source/frame_pool.h"
#include "source/test_pattern.h"

#include <QTest>

#include <algorithm>
#include <cstring>
#include <numeric>

using namespace oriel;
using namespace std::chrono_literals;

namespace {

constexpr WallTime kStart(1'700'000'000s);

/// Access units of our encoder: four slices each, no AUD, a keyframe every ten.
QList<QByteArray> encoded(int count)
{
    auto encoder = X264Encoder::open({.size = {160, 120}, .intra = 10});
    const TestPattern pattern({160, 120}, 30);
    FramePool pool({160, 120});
    QList<QByteArray> units;
    for (int i = 0; i < count; ++i) {
        const AvFramePtr frame = pool.take();
        pattern.draw(*frame, static_cast<std::uint32_t>(i), kStart + i * 33ms);
        const auto picture = encoder->encode(*frame, false);
        units << (*picture)->parameterSets + (*picture)->slices;
    }
    return units;
}

QByteArray joined(const QList<QByteArray> &units)
{
    return std::accumulate(units.begin(), units.end(), QByteArray());
}

/// Where the last slice of a unit begins, start code included.
qsizetype lastSlice(const QByteArray &unit)
{
    return unit.lastIndexOf(QByteArray(h264::kStartCode, sizeof h264::kStartCode));
}

struct Bench
{
    explicit Bench(bool usePauses = true)
        : splitter([this](AccessUnitSplitter::Unit &&unit) { units.push_back(std::move(unit)); },
                   usePauses)
    {
    }

    void append(QByteArrayView bytes) { splitter.append(bytes, now); }
    /// As a camera does it: a picture, and then nothing for some time.
    void appendAndPause(QByteArrayView bytes)
    {
        append(bytes);
        splitter.onPause();
        now += 33ms;
    }
    [[nodiscard]] QList<QByteArray> bytes() const
    {
        QList<QByteArray> all;
        for (const auto &unit : units)
            all << unit.annexB;
        return all;
    }

    WallTime now = kStart;
    std::vector<AccessUnitSplitter::Unit> units;
    AccessUnitSplitter splitter;
};

} // namespace

class TestAccessUnitSplitter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { av_log_set_level(AV_LOG_WARNING); }
    void anyPieces_data();
    void anyPieces();
    void foreignOrder_data();
    void foreignOrder();
    void knowsKeyframes();
    void beginsWithAKeyframe();
    void withoutParameterSetsNothing();
    void tellsWhenAUnitBegan();
    void pausesThatFallBetweenPictures();
    void smallPicturesToo();
    void pauseInsideAPictureIsNoEnd_data();
    void pauseInsideAPictureIsNoEnd();
    void manyBadPausesAreGivenUp();
    void aTrustedPauseThatLied_data();
    void aTrustedPauseThatLied();
    void endOfTheStream();
    void boundedWhateverComes();
    void strayBytes();
};

void TestAccessUnitSplitter::anyPieces_data()
{
    QTest::addColumn<qsizetype>("size");
    for (const qsizetype size : {1, 2, 3, 5, 47, 188, 1000, 4096, 1'000'000})
        QTest::addRow("%lld", static_cast<long long>(size)) << size;
}

void TestAccessUnitSplitter::anyPieces()
{
    QFETCH(const qsizetype, size);
    const QList<QByteArray> units = encoded(25);
    const QByteArray stream = joined(units);
    Bench bench(false);
    for (qsizetype at = 0; at < stream.size(); at += size)
        bench.append(QByteArrayView(stream).sliced(at, std::min(size, stream.size() - at)));
    QCOMPARE(bench.bytes(), units.first(24)); // Nothing has begun behind the last one.
    bench.splitter.finish();
    QCOMPARE(bench.bytes(), units);
    QCOMPARE(bench.splitter.strayBytes(), std::uint64_t{0});
}

void TestAccessUnitSplitter::foreignOrder_data()
{
    QTest::addColumn<QList<QByteArray>>("before"); ///< In front of each picture.
    QTest::addColumn<QList<QByteArray>>("behind");
    const QByteArray aud = QByteArray::fromHex("09f0"), sei = QByteArray::fromHex("060501ff80"),
                     prefix = QByteArray::fromHex("0e40"), filler = QByteArray::fromHex("0cff80"),
                     end = QByteArray::fromHex("0a");
    QTest::newRow("AUD") << QList{aud} << QList<QByteArray>();
    QTest::newRow("SEI") << QList{sei} << QList<QByteArray>();
    QTest::newRow("AUD, SEI, SEI") << QList{aud, sei, sei} << QList<QByteArray>();
    QTest::newRow("prefix") << QList{prefix} << QList<QByteArray>();
    QTest::newRow("filler behind") << QList<QByteArray>() << QList{filler};
    QTest::newRow("end of sequence") << QList{aud} << QList{end};
}

void TestAccessUnitSplitter::foreignOrder()
{
    QFETCH(const QList<QByteArray>, before);
    QFETCH(const QList<QByteArray>, behind);
    QList<QByteArray> units;
    for (const QByteArray &picture : encoded(12))
        units << test::annexB(before) + picture + test::annexB(behind);
    Bench bench(false);
    bench.append(joined(units));
    bench.splitter.finish();
    QCOMPARE(bench.bytes(), units);
}

void TestAccessUnitSplitter::knowsKeyframes()
{
    Bench bench(false);
    bench.append(joined(encoded(25)));
    QCOMPARE(bench.units.size(), std::size_t{24});
    for (std::size_t i = 0; i < bench.units.size(); ++i)
        QCOMPARE(bench.units[i].keyframe, i % 10 == 0);
}

void TestAccessUnitSplitter::beginsWithAKeyframe()
{
    const QList<QByteArray> units = encoded(25);
    Bench bench(false);
    bench.append(joined(units.sliced(3)));
    QCOMPARE(bench.bytes(), units.sliced(10, 14));
    QVERIFY(bench.units.front().keyframe);
}

void TestAccessUnitSplitter::withoutParameterSetsNothing()
{
    // The IDR picture is there, but nobody can decode it.
    Bench bench(false);
    const QByteArray idr = test::annexB({test::nal(test::kIdr, 100)});
    bench.append(idr + idr + idr);
    bench.splitter.finish();
    QVERIFY(bench.units.empty());
    QVERIFY(bench.splitter.tables().isEmpty());
}

void TestAccessUnitSplitter::tellsWhenAUnitBegan()
{
    const QList<QByteArray> units = encoded(5);
    Bench bench(false);
    for (const QByteArray &unit : units) {
        bench.append(unit.first(6)); // Not enough yet to tell what it is.
        bench.now += 10ms;
        bench.append(unit.sliced(6));
        bench.now += 23ms;
    }
    QCOMPARE(bench.units.size(), std::size_t{4});
    for (std::size_t i = 0; i < bench.units.size(); ++i)
        QCOMPARE(bench.units[i].begun, kStart + static_cast<int>(i) * 33ms);
}

void TestAccessUnitSplitter::pausesThatFallBetweenPictures()
{
    constexpr auto kTrust = AccessUnitSplitter::kPausesToTrust;
    const QList<QByteArray> units = encoded(kTrust + 20);
    Bench bench;
    for (qsizetype i = 0; i < units.size(); ++i) {
        bench.appendAndPause(units[i]);
        // The pause behind the first is judged by the second, and so on.
        QCOMPARE(static_cast<qsizetype>(bench.units.size()), i >= kTrust ? i + 1 : i);
    }
    QCOMPARE(bench.bytes(), units);
    QCOMPARE(bench.splitter.endedByPause(), std::uint64_t{20});
    QVERIFY(bench.splitter.usesPauses());
}

void TestAccessUnitSplitter::smallPicturesToo()
{
    // Slices of a few bytes, where nothing moves.
    auto encoder = X264Encoder::open({.size = {160, 120}, .intra = 1000});
    FramePool pool({160, 120});
    const AvFramePtr frame = pool.take();
    std::memset(frame->buf[0]->data, 128, frame->buf[0]->size);
    Bench bench;
    for (int i = 0; i < AccessUnitSplitter::kPausesToTrust + 10; ++i) {
        const auto picture = encoder->encode(*frame, false);
        if (i > 0)
            QVERIFY((*picture)->slices.size() < 200); // Four of them.
        bench.appendAndPause((*picture)->parameterSets + (*picture)->slices);
    }
    QCOMPARE(bench.splitter.endedByPause(), std::uint64_t{10});
}

void TestAccessUnitSplitter::pauseInsideAPictureIsNoEnd_data()
{
    QTest::addColumn<QString>("where");
    for (const char *where : {"in the last slice", "before the last slice", "in its start code",
                              "in its header", "twice in it"})
        QTest::newRow(where) << where;
}

namespace {

/// Where writing pauses, in bytes of the unit.
QList<qsizetype> pausesAt(const QString &where, const QByteArray &unit)
{
    const qsizetype slice = lastSlice(unit);
    if (where == "before the last slice")
        return {slice};
    if (where == "in its start code")
        return {slice + 2};
    if (where == "in its header")
        return {slice + 6};
    if (where == "twice in it")
        return {slice + 8, slice + 9};
    return {unit.size() - 3};
}

void appendInPieces(Bench &bench, const QByteArray &unit, const QList<qsizetype> &pauses)
{
    qsizetype done = 0;
    for (const qsizetype pause : pauses) {
        bench.append(QByteArrayView(unit).sliced(done, pause - done));
        bench.splitter.onPause();
        done = pause;
    }
    bench.appendAndPause(QByteArrayView(unit).sliced(done));
}

} // namespace

void TestAccessUnitSplitter::pauseInsideAPictureIsNoEnd()
{
    QFETCH(const QString, where);
    const QList<QByteArray> units = encoded(50);
    Bench bench;
    for (qsizetype i = 0; i < units.size(); ++i) {
        if (i == 7)
            appendInPieces(bench, units[i], pausesAt(where, units[i]));
        else
            bench.appendAndPause(units[i]);
    }
    // Nothing is cut, and it takes as many good ones again before one is believed.
    QCOMPARE(bench.bytes(), units);
    QCOMPARE(bench.splitter.endedByPause(),
             std::uint64_t{50 - 7 - AccessUnitSplitter::kPausesToTrust});
    QVERIFY(bench.splitter.badPauses() > 0);
    QVERIFY(bench.splitter.usesPauses());
}

void TestAccessUnitSplitter::manyBadPausesAreGivenUp()
{
    const QList<QByteArray> units = encoded(60);
    Bench bench;
    for (qsizetype i = 0; i < units.size(); ++i) {
        if (i % 2 == 1 && i < 2 * AccessUnitSplitter::kMostBadPauses + 2)
            appendInPieces(bench, units[i], {units[i].size() - 3});
        else
            bench.appendAndPause(units[i]);
    }
    QVERIFY(!bench.splitter.usesPauses());
    QCOMPARE(bench.bytes(), units.first(59));
    QCOMPARE(bench.splitter.endedByPause(), std::uint64_t{0});
}

void TestAccessUnitSplitter::aTrustedPauseThatLied_data()
{
    QTest::addColumn<QString>("where");
    for (const char *where :
         {"in the last slice", "before the last slice", "in its start code", "twice in it"})
        QTest::newRow(where) << where;
}

void TestAccessUnitSplitter::aTrustedPauseThatLied()
{
    QFETCH(const QString, where);
    const QList<QByteArray> units = encoded(60);
    Bench bench;
    constexpr qsizetype kLiar = 43; // 40 and 50 are keyframes.
    for (qsizetype i = 0; i < units.size(); ++i) {
        if (i == kLiar)
            appendInPieces(bench, units[i], pausesAt(where, units[i]));
        else
            bench.appendAndPause(units[i]);
    }
    const QList<QByteArray> got = bench.bytes();
    QVERIFY(!bench.splitter.usesPauses());
    QCOMPARE(got.first(kLiar), units.first(kLiar));
    // A part of the liar went out, nothing more of it, and then comes the next keyframe.
    QVERIFY(got[kLiar] != units[kLiar]);
    QVERIFY(units[kLiar].startsWith(got[kLiar]));
    QCOMPARE(got.sliced(kLiar + 1), units.sliced(50, 9));
    QVERIFY(bench.units[kLiar + 1].keyframe);
}

void TestAccessUnitSplitter::endOfTheStream()
{
    const QList<QByteArray> units = encoded(4);
    Bench whole;
    whole.append(joined(units));
    whole.splitter.finish();
    QCOMPARE(whole.bytes(), units);
    Bench killed;
    killed.append(joined(units).chopped(5));
    killed.splitter.reset();
    QCOMPARE(killed.bytes(), units.first(3));
    // Another run begins with a keyframe again.
    killed.append(joined(units.sliced(1)));
    killed.splitter.finish();
    QCOMPARE(killed.bytes(), units.first(3));
    killed.append(joined(units));
    killed.splitter.finish();
    QCOMPARE(killed.bytes(), units.first(3) + units);
}

void TestAccessUnitSplitter::boundedWhateverComes()
{
    const QList<QByteArray> units = encoded(15);
    Bench bench(false);
    bench.append(joined(units.first(5)));
    const QByteArray slab(1024 * 1024, 'x');
    for (int i = 0; i < 40; ++i)
        bench.append(slab);
    QCOMPARE(bench.units.size(), std::size_t{4});
    QVERIFY(bench.splitter.strayBytes() > 16 * 1024 * 1024U);
    bench.append(joined(units.sliced(5)));
    bench.splitter.finish();
    QCOMPARE(bench.bytes().sliced(4), units.sliced(10));
}

void TestAccessUnitSplitter::strayBytes()
{
    const QList<QByteArray> units = encoded(3);
    Bench bench(false);
    bench.append("Content-Type: video/h264\r\n\r\n" + joined(units));
    bench.splitter.finish();
    QCOMPARE(bench.bytes(), units);
    QCOMPARE(bench.splitter.strayBytes(), std::uint64_t{28});
    Bench jpeg(false);
    jpeg.append(QByteArray::fromHex("ffd8ffe000104a464946000101"));
    jpeg.splitter.finish();
    QVERIFY(jpeg.units.empty());
}

QTEST_GUILESS_MAIN(TestAccessUnitSplitter)
#include "tst_access_unit_splitter.moc"
