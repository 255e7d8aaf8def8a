// The embedded server, spoken to byte by byte.

#include "rtsp/rtcp_packet.h"
#include "rtsp/rtp_packet.h"
#include "spoken_to_server.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QUdpSocket>

#include <memory>
#include <optional>

using namespace oriel;
using namespace oriel::test;
using namespace std::chrono_literals;

class TestRtspServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void optionsWordForWord();
    void statuses_data();
    void statuses();
    void describes();
    void describesOverIpv6();
    void noDescriptionBeforeParameterSets();
    void transports_data();
    void transports();
    void sessionStates();
    void startsAtAKeyframe();
    void pauseAndPlayGoOn();
    void tearsDown();
    void saysByeAtClose();
    void sendsUdpToThePeerAlone();
    void receiverReportsKeepASession();
    void pipelinedRequests();
    void senderReportsGoOn();
    void clientGoesWhileSending();
    void closesWithinASignal();
};

void TestRtspServer::optionsWordForWord()
{
    Server server;
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, server.port());
    socket.write("OPTIONS * RTSP/1.0\r\nCSeq: 17\r\nUser-Agent: x\r\n\r\n");
    const QByteArray expected = "RTSP/1.0 200 OK\r\nCSeq: 17\r\nServer: Oriel/" ORIEL_VERSION
                                "\r\nPublic: OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, "
                                "GET_PARAMETER, SET_PARAMETER, TEARDOWN\r\n\r\n";
    QTRY_VERIFY(socket.bytesAvailable() >= expected.size());
    QCOMPARE(socket.readAll(), expected);
}

void TestRtspServer::statuses_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("uri");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const char *method, const QByteArray &uri, int status,
                        const QByteArray &headers = {}, const QByteArray &body = {}) {
        QTest::newRow(name) << QByteArray(method) << uri << headers << body << status;
    };
    row("options of another path", "OPTIONS", "rtsp://h/other", 200);
    row("slash at the end", "DESCRIBE", "rtsp://h:8554/cam/", 200);
    row("query", "DESCRIBE", "rtsp://h/cam?a=b/c", 200);
    row("upper case scheme", "DESCRIBE", "RTSP://h/cam", 200);
    row("bare path", "DESCRIBE", "/cam", 200);
    row("escaped", "DESCRIBE", "rtsp://h/%63am", 200);
    row("other path", "DESCRIBE", "rtsp://h/camera", 404);
    row("parent path", "DESCRIBE", "rtsp://h/", 404);
    row("no path", "DESCRIBE", "rtsp://h", 404);
    row("path is case-sensitive", "DESCRIBE", "rtsp://h/CAM", 404);
    row("describe of everything", "DESCRIBE", "*", 404);
    row("accepts sdp", "DESCRIBE", kUri, 200, "Accept: text/html, application/sdp\r\n");
    row("accepts no sdp", "DESCRIBE", kUri, 406, "Accept: application/mheg\r\n");
    row("other track", "SETUP", kUri + "/trackID=1", 404,
        "Transport: RTP/AVP/TCP;interleaved=0-1\r\n");
    row("setup without transport", "SETUP", kUri, 461);
    row("play before setup", "PLAY", kUri, 455);
    row("pause before setup", "PAUSE", kUri, 455);
    row("teardown before setup", "TEARDOWN", kUri, 454);
    row("unknown session", "PLAY", kUri, 454, "Session: abc\r\n");
    row("unknown session, keep-alive", "GET_PARAMETER", kUri, 454, "Session: abc\r\n");
    row("keep-alive", "GET_PARAMETER", kUri, 200);
    row("keep-alive by set", "SET_PARAMETER", kUri, 200);
    row("some parameter", "GET_PARAMETER", kUri, 451, "Content-Type: text/parameters\r\n",
        "packets_received\r\n");
    row("unknown method", "FETCH", kUri, 501);
    row("required feature", "OPTIONS", "*", 551, "Require: play.basic\r\n");
}

void TestRtspServer::statuses()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, uri);
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    Server server;
    RawRtspClient client(server.port());
    client.cseq = 41;
    const RtspResponse response = client.ask(method, uri, headers, body);
    QCOMPARE(response.status, status);
    QCOMPARE(response.headers.value("CSeq"), QByteArray("42"));
    QVERIFY(!response.reason.isEmpty());
    // Whatever it was, the connection goes on.
    QCOMPARE(client.ask("OPTIONS", "*").status, 200);
}

