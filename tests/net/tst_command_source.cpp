// Programs that write H.264 to a pipe, well or badly, and what becomes of them.

#include "base/histogram.h"
#include "h26x/nal.h"
#include "made_video.h"
#include "source/command_source.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace oriel;
using namespace std::chrono_literals;

namespace {

using Timing = CommandSource::Timing;

const QStringList kFfmpeg{"ffmpeg", "-v",          "error",   "-re",
                          "-f",     "lavfi",       "-i",      "testsrc2=size=320x240:rate=30",
                          "-c:v",   "libx264",     "-preset", "ultrafast",
                          "-tune",  "zerolatency", "-g",      "15",
                          "-f",     "h264",        "-"};

QStringList shell(const QString &script)
{
    return {"sh", "-c", script};
}

struct Taker
{
    explicit Taker(const QStringList &command, Timing timing = {})
    {
        outlet.wake = [this] {
            while (auto unit = outlet.units->take()) {
                // From its first byte to here.
                waits.push_back(wallNow() - unit->time.captured);
                units.push_back(std::move(*unit));
            }
        };
        outlet.fail = [this](const Error &failure) { error = failure; };
        source = std::make_unique<CommandSource>(command, outlet, timing);
        source->start();
    }

    [[nodiscard]] QString trouble() const { return sentence(source->trouble()); }

    SourceOutlet outlet;
    std::vector<EncodedUnit> units;
    std::vector<Micros> waits;
    Error error;
    std::unique_ptr<CommandSource> source;
};

Micros median(std::vector<Micros> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// The process whose id a script wrote to a file; 0 while it has not.
pid_t idIn(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll().trimmed().toInt() : 0;
}

bool isAlive(pid_t id)
{
    QFile status(QStringLiteral("/proc/%1/stat").arg(id));
    // The one that is dead and not yet waited for does not count.
    return status.open(QIODevice::ReadOnly) && !status.readAll().contains(") Z ");
}

int linesIn(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? static_cast<int>(in.readAll().count('\n')) : 0;
}

} // namespace

class TestCommandSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void ffmpegDelivers();
    void wholePicturesAndPauses();
    void writesInBlocks();
    void endsAtOnce();
    void killedComesBack();
    void notThere();
    void rubbish_data();
    void rubbish();
    void silent();
    void frozenIsStartedAnew();
    void eachStallIsSaid();
    void saysThatNoKeyframeComes();
    void anotherSizeAfterRestart();
    void noSecretsInItsWords();
    void leavesNobodyBehind_data();
    void leavesNobodyBehind();
    void nothingOfAKilledPicture();

private:
    [[nodiscard]] QString at(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    QList<QByteArray> m_pictures; ///< Access units, each in a file u000, u001, …
};

void TestCommandSource::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable("ffmpeg").isEmpty(), "tests/run.sh installs ffmpeg");
    QVERIFY(test::makeVideo(at("p.h264"), test::withoutBPictures(), 60));
    QFile file(at("p.h264"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    AccessUnitSplitter splitter(
        [this](AccessUnitSplitter::Unit &&unit) { m_pictures << unit.annexB; }, false);
    splitter.append(file.readAll(), {});
    splitter.finish();
    QCOMPARE(m_pictures.size(), 60);
    for (qsizetype i = 0; i < m_pictures.size(); ++i) {
        QFile out(at(QStringLiteral("u%1").arg(i, 3, 10, QChar(u'0'))));
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(m_pictures[i]) > 0);
    }
}

