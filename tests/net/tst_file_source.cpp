// Files that ffmpeg made, played by the source itself: order, pace, seam, and what is wrong with
// them.

#include "h26x/parameter_sets.h"
#include "made_video.h"
#include "ordinary_permissions.h"
#include "source/file_source.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace oriel;
using namespace std::chrono_literals;
using test::makeVideo;

namespace {

constexpr int kFrames = 20;
constexpr Micros kFrame = 40ms;

/// Takes what the source gives, in the source's thread.
struct Taker
{
    explicit Taker(const SourceOptions &options)
    {
        outlet.wake = [this] { take(); };
        outlet.fail = [this](const Error &failure) {
            const std::lock_guard lock(mutex);
            error = failure;
        };
        auto opened = FileSource::open(options, outlet);
        if (opened)
            source = std::move(*opened);
        else
            error = opened.error();
    }
    ~Taker() { source.reset(); }

    void take()
    {
        const std::lock_guard lock(mutex);
        while (auto unit = outlet.units->take())
            units.push_back(std::move(*unit));
        if (auto frame = outlet.frames->take())
            frames.push_back(std::move(*frame));
    }
    [[nodiscard]] int count()
    {
        const std::lock_guard lock(mutex);
        return static_cast<int>(units.size() + frames.size());
    }
    [[nodiscard]] ErrorCode code()
    {
        const std::lock_guard lock(mutex);
        return error.code;
    }

    SourceOutlet outlet;
    std::mutex mutex;
    std::vector<EncodedUnit> units;
    std::vector<RawFrame> frames;
    Error error;
    std::unique_ptr<FileSource> source;
};

SourceOptions fileOf(const QString &path)
{
    SourceOptions options;
    options.kind = SourceOptions::Kind::File;
    options.file = path;
    return options;
}

bool near(Micros a, Micros b)
{
    return std::chrono::abs(a - b) < 3ms;
}

/// The mean of a plane's middle.
int meanOf(const AVFrame &frame, int plane)
{
    const int width = plane == 0 ? frame.width : frame.width / 2;
    const int height = plane == 0 ? frame.height : frame.height / 2;
    int sum = 0, count = 0;
    for (int y = height / 4; y < height * 3 / 4; ++y) {
        for (int x = width / 4; x < width * 3 / 4; ++x, ++count)
            sum += frame.data[plane][y * frame.linesize[plane] + x];
    }
    return sum / count;
}

} // namespace

class TestFileSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void passedThrough_data();
    void passedThrough();
    void rateOfARawStream_data();
    void rateOfARawStream();
    void stampsThatMeanNothing_data();
    void stampsThatMeanNothing();
    void onePicture_data();
    void onePicture();
    void decoded_data();
    void decoded();
    void coloursAreRight_data();
    void coloursAreRight();
    void saysThatItIsNotTurned();
    void stopsAtOnce();
    void unusable_data();
    void unusable();
    void cutFileIsPlayedAsFarAsItGoes();
    void fileThatGoesAway();

private:
    [[nodiscard]] QString at(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

void TestFileSource::initTestCase()
{
    av_log_set_level(AV_LOG_FATAL);
    QVERIFY2(!QStandardPaths::findExecutable("ffmpeg").isEmpty(), "tests/run.sh installs ffmpeg");
}

void TestFileSource::passedThrough_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("encoding");
    for (const char *kind : {"mp4", "mkv", "mov", "ts", "h264"}) {
        QTest::addRow("%s with B pictures", kind)
            << QStringLiteral("b.%1").arg(kind) << test::withBPictures();
        QTest::addRow("%s", kind) << QStringLiteral("p.%1").arg(kind) << test::withoutBPictures();
    }
    QTest::newRow("mp4 in fragments")
        << "f.mp4" << test::withBPictures() + QStringList{"-movflags", "frag_keyframe+empty_moov"};
    QTest::newRow("mp4 that begins late")
        << "late.mp4" << test::withBPictures() + QStringList{"-output_ts_offset", "7"};
}

