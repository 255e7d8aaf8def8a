// RTSP over TLS against real servers, with a certificate that nobody signed.

#include "base/certificate.h"
#include "live_encoder.h"
#include "playback/playback_session.h"
#include "relay_process.h"
#include "rtsp/rtsp_publisher.h"
#include "rtsp/send_backlog.h"

#include <QProcess>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace oriel;
using oriel::test::RelayProcess;
using Protocol = RtspTransport::Protocol;
using State = PlaybackSession::State;

namespace {

/// A certificate for 127.0.0.1, in PEM files.
struct Certificate
{
    Certificate()
    {
        QProcess openssl;
        openssl.start("openssl",
                      {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                       "-nodes", "-days", "2", "-subj", "/CN=oriel-test", "-addext",
                       "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", file});
        openssl.waitForFinished();
        openssl.start("openssl", {"x509", "-in", file, "-noout", "-fingerprint", "-sha256"});
        openssl.waitForFinished();
        fingerprint = parseFingerprint(QString::fromLatin1(openssl.readAllStandardOutput()));
    }

    QTemporaryDir folder;
    QString file = folder.filePath("cert.pem"), key = folder.filePath("key.pem");
    QByteArray fingerprint;
};

StreamUrl trusting(const QString &text, const QByteArray &fingerprint)
{
    StreamUrl url = StreamUrl::parse(text).value();
    url.setTrustedCertificate(fingerprint);
    return url;
}

} // namespace

class TestRtsps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void publishesAndPlays_data() { servers(); }
    void publishesAndPlays();
    void refusesAnUnknownCertificate_data() { servers(); }
    void refusesAnUnknownCertificate();
    void trustedBySomebodyElse();
    void hangsUp();
    void backlog();
    void somethingElseOnThePort();
    void silentServer();
    void noDatagrams();

private:
    void expect(ErrorCode code, const RelayProcess &relay, const QByteArray &trusted);
    void servers() const
    {
        QTest::addColumn<QString>("server");
        for (const QString &kind : RelayProcess::available())
            QTest::newRow(qPrintable(kind)) << kind;
    }

    Certificate m_certificate;
};

void TestRtsps::initTestCase()
{
    if (RelayProcess::available().isEmpty())
        QSKIP("neither mediamtx nor the relay is here");
    QCOMPARE(m_certificate.fingerprint.size(), 32);
}

void TestRtsps::publishesAndPlays()
{
    QFETCH(QString, server);
    RelayProcess relay(server);
    relay.encrypt(m_certificate.file, m_certificate.key);
    QVERIFY2(relay.start(), relay.log());
    const StreamUrl url = trusting(relay.url(), m_certificate.fingerprint);

    test::LiveEncoder encoder(320, 240, test::LiveEncoder::Content::Still);
    RtspPublisher publisher(Protocol::Tcp);
    QSignalSpy recording(&publisher, &RtspPublisher::recording);
    connect(&publisher, &RtspPublisher::recording, &encoder, &test::LiveEncoder::start);
    connect(&encoder, &test::LiveEncoder::encoded, &publisher,
            [&](const QByteArray &annexB, bool keyframe, WallTime captured) {
                publisher.send(annexB, keyframe, captured);
                encoder.forceKeyframe(); // Whoever joins sees something at once.
            });
    publisher.start(url, h264::ParameterSets::fromAnnexB(encoder.encodeNow()));
    QTRY_VERIFY2(recording.size() == 1, relay.log());

    PlaybackSession session;
    int pictures = 0;
    connect(&session, &PlaybackSession::frameReady, this,
            [&] { pictures += session.takeFrame() ? 1 : 0; });
    session.open(url, TransportChoice::Auto);
    QTRY_VERIFY2_WITH_TIMEOUT(pictures >= 30, relay.log(), 20'000);
    QCOMPARE(session.figures().transport, Protocol::Tcp);
    QCOMPARE(session.reconnects(), 0);
}

void TestRtsps::refusesAnUnknownCertificate()
{
    QFETCH(QString, server);
    RelayProcess relay(server);
    relay.encrypt(m_certificate.file, m_certificate.key);
    QVERIFY2(relay.start(), relay.log());
    expect(ErrorCode::CertificateUntrusted, relay, {});
    expect(ErrorCode::CertificateChanged, relay, QByteArray(32, 'x'));
}

/// A certificate that the system trusts is not good enough where another one was named.
void TestRtsps::trustedBySomebodyElse()
{
    const auto before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration changed = before;
    QVERIFY(changed.addCaCertificates(m_certificate.file));
    QSslConfiguration::setDefaultConfiguration(changed);
    const auto restore = qScopeGuard([&] { QSslConfiguration::setDefaultConfiguration(before); });

    RelayProcess relay(RelayProcess::available().constFirst());
    relay.encrypt(m_certificate.file, m_certificate.key);
    QVERIFY2(relay.start(), relay.log());
    expect(ErrorCode::PathNotFound, relay, {}); // It was let in.
    expect(ErrorCode::CertificateChanged, relay, QByteArray(32, 'x'));
}

void TestRtsps::expect(ErrorCode code, const RelayProcess &relay, const QByteArray &trusted)
{
    PlaybackSession session;
    session.open(trusting(relay.url(), trusted), TransportChoice::Auto);
    QTRY_VERIFY(session.status().error.code != ErrorCode::None);
    const Error error = session.status().error;
    QCOMPARE(errorName(error.code), errorName(code));
    if (code == ErrorCode::PathNotFound)
        return;
    QCOMPARE(session.status().state, State::Failed);
    QCOMPARE(parseFingerprint(error.detail), m_certificate.fingerprint);
    QCOMPARE(parseFingerprint(sentence(error)), m_certificate.fingerprint); // Not cut.
}

/// Whoever hangs up during the handshake may be back soon, as a proxy whose server restarts.
void TestRtsps::hangsUp()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, &server,
            [&server] { server.nextPendingConnection()->close(); });
    PlaybackSession session;
    session.open(
        StreamUrl::parse(QStringLiteral("rtsps://127.0.0.1:%1/x").arg(server.serverPort())).value(),
        TransportChoice::Auto);
    QTRY_COMPARE(session.status().state, State::Retrying);
    QCOMPARE(errorName(session.status().error.code), errorName(ErrorCode::ConnectionLost));
}

