// The embedded server, read by programs that nobody here wrote, and by some that behave badly.

#include "h26x/parameter_sets.h"
#include "live_encoder.h"
#include "raw_rtsp_client.h"
#include "rtsp/rtp_packet.h"
#include "rtsp/rtsp_player.h"
#include "rtsp/rtsp_server.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace oriel;
using namespace std::chrono_literals;
using oriel::test::LiveEncoder;
using oriel::test::RawRtspClient;

namespace {

constexpr int kProcessDeadlineMs = 40'000;
constexpr auto kTcp = "RTP/AVP/TCP;unicast;interleaved=0-1";

/// The server with a live source, as a streamer has it.
class LiveServer
{
public:
    explicit LiveServer(const QString &user = {}, const QString &password = {},
                        LiveEncoder::Content content = LiveEncoder::Content::Still)
        : encoder(320, 240, content)
        , server(options(user, password))
    {
        const auto listening = server.listen();
        [&] { QVERIFY2(listening, listening ? "" : qPrintable(listening.error().detail)); }();
        server.setParameterSets(h264::ParameterSets::fromAnnexB(encoder.encodeNow()));
        QObject::connect(&server, &RtspServer::keyframeWanted, &encoder,
                         &LiveEncoder::forceKeyframe);
        QObject::connect(&encoder, &LiveEncoder::encoded, &server, &RtspServer::send);
        encoder.start();
    }

    [[nodiscard]] QString url(const QString &credentials = {},
                              const QString &host = QStringLiteral("127.0.0.1")) const
    {
        return QStringLiteral("rtsp://%1%2:%3/cam").arg(credentials, host).arg(server.port());
    }

    LiveEncoder encoder;
    RtspServer server;

private:
    static RtspServer::Options options(const QString &user, const QString &password)
    {
        RtspServer::Options options;
        options.port = 0;
        options.path = "/cam";
        options.user = user;
        options.password = password;
        return options;
    }
};

struct Outcome
{
    int exitCode = -1;
    QByteArray output; ///< Of both channels.
};

/// Runs a program to its end while this thread serves it.
Outcome run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    QSignalSpy finished(&process, &QProcess::finished);
    process.start(program, arguments);
    if (!finished.wait(kProcessDeadlineMs)) {
        process.kill();
        process.waitForFinished();
        return {-1, "no end in time: " + process.readAll()};
    }
    return {process.exitCode(), process.readAll()};
}

QStringList ffmpegArguments(const QString &url, const QString &transport)
{
    return {"-v",   "warning", "-rtsp_transport", transport, "-i", url, "-frames:v", "30", "-f",
            "null", "-"};
}

constexpr int kGstPictures = 30;

/// Decodes kGstPictures pictures into a file.
QStringList gstArguments(const QString &file, const QString &url, const QString &transport,
                         const QString &user = {}, const QString &password = {})
{
    QStringList arguments{"-q", "rtspsrc", "location=" + url, "protocols=" + transport,
                          "latency=0"};
    if (!user.isEmpty())
        arguments += {"user-id=" + user, "user-pw=" + password};
    return arguments + QStringList{"!",
                                   "rtph264depay",
                                   "!",
                                   "h264parse",
                                   "!",
                                   "avdec_h264",
                                   "!",
                                   "identity",
                                   QStringLiteral("eos-after=%1").arg(kGstPictures),
                                   "!",
                                   "filesink",
                                   "location=" + file};
}

/// A client that plays over TCP in this process and notes the longest time between two pictures.
class Watcher
{
public:
    explicit Watcher(quint16 port) : m_client(port)
    {
        m_client.play("rtsp://127.0.0.1/cam", kTcp);
        QObject::connect(&m_client.socket, &QTcpSocket::readyRead, &m_client.socket,
                         [this] { onReadyRead(); });
    }

    void onReadyRead()
    {
        for (const InterleavedFrame &frame : m_client.takeFrames()) {
            const auto packet = RtpPacket::parse(frame.payload);
            if (frame.channel != 0 || !packet || !packet->marker)
                continue;
            const SteadyTime now = SteadyClock::now();
            if (pictures++ > 0)
                longestGap = std::max(longestGap, now - m_last);
            m_last = now;
        }
    }

