// The record client against servers that misbehave on purpose.

#include "rtsp/rtcp_packet.h"
#include "rtsp/rtp_packet.h"
#include "rtsp/rtsp_publisher.h"
#include "rtsp/sdp.h"
#include "scripted_rtsp_server.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace oriel;
using oriel::test::ScriptedRtspServer;
using Protocol = RtspTransport::Protocol;

namespace {

const QByteArray kSps = QByteArray::fromHex("6742c02ada0280f684000003000400000300f03c60ca80");
const QByteArray kPps = QByteArray::fromHex("68ce0fc8");
const h264::ParameterSets kSets{kSps, kPps};

QByteArray keyframe(qsizetype size = 5000)
{
    return kSets.annexB() + QByteArray("\0\0\0\1\x65", 5) + QByteArray(size, 'i');
}

struct Outcome
{
    Error error;
    qint64 slowAfterMs = -1;
    qint64 failedAfterMs = -1;
};

/// Follows a publisher to its end, counting from `clock`.
Outcome await(RtspPublisher &publisher, const QElapsedTimer &clock)
{
    Outcome outcome;
    QObject::connect(&publisher, &RtspPublisher::slow, &publisher, [&] {
        if (outcome.slowAfterMs < 0)
            outcome.slowAfterMs = clock.elapsed();
    });
    QObject::connect(&publisher, &RtspPublisher::failed, &publisher, [&](const Error &error) {
        outcome.error = error;
        outcome.failedAfterMs = clock.elapsed();
    });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(outcome.failedAfterMs >= 0, 10000); }();
    publisher.disconnect();
    return outcome;
}

} // namespace

class TestRtspPublisher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void announcesAndRecords();
    void reportComesBeforeTheFirstPacket();
    void frozenServer_data();
    void frozenServer();
    void freezesWhileRecording_data();
    void freezesWhileRecording();
    void stopsAtOnceBesideAFrozenServer();
    void refusals_data();
    void refusals();
    void slowServerLosesPicturesNotTime();
    void followsARedirect();
    void redirectWhileRecordingEndsTheAttempt_data();
    void redirectWhileRecordingEndsTheAttempt();
    void lowOnStorageIsSuccess();
    void findsTheConnectionDeadWhileWriting_data();
    void findsTheConnectionDeadWhileWriting();
};

void TestRtspPublisher::announcesAndRecords()
{
    ScriptedRtspServer server(&ScriptedRtspServer::standardAnswer);
    RtspPublisher publisher(Protocol::Udp);
    QSignalSpy recording(&publisher, &RtspPublisher::recording);
    QSignalSpy stopped(&publisher, &RtspPublisher::stopped);
    publisher.start(StreamUrl::parse(server.url("me:secret@")).value(), kSets);
    QVERIFY(recording.wait(2000));
    publisher.stop();
    QVERIFY(stopped.wait(1000));
    const QList<QByteArray> expected{"OPTIONS", "ANNOUNCE", "SETUP", "RECORD", "TEARDOWN"};
    QCOMPARE(server.methods(), expected);
    const RtspRequest announce = server.requests().at(1);
    const auto sdp = Sdp::parse(announce.body);
    QVERIFY(sdp && sdp->video());
    QCOMPARE(h264::annexBOfSprop(sdp->video()->fmtpParameter("sprop-parameter-sets")),
             kSets.annexB());
    const QByteArray transport = server.requests().at(2).headers.value("Transport").toLower();
    QVERIFY2(transport.contains("mode=") && transport.contains("record"), transport.constData());
}

