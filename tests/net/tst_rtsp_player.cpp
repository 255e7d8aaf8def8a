// The play client against servers that misbehave on purpose.

#include "rtsp/rtp_sender.h"
#include "rtsp/rtsp_player.h"
#include "scripted_rtsp_server.h"

#include <QElapsedTimer>
#include <QScopeGuard>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

#include <dlfcn.h>
#include <netdb.h>

using namespace oriel;
using oriel::test::ScriptedRtspServer;
using Protocol = RtspTransport::Protocol;

namespace {

constexpr auto kSilentName = "silent.test";
QSemaphore resolverAnswers;

StreamUrl parsed(const QString &text)
{
    return StreamUrl::parse(text).value();
}

/// Of a server that wants a sign of life each second.
QByteArray impatientAnswer(const RtspRequest &request)
{
    return ScriptedRtspServer::standardAnswer(request).replace("timeout=60", "timeout=2");
}

QByteArray framedPicture(RtpSender &sender)
{
    QByteArray framed;
    for (const QByteArray &packet :
         sender.packetize(QByteArray("\0\0\0\1\x65picture", 12), wallNow()))
        appendInterleaved(framed, 0, packet);
    return framed;
}

/// What a player ended with.
struct Outcome
{
    Error error;
    qint64 slowAfterMs = -1;
    qint64 failedAfterMs = -1;
};

Outcome play(const QString &url, Protocol protocol = Protocol::Tcp)
{
    RtspPlayer player(protocol);
    Outcome outcome;
    QElapsedTimer clock;
    clock.start();
    QObject::connect(&player, &RtspPlayer::slow, &player, [&] {
        if (outcome.slowAfterMs < 0)
            outcome.slowAfterMs = clock.elapsed();
    });
    QObject::connect(&player, &RtspPlayer::failed, &player, [&](const Error &error) {
        outcome.error = error;
        outcome.failedAfterMs = clock.elapsed();
    });
    player.start(parsed(url));
    [&] { QTRY_VERIFY_WITH_TIMEOUT(outcome.failedAfterMs >= 0, 10000); }();
    return outcome;
}

} // namespace

/// Instead of the system's: knows one name for which the look-up takes until it is let go.
extern "C" Q_DECL_EXPORT int getaddrinfo(const char *name, const char *service,
                                         const addrinfo *hints, addrinfo **result)
{
    if (QByteArrayView(name).startsWith(kSilentName)) {
        resolverAnswers.acquire();
        return EAI_AGAIN;
    }
    static const auto system =
        reinterpret_cast<decltype(&getaddrinfo)>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    return system(name, service, hints, result);
}

class TestRtspPlayer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksInOrder();
    void frozenServer_data();
    void frozenServer();
    void stopsAtOnce_data();
    void stopsAtOnce();
    void refusals_data();
    void refusals();
    void rubbish_data();
    void rubbish();
    void nobodyListens();
    void nothingIsSentBeforeItIsConnected();
    void lookUpTakesTooLong();
    void describesWithoutVideo();
    void otherCodec_data();
    void otherCodec();
    void tellsTheCodec();
    void redirectsAreFollowedToALimit();
    void redirectKeepsThePasswordAtHome();
    void redirectWhilePlayingEndsTheAttempt();
    void digestIsAnsweredOnce();
    void endlessChallengesEnd();
    void noPackets();
    void serverGoesAway();
    void byeEndsTheStream();
    void keepAliveNeedsNoAnswer();
    void oddAnswers_data();
    void oddAnswers();
    void continueIsNoAnswer();
};

