// Who may read from the embedded server, spoken to byte by byte.

#include "rtsp/rtsp_auth.h"
#include "rtsp/rtsp_player.h"
#include "spoken_to_server.h"

#include <QElapsedTimer>
#include <QLoggingCategory>
#include <QSignalSpy>
#include <QTest>

using namespace oriel;
using namespace oriel::test;
using namespace std::chrono_literals;

namespace {

QStringList g_log;

void keepMessage(QtMsgType, const QMessageLogContext &context, const QString &text)
{
    g_log.append(QString(context.category) + ": " + text);
}

} // namespace

class TestRtspServerAuth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void challenges();
    void passwords_data();
    void passwords();
    void wrongPasswordDelaysNobodyElse();
    void threeWrongPasswordsClose();
    void foreignNonceIsStale();
    void debugLogTellsAllButThePassword();
};

void TestRtspServerAuth::challenges()
{
    Server server(withPassword());
    RawRtspClient client(server.port()), other(server.port());
    QCOMPARE(client.ask("OPTIONS", kUri).status, 200);
    const RtspResponse refused = client.ask("DESCRIBE", kUri);
    QCOMPARE(refused.status, 401);
    const auto fields = refused.headers.values("WWW-Authenticate");
    QCOMPARE(fields.size(), 3);
    QVERIFY(fields[0].startsWith("Digest ") && fields[0].contains("SHA-256"));
    QVERIFY(fields[1].startsWith("Digest ") && !fields[1].contains("SHA-256"));
    QVERIFY(fields[2].startsWith("Basic "));
    const auto nonce = RtspChallenge::parse(fields[1])->nonce;
    QVERIFY(nonce.size() >= 16);
    const RtspResponse elsewhere = other.ask("SETUP", kUri);
    QCOMPARE(elsewhere.status, 401);
    QVERIFY(RtspChallenge::strongest(elsewhere)->nonce != nonce);
    QCOMPARE(client.ask("DESCRIBE", "rtsp://h/other").status, 401);
}

void TestRtspServerAuth::passwords_data()
{
    QTest::addColumn<int>("challenge");
    QTest::addColumn<QString>("password");
    QTest::addColumn<int>("status");
    for (int i = 0; i < 3; ++i) {
        QTest::addRow("right %d", i) << i << "secret" << 200;
        QTest::addRow("wrong %d", i) << i << "Secret" << 401;
        QTest::addRow("empty %d", i) << i << "" << 401;
    }
}

void TestRtspServerAuth::passwords()
{
    QFETCH(int, challenge);
    QFETCH(QString, password);
    QFETCH(int, status);
    Server server(withPassword());
    RawRtspClient client(server.port());
    RtspResponse one = client.ask("DESCRIBE", kUri);
    const QByteArray field = one.headers.values("WWW-Authenticate").value(challenge);
    one.headers = {};
    one.headers.add("WWW-Authenticate", field);
    RtspAuthenticator authenticator;
    authenticator.setCredentials("me", password);
    QVERIFY(authenticator.takeChallenge(one));
    const QByteArray header =
        "Authorization: " + authenticator.authorization("DESCRIBE", kUri) + "\r\n";
    QCOMPARE(client.ask("DESCRIBE", kUri, header).status, status);
    // Once let in, keep-alives of clients that do not sign each request count.
    QCOMPARE(client.ask("GET_PARAMETER", kUri).status, status);
}

void TestRtspServerAuth::wrongPasswordDelaysNobodyElse()
{
    Server server(withPassword(1500ms));
    RawRtspClient guesser(server.port()), other(server.port());
    QElapsedTimer clock;
    clock.start();
    guesser.send("DESCRIBE /cam RTSP/1.0\r\nCSeq: 1\r\nAuthorization: Basic bWU6bm8=\r\n\r\n"
                 "OPTIONS * RTSP/1.0\r\nCSeq: 2\r\n\r\n");
    QCOMPARE(other.ask("OPTIONS", "*").status, 200);
    QVERIFY(clock.elapsed() < 1000);
    const RtspResponse answer = guesser.response();
    QCOMPARE(answer.status, 401);
    QVERIFY(clock.elapsed() >= 1400);
    QCOMPARE(guesser.response().headers.value("CSeq"), QByteArray("2"));
}

void TestRtspServerAuth::threeWrongPasswordsClose()
{
    Server server(withPassword());
    RawRtspClient client(server.port());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(client.ask("DESCRIBE", kUri, "Authorization: Basic bWU6bm8=\r\n").status, 401);
    QTRY_VERIFY(!client.isConnected());
}

void TestRtspServerAuth::foreignNonceIsStale()
{
    Server server(withPassword());
    RawRtspClient client(server.port());
    const RtspResponse answer = client.ask(
        "DESCRIBE", kUri,
        "Authorization: Digest username=\"me\", realm=\"Oriel\", nonce=\"ab\", uri=\"/\", "
        "response=\"00000000000000000000000000000000\"\r\n");
    QCOMPARE(answer.status, 401);
    QVERIFY(RtspChallenge::strongest(answer)->stale);
}

void TestRtspServerAuth::debugLogTellsAllButThePassword()
{
    Server server(withPassword());
    const auto urlWith = [&](const char *user) {
        return StreamUrl::parse(QStringLiteral("rtsp://%1@127.0.0.1:%2/cam?a=b&password=hunter2")
                                    .arg(QLatin1String(user))
                                    .arg(server.port()))
            .value();
    };
    g_log.clear();
    QLoggingCategory::setFilterRules("oriel.*.debug=true");
    const auto before = qInstallMessageHandler(keepMessage);
    RtspPlayer player(RtspPlayer::Protocol::Tcp), stranger(RtspPlayer::Protocol::Tcp);
    QSignalSpy playing(&player, &RtspPlayer::playing), failed(&stranger, &RtspPlayer::failed);
    player.start(urlWith("me:secret"));
    stranger.start(urlWith("me:wrongone"));
    const bool done = QTest::qWaitFor([&] { return !playing.isEmpty() && !failed.isEmpty(); });
    // What a URL in a stranger's request carries, and one that is too long to show.
    RawRtspClient client(server.port());
    const RtspResponse refused =
        client.ask("DESCRIBE", "rtsp://me:secret@h/" + QByteArray(500, 'x'),
                   "Authorization: Basic bWU6c2VjcmV0\r\n");
    client.ask("DESCRIBE", "rtsp://me:secret" + QByteArray(500, 'x') + "@h/cam");
    qInstallMessageHandler(before);
    QLoggingCategory::setFilterRules({});
    QVERIFY(done);
    QCOMPARE(refused.status, 404);
    const QString log = g_log.join('\n');
    for (const char *line :
         {"oriel.rtsp: sent to 127.0.0.1:", "oriel.rtsp: 127.0.0.1:", "oriel.server: 127.0.0.1:",
          ": DESCRIBE rtsp://127.0.0.1:", "asks: PLAY ", "answered: 401 Unauthorized (CSeq 2)",
          "answered: 200 OK (CSeq 1)", "Transport RTP/AVP/TCP;"})
        QVERIFY2(log.contains(line), line);
    for (const char *secret : {"secret", "wrongone", "hunter2", "bWU6", "Authorization", "Digest"})
        QVERIFY2(!log.contains(secret), qPrintable(log));
}

QTEST_GUILESS_MAIN(TestRtspServerAuth)
#include "tst_rtsp_server_auth.moc"