void TestFileSource::passedThrough()
{
    QFETCH(const QString, name);
    QFETCH(const QStringList, encoding);
    QVERIFY(makeVideo(at(name), encoding, kFrames));
    SourceOptions options = fileOf(at(name));
    options.framesPerSecond = 25; // For the raw stream; the others know.
    Taker taker(options);
    QVERIFY2(taker.source, qPrintable(sentence(taker.error)));
    QVERIFY(taker.source->isPassedThrough());
    taker.source->start();
    constexpr int kCount = 2 * kFrames + 12;
    QTRY_VERIFY_WITH_TIMEOUT(taker.count() >= kCount, 10'000);
    taker.source->stop();
    QCOMPARE(taker.code(), ErrorCode::None);
    QVERIFY(taker.frames.empty());

    test::StrictDecoder decoder;
    std::vector<WallTime> shown;
    for (int i = 0; i < kCount; ++i) {
        const EncodedUnit &unit = taker.units[static_cast<std::size_t>(i)];
        QCOMPARE(unit.number, static_cast<std::uint32_t>(i));
        // Each pass begins anew, and each keyframe has what decoding needs.
        QVERIFY(i % kFrames != 0 || unit.picture.keyframe);
        QVERIFY(!unit.picture.keyframe ||
                h264::ParameterSets::fromAnnexB(unit.picture.parameterSets).complete());
        if (i > 0)
            QVERIFY(near(unit.time.captured -
                             taker.units[static_cast<std::size_t>(i) - 1].time.captured,
                         kFrame));
        if (i < 2 * kFrames)
            shown.push_back(unit.time.captured + unit.time.shownAfter);
        decoder.decode(unit.picture.parameterSets + unit.picture.slices);
    }
    decoder.flush();
    QCOMPARE(decoder.errors, 0);
    QCOMPARE(decoder.pictures, kCount);
    const bool hasB = !std::ranges::is_sorted(shown);
    QCOMPARE(hasB, name.startsWith('b') || name.startsWith('f') || name.startsWith("late"));
    std::ranges::sort(shown);
    for (std::size_t i = 1; i < shown.size(); ++i)
        QVERIFY(near(shown[i] - shown[i - 1], kFrame));
}

void TestFileSource::rateOfARawStream_data()
{
    QTest::addColumn<double>("given");
    QTest::addColumn<double>("rate");
    QTest::newRow("given") << 50.0 << 50.0;
    QTest::newRow("of its parameter sets") << 0.0 << 25.0;
}

void TestFileSource::rateOfARawStream()
{
    QFETCH(const double, given);
    QFETCH(const double, rate);
    QVERIFY(makeVideo(at("rate.h264"), test::withoutBPictures(), kFrames));
    SourceOptions options = fileOf(at("rate.h264"));
    if (given > 0)
        options.framesPerSecond = given;
    Taker taker(options);
    QVERIFY(taker.source);
    QCOMPARE(taker.source->framesPerSecond(), rate);
    taker.source->start();
    QTRY_VERIFY(taker.count() >= 10);
    taker.source->stop();
    QVERIFY(near(taker.units[9].time.captured - taker.units[0].time.captured,
                 std::chrono::round<Micros>(std::chrono::duration<double>(9 / rate))));
}

void TestFileSource::stampsThatMeanNothing_data()
{
    QTest::addColumn<double>("given");
    QTest::addColumn<double>("rate");
    QTest::newRow("given") << 50.0 << 50.0;
    QTest::newRow("not given") << 0.0 << 30.0;
}

void TestFileSource::stampsThatMeanNothing()
{
    QFETCH(const double, given);
    QFETCH(const double, rate);
    QVERIFY(makeVideo(at("good.mp4"), test::withoutBPictures(), kFrames));
    // Each picture one tick, 0.08 ms, after the one before.
    QVERIFY(test::runFfmpeg(
        {"-i", at("good.mp4"), "-c", "copy", "-bsf:v", "setts=ts=N", at("ticks.mp4")}));
    SourceOptions options = fileOf(at("ticks.mp4"));
    if (given > 0)
        options.framesPerSecond = given;
    Taker taker(options);
    QVERIFY2(taker.source, qPrintable(sentence(taker.error)));
    QCOMPARE(taker.source->framesPerSecond(), rate);
    taker.source->start();
    QTRY_VERIFY(taker.count() >= kFrames + 10);
    taker.source->stop();
    for (std::size_t i = 1; i < taker.units.size(); ++i)
        QVERIFY(near(taker.units[i].time.captured - taker.units[i - 1].time.captured,
                     std::chrono::round<Micros>(std::chrono::duration<double>(1 / rate))));
}

void TestFileSource::onePicture_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("JPEG") << "one.jpg";
    QTest::newRow("PNG") << "one.png";
}

void TestFileSource::onePicture()
{
    QFETCH(const QString, name);
    QVERIFY(test::runFfmpeg(
        {"-f", "lavfi", "-i", "testsrc2=size=320x240", "-frames:v", "1", at(name)}));
    Taker taker(fileOf(at(name)));
    QVERIFY2(taker.source, qPrintable(sentence(taker.error)));
    taker.source->start();
    QTRY_VERIFY(taker.count() >= 5);
    taker.source->stop();
    QCOMPARE(taker.code(), ErrorCode::None);
}

