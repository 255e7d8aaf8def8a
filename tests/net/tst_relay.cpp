// Play and record against real servers, fed and read by programs that nobody here wrote.

#include "h26x/nal.h"
#include "relay_process.h"
#include "rtsp/rtsp_player.h"
#include "rtsp/rtsp_publisher.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace oriel;
using oriel::test::RelayProcess;
using Protocol = RtspTransport::Protocol;

namespace {

const QString kPicture = QStringLiteral("testsrc2=size=320x240:rate=30");

/// Another program publishing a live test picture, ended with the object.
class ForeignPublisher
{
public:
    ForeignPublisher(const QString &program, const QString &transport, const QString &url)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        if (program == "ffmpeg")
            m_process.start(
                program,
                {"-v",          "error", "-re",     "-f",      "lavfi",     "-i",
                 kPicture,      "-c:v",  "libx264", "-preset", "ultrafast", "-tune",
                 "zerolatency", "-g",    "15",      "-f",      "rtsp",      "-rtsp_transport",
                 transport,     url});
        else
            m_process.start(program,
                            {"-q", "videotestsrc", "is-live=true", "!",
                             "video/x-raw,width=320,height=240,framerate=30/1", "!", "x264enc",
                             "tune=zerolatency", "speed-preset=ultrafast", "key-int-max=15", "!",
                             "rtspclientsink", "protocols=" + transport, "location=" + url});
    }
    ~ForeignPublisher()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
};

/// Plays a URL, and asks again while nothing is published there yet.
class Reader : public QObject
{
public:
    Reader(const QString &url, Protocol protocol)
        : m_url(StreamUrl::parse(url).value())
        , m_protocol(protocol)
    {
        m_retry.setSingleShot(true);
        connect(&m_retry, &QTimer::timeout, this, &Reader::start);
        start();
    }

    [[nodiscard]] qsizetype keyframes() const
    {
        return std::ranges::count_if(units, &AccessUnit::keyframe);
    }

    std::unique_ptr<RtspPlayer> player;
    std::vector<AccessUnit> units;
    h264::ParameterSets sets;
    Error error;

private:
    void start()
    {
        player = std::make_unique<RtspPlayer>(m_protocol);
        connect(player.get(), &RtspPlayer::described, this, [this](const QByteArray &annexB) {
            sets = h264::ParameterSets::fromAnnexB(annexB);
        });
        connect(player.get(), &RtspPlayer::accessUnit, this,
                [this](const AccessUnit &unit) { units.push_back(unit); });
        connect(player.get(), &RtspPlayer::failed, this, [this](const Error &failure) {
            error = failure;
            if (failure.code == ErrorCode::PathNotFound)
                m_retry.start(100);
        });
        player->start(m_url);
    }

    StreamUrl m_url;
    Protocol m_protocol;
    QTimer m_retry;
};

/// Three seconds of H.264 from ffmpeg's encoder, cut at its access unit delimiters.
std::vector<QByteArray> encodedByFfmpeg()
{
    QProcess ffmpeg;
    ffmpeg.start(
        "ffmpeg",
        {"-v",    "error",       "-f",   "lavfi",   "-i",           kPicture,
         "-t",    "3",           "-c:v", "libx264", "-preset",      "ultrafast",
         "-tune", "zerolatency", "-g",   "15",      "-x264-params", "aud=1:repeat-headers=1",
         "-f",    "h264",        "-"});
    ffmpeg.waitForFinished();
    const QByteArray stream = ffmpeg.readAllStandardOutput();
    std::vector<QByteArray> units;
    for (const QByteArrayView nal : h264::splitAnnexB(stream)) {
        if (h264::nalType(nal) == h264::NalType::Aud)
            units.emplace_back();
        units.back().append("\0\0\0\1", 4).append(nal);
    }
    return units;
}

/// Publishes encoded pictures in a loop at 30 a second, the way the streamer does.
class LoopPublisher : public QObject
{
public:
    LoopPublisher(const QString &url, Protocol protocol) : publisher(protocol)
    {
        static const std::vector<QByteArray> pictures = encodedByFfmpeg();
        m_camera.setTimerType(Qt::PreciseTimer);
        connect(&m_camera, &QTimer::timeout, this, [this] {
            const QByteArray &picture = pictures[m_next++ % pictures.size()];
            const bool keyframe = h264::ParameterSets::fromAnnexB(picture).complete();
            publisher.send(picture, keyframe, wallNow());
        });
        connect(&publisher, &RtspPublisher::recording, this, [this] { m_camera.start(33); });
        publisher.start(StreamUrl::parse(url).value(),
                        h264::ParameterSets::fromAnnexB(pictures.front()));
    }

