#include "base/json_file.h"
#include "encode/access_unit_assembly.h"
#include "h26x/nal.h"
#include "machine_clock_reader.h"
#include "publish/destination.h"
#include "publish/streamer.h"
#include "rtsp/rtsp_player.h"
#include "scripted_rtsp_server.h"
#include "source/frame_pool.h"
#include "source/test_pattern.h"

#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace oriel;
using namespace std::chrono_literals;
using test::ScriptedRtspServer;

namespace {

class Decoder
{
public:
    Decoder() : m_context(avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_H264)))
    {
        m_context->flags |= AV_CODEC_FLAG_LOW_DELAY;
        m_context->thread_count = 1;
        avcodec_open2(m_context.get(), nullptr, nullptr);
    }

    /// Null where the access unit gives no picture at once.
    AvFramePtr decode(const QByteArray &unit)
    {
        const AvPacketPtr packet = makeAvPacket();
        av_new_packet(packet.get(), static_cast<int>(unit.size()));
        std::memcpy(packet->data, unit.constData(), static_cast<std::size_t>(unit.size()));
        AvFramePtr frame = makeAvFrame();
        if (avcodec_send_packet(m_context.get(), packet.get()) < 0 ||
            avcodec_receive_frame(m_context.get(), frame.get()) < 0)
            return nullptr;
        return frame;
    }

private:
    AvCodecContextPtr m_context;
};

h264::ParameterSets someSets()
{
    return {QByteArray::fromHex("6742c02ad90280f684000003000400000300f23c60c920"),
            QByteArray::fromHex("68cb83cb20")};
}

/// One IDR or other slice; nobody decodes it.
QByteArray unitOf(bool keyframe, qsizetype bytes = 200)
{
    return QByteArray::fromHex("00000001") + (keyframe ? "\x65" : "\x41") + QByteArray(bytes, 'x');
}

StreamUrl urlOf(const QString &text)
{
    return StreamUrl::parse(text).value();
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

RtspServer::Options servedAt(quint16 port)
{
    RtspServer::Options options;
    options.address = QHostAddress::LocalHost;
    options.port = port;
    return options;
}

/// A server of one client that may stop reading, so that its receive window closes.
class SlowServer
{
public:
    SlowServer()
    {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            m_client = m_server.nextPendingConnection();
            QObject::connect(m_client, &QTcpSocket::readyRead, &m_server, [this] { read(); });
        });
    }

    [[nodiscard]] QString url() const
    {
        return QStringLiteral("rtsp://127.0.0.1:%1/cam").arg(m_server.serverPort());
    }
    void stopReading()
    {
        m_reading = false;
        m_client->setReadBufferSize(1);
    }
    void readOn()
    {
        m_reading = true;
        m_client->setReadBufferSize(0);
        read();
    }

private:
    void read()
    {
        if (!m_reading)
            return;
        m_parser.append(m_client->readAll());
        for (;;) {
            const auto element = m_parser.next();
            if (const auto *request = std::get_if<RtspRequest>(&element))
                m_client->write(ScriptedRtspServer::standardAnswer(*request));
            else if (!std::holds_alternative<InterleavedFrame>(element))
                return;
        }
    }

    QTcpServer m_server;
    QTcpSocket *m_client = nullptr;
    RtspStreamParser m_parser;
    bool m_reading = true;
};

QList<QByteArray> transportsAskedFor(const ScriptedRtspServer &server)
{
    QList<QByteArray> transports;
    for (const RtspRequest &request : server.requests()) {
        if (request.method == "SETUP")
            transports << (request.headers.value("Transport").contains("TCP") ? "tcp" : "udp");
    }
    return transports;
}

} // namespace

class TestPipeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { av_log_set_level(AV_LOG_WARNING); }
    void clockSurvivesTheEncoder_data();
    void clockSurvivesTheEncoder();
    void firstAccessUnitIsKeyframe();
    void asksForOneKeyframeWhenTheServerKeepsUp();
    void fallsBackToTheOtherTransport_data();
    void fallsBackToTheOtherTransport();
    void triesForEver();
    void eachOutageIsNewTrouble();
    void yieldsToAnotherPublisher();
    void givesUpOnWhatAPersonMustMend_data();
    void givesUpOnWhatAPersonMustMend();
    void stopsAtOnceWhenServerIsSilent();
    void servesWhereNobodyListens();
    void publishesWhereSomebodyListens();
    void servesOnWhenPublishingGivesUp_data();
    void servesOnWhenPublishingGivesUp();
    void saysWhereOthersFindIt();
    void servedPicturesAreFresh();
    void portInUseEndsIt();
    void stopsBeforeAnythingIsOpen();
    void neverPublishedIsAFailure_data();
    void neverPublishedIsAFailure();
    void jsonIsComplete();
};

void TestPipeline::clockSurvivesTheEncoder_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("bitsPerSecond");
    QTest::newRow("320x240") << QSize(320, 240) << 500'000;
    QTest::newRow("odd cells") << QSize(650, 362) << 1'000'000;
    QTest::newRow("1280x720") << QSize(1280, 720) << 4'000'000;
}

void TestPipeline::clockSurvivesTheEncoder()
{
    QFETCH(const QSize, size);
    QFETCH(const int, bitsPerSecond);
    auto encoder = X264Encoder::open({.size = size, .bitsPerSecond = bitsPerSecond});
    QVERIFY(encoder.has_value());
    const TestPattern pattern(size, 30);
    FramePool pool(size);
    Decoder decoder;
    for (std::uint32_t i = 0; i < 60; ++i) {
        const WallTime captured = wallNow() + i * 33'333us;
        const AvFramePtr frame = pool.take();
        pattern.draw(*frame, i, captured);
        machine_clock::stamp(*frame, captured);
        const auto picture = encoder->encode(*frame, false);
        QVERIFY(picture && *picture);
        h264::FrameTiming sent;
        sent.captured = captured;
        sent.frame = i;
        sent.encoded = wallNow();
        const QByteArray unit = assembleAccessUnit(**picture, sent, true);
        const auto timing = h264::readTimingSei(unit);
        QVERIFY(timing.has_value());
        QCOMPARE(timing->captured, captured);
        QCOMPARE(timing->frame, std::optional(i));
        const AvFramePtr decoded = decoder.decode(unit);
        QVERIFY(decoded);
        QCOMPARE(QSize(decoded->width, decoded->height), size);
        QCOMPARE(decoded->colorspace, size.height() >= 720 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M);
        QCOMPARE(decoded->color_range, AVCOL_RANGE_MPEG);
        QCOMPARE(test::readMachineClock(*decoded), std::optional(test::clockValue(captured)));
    }
}

void TestPipeline::firstAccessUnitIsKeyframe()
{
    ScriptedRtspServer server(&ScriptedRtspServer::standardAnswer);
    PublishSession session(urlOf(server.url()), PublishSession::Transport::Tcp);
    QSignalSpy recording(&session, &PublishSession::recording);
    QSignalSpy wanted(&session, &PublishSession::keyframeWanted);
    session.start(someSets());
    QVERIFY(!session.send(unitOf(true), true, wallNow()));
    QTRY_COMPARE(recording.size(), 1);
    QCOMPARE(wanted.size(), 1);
    QVERIFY(!session.send(unitOf(false), false, wallNow()));
    QVERIFY(session.send(unitOf(true), true, wallNow()));
    QVERIFY(session.send(unitOf(false), false, wallNow()));
    QSignalSpy stopped(&session, &PublishSession::stopped);
    session.stop();
    QTRY_COMPARE(stopped.size(), 1);
    QTRY_COMPARE(server.methods().constLast(), QByteArray("TEARDOWN"));
}