void TestRtspServer::describes()
{
    Server server;
    RawRtspClient client(server.port());
    const RtspResponse response = client.ask("DESCRIBE", kUri + "/?x=1");
    QCOMPARE(response.headers.value("Content-Type"), QByteArray("application/sdp"));
    QCOMPARE(response.headers.value("Content-Base"), QByteArray(kUri + '/'));
    QVERIFY2(response.body.contains("IN IP4 127.0.0.1\r\n"), response.body.constData());
    QVERIFY(response.body.contains("a=control:trackID=0\r\n"));
    QVERIFY(response.body.contains("sprop-parameter-sets=" + kSps.toBase64()));
}

void TestRtspServer::describesOverIpv6()
{
    Server server;
    RawRtspClient client(server.port(), QHostAddress::LocalHostIPv6);
    const RtspResponse response = client.ask("DESCRIBE", "rtsp://[::1]/cam");
    QCOMPARE(response.headers.value("Content-Base"), QByteArray("rtsp://[::1]/cam/"));
    QVERIFY2(response.body.contains("IN IP6 ::1\r\n"), response.body.constData());
}

void TestRtspServer::noDescriptionBeforeParameterSets()
{
    Server server;
    server.setParameterSets({});
    RawRtspClient client(server.port());
    QCOMPARE(client.ask("DESCRIBE", kUri).status, 404);
    server.setParameterSets({kSps, kPps});
    QCOMPARE(client.ask("DESCRIBE", kUri).status, 200);
}

void TestRtspServer::transports_data()
{
    QTest::addColumn<QByteArray>("offer");
    QTest::addColumn<QByteArray>("expected"); ///< What the answer starts with; empty: 461.
    const auto row = [](const char *name, const char *offer, const char *expected) {
        QTest::newRow(name) << QByteArray(offer) << QByteArray(expected);
    };
    row("tcp", "RTP/AVP/TCP;unicast;interleaved=2-3", "RTP/AVP/TCP;unicast;interleaved=2-3");
    row("tcp without channels", "RTP/AVP/TCP;unicast", "RTP/AVP/TCP;unicast;interleaved=0-1");
    row("udp", "RTP/AVP;unicast;client_port=5000-5001",
        "RTP/AVP;unicast;client_port=5000-5001;server_port=");
    row("udp in words", "RTP/AVP/UDP;unicast;client_port=5000-5001;mode=\"PLAY\"",
        "RTP/AVP;unicast;client_port=5000-5001;server_port=");
    row("somebody else as target", "RTP/AVP;unicast;destination=192.0.2.1;client_port=5000-5001",
        "RTP/AVP;unicast;client_port=5000-5001;server_port=");
    row("first usable", "RTP/AVP;multicast,RTP/AVP/TCP;unicast;interleaved=4-5,RTP/AVP;unicast",
        "RTP/AVP/TCP;unicast;interleaved=4-5");
    row("garbage first", "X/Y;z,,RTP/AVP;unicast;client_port=5000-5001",
        "RTP/AVP;unicast;client_port=5000-5001;server_port=");
    row("multicast", "RTP/AVP;multicast;client_port=5000-5001", "");
    row("udp without ports", "RTP/AVP;unicast", "");
    row("udp to port 0", "RTP/AVP;unicast;client_port=0-1", "");
    row("one channel for both", "RTP/AVP/TCP;unicast;interleaved=3-3", "");
    row("record", "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record", "");
    row("rubbish", "\xff\xfe;;;=,=", "");
}

void TestRtspServer::transports()
{
    QFETCH(QByteArray, offer);
    QFETCH(QByteArray, expected);
    Server server;
    RawRtspClient client(server.port());
    const RtspResponse response =
        client.ask("SETUP", kUri + "/trackID=0", "Transport: " + offer + "\r\n");
    QCOMPARE(response.status, expected.isEmpty() ? 461 : 200);
    const QByteArray transport = response.headers.value("Transport");
    QVERIFY2(transport.startsWith(expected), transport.constData());
    QVERIFY(!transport.contains("192.0.2.1"));
    if (!expected.isEmpty())
        QVERIFY(response.headers.value("Session").endsWith(";timeout=60"));
    if (expected.endsWith("server_port="))
        QVERIFY(numberAfter(transport, "server_port") > 1024);
}