    RtspPublisher publisher;

private:
    QTimer m_camera;
    std::size_t m_next = 0;
};

QString nameOf(Protocol protocol)
{
    return protocol == Protocol::Udp ? QStringLiteral("udp") : QStringLiteral("tcp");
}

} // namespace

class TestRelay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void playsWhatOthersPublish_data();
    void playsWhatOthersPublish();
    void ffmpegReadsWhatIsPublished_data();
    void ffmpegReadsWhatIsPublished();
    void captureTimeCrossesTheRelay();
    void wrongPassword_data();
    void wrongPassword();
    void nothingIsPublished_data();
    void nothingIsPublished();
    void killedServerIsNoticed_data();
    void killedServerIsNoticed();
};

void TestRelay::initTestCase()
{
    if (RelayProcess::available().isEmpty())
        QSKIP("neither mediamtx nor the relay on gortsplib is here");
}

void TestRelay::playsWhatOthersPublish_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("publish");
    QTest::addColumn<Protocol>("protocol");
    for (const QString &kind : RelayProcess::available()) {
        const auto add = [&kind](const char *address, const QString &program,
                                 const QString &publish, Protocol protocol) {
            QTest::addRow("%s at %s: %s %s to %s", qPrintable(kind), address, qPrintable(program),
                          qPrintable(publish), qPrintable(nameOf(protocol)))
                << kind << address << program << publish << protocol;
        };
        for (const char *publish : {"udp", "tcp"})
            for (const Protocol protocol : {Protocol::Udp, Protocol::Tcp})
                add("127.0.0.1", "ffmpeg", publish, protocol);
        add("127.0.0.1", "gst-launch-1.0", "udp", Protocol::Udp);
        add("127.0.0.1", "gst-launch-1.0", "tcp", Protocol::Tcp);
        add("::1", "ffmpeg", "tcp", Protocol::Udp);
        add("::1", "ffmpeg", "tcp", Protocol::Tcp);
    }
}

void TestRelay::playsWhatOthersPublish()
{
    QFETCH(QString, kind);
    QFETCH(QString, address);
    QFETCH(QString, program);
    QFETCH(QString, publish);
    QFETCH(Protocol, protocol);
    RelayProcess relay(kind, address, "me", "p@ss");
    QVERIFY2(relay.start(), relay.log());
    const ForeignPublisher camera(program, publish, relay.url("cam", "me:p%40ss@"));
    Reader reader(relay.url("cam", "me:p@ss@"), protocol);
    QTRY_VERIFY_WITH_TIMEOUT(reader.units.size() >= 45, 10000);
    QVERIFY(reader.sets.complete());
    QVERIFY(reader.keyframes() >= 2);
    const RtpStatistics &statistics = reader.player->receiver()->statistics();
    QCOMPARE(statistics.lost, std::uint64_t{0});
    QCOMPARE(statistics.damagedAccessUnits, std::uint64_t{0});
    QCOMPARE(statistics.gopLength, std::uint32_t{15});
    // ffmpeg counts exactly; GStreamer goes by its clock.
    for (std::size_t i = 1; i < reader.units.size() && program == "ffmpeg"; ++i)
        QCOMPARE(reader.units[i].rtpTimestamp - reader.units[i - 1].rtpTimestamp, 3000u);
    QSignalSpy stopped(reader.player.get(), &RtspPlayer::stopped);
    reader.player->stop();
    QTRY_COMPARE(stopped.count(), 1);
}

void TestRelay::ffmpegReadsWhatIsPublished_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<Protocol>("publish");
    QTest::addColumn<QString>("read");
    for (const QString &kind : RelayProcess::available())
        for (const Protocol publish : {Protocol::Udp, Protocol::Tcp})
            for (const char *read : {"udp", "tcp"})
                QTest::addRow("%s %s to %s", qPrintable(kind), qPrintable(nameOf(publish)), read)
                    << kind << publish << QString(read);
}