    int pictures = 0;
    SteadyClock::duration longestGap{0};

private:
    RawRtspClient m_client;
    SteadyTime m_last;
};

} // namespace

class TestEmbeddedServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ffmpegReads_data();
    void ffmpegReads();
    void ffprobeDescribes();
    void gstreamerReads_data();
    void gstreamerReads();
    void wrongPassword_data();
    void wrongPassword();
    void orielReads_data();
    void orielReads();
    void oneThatNeverReads();
    void killedReaders_data();
    void killedReaders();
    void fullHouse();
};

void TestEmbeddedServer::ffmpegReads_data()
{
    QTest::addColumn<QString>("transport");
    QTest::addColumn<QString>("credentials");
    QTest::addColumn<QString>("host");
    for (const char *transport : {"udp", "tcp"}) {
        QTest::addRow("%s", transport) << transport << ""
                                       << "127.0.0.1";
        QTest::addRow("%s with password", transport) << transport << "me:secret@"
                                                     << "127.0.0.1";
        QTest::addRow("%s over IPv6", transport) << transport << ""
                                                 << "[::1]";
    }
}

void TestEmbeddedServer::ffmpegReads()
{
    QFETCH(QString, transport);
    QFETCH(QString, credentials);
    QFETCH(QString, host);
    const bool secured = !credentials.isEmpty();
    LiveServer live(secured ? "me" : "", secured ? "secret" : "");
    const Outcome outcome = run("ffmpeg", ffmpegArguments(live.url(credentials, host), transport));
    QVERIFY2(outcome.exitCode == 0, outcome.output);
    QVERIFY2(!outcome.output.contains("error"), outcome.output);
    QVERIFY2(!outcome.output.contains("missed"), outcome.output);
    QTRY_COMPARE(live.server.readers(), 0);
}

void TestEmbeddedServer::ffprobeDescribes()
{
    LiveServer live;
    const Outcome outcome =
        run("ffprobe", {"-v", "error", "-show_entries", "stream=codec_name,width,height", "-of",
                        "csv=p=0", live.url()});
    QCOMPARE(outcome.output.trimmed(), QByteArray("h264,320,240"));
}

void TestEmbeddedServer::gstreamerReads_data()
{
    ffmpegReads_data();
}

void TestEmbeddedServer::gstreamerReads()
{
    QFETCH(QString, transport);
    QFETCH(QString, credentials);
    QFETCH(QString, host);
    const QString user = credentials.isEmpty() ? "" : "me";
    const QString password = credentials.isEmpty() ? "" : "secret";
    LiveServer live(user, password);
    const QTemporaryDir folder;
    const QString file = folder.filePath("pictures");
    const Outcome outcome =
        run("gst-launch-1.0", gstArguments(file, live.url({}, host), transport, user, password));
    // Its exit status says how its end went, too: rtspsrc may interrupt its own PAUSE there.
    constexpr qint64 kPictureSize = 320 * 240 * 3 / 2;
    QVERIFY2(QFileInfo(file).size() >= (kGstPictures - 1) * kPictureSize, outcome.output);
    QTRY_COMPARE(live.server.readers(), 0);
}

void TestEmbeddedServer::wrongPassword_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("ffmpeg") << "ffmpeg";
    QTest::newRow("gstreamer") << "gst-launch-1.0";
}

void TestEmbeddedServer::wrongPassword()
{
    QFETCH(QString, program);
    LiveServer live("me", "secret");
    const bool isFfmpeg = program == "ffmpeg";
    const Outcome outcome =
        run(program, isFfmpeg ? ffmpegArguments(live.url("me:wrong@"), "tcp")
                              : gstArguments("/dev/null", live.url(), "tcp", "me", "wrong"));
    QVERIFY2(outcome.exitCode != 0, outcome.output);
    // GStreamer tries eight times and names what it met last: the 401 or the closed connection.
    QVERIFY2(outcome.output.contains(isFfmpeg ? "401" : "ERROR"), outcome.output);
    QCOMPARE(live.server.readers(), 0);
}

void TestEmbeddedServer::orielReads_data()
{
    QTest::addColumn<RtspTransport::Protocol>("protocol");
    QTest::newRow("udp") << RtspTransport::Protocol::Udp;
    QTest::newRow("tcp") << RtspTransport::Protocol::Tcp;
}

