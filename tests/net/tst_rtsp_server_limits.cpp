// Whom and what the embedded server turns away, and how much it takes from anyone.

#include "rtsp/rtp_packet.h"
#include "rtsp/rtsp_player.h"
#include "spoken_to_server.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

using namespace oriel;
using namespace oriel::test;
using namespace std::chrono_literals;

class TestRtspServerLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishingIsRefused_data();
    void publishingIsRefused();
    void silenceEnds_data();
    void silenceEnds();
    void unreadableEnds_data();
    void unreadableEnds();
    void askingWinsNoTime_data();
    void askingWinsNoTime();
    void connectionLimit();
    void turnsAwayInMeasure();
    void asksAndNeverReads();
    void keyframesAreAskedForInMeasure();
    void slowReaderLosesPicturesThenItsConnection();
    void slowReaderCatchesUp();
    void portInUse();
    void unusableAddress_data();
    void unusableAddress();
};

void TestRtspServerLimits::publishingIsRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::newRow("ANNOUNCE") << QByteArray("ANNOUNCE");
    QTest::newRow("RECORD") << QByteArray("RECORD");
}

void TestRtspServerLimits::publishingIsRefused()
{
    QFETCH(QByteArray, method);
    Server server;
    RawRtspClient client(server.port());
    const RtspResponse response = client.ask(method, kUri, {}, "v=0\r\n");
    QCOMPARE(response.status, 405);
    QVERIFY(response.headers.value("Allow").startsWith("OPTIONS, DESCRIBE"));
    QVERIFY(response.body.contains("nothing can be published"));
}

void TestRtspServerLimits::silenceEnds_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("half a request") << QByteArray("DESCRIBE rtsp://h/cam RTSP/1.0\r\nCSe");
    QTest::newRow("half a body") << QByteArray(
        "GET_PARAMETER * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 9\r\n\r\nab");
    QTest::newRow("half a frame") << QByteArray("$\0\1\0abc", 7);
    QTest::newRow("paused") << QByteArray(
        "SETUP rtsp://h/cam RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP\r\n\r\n");
}

void TestRtspServerLimits::silenceEnds()
{
    QFETCH(QByteArray, said);
    Server server(options({.firstSetup = 300ms, .session = 300ms}));
    RawRtspClient client(server.port());
    RawRtspClient reader(server.port());
    reader.play(kUri, kTcp);
    client.send(said);
    QTRY_VERIFY_WITH_TIMEOUT(!client.isConnected(), 2000);
    QVERIFY2(reader.isConnected(), "who plays over TCP need not say anything");
}

void TestRtspServerLimits::unreadableEnds_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("rubbish") << QByteArray("\x16\x03\x01\x02\x00\x01garbage\r\n\r\n", 17);
    QTest::newRow("http") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::newRow("http head") << QByteArray("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::newRow("endless line") << QByteArray(20000, 'A');
    QTest::newRow("endless head") << QByteArray("OPTIONS * RTSP/1.0\r\n" +
                                                QByteArray("A: b\r\n").repeated(4000));
    QTest::newRow("body too large")
        << QByteArray("SET_PARAMETER * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 65537\r\n\r\n");
    QTest::newRow("negative body")
        << QByteArray("SET_PARAMETER * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: -1\r\n\r\n");
}

void TestRtspServerLimits::unreadableEnds()
{
    QFETCH(QByteArray, said);
    Server server;
    RawRtspClient client(server.port());
    client.send(said);
    QCOMPARE(client.response().status, 400);
    QTRY_VERIFY(!client.isConnected());
    RawRtspClient next(server.port());
    QCOMPARE(next.ask("OPTIONS", "*").status, 200);
}

void TestRtspServerLimits::askingWinsNoTime_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("status");
    QTest::newRow("options") << QByteArray("OPTIONS") << 200;
    QTest::newRow("not let in") << QByteArray("DESCRIBE") << 401;
}

void TestRtspServerLimits::askingWinsNoTime()
{
    QFETCH(QByteArray, method);
    QFETCH(int, status);
    auto secured = withPassword();
    secured.timing.firstSetup = 500ms;
    Server server(secured);
    RawRtspClient client(server.port());
    QElapsedTimer clock;
    clock.start();
    QTimer asking;
    connect(&asking, &QTimer::timeout, &client.socket,
            [&] { client.send(method + " " + kUri + " RTSP/1.0\r\nCSeq: 1\r\n\r\n"); });
    asking.start(50);
    QCOMPARE(client.response().status, status);
    QTRY_VERIFY_WITH_TIMEOUT(!client.isConnected(), 3000);
    QVERIFY(clock.elapsed() >= 450);
}