void TestRtspPublisher::reportComesBeforeTheFirstPacket()
{
    ScriptedRtspServer server(&ScriptedRtspServer::standardAnswer);
    QUdpSocket rtp, rtcp;
    QVERIFY(rtp.bind(QHostAddress::LocalHost));
    QVERIFY(rtcp.bind(QHostAddress::LocalHost));
    ScriptedRtspServer udpServer([&](const RtspRequest &request) {
        if (request.method != "SETUP")
            return ScriptedRtspServer::standardAnswer(request);
        const QByteArray ports =
            QByteArray::number(rtp.localPort()) + '-' + QByteArray::number(rtcp.localPort());
        return ScriptedRtspServer::answer(
            request, 200, "OK",
            {{"Session", "1"},
             {"Transport", request.headers.value("Transport") + ";server_port=" + ports}});
    });
    RtspPublisher publisher(Protocol::Udp);
    QSignalSpy recording(&publisher, &RtspPublisher::recording);
    publisher.start(StreamUrl::parse(udpServer.url()).value(), kSets);
    QVERIFY(recording.wait(2000));
    const WallTime captured = wallNow();
    QVERIFY(publisher.send(keyframe(), true, captured));
    QTRY_VERIFY(rtp.hasPendingDatagrams());
    QVERIFY2(rtcp.hasPendingDatagrams(), "no sender report when the first packet was there");
    QByteArray report(2000, 0), packet(2000, 0);
    report.resize(rtcp.readDatagram(report.data(), report.size()));
    packet.resize(rtp.readDatagram(packet.data(), packet.size()));
    const auto compound = RtcpCompound::parse(report);
    const auto first = RtpPacket::parse(packet);
    QVERIFY(compound && compound->senderInfo && first);
    // The report maps the packet's RTP timestamp back to the capture time.
    const auto ticks =
        static_cast<std::int32_t>(first->timestamp - compound->senderInfo->rtpTimestamp);
    const WallTime mapped = fromNtp(compound->senderInfo->ntp) +
                            std::chrono::microseconds(static_cast<qint64>(ticks) * 100 / 9);
    QVERIFY(std::abs((mapped - captured).count()) <= 50);
    // It counts what was sent before it.
    QCOMPARE(compound->senderInfo->packets, 0U);
    QCOMPARE(compound->senderInfo->octets, 0U);
    QVERIFY(publisher.sender().statistics().packets > 1);
}

void TestRtspPublisher::frozenServer_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method : {"OPTIONS", "ANNOUNCE", "SETUP", "RECORD"})
        QTest::newRow(method) << QByteArray(method);
}

void TestRtspPublisher::frozenServer()
{
    QFETCH(QByteArray, method);
    ScriptedRtspServer server([&](const RtspRequest &request) -> std::optional<QByteArray> {
        if (request.method == method)
            return std::nullopt;
        return ScriptedRtspServer::standardAnswer(request);
    });
    RtspPublisher publisher(Protocol::Tcp);
    QElapsedTimer clock;
    clock.start();
    publisher.start(StreamUrl::parse(server.url()).value(), kSets);
    const Outcome outcome = await(publisher, clock);
    QCOMPARE(outcome.error.code, ErrorCode::NoAnswer);
    QVERIFY(outcome.slowAfterMs >= 0 && outcome.slowAfterMs <= 2000);
    QVERIFY(outcome.failedAfterMs <= 6000);
}

void TestRtspPublisher::freezesWhileRecording_data()
{
    QTest::addColumn<Protocol>("protocol");
    QTest::newRow("udp") << Protocol::Udp;
    QTest::newRow("tcp") << Protocol::Tcp;
}

void TestRtspPublisher::freezesWhileRecording()
{
    QFETCH(Protocol, protocol);
    bool recorded = false;
    ScriptedRtspServer server([&](const RtspRequest &request) -> std::optional<QByteArray> {
        if (recorded)
            return std::nullopt;
        recorded = request.method == "RECORD";
        return ScriptedRtspServer::standardAnswer(request);
    });
    RtspPublisher publisher(protocol);
    QSignalSpy recording(&publisher, &RtspPublisher::recording);
    publisher.start(StreamUrl::parse(server.url()).value(), kSets);
    QVERIFY(recording.wait(2000));
    QElapsedTimer clock;
    clock.start();
    const Outcome outcome = await(publisher, clock);
    QCOMPARE(outcome.error.code, ErrorCode::NoAnswer);
    QVERIFY(outcome.slowAfterMs >= 0 && outcome.slowAfterMs <= 2000);
    QVERIFY(outcome.failedAfterMs <= 6000);
}