void TestCommandSource::ffmpegDelivers()
{
    Taker taker(kFfmpeg);
    QTRY_VERIFY_WITH_TIMEOUT(taker.units.size() >= 60, 15'000);
    test::StrictDecoder decoder;
    for (std::size_t i = 0; i < taker.units.size(); ++i) {
        const EncodedUnit &unit = taker.units[i];
        QCOMPARE(unit.number, static_cast<std::uint32_t>(i));
        QCOMPARE(unit.picture.keyframe, i % 15 == 0);
        QCOMPARE(unit.time.shownAfter, Micros(0));
        // The first half second comes at once since ffmpeg 6.1, several pictures in one read.
        QVERIFY(i == 0 || unit.time.captured >= taker.units[i - 1].time.captured);
        decoder.decode(unit.picture.parameterSets + unit.picture.slices);
    }
    decoder.flush();
    QCOMPARE(decoder.errors, 0);
    QCOMPARE(decoder.pictures, static_cast<int>(taker.units.size()));
    QCOMPARE(taker.source->trouble().code, ErrorCode::None);
    constexpr std::ptrdiff_t kTrust = AccessUnitSplitter::kPausesToTrust;
    const auto begin = taker.waits.begin();
    qInfo("a picture waits for %.1f ms at first, and for %.1f ms then",
          toMs(median({begin, begin + kTrust - 2})),
          toMs(median({begin + kTrust + 2, taker.waits.end()})));
}

void TestCommandSource::wholePicturesAndPauses()
{
    // One write a picture, and then nothing for 40 ms: what the pause is there for.
    Taker taker(shell(QStringLiteral("cd '%1' && while :; do for u in u*; do cat $u; sleep 0.04; "
                                     "done; done")
                          .arg(m_folder.path())));
    constexpr std::size_t kTrust = AccessUnitSplitter::kPausesToTrust;
    QTRY_VERIFY_WITH_TIMEOUT(taker.units.size() >= kTrust + 25, 10'000);
    const std::vector<Micros> before(taker.waits.begin(),
                                     taker.waits.begin() + std::ptrdiff_t{kTrust} - 2);
    const std::vector<Micros> after(taker.waits.begin() + std::ptrdiff_t{kTrust} + 2,
                                    taker.waits.end());
    // This event loop looks up every 10 ms only.
    qInfo("a picture waits for %.1f ms at first, and for %.1f ms then", toMs(median(before)),
          toMs(median(after)));
    QVERIFY(median(before) >= 40ms);
    // A busy machine makes both later.
    QVERIFY(median(after) < median(before) / 2);
    for (std::size_t i = 0; i < taker.units.size(); ++i)
        QCOMPARE(taker.units[i].picture.slices, m_pictures[static_cast<qsizetype>(i) % 60].right(
                                                    taker.units[i].picture.slices.size()));
}

void TestCommandSource::writesInBlocks()
{
    // As rpicam-vid does without --flush: the end of each picture comes with the next one.
    Taker taker(shell(QStringLiteral("cd '%1' && while :; do cat u*; done | "
                                     "while dd bs=1000 count=1 2>/dev/null; do sleep 0.005; done")
                          .arg(m_folder.path())));
    QTRY_VERIFY_WITH_TIMEOUT(taker.units.size() >= 100, 20'000);
    QVERIFY(test::isDecodable(taker.units));
}

void TestCommandSource::endsAtOnce()
{
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression("^sh delivers no pictures: it ended with status 3: no "
                                            "camera here. .* Starting it again.$"));
    Taker taker(shell(QStringLiteral("echo x >> '%1'; echo first >&2; echo no camera here >&2; "
                                     "exit 3")
                          .arg(at("starts"))));
    // Said once, however often it is tried.
    QTRY_VERIFY_WITH_TIMEOUT(linesIn(at("starts")) >= 3, 5000);
    QVERIFY(taker.units.empty());
    QCOMPARE(taker.error.code, ErrorCode::None);
    QCOMPARE(taker.source->trouble().code, ErrorCode::SourceFailed);
    QVERIFY2(taker.trouble().contains("no camera here"), qPrintable(taker.trouble()));
}

void TestCommandSource::killedComesBack()
{
    const QString id = at("killed.pid");
    Taker taker(shell(QStringLiteral("echo $$ > '%1'; exec \"$@\"").arg(id)) + QStringList{"sh"} +
                kFfmpeg);
    QTRY_VERIFY_WITH_TIMEOUT(taker.units.size() >= 20, 10'000);
    const pid_t first = idIn(id);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("ended by signal 9.*Starting it again"));
    QCOMPARE(::kill(first, SIGKILL), 0);
    QTRY_COMPARE(taker.source->trouble().code, ErrorCode::SourceFailed);
    const std::size_t before = taker.units.size();
    QTRY_VERIFY_WITH_TIMEOUT(taker.units.size() >= before + 20, 10'000);
    QVERIFY(taker.units[before].picture.keyframe);
    QCOMPARE(taker.source->trouble().code, ErrorCode::None);
    QVERIFY(idIn(id) != first);
    QVERIFY(taker.units[before].time.captured > taker.units[before - 1].time.captured);
}

void TestCommandSource::notThere()
{
    Taker taker({"no-such-camera-program", "-o", "-"});
    QTRY_COMPARE(taker.error.code, ErrorCode::FileUnusable);
    QVERIFY(sentence(taker.error).contains("no-such-camera-program"));
}

void TestCommandSource::rubbish_data()
{
    QTest::addColumn<QString>("script");
    QTest::newRow("much") << "yes this is no video";
    QTest::newRow("a word, and the end") << "echo hello";
    QTest::newRow("MJPEG") << "ffmpeg -v error -f lavfi -i testsrc2 -c:v mjpeg -f mjpeg -";
    QTest::newRow("MPEG-TS") << "ffmpeg -v error -f lavfi -i testsrc2 -c:v libx264 -f mpegts -";
    QTest::newRow("another codec") << "ffmpeg -v error -f lavfi -i testsrc2 -f mpeg2video -";
}

void TestCommandSource::rubbish()
{
    QFETCH(const QString, script);
    Taker taker(shell(script));
    QTRY_COMPARE_WITH_TIMEOUT(taker.error.code, ErrorCode::CodecUnsupported, 20'000);
    QVERIFY2(sentence(taker.error).contains("no H.264"), qPrintable(sentence(taker.error)));
    QVERIFY(taker.units.empty());
}

void TestCommandSource::silent()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("nothing has come from it for 0.2 s"));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression("nothing has come from it for 0.4 s.*Starting"));
    Taker taker(shell("exec sleep 100"), {200ms, 400ms});
    // And so on, without another word.
    for (int round = 0; round < 2; ++round) {
        QTRY_VERIFY(taker.trouble().contains("0.2 s"));
        QTRY_VERIFY(taker.trouble().contains("0.4 s"));
    }
}

void TestCommandSource::frozenIsStartedAnew()
{
    const QString id = at("frozen.pid");
    Taker taker(shell(QStringLiteral("echo $$ > '%1'; exec \"$@\"").arg(id)) + QStringList{"sh"} +
                    kFfmpeg,
                {3s, 4s});
    QTRY_VERIFY_WITH_TIMEOUT(taker.units.size() >= 20, 10'000);
    const pid_t first = idIn(id);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("nothing has come from it for 3 s"));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression("nothing has come from it for 4 s.*Starting"));
    QCOMPARE(::kill(first, SIGSTOP), 0);
    QTRY_COMPARE(taker.source->trouble().code, ErrorCode::SourceFailed);
    const std::size_t before = taker.units.size();
    QTRY_VERIFY_WITH_TIMEOUT(taker.units.size() >= before + 20, 10'000);
    QVERIFY(taker.units[before].picture.keyframe);
    QVERIFY(!isAlive(first));
}

void TestCommandSource::eachStallIsSaid()
{
    const QString go = at("go");
    QVERIFY(QProcess::execute("mkfifo", {go}) == 0);
    Taker taker(shell(QStringLiteral("cd '%1'; while :; do for u in u*; do cat $u; done; cat go; "
                                     "done")
                          .arg(m_folder.path())),
                {500ms, 60s});
    for (int stall = 0; stall < 2; ++stall) {
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression("nothing has come from it for 0.5 s"));
        QTRY_COMPARE(taker.source->trouble().code, ErrorCode::SourceFailed);
        QFile file(go);
        QVERIFY(file.open(QIODevice::WriteOnly)); // It goes on.
        file.close();
        QTRY_COMPARE(taker.source->trouble().code, ErrorCode::None);
    }
    QFile::remove(go);
}