void TestRtspPlayer::asksInOrder()
{
    ScriptedRtspServer server(&ScriptedRtspServer::standardAnswer);
    RtspPlayer player(Protocol::Tcp);
    QSignalSpy playing(&player, &RtspPlayer::playing);
    QSignalSpy stopped(&player, &RtspPlayer::stopped);
    player.start(parsed(server.url("me:secret@")));
    QVERIFY(playing.wait(2000));
    player.stop();
    QVERIFY(stopped.wait(1000));
    const QList<QByteArray> expected{"OPTIONS", "DESCRIBE", "SETUP", "PLAY", "TEARDOWN"};
    QCOMPARE(server.methods(), expected);
    for (const RtspRequest &request : server.requests())
        QVERIFY2(!request.serialize().contains("secret"), request.serialize().constData());
    QCOMPARE(server.requests().last().headers.value("Session"), QByteArray("12345678"));
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestRtspPlayer::frozenServer_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method : {"OPTIONS", "DESCRIBE", "SETUP", "PLAY"})
        QTest::newRow(method) << QByteArray(method);
}

void TestRtspPlayer::frozenServer()
{
    QFETCH(QByteArray, method);
    ScriptedRtspServer server([&](const RtspRequest &request) -> std::optional<QByteArray> {
        if (request.method == method)
            return std::nullopt;
        return ScriptedRtspServer::standardAnswer(request);
    });
    const Outcome outcome = play(server.url());
    QCOMPARE(outcome.error.code, ErrorCode::NoAnswer);
    QVERIFY(outcome.error.detail.contains(QString::fromLatin1(method)));
    QVERIFY2(outcome.slowAfterMs >= 0 && outcome.slowAfterMs <= 2000, "no word of the delay");
    QVERIFY(outcome.failedAfterMs <= 6000);
}

void TestRtspPlayer::stopsAtOnce_data()
{
    frozenServer_data();
    QTest::newRow("none") << QByteArray("none");
}

void TestRtspPlayer::stopsAtOnce()
{
    QFETCH(QByteArray, method);
    ScriptedRtspServer server([&](const RtspRequest &request) -> std::optional<QByteArray> {
        if (request.method == method || request.method == "TEARDOWN")
            return std::nullopt;
        return ScriptedRtspServer::standardAnswer(request);
    });
    RtspPlayer player(Protocol::Udp);
    QSignalSpy stopped(&player, &RtspPlayer::stopped);
    QSignalSpy failed(&player, &RtspPlayer::failed);
    player.start(parsed(server.url()));
    const QByteArray last = method == "none" ? QByteArray("PLAY") : method;
    QTRY_VERIFY(server.methods().contains(last));
    QElapsedTimer clock;
    clock.start();
    player.stop();
    QTRY_COMPARE(stopped.count(), 1);
    QVERIFY2(clock.elapsed() <= 200, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(failed.count(), 0);
}

void TestRtspPlayer::refusals_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QString>("credentials");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("404") << QByteArray("DESCRIBE") << 404 << QByteArray("Not Found") << QString()
                         << ErrorCode::PathNotFound;
    QTest::newRow("404 at SETUP") << QByteArray("SETUP") << 404 << QByteArray("Not Found")
                                  << QString() << ErrorCode::PathNotFound;
    QTest::newRow("461") << QByteArray("SETUP") << 461 << QByteArray("Unsupported Transport")
                         << QString() << ErrorCode::TransportRefused;
    QTest::newRow("400") << QByteArray("DESCRIBE") << 400 << QByteArray("path not configured")
                         << QString() << ErrorCode::ServerRefused;
    QTest::newRow("503") << QByteArray("PLAY") << 503 << QByteArray("Busy") << QString()
                         << ErrorCode::ServerRefused;
    QTest::newRow("no password") << QByteArray("DESCRIBE") << 401 << QByteArray("Unauthorized")
                                 << QString() << ErrorCode::PasswordRequired;
    QTest::newRow("a user alone") << QByteArray("DESCRIBE") << 401 << QByteArray("Unauthorized")
                                  << "me@" << ErrorCode::PasswordRequired;
    QTest::newRow("wrong password") << QByteArray("DESCRIBE") << 401 << QByteArray("Unauthorized")
                                    << "me:no@" << ErrorCode::PasswordWrong;
}

