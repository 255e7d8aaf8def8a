#include "decoder_bench.h"
#include "x264_encoder.h"

#include <QRandomGenerator>
#include <QTest>

using namespace oriel;
using namespace oriel::test;
using Bench = DecoderBench;

namespace {

AccessUnit garbage(int size, QRandomGenerator &random)
{
    AccessUnit unit;
    unit.annexB = QByteArray("\0\0\0\1", 4);
    for (int i = 0; i < size; ++i)
        unit.annexB.append(static_cast<char>(random.bounded(256)));
    return unit;
}

} // namespace

class TestVideoDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachUnitIsAPictureAtOnce_data();
    void eachUnitIsAPictureAtOnce();
    void timesTravelWithThePicture();
    void parameterSetsOfTheDescription();
    void nothingWithoutParameterSets();
    void laterTroubleIsNoFailure();
    void corruptPicturesAreNoFailure();
    void followsTheSize();
    void startsAtAnIdrPicture();
    void aDamagedIdrPictureIsNoStart();
    void startsAtARecoveryPoint();
    void startsAnywayInTheEnd();
    void survivesGarbage();
    void conceals();
};

void TestVideoDecoder::eachUnitIsAPictureAtOnce_data()
{
    QTest::addColumn<int>("slices");
    QTest::newRow("one slice") << 1;
    QTest::newRow("four slices") << 4;
}

void TestVideoDecoder::eachUnitIsAPictureAtOnce()
{
    QFETCH(int, slices);
    X264Encoder encoder({.slices = slices});
    Bench bench;
    for (int i = 1; i <= 40; ++i) {
        QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
        const VideoFrame &frame = bench.frames.back();
        QCOMPARE(frame.number, i);
        QVERIFY(!frame.damaged);
        QVERIFY(meanError(*frame.picture, encoder) <= 4);
        QCOMPARE(bench.decoder.framesOfDelay(), 0);
    }
}

