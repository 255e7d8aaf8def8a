#include "encode/access_unit_assembly.h"
#include "encode/h264_level.h"
#include "encode/x264_encoder.h"
#include "h26x/nal.h"
#include "h26x/parameter_sets.h"
#include "source/frame_pool.h"
#include "source/test_pattern.h"

#include <QTest>

#include <random>

using namespace oriel;
using namespace std::chrono_literals;

namespace {

constexpr WallTime kStart{1'795'404'000'000'000us};

/// A test card with grain over it, so that there is something to spend bits on.
class NoisyPattern
{
public:
    explicit NoisyPattern(const EncoderSettings &settings)
        : m_pattern(settings.size, settings.framesPerSecond)
        , m_pool(settings.size)
    {
    }

    AvFramePtr next()
    {
        AvFramePtr frame = m_pool.take();
        m_pattern.draw(*frame, m_number, kStart + m_number * 33'333us);
        ++m_number;
        for (int i = 0; i < frame->width * frame->height / 16; ++i) {
            const std::uint32_t bits = m_random();
            const auto x = static_cast<int>(bits % static_cast<unsigned>(frame->width));
            const auto y = static_cast<int>((bits >> 12) % static_cast<unsigned>(frame->height));
            frame->data[0][y * frame->linesize[0] + x] = static_cast<std::uint8_t>(bits >> 24);
        }
        return frame;
    }

private:
    TestPattern m_pattern;
    FramePool m_pool;
    std::uint32_t m_number = 0;
    std::mt19937 m_random{42};
};

std::vector<h264::NalType> typesOf(QByteArrayView annexB)
{
    std::vector<h264::NalType> types;
    for (const QByteArrayView nal : h264::splitAnnexB(annexB))
        types.push_back(h264::nalType(nal));
    return types;
}

using enum h264::NalType;
using Types = std::vector<h264::NalType>;

} // namespace

class TestX264Encoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { av_log_set_level(AV_LOG_WARNING); }
    void framesInAreFramesOut();
    void picturesAreFourSlices_data();
    void picturesAreFourSlices();
    void smallestPicture();
    void forcedIdr();
    void bitrate_data();
    void bitrate();
    void parameterSets_data();
    void parameterSets();
    void accessUnitOrder_data();
    void accessUnitOrder();
    void refusesNonsense();
    void levels_data();
    void levels();
};

void TestX264Encoder::framesInAreFramesOut()
{
    const EncoderSettings settings{.size = {320, 240}};
    auto encoder = X264Encoder::open(settings);
    QVERIFY(encoder.has_value());
    NoisyPattern pattern(settings);
    for (int i = 0; i < 300; ++i) {
        const auto picture = encoder->encode(*pattern.next(), false);
        QVERIFY(picture.has_value());
        QVERIFY(picture->has_value());
        QCOMPARE((*picture)->keyframe, i % 15 == 0);
        QCOMPARE(typesOf((*picture)->parameterSets), i % 15 == 0 ? Types({Sps, Pps}) : Types());
    }
}

void TestX264Encoder::picturesAreFourSlices_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("small, perhaps one thread") << QSize(640, 480);
    QTest::newRow("large, four threads") << QSize(1280, 720);
}

void TestX264Encoder::picturesAreFourSlices()
{
    QFETCH(QSize, size);
    const EncoderSettings settings{.size = size};
    auto encoder = X264Encoder::open(settings);
    QVERIFY(encoder.has_value());
    NoisyPattern pattern(settings);
    for (const h264::NalType expected : {Idr, Slice}) {
        const auto picture = encoder->encode(*pattern.next(), false);
        QVERIFY(picture && *picture);
        QCOMPARE(typesOf((*picture)->slices), Types({expected, expected, expected, expected}));
    }
}

void TestX264Encoder::smallestPicture()
{
    const EncoderSettings settings{.size = {64, 48}, .bitsPerSecond = 10'000};
    auto encoder = X264Encoder::open(settings);
    QVERIFY(encoder.has_value());
    NoisyPattern pattern(settings);
    for (int i = 0; i < 60; ++i) {
        const auto picture = encoder->encode(*pattern.next(), false);
        QVERIFY(picture && *picture);
    }
}

void TestX264Encoder::forcedIdr()
{
    const EncoderSettings settings{.size = {320, 240}, .intra = 300};
    auto encoder = X264Encoder::open(settings);
    QVERIFY(encoder.has_value());
    NoisyPattern pattern(settings);
    for (int i = 0; i < 60; ++i) {
        const bool isForced = i == 7 || i == 8 || i == 40;
        const auto picture = encoder->encode(*pattern.next(), isForced);
        QVERIFY(picture && *picture);
        QCOMPARE((*picture)->keyframe, isForced || i == 0);
        QCOMPARE((*picture)->parameterSets.isEmpty(), !(*picture)->keyframe);
    }
}

void TestX264Encoder::bitrate_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("framesPerSecond");
    QTest::addColumn<int>("bitsPerSecond");
    QTest::newRow("default") << QSize(640, 480) << 30.0 << 2'000'000;
    QTest::newRow("5 Mbit/s") << QSize(640, 480) << 30.0 << 5'000'000;
    QTest::newRow("60 frames/s") << QSize(640, 480) << 60.0 << 4'000'000;
    QTest::newRow("small") << QSize(320, 240) << 29.97 << 600'000;
}