void TestFileSource::decoded_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("encoding");
    QTest::addColumn<QString>("made");
    QTest::addColumn<QSize>("given");
    QTest::addColumn<double>("rate"); // 0: not given
    QTest::addColumn<QSize>("size");
    const QStringList mpeg4{"-c:v", "mpeg4", "-bf", "2", "-g", "10"};
    QTest::newRow("avi") << "d.avi" << mpeg4 << "320x240" << QSize(0, 0) << 0.0 << QSize(320, 240);
    QTest::newRow("mkv, odd size, RGB")
        << "odd.mkv" << QStringList{"-c:v", "ffv1", "-pix_fmt", "bgr0"} << "321x241" << QSize(0, 0)
        << 0.0 << QSize(320, 240);
    QTest::newRow("width given") << "w.avi" << mpeg4 << "320x240" << QSize(160, 0) << 0.0
                                 << QSize(160, 120);
    QTest::newRow("height given") << "h.avi" << mpeg4 << "320x240" << QSize(0, 480) << 0.0
                                  << QSize(640, 480);
    QTest::newRow("both given") << "wh.avi" << mpeg4 << "320x240" << QSize(200, 100) << 0.0
                                << QSize(200, 100);
    QTest::newRow("wide pixels") << "sar.avi" << mpeg4 + QStringList{"-vf", "setsar=2"} << "320x240"
                                 << QSize(0, 0) << 0.0 << QSize(640, 240);
    QTest::newRow("slower") << "slow.avi" << mpeg4 << "320x240" << QSize(0, 0) << 10.0
                            << QSize(320, 240);
    QTest::newRow("faster") << "fast.avi" << mpeg4 << "320x240" << QSize(0, 0) << 50.0
                            << QSize(320, 240);
}

void TestFileSource::decoded()
{
    QFETCH(const QString, name);
    QFETCH(const QStringList, encoding);
    QFETCH(const QString, made);
    QFETCH(const QSize, given);
    QFETCH(const double, rate);
    QFETCH(const QSize, size);
    QVERIFY(makeVideo(at(name), encoding, 10, made));
    SourceOptions options = fileOf(at(name));
    options.size = given;
    if (rate > 0)
        options.framesPerSecond = rate;
    Taker taker(options);
    QVERIFY2(taker.source, qPrintable(sentence(taker.error)));
    QVERIFY(!taker.source->isPassedThrough());
    QCOMPARE(taker.source->size(), size);
    taker.source->start();
    QTRY_VERIFY(taker.count() >= 25);
    taker.source->stop();
    QCOMPARE(taker.code(), ErrorCode::None);
    QVERIFY(taker.units.empty());
    const Micros frame =
        std::chrono::round<Micros>(std::chrono::duration<double>(1 / (rate > 0 ? rate : 25)));
    for (std::size_t i = 0; i < taker.frames.size(); ++i) {
        const RawFrame &one = taker.frames[i];
        QCOMPARE(one.number, static_cast<std::uint32_t>(i));
        QCOMPARE(QSize(one.picture->width, one.picture->height), size);
        QCOMPARE(one.picture->format, int(AV_PIX_FMT_YUV420P));
        if (i > 0)
            QVERIFY(near(one.captured - taker.frames[i - 1].captured, frame));
    }
}

void TestFileSource::coloursAreRight_data()
{
    QTest::addColumn<QStringList>("encoding");
    QTest::newRow("RGB") << QStringList{"-c:v", "ffv1", "-pix_fmt", "bgr0"};
    QTest::newRow("full range") << QStringList{"-c:v",     "mjpeg", "-pix_fmt",
                                               "yuvj420p", "-q:v",  "1"};
    QTest::newRow("ten bits") << QStringList{"-c:v", "ffv1", "-pix_fmt", "yuv422p10le"};
    QTest::newRow("BT.709") << QStringList{
        "-vf", "scale=out_color_matrix=bt709,format=yuv444p", "-colorspace", "bt709", "-c:v",
        "ffv1"};
}

void TestFileSource::coloursAreRight()
{
    QFETCH(const QStringList, encoding);
    QVERIFY(test::runFfmpeg(
        QStringList{"-f", "lavfi", "-i", "color=c=red:size=320x240:rate=25", "-frames:v", "5"} +
        encoding + QStringList{at("red.mkv")}));
    Taker taker(fileOf(at("red.mkv")));
    QVERIFY2(taker.source, qPrintable(sentence(taker.error)));
    taker.source->start();
    QTRY_VERIFY(taker.count() >= 3);
    taker.source->stop();
    // Red in BT.601, limited range: ITU-R BT.601, 2.5.3.
    const AVFrame &picture = *taker.frames[1].picture;
    const int red[] = {81, 90, 240};
    for (int plane = 0; plane < 3; ++plane)
        QVERIFY2(std::abs(meanOf(picture, plane) - red[plane]) <= 3,
                 qPrintable(QString::number(meanOf(picture, plane))));
}