void TestRtspServerLimits::connectionLimit()
{
    auto few = options();
    few.maxConnections = 2;
    Server server(few);
    RawRtspClient first(server.port());
    RawRtspClient second(server.port());
    QCOMPARE(second.ask("OPTIONS", "*").status, 200);
    RawRtspClient third(server.port());
    third.cseq = 6;
    // Clients take any answer to OPTIONS; what they ask then is what they tell the person about.
    QCOMPARE(third.ask("OPTIONS", "*").status, 503);
    const RtspResponse refused = third.ask("DESCRIBE", kUri);
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.headers.value("CSeq"), QByteArray("8"));
    QTRY_VERIFY(!third.isConnected());
    RtspPlayer player(RtspPlayer::Protocol::Tcp);
    QSignalSpy failed(&player, &RtspPlayer::failed);
    player.start(
        StreamUrl::parse(QStringLiteral("rtsp://127.0.0.1:%1/cam").arg(server.port())).value());
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::ServerRefused);
    QVERIFY(failed[0][0].value<Error>().detail.startsWith(QStringLiteral("503")));
    first.socket.disconnectFromHost();
    const auto admitted = [&] {
        RawRtspClient next(server.port());
        return next.ask("OPTIONS", "*").status == 200;
    };
    QTRY_VERIFY(admitted());
    QCOMPARE(second.ask("OPTIONS", "*").status, 200);
}

void TestRtspServerLimits::turnsAwayInMeasure()
{
    auto few = options({.turnAway = 500ms});
    few.maxConnections = 1;
    Server server(few);
    RawRtspClient reader(server.port());
    reader.play(kUri, kTcp);
    std::vector<std::unique_ptr<RawRtspClient>> silent;
    for (qsizetype i = 0; i < RtspServer::kMaxTurnedAway; ++i)
        silent.push_back(std::make_unique<RawRtspClient>(server.port()));
    RawRtspClient oneTooMany(server.port());
    QTRY_VERIFY(!oneTooMany.isConnected());
    QVERIFY2(silent.back()->isConnected(), "it still waits for its 503");
    const auto allGone = [&] {
        return std::ranges::none_of(silent, [](const auto &each) { return each->isConnected(); });
    };
    QTRY_VERIFY(allGone());
    RawRtspClient next(server.port());
    QCOMPARE(next.ask("DESCRIBE", kUri).status, 503);
    QVERIFY(reader.isConnected());
    RawRtspClient last(server.port());
    server.close();
    QTRY_VERIFY(!last.isConnected());
}

void TestRtspServerLimits::asksAndNeverReads()
{
    Server server;
    RawRtspClient client(server.port());
    client.socket.setReadBufferSize(1);
    client.socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4096);
    // The answers are as long as the questions, because CSeq comes back.
    const QByteArray many =
        ("OPTIONS * RTSP/1.0\r\nCSeq: " + QByteArray(8000, '1') + "\r\n\r\n").repeated(20);
    QTimer more;
    connect(&more, &QTimer::timeout, &client.socket, [&] {
        if (client.isConnected() && client.socket.bytesToWrite() < many.size())
            client.send(many);
    });
    more.start(1);
    QTRY_VERIFY_WITH_TIMEOUT(!client.isConnected(), 20000);
}

void TestRtspServerLimits::keyframesAreAskedForInMeasure()
{
    Server server;
    QSignalSpy joined(&server, &RtspServer::readerJoined);
    QSignalSpy wanted(&server, &RtspServer::keyframeWanted);
    RawRtspClient client(server.port());
    client.play(kUri, kTcp);
    for (int i = 0; i < 10; ++i) {
        client.ask("PAUSE", kUri, client.session);
        client.ask("PLAY", kUri, client.session);
    }
    QCOMPARE(joined.size(), 11);
    QVERIFY2(wanted.size() <= 2, "a reader that comes and goes forces no flood of keyframes");
    QTRY_COMPARE(wanted.size(), 2);
}