void TestX264Encoder::bitrate()
{
    QFETCH(const QSize, size);
    QFETCH(const double, framesPerSecond);
    QFETCH(const int, bitsPerSecond);
    const EncoderSettings settings{size, framesPerSecond, bitsPerSecond};
    auto encoder = X264Encoder::open(settings);
    QVERIFY(encoder.has_value());
    NoisyPattern pattern(settings);
    qsizetype bytes = 0, largest = 0;
    const int frames = static_cast<int>(6 * framesPerSecond);
    for (int i = 0; i < frames; ++i) {
        const auto picture = encoder->encode(*pattern.next(), false);
        QVERIFY(picture && *picture);
        const qsizetype took = (*picture)->parameterSets.size() + (*picture)->slices.size();
        bytes += took;
        largest = std::max(largest, took);
    }
    const double measured = double(bytes) * 8 * framesPerSecond / frames;
    QVERIFY2(std::abs(measured / bitsPerSecond - 1) < 0.1, qPrintable(QString::number(measured)));
    // The buffer of four frames bounds how long one picture is on its way.
    QVERIFY(double(largest) * 8 <= bitsPerSecond / framesPerSecond * 4.5);
}

void TestX264Encoder::parameterSets_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QString>("level");
    QTest::addColumn<QByteArray>("profileLevelId");
    QTest::newRow("baseline 4.2") << "baseline"
                                  << "4.2" << QByteArray("42c02a");
    QTest::newRow("main 4") << "main"
                            << "4" << QByteArray("4d4028");
    QTest::newRow("high 3.1") << "high"
                              << "3.1" << QByteArray("64001f");
}

void TestX264Encoder::parameterSets()
{
    QFETCH(const QString, profile);
    QFETCH(const QString, level);
    QFETCH(const QByteArray, profileLevelId);
    const EncoderSettings settings{.profile = profile, .level = level};
    auto encoder = X264Encoder::open(settings);
    QVERIFY(encoder.has_value());
    NoisyPattern pattern(settings);
    const auto picture = encoder->encode(*pattern.next(), false);
    QVERIFY(picture && *picture);
    const auto sets = h264::ParameterSets::fromAnnexB((*picture)->parameterSets);
    QVERIFY(sets.complete());
    QCOMPARE(sets.profileLevelId(), profileLevelId);
}

void TestX264Encoder::accessUnitOrder_data()
{
    QTest::addColumn<bool>("trailing");
    QTest::newRow("with trailing SEI") << true;
    QTest::newRow("without") << false;
}

void TestX264Encoder::accessUnitOrder()
{
    QFETCH(const bool, trailing);
    const EncoderSettings settings;
    auto encoder = X264Encoder::open(settings);
    QVERIFY(encoder.has_value());
    NoisyPattern pattern(settings);
    h264::FrameTiming timing;
    timing.captured = kStart;
    timing.frame = 5;
    timing.encoded = kStart + 2ms;
    for (const bool keyframe : {true, false}) {
        const auto picture = encoder->encode(*pattern.next(), false);
        QVERIFY(picture && *picture);
        const WallTime before = wallNow();
        const QByteArray unit = assembleAccessUnit(**picture, timing, trailing);
        Types expected = keyframe ? Types{Sps, Pps} : Types{};
        expected.push_back(Sei);
        for (int i = 0; i < X264Encoder::kSlices; ++i)
            expected.push_back(keyframe ? Idr : Slice);
        if (trailing)
            expected.push_back(Sei);
        QCOMPARE(typesOf(unit), expected);
        const auto read = h264::readTimingSei(unit);
        QVERIFY(read && read->sent);
        QVERIFY(*read->sent >= before && *read->sent <= wallNow());
        timing.sent = read->sent;
        QCOMPARE(*read, timing);
    }
}

void TestX264Encoder::refusesNonsense()
{
    const auto encoder = X264Encoder::open({.size = {640, 480}, .profile = "nonsense"});
    QVERIFY(!encoder.has_value());
    QCOMPARE(encoder.error().code, ErrorCode::EncoderFailed);
    QVERIFY(!encoder.error().detail.isEmpty());
}

void TestX264Encoder::levels_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("framesPerSecond");
    QTest::addColumn<QString>("least");
    QTest::newRow("480p30") << QSize(640, 480) << 30.0 << "3";
    QTest::newRow("720p30") << QSize(1280, 720) << 30.0 << "3.1";
    QTest::newRow("1080p30") << QSize(1920, 1080) << 30.0 << "4";
    QTest::newRow("1080p60") << QSize(1920, 1080) << 60.0 << "4.2";
    QTest::newRow("2160p30") << QSize(3840, 2160) << 30.0 << "5.1";
    QTest::newRow("long and thin") << QSize(7680, 64) << 30.0 << "5.1";
    QTest::newRow("none") << QSize(7680, 4320) << 240.0 << "";
}

void TestX264Encoder::levels()
{
    QFETCH(const QSize, size);
    QFETCH(const double, framesPerSecond);
    QFETCH(const QString, least);
    QCOMPARE(h264::leastLevel(size, framesPerSecond), least);
    const qsizetype index = h264::levels().indexOf(least);
    for (qsizetype i = 0; i < h264::levels().size(); ++i)
        QCOMPARE(h264::levelAllows(h264::levels()[i], size, framesPerSecond),
                 index >= 0 && i >= index);
    QVERIFY(!h264::levelAllows(QStringLiteral("9"), size, framesPerSecond));
}

QTEST_GUILESS_MAIN(TestX264Encoder)
#include "tst_x264_encoder.moc"