void TestRtspPlayer::refusals()
{
    QFETCH(QByteArray, method);
    QFETCH(int, status);
    QFETCH(QByteArray, reason);
    QFETCH(QString, credentials);
    QFETCH(ErrorCode, code);
    ScriptedRtspServer server([&](const RtspRequest &request) {
        if (request.method != method)
            return ScriptedRtspServer::standardAnswer(request);
        return ScriptedRtspServer::answer(request, status, reason,
                                          {{"WWW-Authenticate", "Basic realm=\"x\""}});
    });
    const Outcome outcome = play(server.url(credentials));
    QCOMPARE(outcome.error.code, code);
    QVERIFY(outcome.error.detail.contains(QString::fromLatin1(reason)));
    QVERIFY(!sentence(outcome.error).isEmpty());
    QVERIFY(outcome.failedAfterMs < 1000);
    if (code == ErrorCode::PasswordWrong)
        QCOMPARE(server.methods().count("DESCRIBE"), 2);
}

void TestRtspPlayer::rubbish_data()
{
    QTest::addColumn<QByteArray>("greeting");
    QTest::newRow("web server") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
    QTest::newRow("ssh") << QByteArray("SSH-2.0-OpenSSH_9.2p1\r\n");
    QTest::newRow("binary") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x00\x00\r\n\r\n", 13);
    QTest::newRow("endless line") << QByteArray(200000, 'x');
}

void TestRtspPlayer::rubbish()
{
    QFETCH(QByteArray, greeting);
    ScriptedRtspServer server([](const RtspRequest &) { return std::nullopt; });
    server.setGreeting(greeting);
    const Outcome outcome = play(server.url());
    QCOMPARE(outcome.error.code, ErrorCode::NotRtsp);
    QVERIFY(!outcome.error.detail.isEmpty());
    QVERIFY(outcome.failedAfterMs < 1000);
}

void TestRtspPlayer::nobodyListens()
{
    QTcpServer placeholder;
    QVERIFY(placeholder.listen(QHostAddress::LocalHost));
    const quint16 port = placeholder.serverPort();
    placeholder.close();
    const Outcome outcome = play(QStringLiteral("rtsp://127.0.0.1:%1/cam").arg(port));
    QCOMPARE(outcome.error.code, ErrorCode::ConnectionRefused);
    QCOMPARE(outcome.error.where, QStringLiteral("127.0.0.1:%1").arg(port));
}

void TestRtspPlayer::nothingIsSentBeforeItIsConnected()
{
    ScriptedRtspServer server(&ScriptedRtspServer::standardAnswer);
    RtspConnection connection;
    bool established = false;
    connection.open(parsed(server.url()), [&](const auto &result) { established = bool(result); });
    connection.writeInterleaved("$");
    connection.request({"OPTIONS", "*", {}, {}}, [](const auto &) {});
    QTRY_VERIFY(established);
    bool answered = false;
    connection.request({"DESCRIBE", "*", {}, {}}, [&](const auto &) { answered = true; });
    QTRY_VERIFY(answered);
    QCOMPARE(server.methods(), QList<QByteArray>{"DESCRIBE"});
}

void TestRtspPlayer::lookUpTakesTooLong()
{
    const auto letGo = qScopeGuard([] { resolverAnswers.release(); });
    const Outcome outcome = play(QStringLiteral("rtsp://%1/cam").arg(kSilentName));
    QCOMPARE(outcome.error.code, ErrorCode::HostNotFound);
    QCOMPARE(outcome.error.where, QString(kSilentName));
    QVERIFY2(outcome.error.detail.contains("look-up"), qPrintable(outcome.error.detail));
    QVERIFY(outcome.slowAfterMs >= 0);
}