void TestRtspServerLimits::slowReaderLosesPicturesThenItsConnection()
{
    Server server(options({.stall = 1500ms}));
    QSignalSpy wanted(&server, &RtspServer::keyframeWanted);
    RawRtspClient slow(server.port()), quick(server.port());
    slow.play(kUri, kTcp);
    quick.play(kUri, kTcp);
    slow.socket.setReadBufferSize(1);
    slow.socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4096);
    QTimer camera;
    int sent = 0;
    connect(&camera, &QTimer::timeout, &server, [&] {
        sent % 10 == 0 ? server.sendKeyframe(200'000) : server.sendPicture(100'000);
        ++sent;
    });
    camera.start(20);
    quick.takeFrames();
    qsizetype pictures = 0;
    const auto readOn = [&] {
        for (const InterleavedFrame &frame : quick.takeFrames())
            pictures += frame.channel == 0 && RtpPacket::parse(frame.payload)->marker ? 1 : 0;
        return server.readers() == 1;
    };
    QTRY_VERIFY_WITH_TIMEOUT(readOn(), 15000);
    camera.stop();
    QTRY_VERIFY((readOn(), pictures == sent));
    QVERIFY(quick.isConnected());
    QVERIFY2(wanted.size() <= 3, "one who never takes anything asks for nothing");
}

void TestRtspServerLimits::slowReaderCatchesUp()
{
    Server server;
    RawRtspClient client(server.port());
    client.play(kUri, kTcp);
    // The first keyframe of the stream, and afterwards only what is asked for.
    bool force = true;
    connect(&server, &RtspServer::keyframeWanted, &server, [&] { force = true; });
    QSignalSpy wanted(&server, &RtspServer::keyframeWanted);
    QTimer camera;
    int sent = 0;
    connect(&camera, &QTimer::timeout, &server, [&] {
        ++sent;
        std::exchange(force, false) ? server.sendKeyframe(100'000) : server.sendPicture(100'000);
    });
    camera.start(20);
    QTRY_VERIFY(client.readFrames().size() > 100);
    client.socket.setReadBufferSize(1);
    const int before = sent;
    QTRY_VERIFY_WITH_TIMEOUT(sent > before + 150, 15'000);
    QVERIFY2(wanted.isEmpty(), "nothing is asked for while it could not take it");
    client.takeFrames();
    client.socket.setReadBufferSize(0);
    quint16 last = 0;
    bool contiguous = true;
    qsizetype keyframes = 0;
    int pictures = 0;
    const auto readOn = [&] {
        for (const InterleavedFrame &frame : client.takeFrames()) {
            const auto packet = RtpPacket::parse(frame.payload);
            if (frame.channel != 0 || !packet)
                continue;
            contiguous &= last == 0 || packet->sequenceNumber == quint16(last + 1);
            last = packet->sequenceNumber;
            keyframes += packet->payload.contains(kSps) ? 1 : 0;
            pictures += keyframes > 0 && packet->marker ? 1 : 0;
        }
        return pictures > 20;
    };
    QTRY_VERIFY_WITH_TIMEOUT(readOn(), 10'000);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(keyframes, 1);
    QVERIFY(contiguous);
}

void TestRtspServerLimits::portInUse()
{
    Server server;
    auto same = options();
    same.port = server.port();
    RtspServer second(same);
    const auto listening = second.listen();
    QVERIFY(!listening);
    QCOMPARE(listening.error().code, ErrorCode::PortInUse);
    QCOMPARE(listening.error().where, QString::number(server.port()));
}

void TestRtspServerLimits::unusableAddress_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("another computer's") << "198.51.100.7";
    QTest::newRow("link-local without a zone") << "fe80::1";
}

void TestRtspServerLimits::unusableAddress()
{
    QFETCH(QString, address);
    auto there = options();
    there.address = QHostAddress(address);
    RtspServer server(there);
    const auto listening = server.listen();
    QVERIFY(!listening);
    QCOMPARE(listening.error().code, ErrorCode::AddressUnusable);
    QCOMPARE(listening.error().where, address);
    QVERIFY(!listening.error().detail.isEmpty());
}

QTEST_GUILESS_MAIN(TestRtspServerLimits)
#include "tst_rtsp_server_limits.moc"