void TestRtspPublisher::stopsAtOnceBesideAFrozenServer()
{
    ScriptedRtspServer server([](const RtspRequest &request) -> std::optional<QByteArray> {
        if (request.method == "TEARDOWN")
            return std::nullopt;
        return ScriptedRtspServer::standardAnswer(request);
    });
    RtspPublisher publisher(Protocol::Tcp);
    QSignalSpy recording(&publisher, &RtspPublisher::recording);
    QSignalSpy stopped(&publisher, &RtspPublisher::stopped);
    publisher.start(StreamUrl::parse(server.url()).value(), kSets);
    QVERIFY(recording.wait(2000));
    QElapsedTimer clock;
    clock.start();
    publisher.stop();
    QTRY_COMPARE(stopped.count(), 1);
    QVERIFY(clock.elapsed() <= 200);
}

void TestRtspPublisher::refusals_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("no password") << QByteArray("ANNOUNCE") << 401 << ErrorCode::PasswordRequired;
    QTest::newRow("path taken") << QByteArray("RECORD") << 400 << ErrorCode::PathInUse;
    QTest::newRow("no such path") << QByteArray("ANNOUNCE") << 404 << ErrorCode::PathRefused;
    QTest::newRow("not configured") << QByteArray("ANNOUNCE") << 400 << ErrorCode::PathRefused;
    QTest::newRow("broken") << QByteArray("SETUP") << 500 << ErrorCode::ServerRefused;
    QTest::newRow("no udp") << QByteArray("SETUP") << 461 << ErrorCode::TransportRefused;
    QTest::newRow("read only") << QByteArray("ANNOUNCE") << 405 << ErrorCode::PathRefused;
}

void TestRtspPublisher::refusals()
{
    QFETCH(QByteArray, method);
    QFETCH(int, status);
    QFETCH(ErrorCode, code);
    ScriptedRtspServer server([&](const RtspRequest &request) {
        if (request.method != method)
            return ScriptedRtspServer::standardAnswer(request);
        return ScriptedRtspServer::answer(request, status, "No",
                                          {{"WWW-Authenticate", "Basic realm=\"x\""}});
    });
    RtspPublisher publisher(Protocol::Udp);
    QElapsedTimer clock;
    clock.start();
    publisher.start(StreamUrl::parse(server.url()).value(), kSets);
    QCOMPARE(await(publisher, clock).error.code, code);
}

void TestRtspPublisher::slowServerLosesPicturesNotTime()
{
    // A server that reads nothing any more once it records: its receive window closes.
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    RtspStreamParser parser;
    QTcpSocket *client = nullptr;
    connect(&server, &QTcpServer::newConnection, this, [&] {
        client = server.nextPendingConnection();
        connect(client, &QTcpSocket::readyRead, this, [&] {
            parser.append(client->readAll());
            for (auto element = parser.next(); std::holds_alternative<RtspRequest>(element);
                 element = parser.next()) {
                const auto &request = std::get<RtspRequest>(element);
                client->write(ScriptedRtspServer::standardAnswer(request));
                if (request.method == "RECORD")
                    client->setReadBufferSize(1);
            }
        });
    });
    RtspPublisher publisher(Protocol::Tcp);
    QSignalSpy recording(&publisher, &RtspPublisher::recording);
    publisher.start(
        StreamUrl::parse(QStringLiteral("rtsp://127.0.0.1:%1/x").arg(server.serverPort())).value(),
        kSets);
    QVERIFY(recording.wait(2000));
    int dropped = 0;
    QTimer camera;
    connect(&camera, &QTimer::timeout, this,
            [&] { dropped += publisher.send(keyframe(200000), true, wallNow()) ? 0 : 1; });
    camera.start(10);
    QTRY_VERIFY_WITH_TIMEOUT(dropped > 10, 4000);
}