void TestRtspPlayer::describesWithoutVideo()
{
    ScriptedRtspServer server([](const RtspRequest &request) {
        if (request.method != "DESCRIBE")
            return ScriptedRtspServer::standardAnswer(request);
        return ScriptedRtspServer::answer(
            request, 200, "OK", {}, "v=0\r\ns=-\r\nm=audio 0 RTP/AVP 0\r\na=control:trackID=0\r\n");
    });
    QCOMPARE(play(server.url()).error.code, ErrorCode::NoVideo);
}

void TestRtspPlayer::otherCodec_data()
{
    QTest::addColumn<QByteArray>("rtpmap");
    QTest::addColumn<QString>("detail");
    QTest::newRow("AV1") << QByteArray("AV1/90000") << "AV1";
    QTest::newRow("interleaved H.265")
        << QByteArray("H265/90000\r\na=fmtp:96 sprop-max-don-diff=3") << "H265, interleaved";
}

void TestRtspPlayer::otherCodec()
{
    QFETCH(QByteArray, rtpmap);
    ScriptedRtspServer server([&](const RtspRequest &request) {
        if (request.method != "DESCRIBE")
            return ScriptedRtspServer::standardAnswer(request);
        return ScriptedRtspServer::answer(request, 200, "OK", {},
                                          ScriptedRtspServer::sdp().replace("H264/90000", rtpmap));
    });
    const Error error = play(server.url()).error;
    QCOMPARE(error.code, ErrorCode::CodecUnsupported);
    QTEST(error.detail, "detail");
    QVERIFY(sentence(error).endsWith(QStringLiteral("to H.264 or H.265.")));
}

void TestRtspPlayer::tellsTheCodec()
{
    const QByteArray h265 =
        "H265/90000\r\na=fmtp:96 sprop-max-don-diff=0;sprop-pps=RAHBcrRiQA==;sprop-vps=QAEM";
    for (const QByteArray &rtpmap : {QByteArray("H264/90000"), h265}) {
        ScriptedRtspServer server([&](const RtspRequest &request) {
            if (request.method != "DESCRIBE")
                return ScriptedRtspServer::standardAnswer(request);
            return ScriptedRtspServer::answer(
                request, 200, "OK", {}, ScriptedRtspServer::sdp().replace("H264/90000", rtpmap));
        });
        RtspPlayer player(Protocol::Tcp);
        QByteArray sets;
        std::optional<VideoCodec> codec;
        connect(&player, &RtspPlayer::described, this,
                [&](const QByteArray &parameterSets, VideoCodec described) {
                    sets = parameterSets;
                    codec = described;
                });
        player.start(parsed(server.url()));
        QTRY_VERIFY(codec.has_value());
        const bool isH265 = rtpmap == h265;
        QVERIFY(*codec == (isH265 ? VideoCodec::H265 : VideoCodec::H264));
        const char *const expected = isH265 ? "0000000140010c000000014401c172b46240" : "";
        QCOMPARE(sets.toHex(), QByteArray(expected));
    }
}

void TestRtspPlayer::redirectsAreFollowedToALimit()
{
    QByteArray self;
    ScriptedRtspServer server([&](const RtspRequest &request) {
        return ScriptedRtspServer::answer(request, 302, "Found", {{"Location", self}});
    });
    self = server.url().toLatin1();
    QCOMPARE(play(server.url()).error.code, ErrorCode::RedirectLoop);
    QCOMPARE(server.requests().size(), RtspRedirects::kMax + 1);
}

void TestRtspPlayer::redirectKeepsThePasswordAtHome()
{
    ScriptedRtspServer other([](const RtspRequest &request) {
        return ScriptedRtspServer::answer(request, 401, "Unauthorized",
                                          {{"WWW-Authenticate", "Basic realm=\"x\""}});
    });
    ScriptedRtspServer first([&](const RtspRequest &request) {
        return ScriptedRtspServer::answer(request, 301, "Moved",
                                          {{"Location", other.url().toLatin1()}});
    });
    QCOMPARE(play(first.url("me:secret@")).error.code, ErrorCode::PasswordRequired);
    for (const RtspRequest &request : other.requests())
        QVERIFY(!request.headers.contains("Authorization"));
}