void TestCommandSource::saysThatNoKeyframeComes()
{
    // Parameter sets, and pictures none of which is a keyframe.
    QFile sets(at("sets"));
    QVERIFY(sets.open(QIODevice::WriteOnly));
    for (const QByteArrayView nal : h264::splitAnnexB(m_pictures.first())) {
        if (!h264::isVcl(h264::nalType(nal)))
            sets.write(QByteArray(h264::kStartCode, sizeof h264::kStartCode).append(nal));
    }
    sets.close();
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression("it writes, but no keyframe has come for 0.6 s"));
    Taker taker(
        shell(QStringLiteral("cd '%1'; while :; do for u in sets u001 u002 u003; do cat $u; "
                             "sleep 0.02; done; done")
                  .arg(m_folder.path())),
        {600ms, 60s});
    QTRY_VERIFY_WITH_TIMEOUT(taker.trouble().contains("no keyframe"), 10'000);
    QVERIFY(taker.units.empty());
}

void TestCommandSource::anotherSizeAfterRestart()
{
    QVERIFY(test::makeVideo(at("small.h264"), test::withoutBPictures(), 20, "160x120"));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("it ended with status 0"));
    Taker taker(shell(QStringLiteral("cd '%1'; if [ -e done ]; then cat small.h264; sleep 100; "
                                     "else touch done; cat p.h264; fi")
                          .arg(m_folder.path())));
    // All of the first run, whose end was clean, and all but the open end of the second.
    QTRY_VERIFY(taker.units.size() >= 79);
    QVERIFY(test::isDecodable(taker.units));
}

