#include "rtsp/rtsp_auth.h"

#include <QTest>

using namespace oriel;

namespace {

using Scheme = RtspChallenge::Scheme;
using Algorithm = RtspChallenge::Algorithm;

RtspResponse unauthorized(const QList<QByteArray> &challenges)
{
    RtspResponse response{401, "Unauthorized", {}, {}};
    for (const QByteArray &challenge : challenges)
        response.headers.add("WWW-Authenticate", challenge);
    return response;
}

RtspAuthenticator authenticator(const QString &user, const QString &password)
{
    RtspAuthenticator client;
    client.setCredentials(user, password);
    return client;
}

RtspChallenge digestChallenge(Algorithm algorithm, bool qopAuth)
{
    RtspChallenge challenge;
    challenge.scheme = Scheme::Digest;
    challenge.algorithm = algorithm;
    challenge.realm = "IP Camera(12345)";
    challenge.nonce = "6d0a";
    challenge.qopAuth = qopAuth;
    return challenge;
}

constexpr auto kRfc7616Nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";

} // namespace

class TestRtspAuth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesBasic()
    {
        const auto challenge = RtspChallenge::parse("Basic realm=\"a \\\"b\\\" \\\\, c\"");
        QVERIFY(challenge.has_value());
        QCOMPARE(challenge->scheme, Scheme::Basic);
        QCOMPARE(challenge->realm, "a \"b\" \\, c");
    }

    void parsesDigest()
    {
        const auto challenge = RtspChallenge::parse(
            "digest REALM = \"r\" , nonce=n==, Opaque=\"\", stale=TRUE,algorithm=\"md5\", "
            "qop=\"auth-int, auth\", domain=\"/\",");
        QVERIFY(challenge.has_value());
        QCOMPARE(challenge->scheme, Scheme::Digest);
        QCOMPARE(challenge->algorithm, Algorithm::Md5);
        QCOMPARE(challenge->realm, "r");
        QCOMPARE(challenge->nonce, "n==");
        QVERIFY(challenge->qopAuth && challenge->stale);
    }

    void parsesDigestWithoutQop()
    {
        const auto challenge = RtspChallenge::parse("Digest realm=\"r\" nonce=\"n\"");
        QVERIFY(challenge.has_value());
        QVERIFY(!challenge->qopAuth && !challenge->stale);
        QCOMPARE(challenge->nonce, "n");
    }

    void refusesWhatItDoesNotSpeak_data()
    {
        QTest::addColumn<QByteArray>("header");
        for (const char *header :
             {"", ",,,", "=", "Basics", "Bearer realm=\"r\"", "Negotiate YII=", "realm=\"r\"",
              "Digest realm=\"r\"", "Digest realm=\"r\", nonce=\"n\", algorithm=MD5-sess",
              "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256",
              "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"", "Digest nonce=\"", "\"\"\\"})
            QTest::newRow(header) << QByteArray(header);
    }

    void refusesWhatItDoesNotSpeak()
    {
        QFETCH(QByteArray, header);
        QVERIFY(!RtspChallenge::parse(header).has_value());
    }

    void takesTheStrongest()
    {
        const QByteArray basic = "Basic realm=\"r\"";
        const QByteArray md5 = "Digest realm=\"r\", nonce=\"m\"";
        const QByteArray sha = "Digest realm=\"r\", nonce=\"s\", algorithm=SHA-256";
        const auto nonceOf = [](const QList<QByteArray> &challenges) {
            return RtspChallenge::strongest(unauthorized(challenges))->nonce;
        };
        QCOMPARE(nonceOf({basic, md5, sha}), "s");
        QCOMPARE(nonceOf({sha + ", " + md5 + ", " + basic}), "s");
        QCOMPARE(nonceOf({basic + ", " + md5}), "m");
        QCOMPARE(nonceOf({"NTLM TlRM, " + md5}), "m");
        QCOMPARE(RtspChallenge::strongest(unauthorized({basic}))->scheme, Scheme::Basic);
        QVERIFY(!RtspChallenge::strongest(unauthorized({})).has_value());
    }

    void challengesSurviveTheWire()
    {
        RtspChallenge challenge = digestChallenge(Algorithm::Sha256, true);
        challenge.realm = "a \"quoted\" \\ realm\r\nX: y";
        challenge.opaque = "o";
        challenge.stale = true;
        const QByteArray wire = challenge.serialize();
        QVERIFY(!wire.contains('\r') && !wire.contains('\n'));
        const auto again = RtspChallenge::parse(wire);
        QVERIFY(again.has_value());
        QCOMPARE(again->realm, "a \"quoted\" \\ realmX: y");
        QCOMPARE(again->serialize(), wire);
    }

    /// RFC 7617, 2 and 2.1.
    void answersBasic()
    {
        auto client = authenticator("Aladdin", "open sesame");
        QCOMPARE(client.authorization("PLAY", "rtsp://cam/"), "");
        QVERIFY(client.takeChallenge(unauthorized({"Basic realm=\"WallyWorld\""})));
        QCOMPARE(client.authorization("PLAY", "rtsp://cam/"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        auto utf8 = authenticator("test", QString::fromUtf8("123\xc2\xa3"));
        QVERIFY(utf8.takeChallenge(unauthorized({"Basic realm=\"foo\", charset=\"UTF-8\""})));
        QCOMPARE(utf8.authorization("PLAY", "rtsp://cam/"), "Basic dGVzdDoxMjPCow==");
    }

    /// RFC 2069, 2.4, corrected by its erratum.
    void answersDigestWithoutQop()
    {
        auto client = authenticator("Mufasa", "CircleOfLife");
        QVERIFY(client.takeChallenge(unauthorized(
            {"Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
             "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\""})));
        QCOMPARE(client.authorization("GET", "/dir/index.html"),
                 "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", "
                 "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", "
                 "response=\"1949323746fe6a43ef61f9606e7febea\", "
                 "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
    }

    void verifiesTheExamplesOfTheRfcs_data()
    {
        QTest::addColumn<QByteArray>("challenge");
        QTest::addColumn<QString>("password");
        QTest::addColumn<QByteArray>("authorization");
        QTest::newRow("RFC 2617, 3.5")
            << QByteArray("Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", "
                          "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"")
            << "Circle Of Life"
            << QByteArray("Digest username=\"Mufasa\",\r\n realm=\"testrealm@host.com\",\r\n "
                          "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\",\r\n "
                          "uri=\"/dir/index.html\", qop=auth, nc=00000001, cnonce=\"0a4f113b\", "
                          "response=\"6629fae49393a05397450978507c4ef1\", "
                          "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
        const QByteArray challenge = QByteArray("Digest realm=\"http-auth@example.org\", "
                                                "qop=\"auth, auth-int\", nonce=\"") +
                                     kRfc7616Nonce + "\", algorithm=";
        const QByteArray answer = QByteArray("Digest username=\"Mufasa\", "
                                             "realm=\"http-auth@example.org\", "
                                             "uri=\"/dir/index.html\", nonce=\"") +
                                  kRfc7616Nonce +
                                  "\", nc=00000001, "
                                  "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", "
                                  "qop=auth, algorithm=";
        QTest::newRow("RFC 7616, 3.9.1, MD5")
            << challenge + "MD5"
            << "Circle of Life" << answer + "MD5, response=\"8ca523f5e9506fed4657c9700eebdbec\"";
        QTest::newRow("RFC 7616, 3.9.1, SHA-256")
            << challenge + "SHA-256"
            << "Circle of Life"
            << answer + "SHA-256, response="
                        "\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"";
    }

    void verifiesTheExamplesOfTheRfcs()
    {
        QFETCH(QByteArray, challenge);
        QFETCH(QString, password);
        QFETCH(QByteArray, authorization);
        const auto parsed = RtspChallenge::parse(challenge);
        QVERIFY(parsed.has_value());
        QVERIFY(verifyAuthorization(*parsed, authorization, "GET", "Mufasa", password));
        QVERIFY(!verifyAuthorization(*parsed, authorization, "GET", "Mufasa", password + "x"));
        QVERIFY(!verifyAuthorization(*parsed, authorization, "GET", "Mufasas", password));
        QVERIFY(!verifyAuthorization(*parsed, authorization, "PLAY", "Mufasa", password));
    }

    void clientAndServerAgree_data()
    {
        QTest::addColumn<RtspChallenge>("challenge");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("password");
        RtspChallenge basic;
        basic.realm = "r";
        const QString odd = QString::fromUtf8("J\xc3\xb6rg \"D\" \\");
        for (const QString &user : {QString("admin"), odd, QString()}) {
            const QString password = QString::fromUtf8("p\xc3\xa4\"\\:@ss");
            QTest::addRow("Basic %s", qPrintable(user)) << basic << user << password;
            for (const bool qop : {false, true}) {
                QTest::addRow("MD5 %d %s", qop, qPrintable(user))
                    << digestChallenge(Algorithm::Md5, qop) << user << password;
                QTest::addRow("SHA-256 %d %s", qop, qPrintable(user))
                    << digestChallenge(Algorithm::Sha256, qop) << user << password;
            }
        }
    }

    void clientAndServerAgree()
    {
        QFETCH(RtspChallenge, challenge);
        QFETCH(QString, user);
        QFETCH(QString, password);
        auto client = authenticator(user, password);
        QVERIFY(client.takeChallenge(unauthorized({challenge.serialize()})));
        const QByteArray answer = client.authorization("DESCRIBE", "rtsp://cam/\"x\"");
        QVERIFY(verifyAuthorization(challenge, answer, "DESCRIBE", user, password));
        QVERIFY(!verifyAuthorization(challenge, answer, "DESCRIBE", user, password + "x"));
        QVERIFY(!verifyAuthorization(challenge, answer, "DESCRIBE", user + "x", password));
        RtspChallenge other = challenge;
        other.nonce = "another";
        QCOMPARE(verifyAuthorization(other, answer, "DESCRIBE", user, password),
                 challenge.scheme == Scheme::Basic);
    }

    void refusesRubbish_data()
    {
        QTest::addColumn<QByteArray>("authorization");
        for (const char *text : {"", "Basic", "Basic ", "Basic !!!!", "Basic YWRtaW4=", "Digest",
                                 "Digest username=\"admin\"", "Digest response=\"\"", ",=\"\\"})
            QTest::newRow(text) << QByteArray(text);
    }

    void refusesRubbish()
    {
        QFETCH(QByteArray, authorization);
        RtspChallenge basic;
        for (const RtspChallenge &challenge : {basic, digestChallenge(Algorithm::Md5, true)})
            QVERIFY(!verifyAuthorization(challenge, authorization, "PLAY", "admin", "pw"));
    }

    void userNameCannotEndTheHeader()
    {
        auto client = authenticator("me\r\nEvil: yes", "pw");
        QVERIFY(client.takeChallenge(unauthorized({"Digest realm=\"r\", nonce=\"n\""})));
        const QByteArray answer = client.authorization("PLAY", "rtsp://cam/\r\n");
        QVERIFY(!answer.contains('\r') && !answer.contains('\n'));
    }

    void countsItsAnswersToOneNonce()
    {
        auto client = authenticator("me", "pw");
        const auto challenge = unauthorized({"Digest realm=\"r\", nonce=\"n\", qop=\"auth\""});
        QVERIFY(client.takeChallenge(challenge));
        const QByteArray first = client.authorization("PLAY", "x");
        const QByteArray second = client.authorization("PLAY", "x");
        QVERIFY(first.contains("nc=00000001") && second.contains("nc=00000002"));
        QVERIFY(first != second);
    }

    void givesUpAfterARefusal()
    {
        const auto challenge = unauthorized({"Digest realm=\"r\", nonce=\"n\""});
        auto client = authenticator("me", "wrong");
        QVERIFY(client.takeChallenge(challenge));
        QVERIFY(!client.authorization("DESCRIBE", "x").isEmpty());
        QVERIFY(!client.takeChallenge(challenge));
        QVERIFY(!client.takeChallenge(unauthorized({"Digest realm=\"r\", nonce=\"n2\""})));
        QVERIFY(!client.takeChallenge(unauthorized({"Basic realm=\"r\""})));
        client.setCredentials("me", "right");
        QVERIFY(client.takeChallenge(challenge));
    }

    void answersAStaleNonceAgain()
    {
        auto client = authenticator("me", "pw");
        QVERIFY(client.takeChallenge(unauthorized({"Digest realm=\"r\", nonce=\"a\""})));
        QVERIFY(!client.authorization("DESCRIBE", "x").isEmpty());
        QVERIFY(
            client.takeChallenge(unauthorized({"Digest realm=\"r\", nonce=\"b\", stale=true"})));
        QVERIFY(client.authorization("DESCRIBE", "x").contains("nonce=\"b\""));
    }

    void answersANonceThatExpiredInSilence()
    {
        auto client = authenticator("me", "pw");
        QVERIFY(client.takeChallenge(unauthorized({"Digest realm=\"r\", nonce=\"a\""})));
        QVERIFY(!client.authorization("DESCRIBE", "x").isEmpty());
        QVERIFY(!client.authorization("SETUP", "x").isEmpty());
        const auto renewed = unauthorized({"Digest realm=\"r\", nonce=\"b\""});
        QVERIFY(client.takeChallenge(renewed));
        QVERIFY(!client.authorization("SETUP", "x").isEmpty());
        QVERIFY(!client.takeChallenge(renewed));
    }

    void cannotAnswerWithoutCredentials()
    {
        RtspAuthenticator client;
        QVERIFY(!client.takeChallenge(unauthorized({"Basic realm=\"r\""})));
        client.setCredentials("me", "pw");
        QVERIFY(!client.takeChallenge(unauthorized({"Bearer realm=\"r\""})));
        QVERIFY(!client.takeChallenge(unauthorized({})));
    }
};

QTEST_APPLESS_MAIN(TestRtspAuth)
#include "tst_rtsp_auth.moc"