void TestRtspPlayer::redirectWhilePlayingEndsTheAttempt()
{
    ScriptedRtspServer other(&ScriptedRtspServer::standardAnswer);
    ScriptedRtspServer first([&](const RtspRequest &request) {
        if (request.method != "GET_PARAMETER")
            return impatientAnswer(request);
        return ScriptedRtspServer::answer(request, 302, "Moved",
                                          {{"Location", other.url().toLatin1()}});
    });
    RtspPlayer player(Protocol::Tcp);
    QSignalSpy playing(&player, &RtspPlayer::playing);
    QSignalSpy failed(&player, &RtspPlayer::failed);
    player.start(parsed(first.url()));
    QVERIFY(playing.wait(2000));
    RtpSender sender(96);
    first.send(framedPicture(sender));
    QTRY_COMPARE(failed.count(), 1);
    const auto error = failed.first().first().value<Error>();
    QCOMPARE(error.code, ErrorCode::ServerRefused);
    QVERIFY2(error.detail.contains("302 Moved"), qPrintable(error.detail));
    QTRY_VERIFY(first.methods().contains("TEARDOWN"));
    QVERIFY(other.requests().isEmpty());
}

void TestRtspPlayer::digestIsAnsweredOnce()
{
    RtspChallenge challenge;
    challenge.scheme = RtspChallenge::Scheme::Digest;
    challenge.realm = "oriel";
    challenge.nonce = "abc";
    ScriptedRtspServer server([&](const RtspRequest &request) {
        const QByteArray authorization = request.headers.value("Authorization");
        if (request.method != "OPTIONS" &&
            !verifyAuthorization(challenge, authorization, request.method, "me", "p@ss:w/rd"))
            return ScriptedRtspServer::answer(request, 401, "Unauthorized",
                                              {{"WWW-Authenticate", challenge.serialize()}});
        return ScriptedRtspServer::standardAnswer(request);
    });
    RtspPlayer player(Protocol::Tcp);
    QSignalSpy playing(&player, &RtspPlayer::playing);
    player.start(parsed(server.url("me:p@ss:w%2Frd@")));
    QVERIFY(playing.wait(2000));
    QCOMPARE(server.methods().count("DESCRIBE"), 2);
    QCOMPARE(server.methods().count("SETUP"), 1);
}

void TestRtspPlayer::endlessChallengesEnd()
{
    int nonce = 0;
    ScriptedRtspServer server([&](const RtspRequest &request) {
        if (request.method == "OPTIONS")
            return ScriptedRtspServer::standardAnswer(request);
        return ScriptedRtspServer::answer(
            request, 401, "Unauthorized",
            {{"WWW-Authenticate",
              "Digest realm=\"x\", nonce=\"" + QByteArray::number(++nonce) + "\", stale=true"}});
    });
    QCOMPARE(play(server.url("me:secret@")).error.code, ErrorCode::PasswordWrong);
    QCOMPARE(server.methods().count("DESCRIBE"), RtspConnection::kMaxChallenges + 1);
}

void TestRtspPlayer::noPackets()
{
    ScriptedRtspServer server(&ScriptedRtspServer::standardAnswer);
    const Outcome outcome = play(server.url(), Protocol::Udp);
    QCOMPARE(outcome.error.code, ErrorCode::NoPackets);
    QVERIFY(outcome.failedAfterMs <= 6000);
    QTRY_VERIFY(server.methods().contains("TEARDOWN"));
}

void TestRtspPlayer::serverGoesAway()
{
    auto server = std::make_unique<ScriptedRtspServer>(&ScriptedRtspServer::standardAnswer);
    RtspPlayer player(Protocol::Tcp);
    QSignalSpy playing(&player, &RtspPlayer::playing);
    QSignalSpy failed(&player, &RtspPlayer::failed);
    player.start(parsed(server->url()));
    QVERIFY(playing.wait(2000));
    server.reset();
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::StreamEnded);
}