void TestRtspPublisher::followsARedirect()
{
    ScriptedRtspServer target(&ScriptedRtspServer::standardAnswer);
    ScriptedRtspServer first([&](const RtspRequest &request) {
        if (request.method != "ANNOUNCE")
            return ScriptedRtspServer::standardAnswer(request);
        return ScriptedRtspServer::answer(request, 302, "Found",
                                          {{"Location", target.url().toLatin1()}});
    });
    RtspPublisher publisher(Protocol::Tcp);
    QSignalSpy recording(&publisher, &RtspPublisher::recording);
    publisher.start(StreamUrl::parse(first.url()).value(), kSets);
    QVERIFY(recording.wait(2000));
    QVERIFY(target.methods().contains("RECORD"));
}

void TestRtspPublisher::redirectWhileRecordingEndsTheAttempt_data()
{
    freezesWhileRecording_data();
}

void TestRtspPublisher::redirectWhileRecordingEndsTheAttempt()
{
    QFETCH(Protocol, protocol);
    ScriptedRtspServer target(&ScriptedRtspServer::standardAnswer);
    bool recorded = false;
    ScriptedRtspServer first([&](const RtspRequest &request) {
        if (recorded && request.method == "OPTIONS")
            return ScriptedRtspServer::answer(request, 302, "Moved",
                                              {{"Location", target.url().toLatin1()}});
        recorded = request.method == "RECORD";
        return ScriptedRtspServer::standardAnswer(request);
    });
    RtspPublisher publisher(protocol);
    QSignalSpy recording(&publisher, &RtspPublisher::recording);
    QSignalSpy failed(&publisher, &RtspPublisher::failed);
    publisher.start(StreamUrl::parse(first.url()).value(), kSets);
    QVERIFY(recording.wait(2000));
    QTimer camera;
    connect(&camera, &QTimer::timeout, this, [&] { publisher.send(keyframe(), true, wallNow()); });
    camera.start(0);
    QTRY_COMPARE(failed.count(), 1);
    const auto error = failed.first().first().value<Error>();
    QCOMPARE(error.code, ErrorCode::ServerRefused);
    QVERIFY2(error.detail.contains("302 Moved"), qPrintable(error.detail));
    QVERIFY(!publisher.isRecording());
    QTRY_VERIFY(first.methods().contains("TEARDOWN"));
    QVERIFY(target.requests().isEmpty());
}

void TestRtspPublisher::lowOnStorageIsSuccess()
{
    ScriptedRtspServer server([](const RtspRequest &request) {
        if (request.method != "RECORD")
            return ScriptedRtspServer::standardAnswer(request);
        return ScriptedRtspServer::answer(request, 250, "Low on Storage Space");
    });
    RtspPublisher publisher(Protocol::Tcp);
    QSignalSpy recording(&publisher, &RtspPublisher::recording);
    publisher.start(StreamUrl::parse(server.url()).value(), kSets);
    QVERIFY(recording.wait(2000));
}

void TestRtspPublisher::findsTheConnectionDeadWhileWriting_data()
{
    QTest::addColumn<bool>("stopping");
    QTest::newRow("sending") << false;
    QTest::newRow("stopping") << true;
}

void TestRtspPublisher::findsTheConnectionDeadWhileWriting()
{
    QFETCH(bool, stopping);
    ScriptedRtspServer server(&ScriptedRtspServer::standardAnswer);
    RtspPublisher publisher(Protocol::Tcp);
    QSignalSpy recording(&publisher, &RtspPublisher::recording);
    QSignalSpy stopped(&publisher, &RtspPublisher::stopped);
    QSignalSpy failed(&publisher, &RtspPublisher::failed);
    publisher.start(StreamUrl::parse(server.url()).value(), kSets);
    QVERIFY(recording.wait(2000));
    // No event loop between the reset and the write that runs into it.
    server.reset();
    if (stopping)
        publisher.stop();
    else
        QVERIFY(!publisher.send(keyframe(), true, wallNow()));
    QTRY_COMPARE(stopping ? stopped.count() : failed.count(), 1);
    QCOMPARE(stopping ? failed.count() : stopped.count(), 0);
}

QTEST_GUILESS_MAIN(TestRtspPublisher)
#include "tst_rtsp_publisher.moc"
