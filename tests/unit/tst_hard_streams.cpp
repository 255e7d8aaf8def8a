// Streams that are no plain sequence of progressive pictures in 8 bits.

#include "decoder_bench.h"
#include "pcm_fields.h"
#include "x264_encoder.h"
#include "x265_encoder.h"

#include <QTest>

#include <algorithm>
#include <memory>

using namespace oriel;
using namespace oriel::test;

namespace {

struct Stream
{
    VideoCodec codec = VideoCodec::H264;
    QSize size{320, 240};
    int bFrames = 0;
    AVPixelFormat format = AV_PIX_FMT_YUV420P;
};

std::unique_ptr<GradientEncoder> encoderOf(const Stream &stream)
{
    if (stream.codec == VideoCodec::H265)
        return std::make_unique<X265Encoder>(X265Encoder::Options{
            .size = stream.size, .bFrames = stream.bFrames, .format = stream.format});
    return std::make_unique<X264Encoder>(X264Encoder::Options{
        .size = stream.size, .bFrames = stream.bFrames, .format = stream.format});
}

/// Whether the lines of a field have its luma, and only that.
bool showsField(const AVFrame &picture, int field)
{
    for (int y = field % 2; y < picture.height; y += 2) {
        const std::uint8_t *const line = picture.data[0] + y * picture.linesize[0];
        if (!std::all_of(line, line + picture.width,
                         [&](std::uint8_t luma) { return luma == PcmFields::lumaOf(field); }))
            return false;
    }
    return true;
}

} // namespace

Q_DECLARE_METATYPE(Stream)

class TestHardStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reorderedPictures_data();
    void reorderedPictures();
    void sizes_data();
    void sizes();
    void fieldsInUnitsOfTheirOwn();
    void bothFieldsInOneUnit();
    void startsAtAnIdrField();
    void interlacedMacroblocks();
};

void TestHardStreams::reorderedPictures_data()
{
    QTest::addColumn<Stream>("stream");
    QTest::newRow("H.264") << Stream{.bFrames = 2};
    QTest::newRow("H.265") << Stream{.codec = VideoCodec::H265, .bFrames = 2};
}

void TestHardStreams::reorderedPictures()
{
    QFETCH(Stream, stream);
    const auto encoder = encoderOf(stream);
    DecoderBench bench(stream.codec);
    std::size_t units = 0;
    bool reordered = false;
    for (std::uint32_t last = 0; units < 32;) {
        const auto unit = encoder->tryNext();
        if (!unit)
            continue;
        reordered = reordered || unit->rtpTimestamp < last;
        last = unit->rtpTimestamp;
        ++units;
        (void)bench.decode(*unit);
        // As many are held back as reordering asks for, and no more.
        QVERIFY(bench.frames.size() + 2 >= units);
    }
    QVERIFY2(reordered, "the encoder made no B pictures");
    // All of them, in the order in which they were captured.
    for (std::size_t i = 0; i < bench.frames.size(); ++i) {
        QVERIFY(!bench.frames[i].damaged);
        QVERIFY(meanErrorOf(*bench.frames[i].picture, *encoder, static_cast<std::int64_t>(i)) <= 4);
    }
}

void TestHardStreams::sizes_data()
{
    constexpr auto kH265 = VideoCodec::H265;
    QTest::addColumn<Stream>("stream");
    QTest::newRow("H.264 426x240") << Stream{.size = {426, 240}};
    QTest::newRow("H.264 322x182") << Stream{.size = {322, 182}};
    QTest::newRow("H.264 641x361") << Stream{.size = {641, 361}, .format = AV_PIX_FMT_YUV444P};
    QTest::newRow("H.264 in 10 bits") << Stream{.format = AV_PIX_FMT_YUV420P10};
    QTest::newRow("H.265 426x240") << Stream{.codec = kH265, .size = {426, 240}};
    QTest::newRow("H.265 322x182") << Stream{.codec = kH265, .size = {322, 182}};
    QTest::newRow("H.265 641x361")
        << Stream{.codec = kH265, .size = {641, 361}, .format = AV_PIX_FMT_YUV444P};
    QTest::newRow("H.265 in 10 bits") << Stream{.codec = kH265, .format = AV_PIX_FMT_YUV420P10};
}

void TestHardStreams::sizes()
{
    QFETCH(Stream, stream);
    const auto encoder = encoderOf(stream);
    DecoderBench bench(stream.codec);
    for (int i = 0; i < 6; ++i) {
        QCOMPARE(bench.decode(encoder->next()), std::size_t(1));
        const AVFrame &picture = *bench.frames.back().picture;
        QCOMPARE(QSize(picture.width, picture.height), stream.size);
        QCOMPARE(static_cast<AVPixelFormat>(picture.format), stream.format);
        QVERIFY(meanError(picture, *encoder) <= 4);
    }
}

void TestHardStreams::fieldsInUnitsOfTheirOwn()
{
    PcmFields fields;
    DecoderBench bench;
    for (int frame = 0; frame < 20; ++frame) {
        QCOMPARE(bench.decode(fields.next()), std::size_t(0));
        QCOMPARE(bench.decode(fields.next()), std::size_t(1));
        const VideoFrame &shown = bench.frames.back();
        QVERIFY(!shown.damaged);
        QCOMPARE(shown.picture->height, PcmFields::kSize);
        QVERIFY(showsField(*shown.picture, 2 * frame));
        QVERIFY(showsField(*shown.picture, 2 * frame + 1));
        // Its number and times are those of its first field.
        QCOMPARE(shown.number, 2 * frame + 1);
        QCOMPARE(bench.decoder.framesOfDelay(), 1);
    }
}

void TestHardStreams::bothFieldsInOneUnit()
{
    PcmFields fields;
    DecoderBench bench;
    for (int frame = 0; frame < 20; ++frame) {
        AccessUnit unit = fields.next();
        unit.annexB += fields.next().annexB;
        QCOMPARE(bench.decode(unit), std::size_t(1));
        QVERIFY(showsField(*bench.frames.back().picture, 2 * frame));
        QVERIFY(showsField(*bench.frames.back().picture, 2 * frame + 1));
        QCOMPARE(bench.decoder.framesOfDelay(), 0);
    }
}

void TestHardStreams::startsAtAnIdrField()
{
    PcmFields fields;
    DecoderBench bench;
    for (int field = 0; field < 7; ++field)
        (void)fields.next();
    for (int field = 7; field < 16; ++field)
        QCOMPARE(bench.decode(fields.next()), std::size_t(0));
    QCOMPARE(bench.decode(fields.next()), std::size_t(0));
    QCOMPARE(bench.decode(fields.next()), std::size_t(1));
    QVERIFY(showsField(*bench.frames.back().picture, 16));
    QVERIFY(showsField(*bench.frames.back().picture, 17));
}

void TestHardStreams::interlacedMacroblocks()
{
    X264Encoder encoder({.interlaced = true});
    DecoderBench bench;
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(bench.decode(encoder.next()), std::size_t(1));
        QVERIFY(meanError(*bench.frames.back().picture, encoder) <= 4);
        QCOMPARE(bench.decoder.framesOfDelay(), 0);
    }
}

QTEST_GUILESS_MAIN(TestHardStreams)

#include "tst_hard_streams.moc"