void TestRtspPlayer::byeEndsTheStream()
{
    ScriptedRtspServer server(&ScriptedRtspServer::standardAnswer);
    RtspPlayer player(Protocol::Tcp);
    QSignalSpy playing(&player, &RtspPlayer::playing);
    QSignalSpy failed(&player, &RtspPlayer::failed);
    player.start(parsed(server.url()));
    QVERIFY(playing.wait(2000));
    RtpSender sender(96);
    QByteArray framed = framedPicture(sender);
    appendInterleaved(framed, 1, sender.makeBye());
    server.send(framed);
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::StreamEnded);
}

void TestRtspPlayer::keepAliveNeedsNoAnswer()
{
    ScriptedRtspServer server([](const RtspRequest &request) -> std::optional<QByteArray> {
        if (request.method == "GET_PARAMETER")
            return std::nullopt;
        return impatientAnswer(request);
    });
    RtspPlayer player(Protocol::Tcp);
    QSignalSpy playing(&player, &RtspPlayer::playing);
    QSignalSpy slow(&player, &RtspPlayer::slow);
    QSignalSpy failed(&player, &RtspPlayer::failed);
    player.start(parsed(server.url()));
    QVERIFY(playing.wait(2000));
    RtpSender sender(96);
    QTimer camera;
    connect(&camera, &QTimer::timeout, this, [&] { server.send(framedPicture(sender)); });
    camera.start(40);
    // One a second: the last one leaves when the deadline of the first has passed.
    constexpr auto kEnough = RtspConnection::kRequestDeadline / std::chrono::seconds(1) + 2;
    QTRY_VERIFY_WITH_TIMEOUT(
        server.methods().count("GET_PARAMETER") >= kEnough || failed.count() > 0, 30000);
    QCOMPARE(failed.count(), 0);
    QCOMPARE(slow.count(), 0);
}

void TestRtspPlayer::oddAnswers_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    const QByteArray none;
    QTest::newRow("250") << none << QByteArray("200 OK") << QByteArray("250 Low on Storage Space");
    QTest::newRow("100 first") << QByteArray("RTSP/1.0 100 Continue\r\nCSeq: %1\r\n\r\n") << none
                               << none;
    QTest::newRow("no CSeq") << none << QByteArray("CSeq: %1\r\n") << none;
    QTest::newRow("unknown CSeq first")
        << QByteArray("RTSP/1.0 404 Not Found\r\nCSeq: 99\r\n\r\n") << none << none;
}

void TestRtspPlayer::oddAnswers()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    ScriptedRtspServer server([&](const RtspRequest &request) {
        const auto filled = [&](QByteArray text) {
            return text.replace("%1", request.headers.value("CSeq"));
        };
        QByteArray answer = ScriptedRtspServer::standardAnswer(request);
        if (!from.isEmpty())
            answer.replace(filled(from), to);
        return filled(before) + answer;
    });
    RtspPlayer player(Protocol::Tcp);
    QSignalSpy playing(&player, &RtspPlayer::playing);
    QSignalSpy failed(&player, &RtspPlayer::failed);
    player.start(parsed(server.url()));
    QTRY_COMPARE(playing.count() + failed.count(), 1);
    QCOMPARE(playing.count(), 1);
}

void TestRtspPlayer::continueIsNoAnswer()
{
    ScriptedRtspServer server([](const RtspRequest &request) {
        if (request.method != "DESCRIBE")
            return ScriptedRtspServer::standardAnswer(request);
        return ScriptedRtspServer::answer(request, 100, "Continue");
    });
    const Outcome outcome = play(server.url());
    QCOMPARE(outcome.error.code, ErrorCode::NoAnswer);
    QVERIFY(outcome.error.detail.contains("DESCRIBE"));
}

QTEST_GUILESS_MAIN(TestRtspPlayer)
#include "tst_rtsp_player.moc"
