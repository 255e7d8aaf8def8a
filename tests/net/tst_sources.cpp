// oriel-streamer with a file and with a command, as it is installed, read by programs that nobody
// here wrote and by the viewer.

#include "h26x/timing_sei.h"
#include "made_video.h"
#include "playback/playback_session.h"
#include "relay_process.h"
#include "rtsp/rtsp_player.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace oriel;
using namespace std::chrono_literals;
using oriel::test::RelayProcess;

namespace {

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

const QStringList kLive{"ffmpeg", "-v",          "error",   "-re",
                        "-f",     "lavfi",       "-i",      "testsrc2=size=320x240:rate=30",
                        "-c:v",   "libx264",     "-preset", "ultrafast",
                        "-tune",  "zerolatency", "-g",      "15",
                        "-f",     "h264",        "-"};

/// oriel-streamer with what it says.
class Streamer
{
public:
    explicit Streamer(const QStringList &arguments)
    {
        process.start(qEnvironmentVariable("ORIEL_STREAMER"), arguments);
    }
    ~Streamer()
    {
        process.kill();
        process.waitForFinished();
    }

    [[nodiscard]] QByteArray words()
    {
        m_words += process.readAllStandardError();
        return m_words;
    }
    /// Its figures, once it has ended.
    [[nodiscard]] QJsonObject figures()
    {
        return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    }
    void interrupt() { ::kill(static_cast<pid_t>(process.processId()), SIGINT); }

    QProcess process;

private:
    QByteArray m_words;
};

/// --serve on a free port, and where that is.
struct Served
{
    quint16 port = freePort();
    QStringList options{"--serve", QStringLiteral("127.0.0.1:%1/cam").arg(port), "--stats-json",
                        "-"};
    QString url = QStringLiteral("rtsp://127.0.0.1:%1/cam").arg(port);
};

/// What ffprobe says about each picture it decodes, in its order.
QList<double> shownTimes(const QString &url, const QString &transport, int seconds)
{
    QProcess probe;
    probe.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    probe.start("ffprobe",
                {"-v", "error", "-rtsp_transport", transport, "-show_frames", "-select_streams",
                 "v", "-show_entries", "frame=best_effort_timestamp_time", "-read_intervals",
                 QStringLiteral("%+%1").arg(seconds), "-of", "csv=p=0", url});
    probe.waitForFinished(30'000);
    QList<double> times;
    for (const QByteArray &line : probe.readAllStandardOutput().split('\n')) {
        bool isNumber = false;
        const double time = line.split(',').constFirst().toDouble(&isNumber);
        if (isNumber)
            times << time;
    }
    return times;
}

/// Counts the pictures of a session the way a view takes them.
class Viewer : public QObject
{
public:
    explicit Viewer(const QString &url)
    {
        connect(&session, &PlaybackSession::frameReady, this, [this] {
            if (const auto frame = session.takeFrame()) {
                ++frames;
                damaged += frame->damaged ? 1 : 0;
                size = QSize(frame->picture->width, frame->picture->height);
                if (frame->timing)
                    ages << toMs(wallNow() - frame->timing->captured);
            }
        });
        session.open(StreamUrl::parse(url).value(), TransportChoice::Tcp);
    }

    PlaybackSession session;
    int frames = 0, damaged = 0;
    QSize size;
    QList<double> ages;
};

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.isEmpty() ? 0 : values[values.size() / 2];
}

bool isAlive(qint64 id)
{
    QFile status(QStringLiteral("/proc/%1/stat").arg(id));
    return status.open(QIODevice::ReadOnly) && !status.readAll().contains(") Z ");
}

} // namespace

class TestSources : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void ffprobeReads_data();
    void ffprobeReads();
    void viewerShows_data();
    void viewerShows();
    void throughARelay_data();
    void throughARelay();
    void ageOfACommand();
    void figures_data();
    void figures();
    void unusableFileEndsIt();
    void programThatIsNotThereEndsIt();
    void nothingEverIsAFailure();
    void endsWithinASecond_data();
    void endsWithinASecond();
    void noOrphanAfterAnyDeath();

private:
    [[nodiscard]] QString at(const QString &name) const { return m_folder.filePath(name); }
    void addSources();
    [[nodiscard]] QStringList optionsOf(const QString &source) const;

    QTemporaryDir m_folder;
};