void TestCommandSource::noSecretsInItsWords()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("^(?!.*hunter2).*Starting it again"));
    Taker taker(shell("echo rtsp://ann:hunter2@camera/x: 401 >&2; exit 1"));
    QTRY_COMPARE(taker.source->trouble().code, ErrorCode::SourceFailed);
    QVERIFY2(!taker.trouble().contains("hunter2"), qPrintable(taker.trouble()));
    QVERIFY2(taker.trouble().contains("401"), qPrintable(taker.trouble()));
}

void TestCommandSource::leavesNobodyBehind_data()
{
    QTest::addColumn<QString>("script"); // Writes the id of a process to $ID.
    QTest::newRow("the program") << "echo $$ > \"$ID\"; exec sleep 100";
    QTest::newRow("deaf to SIGTERM")
        << "trap '' TERM; echo $$ > \"$ID\"; while :; do sleep 100; done";
    QTest::newRow("its child") << "sleep 100 & echo $! > \"$ID\"; wait";
    QTest::newRow("its orphan") << "sleep 100 & echo $! > \"$ID\"; exit 0";
    QTest::newRow("frozen") << "echo $$ > \"$ID\"; kill -STOP $$";
}

void TestCommandSource::leavesNobodyBehind()
{
    QFETCH(const QString, script);
    const QString id = at("left.pid");
    QFile::remove(id);
    if (QByteArray(QTest::currentDataTag()) == "its orphan")
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression("it ended with status 0"));
    Taker taker(shell(QStringLiteral("ID='%1'; ").arg(id) + script));
    QTRY_VERIFY(idIn(id) > 0);
    const pid_t process = idIn(id);
    if (QByteArray(QTest::currentDataTag()) != "its orphan")
        QVERIFY(isAlive(process));
    else
        QTRY_COMPARE(taker.source->trouble().code, ErrorCode::SourceFailed);
    QElapsedTimer clock;
    clock.start();
    taker.source.reset();
    QVERIFY2(clock.elapsed() < 900, qPrintable(QString::number(clock.elapsed())));
    QTRY_VERIFY(!isAlive(process));
}

void TestCommandSource::nothingOfAKilledPicture()
{
    // The last picture of the first run is cut by its end.
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("ended by signal 9"));
    Taker taker(shell(QStringLiteral("cd '%1'; if [ -e cut ]; then sleep 100; fi; touch cut; "
                                     "cat u000 u001 u002; head -c 100 u003; kill -9 $$")
                          .arg(m_folder.path())));
    QTRY_COMPARE(taker.source->trouble().code, ErrorCode::SourceFailed);
    QCOMPARE(taker.units.size(), std::size_t{3});
    for (std::size_t i = 0; i < taker.units.size(); ++i)
        QVERIFY(m_pictures[static_cast<qsizetype>(i)].endsWith(taker.units[i].picture.slices));
}

QTEST_GUILESS_MAIN(TestCommandSource)
#include "tst_command_source.moc"