void TestRelay::ffmpegReadsWhatIsPublished()
{
    QFETCH(QString, kind);
    QFETCH(Protocol, publish);
    QFETCH(QString, read);
    RelayProcess relay(kind, "127.0.0.1", "me", "p@ss");
    QVERIFY2(relay.start(), relay.log());
    LoopPublisher camera(relay.url("cam", "me:p@ss@"), publish);
    QTRY_VERIFY(camera.publisher.sender().statistics().packets > 0);
    QProcess ffmpeg;
    ffmpeg.start("ffmpeg", {"-v", "error", "-rtsp_transport", read, "-i",
                            relay.url("cam", "me:p%40ss@"), "-frames:v", "45", "-f", "null", "-"});
    QTRY_COMPARE_WITH_TIMEOUT(ffmpeg.state(), QProcess::NotRunning, 20000);
    QCOMPARE(ffmpeg.exitCode(), 0);
    QSignalSpy stopped(&camera.publisher, &RtspPublisher::stopped);
    camera.publisher.stop();
    QTRY_COMPARE(stopped.count(), 1);
}

void TestRelay::captureTimeCrossesTheRelay()
{
    const QStringList kinds = RelayProcess::available();
    RelayProcess relay(kinds.last());
    QVERIFY2(relay.start(), relay.log());
    LoopPublisher camera(relay.url(), Protocol::Udp);
    Reader reader(relay.url(), Protocol::Udp);
    QTRY_VERIFY_WITH_TIMEOUT(reader.units.size() >= 15, 10000);
    // Timestamps pass a relay unchanged, so they still count the camera's time.
    const auto spread = reader.units.back().rtpTimestamp - reader.units.front().rtpTimestamp;
    const double seconds = static_cast<double>(spread) / kRtpVideoClockHz;
    const double expected = static_cast<double>(reader.units.size() - 1) * 0.033;
    QVERIFY2(std::abs(seconds - expected) < 0.2, qPrintable(QString::number(seconds)));
}

void TestRelay::wrongPassword_data()
{
    QTest::addColumn<QString>("kind");
    for (const QString &kind : RelayProcess::available())
        QTest::newRow(qPrintable(kind)) << kind;
}

void TestRelay::wrongPassword()
{
    QFETCH(QString, kind);
    RelayProcess relay(kind, "127.0.0.1", "me", "p@ss");
    QVERIFY2(relay.start(), relay.log());
    Reader reader(relay.url("cam", "me:wrong@"), Protocol::Udp);
    QTRY_COMPARE_WITH_TIMEOUT(reader.error.code, ErrorCode::PasswordWrong, 10000);
    Reader nameless(relay.url(), Protocol::Udp);
    QTRY_COMPARE_WITH_TIMEOUT(nameless.error.code, ErrorCode::PasswordRequired, 10000);
}

void TestRelay::nothingIsPublished_data()
{
    wrongPassword_data();
}

void TestRelay::nothingIsPublished()
{
    QFETCH(QString, kind);
    RelayProcess relay(kind);
    QVERIFY2(relay.start(), relay.log());
    Reader reader(relay.url("nobody"), Protocol::Udp);
    QTRY_COMPARE(reader.error.code, ErrorCode::PathNotFound);
}

void TestRelay::killedServerIsNoticed_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("address");
    QTest::addColumn<Protocol>("protocol");
    for (const QString &kind : RelayProcess::available())
        for (const char *address : {"127.0.0.1", "::1"})
            for (const Protocol protocol : {Protocol::Udp, Protocol::Tcp})
                QTest::addRow("%s at %s %s", qPrintable(kind), address,
                              qPrintable(nameOf(protocol)))
                    << kind << address << protocol;
}

void TestRelay::killedServerIsNoticed()
{
    QFETCH(QString, kind);
    QFETCH(QString, address);
    QFETCH(Protocol, protocol);
    RelayProcess relay(kind, address);
    QVERIFY2(relay.start(), relay.log());
    LoopPublisher camera(relay.url(), protocol);
    QSignalSpy publisherFailed(&camera.publisher, &RtspPublisher::failed);
    Reader reader(relay.url(), protocol);
    QTRY_VERIFY_WITH_TIMEOUT(reader.units.size() >= 5, 10000);
    relay.kill();
    QTRY_VERIFY(reader.error.code == ErrorCode::StreamEnded);
    QTRY_COMPARE(publisherFailed.count(), 1);
}

QTEST_GUILESS_MAIN(TestRelay)
#include "tst_relay.moc"