void TestPipeline::asksForOneKeyframeWhenTheServerKeepsUp()
{
    SlowServer server;
    PublishSession session(urlOf(server.url()), PublishSession::Transport::Tcp);
    int wanted = 0, sent = 0, refused = 0;
    bool forceIdr = false;
    connect(&session, &PublishSession::keyframeWanted, this, [&] {
        ++wanted;
        forceIdr = true;
    });
    QTimer camera;
    connect(&camera, &QTimer::timeout, this, [&] {
        const bool keyframe = std::exchange(forceIdr, false);
        ++(session.send(unitOf(keyframe, 100'000), keyframe, wallNow()) ? sent : refused);
    });
    session.start(someSets());
    QTRY_VERIFY(session.isRecording());
    camera.start(10);
    QTRY_VERIFY(sent > 10);

    server.stopReading();
    wanted = refused = 0;
    QTRY_VERIFY(refused > 20);
    QCOMPARE(wanted, 0);
    server.readOn();
    const int before = sent;
    QTRY_VERIFY(sent > before + 10);
    QCOMPARE(wanted, 1);
}

void TestPipeline::fallsBackToTheOtherTransport_data()
{
    QTest::addColumn<PublishSession::Transport>("transport");
    QTest::addColumn<QList<QByteArray>>("asked");
    using enum PublishSession::Transport;
    QTest::newRow("auto") << Auto << QList<QByteArray>{"tcp", "udp"};
    QTest::newRow("tcp") << Tcp << QList<QByteArray>{"tcp"};
    QTest::newRow("udp") << Udp << QList<QByteArray>{"udp"};
}

void TestPipeline::fallsBackToTheOtherTransport()
{
    QFETCH(const PublishSession::Transport, transport);
    QFETCH(const QList<QByteArray>, asked);
    ScriptedRtspServer server([](const RtspRequest &request) {
        return request.method == "SETUP"
                   ? ScriptedRtspServer::answer(request, 461, "Unsupported Transport")
                   : ScriptedRtspServer::standardAnswer(request);
    });
    PublishSession session(urlOf(server.url()), transport);
    QSignalSpy gaveUp(&session, &PublishSession::gaveUp);
    session.start(someSets());
    QTRY_COMPARE(gaveUp.size(), 1);
    QCOMPARE(transportsAskedFor(server), asked);
    QCOMPARE(session.lastError().code, ErrorCode::TransportRefused);
}

void TestPipeline::triesForEver()
{
    const quint16 port = freePort();
    PublishSession session(urlOf(QStringLiteral("rtsp://127.0.0.1:%1/cam").arg(port)),
                           PublishSession::Transport::Auto);
    QSignalSpy gaveUp(&session, &PublishSession::gaveUp);
    session.start(someSets());
    QTRY_VERIFY(session.attempts() >= 3);
    QCOMPARE(session.lastError().code, ErrorCode::ConnectionRefused);
    QCOMPARE(gaveUp.size(), 0);
    QVERIFY(!session.hasRecorded());
    QSignalSpy stopped(&session, &PublishSession::stopped);
    session.stop();
    QTRY_COMPARE(stopped.size(), 1);
}

void TestPipeline::eachOutageIsNewTrouble()
{
    ScriptedRtspServer server(&ScriptedRtspServer::standardAnswer);
    PublishSession session(urlOf(server.url()), PublishSession::Transport::Tcp);
    QSignalSpy recording(&session, &PublishSession::recording);
    session.start(someSets());
    for (int outage = 0; outage < 3; ++outage) {
        QTRY_COMPARE(recording.size(), outage + 1);
        const SteadyTime since = SteadyClock::now();
        QTRY_VERIFY(SteadyClock::now() - since > Backoff::kSettled);
        server.reset();
        QTRY_VERIFY(!session.isRecording());
        const SteadyTime broken = SteadyClock::now();
        QTRY_VERIFY(session.isRecording());
        QVERIFY(SteadyClock::now() - broken < 740ms); // The third of one trouble waits for 750 ms.
    }
}

void TestPipeline::yieldsToAnotherPublisher()
{
    // What a publisher sees whose path is taken away: closed, and accepted again at once.
    ScriptedRtspServer server(&ScriptedRtspServer::standardAnswer);
    PublishSession session(urlOf(server.url()), PublishSession::Transport::Tcp);
    QSignalSpy recording(&session, &PublishSession::recording);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("^Another publisher already sends to"));
    session.start(someSets());
    for (int loss = 1; loss <= PathContest::kLosses; ++loss) {
        QTRY_COMPARE(recording.size(), loss);
        server.reset();
        QTRY_VERIFY(!session.isRecording());
        QCOMPARE(session.lastError().code,
                 loss < PathContest::kLosses ? ErrorCode::ConnectionLost : ErrorCode::PathInUse);
    }
    QSignalSpy stopped(&session, &PublishSession::stopped);
    session.stop();
    QCOMPARE(stopped.size(), 1);
}

void TestPipeline::givesUpOnWhatAPersonMustMend_data()
{
    QTest::addColumn<QString>("credentials");
    QTest::addColumn<QByteArray>("answer"); // with the CSeq for its place
    QTest::addColumn<ErrorCode>("code");
    const QByteArray unauthorized = "RTSP/1.0 401 Unauthorized\r\nCSeq: %1\r\n"
                                    "WWW-Authenticate: Basic realm=\"x\"\r\n\r\n";
    QTest::newRow("no password") << "" << unauthorized << ErrorCode::PasswordRequired;
    QTest::newRow("wrong password") << "ann:wrong@" << unauthorized << ErrorCode::PasswordWrong;
    QTest::newRow("rubbish") << "" << QByteArray("220 mail.local ESMTP\r\n") << ErrorCode::NotRtsp;
    QTest::newRow("http") << ""
                          << QByteArray("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                          << ErrorCode::NotRtsp;
    QTest::newRow("redirected to itself")
        << "" << QByteArray("RTSP/1.0 302 Found\r\nCSeq: %1\r\nLocation: %2\r\n\r\n")
        << ErrorCode::RedirectLoop;
}

void TestPipeline::givesUpOnWhatAPersonMustMend()
{
    QFETCH(const QString, credentials);
    QFETCH(const QByteArray, answer);
    QFETCH(const ErrorCode, code);
    ScriptedRtspServer server([&](const RtspRequest &request) {
        return QByteArray(answer)
            .replace("%1", request.headers.value("CSeq"))
            .replace("%2", server.url().toLatin1());
    });
    PublishSession session(urlOf(server.url(credentials)), PublishSession::Transport::Auto);
    QSignalSpy gaveUp(&session, &PublishSession::gaveUp);
    session.start(someSets());
    QTRY_COMPARE(gaveUp.size(), 1);
    QCOMPARE(gaveUp[0][0].value<Error>().code, code);
    QCOMPARE(session.attempts(), 1);
}

void TestPipeline::stopsAtOnceWhenServerIsSilent()
{
    ScriptedRtspServer server([](const RtspRequest &) { return std::nullopt; });
    PublishSession session(urlOf(server.url()), PublishSession::Transport::Auto);
    session.start(someSets());
    QTRY_COMPARE(server.methods().size(), 1);
    QSignalSpy stopped(&session, &PublishSession::stopped);
    const SteadyTime begin = SteadyClock::now();
    session.stop();
    QTRY_COMPARE(stopped.size(), 1);
    QVERIFY(SteadyClock::now() - begin < 500ms);
}

void TestPipeline::servesWhereNobodyListens()
{
    const quint16 port = freePort();
    Destination destination({}, QStringLiteral("rtsp://localhost:%1/ES_MTX").arg(port));
    QVERIFY(destination.listen().has_value());
    destination.start(someSets());
    const SteadyTime begin = SteadyClock::now();
    QTRY_VERIFY(destination.isServing());
    QVERIFY(SteadyClock::now() - begin >= Destination::kSearch - 100ms);
    RtspPlayer player(RtspPlayer::Protocol::Tcp);
    QSignalSpy playing(&player, &RtspPlayer::playing);
    player.start(urlOf(QStringLiteral("rtsp://127.0.0.1:%1/ES_MTX").arg(port)));
    QTRY_COMPARE(playing.size(), 1);
    QTRY_COMPARE(destination.readers(), 1);
}

void TestPipeline::publishesWhereSomebodyListens()
{
    ScriptedRtspServer server(&ScriptedRtspServer::standardAnswer);
    Destination destination({}, QStringLiteral("rtsp://127.0.0.1:%1/ES_MTX").arg(server.port()));
    destination.start(someSets());
    QSignalSpy wanted(&destination, &Destination::keyframeWanted);
    QTRY_COMPARE(wanted.size(), 1);
    QVERIFY(!destination.isServing());
    QVERIFY(!destination.send(unitOf(false), false, wallNow()));
    QVERIFY(destination.send(unitOf(true), true, wallNow()));
    QCOMPARE(destination.dropped(), std::uint64_t{1});
    QVERIFY(destination.describe().contains(QStringLiteral("published to")));
}

void TestPipeline::servesOnWhenPublishingGivesUp_data()
{
    QTest::addColumn<bool>("serve");
    QTest::newRow("publishing and serving") << true;
    QTest::newRow("publishing alone") << false;
}

void TestPipeline::servesOnWhenPublishingGivesUp()
{
    QFETCH(const bool, serve);
    ScriptedRtspServer server([](const RtspRequest &request) {
        return ScriptedRtspServer::answer(request, 401, "Unauthorized",
                                          {{"WWW-Authenticate", "Basic realm=\"x\""}});
    });
    const quint16 port = freePort();
    Destination::Options options;
    options.publish = urlOf(server.url("ann:wrong@"));
    if (serve)
        options.serve = servedAt(port);
    Destination destination(options);
    QSignalSpy failed(&destination, &Destination::failed);
    QVERIFY(destination.listen().has_value());
    if (serve)
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression("does not accept .* serving goes on"));
    destination.start(someSets());
    if (!serve) {
        QTRY_COMPARE(failed.size(), 1);
        return;
    }
    QTRY_VERIFY(destination.describe().startsWith(QStringLiteral("not published to")));
    RtspPlayer player(RtspPlayer::Protocol::Tcp);
    QSignalSpy playing(&player, &RtspPlayer::playing);
    player.start(urlOf(QStringLiteral("rtsp://127.0.0.1:%1/ES_MTX").arg(port)));
    QTRY_COMPARE(playing.size(), 1);
    QCOMPARE(failed.size(), 0);
    QVERIFY(destination.send(unitOf(true), true, wallNow()));
    QSignalSpy stopped(&destination, &Destination::stopped);
    destination.stop();
    QTRY_COMPARE(stopped.size(), 1);
}

void TestPipeline::saysWhereOthersFindIt()
{
    Destination::Options options;
    options.serve = servedAt(freePort());
    options.serve->address = QHostAddress::Any;
    const auto port = options.serve->port;
    Destination destination(options);
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression(QStringLiteral("^serving rtsp://.::.:")));
    QTest::ignoreMessage(
        QtInfoMsg,
        QRegularExpression(
            QStringLiteral("^from other machines: rtsp://[^\\[:]+:%1/ES_MTX$").arg(port)));
    QVERIFY(destination.listen().has_value());
}

void TestPipeline::servedPicturesAreFresh()
{
    const quint16 port = freePort();
    Pipeline::Options options;
    options.encoder.size = {320, 240};
    options.encoder.intra = 1000; // so that the reader gets a keyframe only because it joined
    options.destination.serve = servedAt(port);
    Streamer streamer(options);
    QSignalSpy ended(&streamer, &Streamer::ended);
    streamer.start();

    std::unique_ptr<RtspPlayer> player;
    QList<AccessUnit> units;
    QTimer again;
    again.setSingleShot(true);
    const auto play = [&] {
        player = std::make_unique<RtspPlayer>(RtspPlayer::Protocol::Tcp);
        // The server listens, and knows its parameter sets, soon after start().
        connect(player.get(), &RtspPlayer::failed, &again, [&] { again.start(20); });
        connect(player.get(), &RtspPlayer::accessUnit, this,
                [&](const AccessUnit &unit) { units << unit; });
        player->start(urlOf(QStringLiteral("rtsp://127.0.0.1:%1/ES_MTX").arg(port)));
    };
    connect(&again, &QTimer::timeout, this, play);
    play();
    QTRY_VERIFY_WITH_TIMEOUT(units.size() >= 20, 10'000);
    QVERIFY(units.constFirst().keyframe);
    Decoder decoder;
    std::optional<std::uint32_t> lastNumber;
    for (const AccessUnit &unit : std::as_const(units)) {
        const auto timing = h264::readTimingSei(unit.annexB);
        QVERIFY(timing && timing->frame && timing->encoded && timing->sent);
        QVERIFY(timing->captured <= *timing->encoded && *timing->encoded <= *timing->sent);
        QVERIFY(!lastNumber || *timing->frame > *lastNumber);
        lastNumber = timing->frame;
        const AvFramePtr picture = decoder.decode(unit.annexB);
        QVERIFY(picture);
        QCOMPARE(test::readMachineClock(*picture),
                 std::optional(test::clockValue(timing->captured)));
    }

    const SteadyTime begin = SteadyClock::now();
    streamer.stop();
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(SteadyClock::now() - begin < 1s);
    const auto statistics = ended[0][0].value<RunStatistics>();
    QCOMPARE(ended[0][1].value<Error>().code, ErrorCode::None);
    QVERIFY(statistics.sent >= 20);
    QVERIFY(statistics.encoded >= statistics.sent);
    QVERIFY(statistics.captured <= statistics.encoded + statistics.dropped + 2);
    QCOMPARE(statistics.encodeTime.count(), statistics.encoded);
}

void TestPipeline::portInUseEndsIt()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    Pipeline::Options options;
    options.destination.serve = servedAt(other.serverPort());
    Streamer streamer(options);
    QSignalSpy ended(&streamer, &Streamer::ended);
    streamer.start();
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(ended[0][1].value<Error>().code, ErrorCode::PortInUse);
}

void TestPipeline::stopsBeforeAnythingIsOpen()
{
    Pipeline::Options options;
    options.destination.publish = urlOf(QStringLiteral("rtsp://127.0.0.1:%1/cam").arg(freePort()));
    Streamer streamer(options);
    QSignalSpy ended(&streamer, &Streamer::ended);
    streamer.start();
    streamer.stop();
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(ended[0][1].value<Error>().code, ErrorCode::None);
}

void TestPipeline::neverPublishedIsAFailure_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("error");
    const QString nowhere = QStringLiteral("rtsp://127.0.0.1:%1/x").arg(freePort());
    const QString serve = QStringLiteral("127.0.0.1:%1").arg(freePort());
    QTest::newRow("nobody listens")
        << QStringList{"--publish", nowhere} << 1 << "connection-refused";
    QTest::newRow("nobody listens, serving too")
        << QStringList{"--publish", nowhere, "--serve", serve} << 1 << "connection-refused";
    QTest::newRow("serving alone") << QStringList{"--serve", serve} << 0 << QString();
}

