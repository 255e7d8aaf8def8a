#include "encode/h264_level.h"
#include "encode/x264_encoder.h"
#include "h26x/nal.h"
#include "h26x/parameter_sets.h"
#include "h26x/sequence_parameters.h"
#include "h26x/slice_header.h"
#include "source/frame_pool.h"

#include <QTest>

#include <cstring>

using namespace oriel;
using namespace oriel::h264;

namespace {

QByteArray bytes(const char *hex)
{
    return QByteArray::fromHex(hex);
}

} // namespace

class TestSequenceParameters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { av_log_set_level(AV_LOG_WARNING); }
    void ofOurEncoder_data();
    void ofOurEncoder();
    void ofOthers_data();
    void ofOthers();
    void cutAnywhere();
    void noneAtAll();
    void pictureParameters();
    void slicesTellPicturesApart();
};

void TestSequenceParameters::ofOurEncoder_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("rate");
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QString>("text");
    QTest::newRow("baseline") << QSize(640, 480) << 30.0 << "baseline"
                              << "640x480, 30 frames/s, baseline 4.2";
    QTest::newRow("main, cropped") << QSize(650, 362) << 25.0 << "main"
                                   << "650x362, 25 frames/s, main 4.2";
    QTest::newRow("high, 1080") << QSize(1920, 1080) << 59.94 << "high"
                                << "1920x1080, 59.94 frames/s, high 4.2";
}

void TestSequenceParameters::ofOurEncoder()
{
    QFETCH(const QSize, size);
    QFETCH(const double, rate);
    QFETCH(const QString, profile);
    QFETCH(const QString, text);
    auto encoder = X264Encoder::open({.size = size, .framesPerSecond = rate, .profile = profile});
    QVERIFY(encoder.has_value());
    FramePool pool(size);
    const AvFramePtr frame = pool.take();
    std::memset(frame->buf[0]->data, 128, frame->buf[0]->size);
    const auto picture = encoder->encode(*frame, true);
    QVERIFY(picture && *picture);
    const auto sps =
        SequenceParameters::parse(ParameterSets::fromAnnexB((*picture)->parameterSets).sps);
    QVERIFY(sps.has_value());
    QCOMPARE(sps->size, size);
    QVERIFY(sps->framesPerSecond.has_value());
    QVERIFY(qAbs(*sps->framesPerSecond - rate) < 0.01);
    QCOMPARE(sps->reorderedFrames, std::optional(0U));
    QCOMPARE(sps->describe(), text);
}

void TestSequenceParameters::ofOthers_data()
{
    QTest::addColumn<QByteArray>("nal");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("text");
    // RFC 6184, 8.2.1.
    QTest::newRow("RFC 6184") << bytes("6742000a9653058988") << QSize(176, 144)
                              << "176x144, baseline 1";
    QTest::newRow("with timing") << bytes("6764001eacd940a03db0110000030001000003003c0f162d96")
                                 << QSize(640, 480) << "640x480, 30 frames/s, high 3";
}

void TestSequenceParameters::ofOthers()
{
    QFETCH(const QByteArray, nal);
    QFETCH(const QSize, size);
    QFETCH(const QString, text);
    const auto sps = SequenceParameters::parse(nal);
    QVERIFY(sps.has_value());
    QCOMPARE(sps->size, size);
    QCOMPARE(sps->describe(), text);
}

void TestSequenceParameters::cutAnywhere()
{
    const QByteArray whole = bytes("6764001eacd940a03db0110000030001000003003c0f162d96");
    int readable = 0;
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const auto sps = SequenceParameters::parse(whole.first(size));
        if (!sps)
            continue;
        ++readable;
        QCOMPARE(sps->size, QSize(640, 480)); // Where it reads at all, it reads right.
    }
    QVERIFY(readable > 0);
    QVERIFY(!SequenceParameters::parse(whole.first(5)));
}

void TestSequenceParameters::noneAtAll()
{
    for (const char *hex : {"", "67", "68cb83cb20", "65888400", "6742c02a000000000000000000000000"})
        QVERIFY2(!SequenceParameters::parse(bytes(hex)), hex);
}

void TestSequenceParameters::pictureParameters()
{
    const auto pps = PictureParameters::parse(bytes("68cb83cb20"));
    QVERIFY(pps.has_value());
    QCOMPARE(pps->id, 0U);
    QCOMPARE(pps->sequenceId, 0U);
    QVERIFY(!PictureParameters::parse(bytes("68")));
    QVERIFY(!PictureParameters::parse(bytes("6742c02a")));
}

void TestSequenceParameters::slicesTellPicturesApart()
{
    auto encoder = X264Encoder::open({.size = {160, 120}, .intra = 3});
    FramePool pool({160, 120});
    ParameterTables tables;
    std::optional<SliceHeader> last;
    for (int i = 0; i < 7; ++i) {
        const AvFramePtr frame = pool.take();
        std::memset(frame->buf[0]->data, 100 + i, frame->buf[0]->size);
        const auto picture = encoder->encode(*frame, false);
        for (const QByteArrayView nal : splitAnnexB((*picture)->parameterSets))
            tables.add(nal);
        const auto slices = splitAnnexB((*picture)->slices);
        QCOMPARE(slices.size(), std::size_t{X264Encoder::kSlices});
        for (std::size_t s = 0; s < slices.size(); ++s) {
            QVERIFY(!SliceHeader::parse(slices[s], ParameterTables()));
            const auto slice = SliceHeader::parse(slices[s], tables);
            QVERIFY(slice.has_value());
            QCOMPARE(slice->idr, i % 3 == 0);
            QCOMPARE(slice->firstMacroblock == 0, s == 0);
            if (last)
                QCOMPARE(slice->beginsPicture(*last), s == 0);
            last = slice;
        }
    }
}

QTEST_GUILESS_MAIN(TestSequenceParameters)
#include "tst_sequence_parameters.moc"