void TestEmbeddedServer::orielReads()
{
    QFETCH(RtspTransport::Protocol, protocol);
    LiveServer live("me", "secret");
    RtspPlayer player(protocol);
    std::vector<AccessUnit> units;
    connect(&player, &RtspPlayer::accessUnit, this,
            [&](const AccessUnit &unit) { units.push_back(unit); });
    QSignalSpy failed(&player, &RtspPlayer::failed);
    player.start(StreamUrl::parse(live.url("me:secret@")).value());
    QTRY_VERIFY_WITH_TIMEOUT(units.size() >= 30 || !failed.isEmpty(), 10'000);
    QVERIFY(failed.isEmpty());
    QVERIFY(units.front().keyframe);
    QVERIFY(std::ranges::none_of(units, &AccessUnit::damaged));
    QCOMPARE(player.receiver()->statistics().lost, std::uint64_t{0});
}

void TestEmbeddedServer::oneThatNeverReads()
{
    LiveServer live({}, {}, LiveEncoder::Content::Noise);
    Watcher first(live.server.port());
    QTRY_VERIFY(first.pictures > 10);
    RawRtspClient stuck(live.server.port());
    stuck.socket.setReadBufferSize(1024);
    stuck.play("rtsp://127.0.0.1/cam", kTcp);
    Watcher second(live.server.port());
    QTRY_COMPARE(live.server.readers(), 3);
    QElapsedTimer clock;
    clock.start();
    // It is thrown out after its ten seconds, and the others notice nothing of it all.
    QTRY_COMPARE_WITH_TIMEOUT(live.server.readers(), 2, 30'000);
    QVERIFY2(clock.elapsed() > 9'000, "it had its time");
    QVERIFY2(toMs(first.longestGap) < 250, qPrintable(QString::number(toMs(first.longestGap))));
    QVERIFY2(toMs(second.longestGap) < 250, qPrintable(QString::number(toMs(second.longestGap))));
    QVERIFY(second.pictures > 200);
}

void TestEmbeddedServer::killedReaders_data()
{
    QTest::addColumn<QString>("transport");
    QTest::newRow("udp") << "udp";
    QTest::newRow("tcp") << "tcp";
}

void TestEmbeddedServer::killedReaders()
{
    QFETCH(QString, transport);
    LiveServer live({}, {}, LiveEncoder::Content::Noise);
    Watcher watcher(live.server.port());
    for (int i = 0; i < 3; ++i) {
        QProcess reader;
        reader.start("ffmpeg", {"-v", "quiet", "-rtsp_transport", transport, "-i", live.url(), "-f",
                                "null", "-"});
        QTRY_COMPARE_WITH_TIMEOUT(live.server.readers(), 2, 10'000);
        const int pictures = watcher.pictures;
        QTRY_VERIFY(watcher.pictures > pictures + 3);
        reader.kill();
        QVERIFY(reader.waitForFinished());
        QTRY_COMPARE_WITH_TIMEOUT(live.server.readers(), 1, 10'000);
    }
    const int pictures = watcher.pictures;
    QTRY_VERIFY(watcher.pictures > pictures + 10);
}

void TestEmbeddedServer::fullHouse()
{
    LiveServer live;
    std::vector<std::unique_ptr<Watcher>> watchers;
    watchers.reserve(32);
    for (int i = 0; i < 32; ++i)
        watchers.push_back(std::make_unique<Watcher>(live.server.port()));
    QCOMPARE(live.server.readers(), 32);
    const Outcome outcome = run("ffmpeg", ffmpegArguments(live.url(), "tcp"));
    QVERIFY2(outcome.exitCode != 0, "the 33rd is turned away");
    const auto allSee = [&] {
        return std::ranges::all_of(watchers, [](const auto &each) { return each->pictures > 30; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(allSee(), 10'000);
    watchers.pop_back();
    QTRY_COMPARE(live.server.readers(), 31);
    const Outcome again = run("ffmpeg", ffmpegArguments(live.url(), "tcp"));
    QVERIFY2(again.exitCode == 0, again.output);
}

QTEST_GUILESS_MAIN(TestEmbeddedServer)
#include "tst_embedded_server.moc"