void TestRtspServer::sessionStates()
{
    Server server;
    RawRtspClient client(server.port());
    const RtspResponse play = client.play(kUri, kTcp);
    QCOMPARE(play.status, 200);
    QCOMPARE(play.headers.value("Range"), QByteArray("npt=now-"));
    QVERIFY(play.headers.value("RTP-Info").startsWith("url=" + kUri + "/trackID=0;seq="));
    const QByteArray transport = QByteArray("Transport: ") + kTcp + "\r\n";
    QCOMPARE(client.ask("SETUP", kUri + "/trackID=0", client.session + transport).status, 455);
    QCOMPARE(client.ask("PLAY", kUri, client.session).status, 200);
    QCOMPARE(client.ask("PLAY", kUri).status, 454);
    QCOMPARE(server.readers(), 1);
    QCOMPARE(client.ask("PAUSE", kUri, "Session: no\r\n").status, 454);
    QCOMPARE(client.ask("PAUSE", kUri, client.session).status, 200);
    QCOMPARE(server.readers(), 0);
    QCOMPARE(client.ask("PLAY", kUri).status, 454);
    QCOMPARE(client.ask("SETUP", kUri, client.session + transport).status, 200);
}

void TestRtspServer::startsAtAKeyframe()
{
    Server server;
    QSignalSpy joined(&server, &RtspServer::readerJoined);
    QSignalSpy wanted(&server, &RtspServer::keyframeWanted);
    QSignalSpy changed(&server, &RtspServer::readersChanged);
    RawRtspClient client(server.port());
    server.sendKeyframe();
    const QByteArray info = client.play(kUri, kTcp).headers.value("RTP-Info");
    QCOMPARE(joined.size(), 1);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(changed.takeFirst().at(0).toInt(), 1);
    server.sendPicture();
    server.sendPicture(5000);
    server.sendKeyframe(5000);
    server.sendPicture();
    QTRY_VERIFY(client.readFrames().size() >= 6);
    const QList<InterleavedFrame> frames = client.takeFrames();
    QCOMPARE(int(frames[0].channel), 1);
    QVERIFY(RtcpCompound::parse(frames[0].payload)->senderInfo);
    const auto first = RtpPacket::parse(frames[1].payload).value();
    QCOMPARE(int(frames[1].channel), 0);
    QCOMPARE(quint32(first.sequenceNumber), numberAfter(info, "seq"));
    QVERIFY(qint32(first.timestamp - numberAfter(info, "rtptime")) >= 0);
    QVERIFY2(first.payload.contains(kSps), "the first packet belongs to the keyframe");
    for (qsizetype i = 2; i < frames.size(); ++i)
        QCOMPARE(sequenceOf(frames[i].payload), quint16(sequenceOf(frames[i - 1].payload) + 1));
}

void TestRtspServer::pauseAndPlayGoOn()
{
    Server server;
    RawRtspClient client(server.port());
    client.play(kUri, kTcp);
    server.sendKeyframe();
    QTRY_VERIFY(client.socket.bytesAvailable() > 0);
    QCOMPARE(client.ask("PAUSE", kUri, client.session).status, 200);
    const quint16 last = sequenceOf(client.takeFrames().last().payload);
    server.sendKeyframe();
    const QByteArray info = client.ask("PLAY", kUri, client.session).headers.value("RTP-Info");
    QVERIFY2(client.takeFrames().isEmpty(), "nothing is sent while it pauses");
    QCOMPARE(numberAfter(info, "seq"), quint32(quint16(last + 1)));
    server.sendPicture();
    server.sendKeyframe();
    QTRY_VERIFY(client.readFrames().size() >= 2);
    QCOMPARE(sequenceOf(client.frames.last().payload), quint16(last + 1));
}

void TestRtspServer::tearsDown()
{
    Server server;
    RawRtspClient client(server.port());
    client.play(kUri, kTcp);
    QCOMPARE(client.ask("TEARDOWN", kUri, client.session).status, 200);
    QCOMPARE(server.readers(), 0);
    server.sendKeyframe();
    QCOMPARE(client.ask("TEARDOWN", kUri, client.session).status, 454);
    QVERIFY(client.takeFrames().isEmpty());
    QCOMPARE(client.play(kUri, kTcp).status, 200);
}

void TestRtspServer::saysByeAtClose()
{
    Server server;
    QSignalSpy changed(&server, &RtspServer::readersChanged);
    RawRtspClient client(server.port()), idle(server.port());
    client.play(kUri, kTcp);
    server.close();
    QTRY_VERIFY(!client.isConnected() && !idle.isConnected());
    const auto frames = client.takeFrames();
    QCOMPARE(frames.size(), 1);
    QVERIFY(RtcpCompound::parse(frames[0].payload)->bye);
    QCOMPARE(server.readers(), 0);
    QCOMPARE(changed.last().at(0).toInt(), 0);
}