void TestPipeline::neverPublishedIsAFailure()
{
    QFETCH(QStringList, arguments);
    QFETCH(const int, status);
    QFETCH(const QString, error);
    QProcess streamer;
    arguments += {"--exit-after", "1", "--stats-json", "-", "--log-level", "error"};
    streamer.start(qEnvironmentVariable("ORIEL_STREAMER"), arguments);
    QVERIFY(streamer.waitForFinished(10'000));
    QCOMPARE(streamer.exitCode(), status);
    const auto figures = QJsonDocument::fromJson(streamer.readAllStandardOutput()).object();
    QVERIFY(figures.contains("error"));
    QCOMPARE(figures["error"].toString(), error);
    const QByteArray said = streamer.readAllStandardError();
    QVERIFY2(said.contains("refuses the connection") == (status == 1), said);
}

void TestPipeline::jsonIsComplete()
{
    RunStatistics statistics;
    statistics.encoded = 10;
    statistics.sent = 9;
    statistics.duration = 2s;
    statistics.encodeTime.add(1ms);
    QTemporaryDir folder;
    const QString name = folder.filePath("stats.json");
    QVERIFY(writeJson(toJson(statistics, {}), name).has_value());
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto read = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(read["sent"].toInt(), 9);
    QCOMPARE(read["fps"].toDouble(), 5.0);
    QCOMPARE(read["encode_ms_p50"].toDouble(), 1.0);
    QVERIFY(read["error"].isNull());
    QCOMPARE(toJson(statistics, {ErrorCode::PortInUse, {}, {}})["error"].toString(),
             QStringLiteral("port-in-use"));
    QCOMPARE(writeJson({}, folder.path()).error().code, ErrorCode::FileUnusable);
}

QTEST_GUILESS_MAIN(TestPipeline)
#include "tst_pipeline.moc"