void TestVideoDecoder::timesTravelWithThePicture()
{
    X264Encoder encoder({});
    Bench bench;
    for (std::uint32_t i = 0; i < 100; ++i) {
        h264::FrameTiming timing;
        timing.captured = WallTime(std::chrono::microseconds(1'800'000'000'000'000 + i));
        timing.frame = i;
        timing.encoded = timing.captured + std::chrono::milliseconds(3);
        timing.sent = timing.captured + std::chrono::milliseconds(4);
        AccessUnit unit = encoder.next();
        unit.annexB.prepend(h264::writeTimingSei(timing)).prepend("\0\0\0\1", 4);
        const WallTime rtcp = timing.captured + std::chrono::milliseconds(1);
        QVERIFY(bench.decoder.decode(unit, rtcp));
        QCOMPARE(bench.frames.size(), std::size_t(i + 1));
        const VideoFrame &frame = bench.frames.back();
        QVERIFY(frame.timing == timing);
        QVERIFY(frame.rtcpCaptured == rtcp);
        QVERIFY(frame.received == unit.received);
        QVERIFY(frame.decoded >= unit.received);
    }
}

void TestVideoDecoder::parameterSetsOfTheDescription()
{
    X264Encoder encoder({.repeatHeaders = false});
    QVERIFY(encoder.parameterSets().complete());
    Bench bench;
    bench.decoder.setParameterSets(encoder.parameterSets().annexB());
    QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
    QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
}

void TestVideoDecoder::nothingWithoutParameterSets()
{
    X264Encoder encoder({.gop = 2, .repeatHeaders = false});
    Bench bench;
    const int units = unitsUntilFailure(bench, encoder);
    QVERIFY(bench.frames.empty());
    QCOMPARE(bench.result.error().code, ErrorCode::DecoderFailed);
    QVERIFY(!bench.result.error().detail.isEmpty());
    QCOMPARE(units, 5); // Keyframes at 0, 1 and 2 s.
}

void TestVideoDecoder::laterTroubleIsNoFailure()
{
    X264Encoder encoder({.gop = 2});
    Bench bench;
    WallTime now = wallNow();
    QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
    for (int i = 0; i < 20; ++i) {
        AccessUnit unit;
        unit.annexB = QByteArray::fromHex("000000016500");
        unit.keyframe = true;
        unit.received = now += std::chrono::seconds(1);
        bench.decode(unit);
        QVERIFY(bench.result);
    }
}

void TestVideoDecoder::corruptPicturesAreNoFailure()
{
    // What was lost before the last sender leaves no gap in its sequence numbers.
    X264Encoder encoder({.gop = 1});
    Bench bench;
    WallTime now{std::chrono::hours(1)};
    const WallTime end = now + VideoDecoder::kPatience;
    for (; now < end; now += std::chrono::milliseconds(500)) {
        AccessUnit unit = encoder.next();
        unit.annexB.chop(unit.annexB.size() / 3);
        unit.received = now;
        QCOMPARE(bench.decode(unit), std::size_t(0));
        QVERIFY(bench.result);
    }
    AccessUnit whole = encoder.next();
    whole.received = now;
    QCOMPARE(bench.decode(whole), std::size_t(1));
}

void TestVideoDecoder::followsTheSize()
{
    X264Encoder small({.size = {320, 240}}), large({.size = {640, 360}});
    Bench bench;
    for (X264Encoder *encoder : {&small, &large, &small}) {
        // As after a restart of the camera: a new stream begins with an IDR picture.
        for (int i = 0; i < 15; ++i)
            QCOMPARE(bench.decode(encoder->next()), std::size_t(1));
    }
    QCOMPARE(bench.frames[14].picture->width, 320);
    QCOMPARE(bench.frames[15].picture->width, 640);
    QCOMPARE(bench.frames[15].picture->height, 360);
    QCOMPARE(bench.frames[30].picture->width, 320);
    QCOMPARE(bench.decoder.framesOfDelay(), 0);
}

void TestVideoDecoder::startsAtAnIdrPicture()
{
    X264Encoder encoder({.gop = 15});
    for (int i = 0; i < 7; ++i)
        (void)encoder.next();
    Bench bench;
    for (int i = 7; i < 15; ++i)
        QCOMPARE(bench.decode(encoder.next()), std::size_t(0));
    QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
    QVERIFY(!bench.frames.back().damaged);
    QVERIFY(meanError(*bench.frames.back().picture, encoder) <= 4);
}

void TestVideoDecoder::aDamagedIdrPictureIsNoStart()
{
    X264Encoder encoder({.gop = 15, .slices = 4});
    Bench bench;
    QCOMPARE(bench.decode(withoutSlice(encoder.next(), 1)), std::size_t(0));
    for (int i = 1; i < 15; ++i)
        QCOMPARE(bench.decode(encoder.next()), std::size_t(0));
    QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
}

void TestVideoDecoder::startsAtARecoveryPoint()
{
    X264Encoder encoder({.gop = 15, .intraRefresh = true});
    for (int i = 0; i < 3; ++i)
        (void)encoder.next();
    Bench bench;
    int units = 0;
    while (bench.frames.empty() && units++ < 60)
        bench.decode(encoder.next());
    QVERIFY2(units > 3 && units <= 60, qPrintable(QString::number(units)));
    // The first picture is whole: the wave has gone over all of it.
    QVERIFY(meanError(*bench.frames.front().picture, encoder) <= 6);
    QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
}

void TestVideoDecoder::startsAnywayInTheEnd()
{
    X264Encoder encoder({.gop = 10000, .slices = 4});
    // An IDR picture that lost something: the only one there is.
    AccessUnit unit = withoutSlice(encoder.next(), 1);
    Bench bench;
    WallTime now{std::chrono::hours(1)};
    const WallTime end = now + VideoDecoder::kPatience;
    for (; now < end; now += std::chrono::milliseconds(200)) {
        unit.received = now;
        QCOMPARE(bench.decode(unit), std::size_t(0));
    }
    for (int i = 0; i < 3 && bench.frames.empty(); ++i) {
        unit.received = now;
        (void)bench.decode(unit);
    }
    QVERIFY(!bench.frames.empty());
}

void TestVideoDecoder::survivesGarbage()
{
    X264Encoder encoder({.gop = 15});
    Bench bench;
    QRandomGenerator random(7);
    for (int i = 0; i < 30; ++i) {
        (void)bench.decode(garbage(random.bounded(1, 4000), random));
        AccessUnit cut = encoder.next();
        cut.annexB.truncate(random.bounded(1, static_cast<int>(cut.annexB.size())));
        cut.keyframe = true;
        (void)bench.decode(cut);
    }
    // The next IDR picture mends it.
    for (int i = 0; i < 15; ++i)
        (void)bench.decode(encoder.next());
    QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
    QVERIFY(meanError(*bench.frames.back().picture, encoder) <= 4);
}

void TestVideoDecoder::conceals()
{
    X264Encoder encoder({.gop = 15, .slices = 4});
    Bench bench;
    for (int i = 0; i < 5; ++i)
        QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
    QCOMPARE(bench.decode(withoutSlice(encoder.next(), 2)), std::size_t(1));
    QVERIFY(bench.frames.back().damaged);
    QVERIFY(meanError(*bench.frames.back().picture, encoder) <= 20);
    QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
    QCOMPARE(bench.decoder.framesOfDelay(), 0);
}

QTEST_GUILESS_MAIN(TestVideoDecoder)

#include "tst_video_decoder.moc"