void TestSources::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable("ffmpeg").isEmpty(), "tests/run.sh installs ffmpeg");
    QVERIFY(test::makeVideo(at("b.mp4"), test::withBPictures(), 25));
    QVERIFY(test::makeVideo(at("b.h264"), test::withBPictures(), 25));
    QVERIFY(test::makeVideo(at("p.mkv"), test::withoutBPictures(), 25));
    QVERIFY(test::makeVideo(at("d.avi"), {"-c:v", "mpeg4"}, 25));
}

void TestSources::addSources()
{
    QTest::addColumn<QString>("source");
    for (const char *source : {"b.mp4", "b.h264", "p.mkv", "d.avi", "command"})
        QTest::newRow(source) << source;
}

QStringList TestSources::optionsOf(const QString &source) const
{
    if (source == "command")
        return QStringList("--") + kLive;
    return {"--input", at(source)};
}

void TestSources::ffprobeReads_data()
{
    addSources();
}

void TestSources::ffprobeReads()
{
    QFETCH(const QString, source);
    const Served served;
    Streamer streamer(served.options + optionsOf(source));
    QTRY_VERIFY_WITH_TIMEOUT(streamer.words().contains("serving"), 10'000);
    QList<double> times;
    // Refused until the first picture is there.
    QTRY_VERIFY_WITH_TIMEOUT(!(times = shownTimes(served.url, "tcp", 3)).isEmpty(), 15'000);
    // Two seams in three seconds of a file of one, and not a step back; the first second is what
    // ffprobe finds out in.
    QVERIFY2(times.size() >= 50, qPrintable(QString::number(times.size())));
    const double rate = source == "command" ? 30 : 25;
    for (qsizetype i = 1; i < times.size(); ++i) {
        const double step = times[i] - times[i - 1];
        QVERIFY2(step > 0 && step < 3 / rate,
                 qPrintable(QStringLiteral("%1 at %2").arg(step).arg(i)));
    }
    QVERIFY(std::abs((times.last() - times.first()) / static_cast<double>(times.size() - 1) -
                     1 / rate) < 0.2 / rate);
}

void TestSources::viewerShows_data()
{
    addSources();
}

void TestSources::viewerShows()
{
    QFETCH(const QString, source);
    const Served served;
    Streamer streamer(served.options + optionsOf(source));
    Viewer viewer(served.url);
    QTRY_VERIFY_WITH_TIMEOUT(viewer.frames >= 80, 20'000);
    QCOMPARE(viewer.damaged, 0);
    QCOMPARE(viewer.size, QSize(320, 240));
    // With B pictures the decoder holds some back.
    QVERIFY(median(viewer.ages) >= 0);
    qInfo("age p50 %.1f ms", median(viewer.ages));
    streamer.interrupt();
    QVERIFY(streamer.process.waitForFinished(5'000));
    QCOMPARE(streamer.process.exitCode(), 0);
}

void TestSources::throughARelay_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("source");
    for (const QString &kind : RelayProcess::available()) {
        for (const char *source : {"b.mp4", "d.avi", "command"})
            QTest::addRow("%s %s", qPrintable(kind), source) << kind << source;
    }
    if (RelayProcess::available().isEmpty())
        QSKIP("neither mediamtx nor the relay on gortsplib is here");
}

void TestSources::throughARelay()
{
    QFETCH(const QString, kind);
    QFETCH(const QString, source);
    RelayProcess relay(kind);
    QVERIFY2(relay.start(), relay.log());
    Streamer streamer(QStringList{"--publish", relay.url()} + optionsOf(source));
    Viewer viewer(relay.url());
    QTRY_VERIFY_WITH_TIMEOUT(viewer.frames >= 80, 20'000);
    QCOMPARE(viewer.damaged, 0);
}

void TestSources::ageOfACommand()
{
    const Served served;
    Streamer streamer(served.options + optionsOf("command"));
    Viewer viewer(served.url);
    QTRY_VERIFY_WITH_TIMEOUT(viewer.frames >= 30, 20'000);
    viewer.ages.clear();
    QTRY_VERIFY_WITH_TIMEOUT(viewer.ages.size() >= 60, 10'000);
    // The whole frame interval is what Annex B may cost; what is measured is told.
    qInfo("age of a command's pictures: p50 %.1f ms", median(viewer.ages));
    QVERIFY2(median(viewer.ages) < 60, qPrintable(QString::number(median(viewer.ages))));
}

void TestSources::figures_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("passedThrough");
    QTest::newRow("H.264") << "b.mp4"
                           << "file" << true;
    QTest::newRow("another codec") << "d.avi"
                                   << "file" << false;
    QTest::newRow("command") << "command"
                             << "command" << true;
}

void TestSources::figures()
{
    QFETCH(const QString, source);
    QFETCH(const QString, name);
    QFETCH(const bool, passedThrough);
    const Served served;
    Streamer streamer(served.options + QStringList{"--exit-after", "2"} + optionsOf(source));
    QVERIFY(streamer.process.waitForFinished(15'000));
    QCOMPARE(streamer.process.exitCode(), 0);
    const QJsonObject figures = streamer.figures();
    QCOMPARE(figures["source"].toString(), name);
    QCOMPARE(figures["passed_through"].toBool(), passedThrough);
    QVERIFY(figures["captured"].toInt() > 5);
    QVERIFY(figures["encoded"].toInt() > 5);
    QCOMPARE(streamer.words().contains("320x240, "), passedThrough);
}

void TestSources::unusableFileEndsIt()
{
    const Served served;
    Streamer streamer(served.options + QStringList{"-i", "/no/such/film.mp4"});
    QVERIFY(streamer.process.waitForFinished(10'000));
    QCOMPARE(streamer.process.exitCode(), 1);
    QCOMPARE(streamer.figures()["error"].toString(), QStringLiteral("file-unusable"));
    const QByteArray words = streamer.words();
    QVERIFY2(words.contains("/no/such/film.mp4 cannot be used: No such file"), words);
    QCOMPARE(words.count('\n'), 1);
}

void TestSources::programThatIsNotThereEndsIt()
{
    const Served served;
    Streamer streamer(served.options + QStringList{"--", "no-such-program"});
    QVERIFY(streamer.process.waitForFinished(10'000));
    QCOMPARE(streamer.process.exitCode(), 1);
    QCOMPARE(streamer.figures()["error"].toString(), QStringLiteral("file-unusable"));
    QVERIFY2(streamer.words().contains("no-such-program cannot be used"), streamer.words());
}

void TestSources::nothingEverIsAFailure()
{
    const Served served;
    Streamer streamer(served.options +
                      QStringList{"--exit-after", "1", "--", "sh", "-c", "echo busy >&2; exit 4"});
    QVERIFY(streamer.process.waitForFinished(10'000));
    QCOMPARE(streamer.process.exitCode(), 1);
    QCOMPARE(streamer.figures()["error"].toString(), QStringLiteral("source-failed"));
    QVERIFY2(streamer.words().contains("it ended with status 4: busy"), streamer.words());
}

void TestSources::endsWithinASecond_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<int>("number");
    const QString deaf = "trap '' TERM INT; while :; do sleep 1; done";
    for (const int number : {SIGINT, SIGTERM}) {
        QTest::addRow("ffmpeg, %d", number) << kLive << number;
        QTest::addRow("deaf, %d", number) << QStringList{"sh", "-c", deaf} << number;
    }
}

void TestSources::endsWithinASecond()
{
    QFETCH(const QStringList, command);
    QFETCH(const int, number);
    const Served served;
    Streamer streamer(served.options + QStringList("--") + command);
    QTRY_VERIFY_WITH_TIMEOUT(streamer.words().contains("serving"), 10'000);
    QElapsedTimer clock;
    clock.start();
    ::kill(static_cast<pid_t>(streamer.process.processId()), number);
    QVERIFY(streamer.process.waitForFinished(5'000));
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(streamer.process.exitStatus(), QProcess::NormalExit);
}

void TestSources::noOrphanAfterAnyDeath()
{
    const QString id = at("child.pid");
    const Served served;
    Streamer streamer(served.options +
                      QStringList{"--", "sh", "-c", "echo $$ > \"$1\"; exec sleep 100", "sh", id});
    const auto childId = [&] {
        QFile in(id);
        return in.open(QIODevice::ReadOnly) ? in.readAll().trimmed().toLongLong() : 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(childId() > 0, 10'000);
    QVERIFY(isAlive(childId()));
    ::kill(static_cast<pid_t>(streamer.process.processId()), SIGKILL);
    QVERIFY(streamer.process.waitForFinished(5'000));
    QTRY_VERIFY(!isAlive(childId()));
}

QTEST_GUILESS_MAIN(TestSources)
#include "tst_sources.moc"
