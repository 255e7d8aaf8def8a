#include "decoder_bench.h"
#include "x265_encoder.h"

#include <QTest>

#include <algorithm>

using namespace oriel;
using namespace oriel::test;

namespace {

bool isKeyframe(const AccessUnit &unit)
{
    return unit.keyframe;
}

/// libx265 is some pictures late with several slices.
AccessUnit unitOf(X265Encoder &encoder)
{
    std::optional<AccessUnit> unit;
    while (!unit)
        unit = encoder.tryNext();
    return *unit;
}

std::int64_t pictureOf(const AccessUnit &unit)
{
    return unit.rtpTimestamp / 3000;
}

struct Bench : DecoderBench
{
    Bench() : DecoderBench(VideoCodec::H265) {}
};

} // namespace

class TestVideoDecoderH265 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensAnotherCodec();
    void eachUnitIsAPictureAtOnce_data();
    void eachUnitIsAPictureAtOnce();
    void timesTravelWithThePicture();
    void parameterSetsOfTheDescription();
    void nothingWithoutParameterSets();
    void followsTheSize();
    void startsAtACraPicture();
    void startsAtARecoveryPoint();
    void conceals();
};

void TestVideoDecoderH265::opensAnotherCodec()
{
    VideoDecoder decoder([](VideoFrame &&) {});
    QVERIFY(!decoder.codec());
    QVERIFY(decoder.name().isEmpty());
    QVERIFY(decoder.open(VideoCodec::H264));
    QVERIFY(decoder.codec() == VideoCodec::H264);
    QVERIFY2(decoder.name().contains("h264"), qPrintable(decoder.name()));
    QVERIFY(decoder.open(VideoCodec::H265));
    QVERIFY(decoder.codec() == VideoCodec::H265);
    QVERIFY2(decoder.name().contains("hevc"), qPrintable(decoder.name()));
}

void TestVideoDecoderH265::eachUnitIsAPictureAtOnce_data()
{
    QTest::addColumn<int>("slices");
    QTest::addColumn<bool>("wavefront");
    QTest::newRow("one slice, wavefront") << 1 << true;
    QTest::newRow("one slice") << 1 << false;
    QTest::newRow("four slices, wavefront") << 4 << true;
}

void TestVideoDecoderH265::eachUnitIsAPictureAtOnce()
{
    QFETCH(int, slices);
    QFETCH(bool, wavefront);
    X265Encoder encoder({.slices = slices, .wavefront = wavefront});
    Bench bench;
    for (int i = 1; i <= 20; ++i) {
        const AccessUnit unit = unitOf(encoder);
        QCOMPARE(bench.decode(unit), std::size_t(1));
        const VideoFrame &frame = bench.frames.back();
        QCOMPARE(frame.number, i);
        QVERIFY(!frame.damaged);
        QVERIFY(meanErrorOf(*frame.picture, encoder, pictureOf(unit)) <= 4);
        QCOMPARE(bench.decoder.framesOfDelay(), 0);
    }
}

void TestVideoDecoderH265::timesTravelWithThePicture()
{
    h264::FrameTiming timing;
    timing.captured = WallTime(std::chrono::seconds(1'800'000'000));
    X265Encoder encoder({});
    Bench bench;
    for (int i = 0; i < 20; ++i) {
        timing.captured += std::chrono::milliseconds(33);
        AccessUnit unit = encoder.next();
        unit.annexB.prepend(h264::writeTimingSei(timing).sliced(1));
        unit.annexB.prepend(QByteArray::fromHex("000000014e01"));
        QCOMPARE(bench.decode(unit), std::size_t(1));
        QVERIFY(bench.frames.back().timing == timing);
    }
}

void TestVideoDecoderH265::parameterSetsOfTheDescription()
{
    X265Encoder encoder({.repeatHeaders = false});
    Bench bench;
    bench.decoder.setParameterSets(encoder.parameterSets());
    QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
    QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
}

void TestVideoDecoderH265::nothingWithoutParameterSets()
{
    X265Encoder encoder({.gop = 2, .repeatHeaders = false});
    Bench bench;
    const int units = unitsUntilFailure(bench, encoder);
    QVERIFY(bench.frames.empty());
    QCOMPARE(bench.result.error().code, ErrorCode::DecoderFailed);
    QCOMPARE(units, 5); // Keyframes at 0, 1 and 2 s.
}

void TestVideoDecoderH265::followsTheSize()
{
    X265Encoder small({.size = {320, 240}, .gop = 8}), large({.size = {640, 360}, .gop = 8});
    Bench bench;
    for (X265Encoder *encoder : {&small, &large, &small}) {
        for (int i = 0; i < 8; ++i) {
            QCOMPARE(bench.decode(encoder->next()), std::size_t(1));
            QVERIFY(meanError(*bench.frames.back().picture, *encoder) <= 4);
        }
    }
    QCOMPARE(bench.frames[7].picture->width, 320);
    QCOMPARE(bench.frames[8].picture->width, 640);
    QCOMPARE(bench.frames[8].picture->height, 360);
    QCOMPARE(bench.frames[16].picture->width, 320);
}

void TestVideoDecoderH265::startsAtACraPicture()
{
    X265Encoder encoder({.gop = 12, .bFrames = 2, .openGop = true});
    std::vector<AccessUnit> units;
    while (units.size() < 48)
        units.push_back(unitOf(encoder));
    // From the middle of a GOP on: the leading pictures of the CRA picture refer to what is not
    // there, and are left out.
    Bench bench;
    for (std::size_t i = 5; i < units.size(); ++i)
        bench.decode(units[i]);
    QVERIFY(bench.frames.size() > 24);
    const auto cra = std::find_if(units.begin() + 5, units.end(), &isKeyframe);
    std::int64_t picture = pictureOf(*cra);
    for (const VideoFrame &frame : bench.frames) {
        QVERIFY(!frame.damaged);
        QVERIFY(meanErrorOf(*frame.picture, encoder, picture++) <= 4);
    }
}

void TestVideoDecoderH265::startsAtARecoveryPoint()
{
    X265Encoder encoder({.gop = 1000, .repeatHeaders = false});
    Bench bench;
    bench.decoder.setParameterSets(encoder.parameterSets());
    (void)encoder.next(); // The only keyframe.
    QCOMPARE(bench.decode(encoder.next()), std::size_t(0));
    // recovery_poc_cnt 5: se(v) 0001010.
    AccessUnit entry = encoder.next();
    entry.annexB.prepend(QByteArray::fromHex("000000014e010602154080"));
    QCOMPARE(bench.decode(entry), std::size_t(0));
    for (int i = 1; i < 5; ++i)
        QCOMPARE(bench.decode(encoder.next()), std::size_t(0));
    QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
    QCOMPARE(bench.frames.front().number, 6);
}

void TestVideoDecoderH265::conceals()
{
    X265Encoder encoder({.slices = 4});
    Bench bench;
    for (int i = 0; i < 5; ++i)
        QCOMPARE(bench.decode(unitOf(encoder)), std::size_t(1));
    const AccessUnit cut = withoutSlice(unitOf(encoder), 2, VideoCodec::H265);
    QCOMPARE(bench.decode(cut), std::size_t(1));
    QVERIFY(bench.frames.back().damaged);
    QVERIFY(meanErrorOf(*bench.frames.back().picture, encoder, pictureOf(cut)) <= 20);
    QCOMPARE(bench.decode(unitOf(encoder)), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestVideoDecoderH265)

#include "tst_video_decoder_h265.moc"