/// What waits encrypted is as old as any other byte that was not sent.
void TestRtsps::backlog()
{
    using namespace std::chrono_literals;
    constexpr int kWrites = 600, kSize = 50'000; // Far more than the kernel's buffers take.
    RelayProcess relay(RelayProcess::available().constFirst());
    relay.encrypt(m_certificate.file, m_certificate.key);
    QVERIFY2(relay.start(), relay.log());
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    const StreamUrl url = StreamUrl::parse(relay.url()).value();
    socket.connectToHostEncrypted(url.host(), url.port());
    QTRY_VERIFY(socket.isEncrypted());
    relay.freeze();
    SendBacklog backlog;
    SteadyTime now{};
    for (int i = 0; i < kWrites; ++i) {
        socket.write(QByteArray(kSize, 'x'));
        socket.flush();
        backlog.add(socket, kSize, now += 10ms);
    }
    QVERIFY2(backlog.age(socket, now) > kWrites * 10ms / 2,
             qPrintable(QString::number(backlog.age(socket, now).count())));
    relay.thaw();
}

void TestRtsps::somethingElseOnThePort()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, &server,
            [&server] { server.nextPendingConnection()->write("SSH-2.0-OpenSSH_9.2p1\r\n"); });
    PlaybackSession session;
    session.open(
        StreamUrl::parse(QStringLiteral("rtsps://127.0.0.1:%1/x").arg(server.serverPort())).value(),
        TransportChoice::Auto);
    QTRY_COMPARE(session.status().state, State::Failed);
    QCOMPARE(errorName(session.status().error.code), errorName(ErrorCode::TlsFailed));
}

/// It takes the connection and never says a word, as a plain RTSP server does: the handshake has a
/// deadline as any answer has.
void TestRtsps::silentServer()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    PlaybackSession session;
    session.open(
        StreamUrl::parse(QStringLiteral("rtsps://127.0.0.1:%1/x").arg(silent.serverPort())).value(),
        TransportChoice::Auto);
    QTRY_VERIFY(session.status().unansweredSince.has_value());
    QTRY_COMPARE_WITH_TIMEOUT(session.status().state, State::Retrying, 10'000);
    QCOMPARE(errorName(session.status().error.code), errorName(ErrorCode::NoAnswer));
    QVERIFY(session.status().error.detail.startsWith("TLS"));
}

void TestRtsps::noDatagrams()
{
    RelayProcess relay(RelayProcess::available().constFirst());
    relay.encrypt(m_certificate.file, m_certificate.key);
    QVERIFY2(relay.start(), relay.log());
    RtspPublisher publisher(Protocol::Udp);
    QSignalSpy failed(&publisher, &RtspPublisher::failed);
    publisher.start(trusting(relay.url(), m_certificate.fingerprint), {});
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(errorName(failed.first().first().value<Error>().code),
             errorName(ErrorCode::TransportRefused));
}

QTEST_MAIN(TestRtsps)

#include "tst_rtsps.moc"