void TestRtspServer::sendsUdpToThePeerAlone()
{
    Server server;
    QUdpSocket rtp, rtcp;
    QVERIFY(rtp.bind(QHostAddress::LocalHost, 0) && rtcp.bind(QHostAddress::LocalHost, 0));
    RawRtspClient client(server.port());
    const QByteArray ports =
        QByteArray::number(rtp.localPort()) + '-' + QByteArray::number(rtcp.localPort());
    QCOMPARE(client.play(kUri, "RTP/AVP;unicast;destination=127.0.0.2;client_port=" + ports).status,
             200);
    server.sendKeyframe(200'000);
    server.sendPicture();
    QTRY_VERIFY(rtcp.hasPendingDatagrams());
    QHostAddress from;
    quint16 port = 0;
    QByteArray packet(2000, '\0');
    packet.resize(rtcp.readDatagram(packet.data(), packet.size(), &from, &port));
    QVERIFY(RtcpCompound::parse(packet)->senderInfo);
    QCOMPARE(quint32(port), numberAfter(client.setupTransport, "server_port") + 1);
    QVERIFY(rtp.hasPendingDatagrams());
    // A reader that closed its ports answers with ICMP errors, which must not bother anyone.
    rtp.close();
    rtcp.close();
    for (int i = 0; i < 5; ++i)
        server.sendKeyframe();
    QCOMPARE(client.ask("GET_PARAMETER", kUri, client.session).status, 200);
    QCOMPARE(server.readers(), 1);
}

void TestRtspServer::receiverReportsKeepASession()
{
    Server server(options({.session = 400ms}));
    QUdpSocket rtcp;
    QVERIFY(rtcp.bind(QHostAddress::LocalHost, 0));
    RawRtspClient client(server.port());
    client.play(kUri, "RTP/AVP;unicast;client_port=5000-" + QByteArray::number(rtcp.localPort()));
    const auto serverPort =
        static_cast<quint16>(numberAfter(client.setupTransport, "server_port") + 1);
    QTimer reports;
    connect(&reports, &QTimer::timeout, &rtcp, [&] {
        rtcp.writeDatagram(makeReceiverReport(1, std::nullopt, "x"), QHostAddress::LocalHost,
                           serverPort);
    });
    reports.start(100);
    QVERIFY2(!QTest::qWaitFor([&] { return server.readers() == 0; }, 1000), "the reports count");
    reports.stop();
    QUdpSocket stranger;
    QVERIFY(stranger.bind(QHostAddress("127.0.0.2"), 0));
    QTimer rubbish;
    connect(&rubbish, &QTimer::timeout, &rtcp, [&] {
        rtcp.writeDatagram("x", QHostAddress::LocalHost, serverPort);
        stranger.writeDatagram(makeReceiverReport(1, std::nullopt, "x"), QHostAddress::LocalHost,
                               serverPort);
    });
    rubbish.start(100);
    QTRY_COMPARE_WITH_TIMEOUT(server.readers(), 0, 2000);
    QTRY_VERIFY(!client.isConnected());
}

void TestRtspServer::pipelinedRequests()
{
    Server server;
    RawRtspClient client(server.port());
    QByteArray many;
    for (int i = 1; i <= 500; ++i)
        many += "OPTIONS * RTSP/1.0\r\nCSeq: " + QByteArray::number(i) + "\r\n\r\n";
    client.send(many);
    for (int i = 1; i <= 500; ++i)
        QCOMPARE(client.response().headers.value("CSeq").toInt(), i);
}

void TestRtspServer::senderReportsGoOn()
{
    Server server(options({.senderReport = 100ms}));
    RawRtspClient client(server.port());
    client.play(kUri, kTcp);
    QTRY_VERIFY(client.readFrames().size() >= 3);
    for (const InterleavedFrame &frame : client.takeFrames()) {
        QCOMPARE(int(frame.channel), 1);
        QVERIFY(RtcpCompound::parse(frame.payload)->senderInfo);
    }
}

void TestRtspServer::clientGoesWhileSending()
{
    Server server;
    auto client = std::make_unique<RawRtspClient>(server.port());
    RawRtspClient other(server.port());
    client->play(kUri, kTcp);
    other.play(kUri, kTcp);
    server.sendKeyframe(300'000);
    client->socket.abort();
    // Nothing was told to the server yet: it finds out while it writes.
    for (int i = 0; i < 20; ++i)
        server.sendKeyframe(50'000);
    QTRY_COMPARE(server.readers(), 1);
    QCOMPARE(other.ask("OPTIONS", "*").status, 200);
}

void TestRtspServer::closesWithinASignal()
{
    Server server;
    connect(&server, &RtspServer::readerJoined, &server, [&] { server.close(); });
    RawRtspClient client(server.port());
    QCOMPARE(client.play(kUri, kTcp).status, 200);
    QTRY_VERIFY(!client.isConnected());
    QCOMPARE(server.readers(), 0);
}

QTEST_GUILESS_MAIN(TestRtspServer)
#include "tst_rtsp_server.moc"