void TestFileSource::saysThatItIsNotTurned()
{
    QVERIFY(makeVideo(at("flat.mp4"), test::withoutBPictures(), 10));
    // An option of the file that is read since FFmpeg 6, of the one that is written before.
    const QStringList head{"-v", "quiet", "-nostdin", "-y"}, copy{"-c", "copy", at("turned.mp4")};
    if (QProcess::execute(
            "ffmpeg", head + QStringList{"-display_rotation", "90", "-i", at("flat.mp4")} + copy) !=
        0)
        QVERIFY(test::runFfmpeg(QStringList{"-i", at("flat.mp4"), "-metadata:s:v:0", "rotate=90"} +
                                copy));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("turned.mp4 is meant to be turned by"));
    const Taker taker(fileOf(at("turned.mp4")));
    QVERIFY2(taker.source, qPrintable(sentence(taker.error)));
    QTest::failOnWarning(QRegularExpression(".*"));
    const Taker flat(fileOf(at("flat.mp4")));
    QVERIFY(flat.source);
}

void TestFileSource::stopsAtOnce()
{
    // A frame every ten seconds: the wait for the next is cut short.
    QVERIFY(test::runFfmpeg({"-f", "lavfi", "-i", "testsrc2=size=320x240:rate=0.1", "-frames:v",
                             "3", "-c:v", "libx264", at("slow.mp4")}));
    Taker taker(fileOf(at("slow.mp4")));
    QVERIFY2(taker.source, qPrintable(sentence(taker.error)));
    taker.source->start();
    QTRY_VERIFY(taker.count() >= 1);
    QElapsedTimer clock;
    clock.start();
    taker.source->stop();
    QVERIFY(clock.elapsed() < 500);
}

void TestFileSource::unusable_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("says");
    QTest::newRow("missing") << "no/such.mp4"
                             << "No such file";
    QTest::newRow("folder") << "."
                            << "it is no file";
    QTest::newRow("text") << "text.mp4"
                          << "no video file";
    QTest::newRow("empty") << "empty.mp4"
                           << "no video file";
    QTest::newRow("sound alone") << "sound.mp4"
                                 << "no video in it";
    QTest::newRow("index is missing") << "cut.mp4"
                                      << "a part of it is missing";
    QTest::newRow("locked") << "locked.mp4"
                            << "Permission denied";
}

void TestFileSource::unusable()
{
    QFETCH(const QString, name);
    QFETCH(const QString, says);
    QFile file(at(name));
    if (name.startsWith("text") || name.startsWith("empty")) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        if (name.startsWith("text"))
            file.write(QByteArray("This is no video. ").repeated(1000));
        file.close();
    } else if (name.startsWith("sound")) {
        QVERIFY(test::runFfmpeg({"-f", "lavfi", "-i", "sine", "-t", "1", "-c:a", "aac", at(name)}));
    } else if (name.startsWith("cut") || name.startsWith("locked")) {
        QVERIFY(makeVideo(at(name), test::withBPictures(), kFrames));
    }
    if (name.startsWith("cut"))
        QVERIFY(file.resize(file.size() / 2));
    if (name.startsWith("locked")) {
        QVERIFY(file.setPermissions({}));
    }
    const test::OrdinaryPermissions everybody;
    const Taker taker(fileOf(at(name)));
    QVERIFY(!taker.source);
    QCOMPARE(taker.error.code, ErrorCode::FileUnusable);
    QVERIFY2(sentence(taker.error).contains(says), qPrintable(sentence(taker.error)));
}

void TestFileSource::cutFileIsPlayedAsFarAsItGoes()
{
    QVERIFY(makeVideo(at("half.mp4"),
                      test::withoutBPictures() + QStringList{"-movflags", "faststart"}, kFrames));
    QFile file(at("half.mp4"));
    QVERIFY(file.resize(file.size() * 2 / 3));
    Taker taker(fileOf(at("half.mp4")));
    QVERIFY2(taker.source, qPrintable(sentence(taker.error)));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("A part of .*half.mp4.* is left out"));
    taker.source->start();
    QTRY_VERIFY(taker.count() >= 2 * kFrames);
    taker.source->stop();
    QCOMPARE(taker.code(), ErrorCode::None);
    QVERIFY(test::isDecodable(taker.units));
}

void TestFileSource::fileThatGoesAway()
{
    QVERIFY(makeVideo(at("gone.h264"), test::withoutBPictures(), kFrames));
    Taker taker(fileOf(at("gone.h264")));
    QVERIFY(taker.source);
    taker.source->start();
    QTRY_VERIFY(taker.count() >= 3);
    QVERIFY(QFile(at("gone.h264")).resize(0));
    QTRY_COMPARE(taker.code(), ErrorCode::FileUnusable);
    QVERIFY(sentence(taker.error).contains("gone.h264"));
}

QTEST_GUILESS_MAIN(TestFileSource)
#include "tst_file_source.moc"
