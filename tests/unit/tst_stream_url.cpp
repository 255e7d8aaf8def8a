#include "base/stream_url.h"

#include <QTest>

using namespace oriel;

class TestStreamUrl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("uri");
        const auto row = [](const char *name, const char *text, const char *user,
                            const char *password, const char *host, int port, const char *path,
                            const char *uri) {
            QTest::newRow(name) << QString(text) << QString(user) << QString(password)
                                << QString(host) << port << QByteArray(path) << QByteArray(uri);
        };
        row("plain", "rtsp://cam", "", "", "cam", 554, "/", "rtsp://cam/");
        row("trimmed", " \trtsp://cam/x\n", "", "", "cam", 554, "/x", "rtsp://cam/x");
        row("port and path", "rtsp://10.0.0.2:8554/ES_MTX", "", "", "10.0.0.2", 8554, "/ES_MTX",
            "rtsp://10.0.0.2:8554/ES_MTX");
        row("upper case scheme", "RTSP://Cam.local/Live", "", "", "Cam.local", 554, "/Live",
            "rtsp://Cam.local/Live");
        row("empty port", "rtsp://cam:/x", "", "", "cam", 554, "/x", "rtsp://cam/x");
        row("highest port", "rtsp://cam:65535", "", "", "cam", 65535, "/", "rtsp://cam:65535/");
        row("user only", "rtsp://me@cam/", "me", "", "cam", 554, "/", "rtsp://cam/");
        row("at sign in the password", "rtsp://me:p@ss@cam/x", "me", "p@ss", "cam", 554, "/x",
            "rtsp://cam/x");
        row("colon in the password", "rtsp://me:a:b@cam/x", "me", "a:b", "cam", 554, "/x",
            "rtsp://cam/x");
        row("percent codes", "rtsp://m%40e:a%2Fb%3a@cam/x", "m@e", "a/b:", "cam", 554, "/x",
            "rtsp://cam/x");
        row("percent sign for itself", "rtsp://me:100%sure%4@cam/x", "me", "100%sure%4", "cam", 554,
            "/x", "rtsp://cam/x");
        row("unicode password", "rtsp://me:gr%C3%BC\xc3\x9f@cam/x", "me", "gr\xc3\xbc\xc3\x9f",
            "cam", 554, "/x", "rtsp://cam/x");
        row("at sign in the path", "rtsp://cam/live@1", "", "", "cam", 554, "/live@1",
            "rtsp://cam/live@1");
        row("query", "rtsp://cam/a%20b?x=1&y=%2F#z", "", "", "cam", 554, "/a%20b?x=1&y=%2F#z",
            "rtsp://cam/a%20b?x=1&y=%2F#z");
        row("query without a path", "rtsp://cam?x=1", "", "", "cam", 554, "/?x=1",
            "rtsp://cam/?x=1");
        row("path above ASCII", "rtsp://cam/caf\xc3\xa9", "", "", "cam", 554, "/caf%C3%A9",
            "rtsp://cam/caf%C3%A9");
        row("host above ASCII",
            "rtsp://b\xc3\xbc"
            "cher.example/",
            "", "",
            "b\xc3\xbc"
            "cher.example",
            554, "/", "rtsp://xn--bcher-kva.example/");
        row("IPv6", "rtsp://me:pw@[2001:db8::1]:8554/x", "me", "pw", "2001:db8::1", 8554, "/x",
            "rtsp://[2001:db8::1]:8554/x");
        row("IPv6 zone", "rtsp://[fe80::1%eth0]/x", "", "", "fe80::1%eth0", 554, "/x",
            "rtsp://[fe80::1]/x");
        row("IPv6 zone, RFC 6874", "rtsp://[fe80::1%25wlan0]:99/x", "", "", "fe80::1%wlan0", 99,
            "/x", "rtsp://[fe80::1]:99/x");
        row("IPv6 zone, by number", "rtsp://[fe80::1%25]/x", "", "", "fe80::1%25", 554, "/x",
            "rtsp://[fe80::1]/x");
        row("IPv6 zone, RFC 6874, by number", "rtsp://[fe80::1%2525]/x", "", "", "fe80::1%25", 554,
            "/x", "rtsp://[fe80::1]/x");
        row("IPv6 zone that begins like the code", "rtsp://[fe80::1%2525x]/x", "", "",
            "fe80::1%25x", 554, "/x", "rtsp://[fe80::1]/x");
    }

    void parses()
    {
        QFETCH(QString, text);
        const auto url = StreamUrl::parse(text);
        QVERIFY2(url.has_value(), url ? "" : qPrintable(url.error().detail));
        QTEST(url->user(), "user");
        QTEST(url->password(), "password");
        QTEST(url->host(), "host");
        QTEST(int{url->port()}, "port");
        QTEST(url->pathAndQuery(), "path");
        QTEST(url->requestUri(), "uri");
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("detail");
        const auto row = [](const char *name, const char *text, const char *detail) {
            QTest::newRow(name) << QString(text) << QString(detail);
        };
        row("empty", "  ", "empty");
        row("no scheme", "cam:8554/x", "begins with rtsp://");
        row("no scheme, with a password", "me:SECRET@cam/x", "begins with rtsp://");
        row("password in front of the scheme", "me:SECRET://cam", "begins with rtsp://");
        row("http", "http://cam/x", "http:// is not a stream address, use rtsp://");
        row("space", "rtsp://me:SECRET@cam/my path", "no spaces");
        row("space in the password", "rtsp://me:SECR ET@cam", "no spaces");
        row("no-break space", "rtsp://cam/a\xc2\xa0z", "no spaces");
        row("line break", "rtsp://me:SECRET@cam/x\r\nCSeq: 1", "invisible");
        row("zero width space", "rtsp://cam\xe2\x80\x8b/x", "invisible");
        row("coded line break in the user", "rtsp://me%0d%0a:SECRET@cam/", "control character");
        row("coded NUL in the password", "rtsp://me:SECRET%00@cam/", "control character");
        row("password that is no UTF-8", "rtsp://me:SECRET%ff@cam/", "% code");
        row("no host", "rtsp:///x", "names no host");
        row("user and no host", "rtsp://me:SECRET@/x", "names no host");
        row("bad host", "rtsp://ca!m/x", "host name");
        row("port 0", "rtsp://cam:0/x", "1 to 65535");
        row("port 65536", "rtsp://cam:65536/x", "1 to 65535");
        row("signed port", "rtsp://cam:+80/x", "1 to 65535");
        row("password where a port stands", "rtsp://me:SECRET/x", "1 to 65535");
        row("slash in the password", "rtsp://me:SEC/RET@cam/x", "%2F");
        row("question mark in the password", "rtsp://me:SECRET?@cam/x", "%2F");
        row("IPv6 without brackets", "rtsp://fe80::1/x", "[ ]");
        row("IPv6 without end", "rtsp://[fe80::1/x", "missing");
        row("IPv4 in brackets", "rtsp://[10.0.0.1]/x", "IPv6");
        row("zone without a name", "rtsp://[fe80::1%]/x", "IPv6");
        row("bad zone", "rtsp://[fe80::1%a%b]/x", "IPv6");
        row("behind the bracket", "rtsp://[fe80::1]x/", "port");
    }

    void refuses()
    {
        QFETCH(QString, text);
        QFETCH(QString, detail);
        const auto url = StreamUrl::parse(text);
        QVERIFY(!url.has_value());
        const Error error = url.error();
        QCOMPARE(error.code, ErrorCode::InvalidUrl);
        QVERIFY2(error.detail.contains(detail), qPrintable(error.detail));
        for (const char *secret : {"SECR", "SEC/", "RET"})
            QVERIFY2(!(error.where + error.detail).contains(secret), qPrintable(error.where));
    }

    void showsNoCredentials()
    {
        const auto url = *StreamUrl::parse("rtsp://me:pw@[fe80::1%eth0]:8554/a?b=c");
        QCOMPARE(url.display(), "rtsp://[fe80::1%eth0]:8554/a?b=c");
        QCOMPARE(url.hostAndPort(), "[fe80::1%eth0]:8554");
        QCOMPARE(StreamUrl::parse("rtsp://cam/x")->hostAndPort(), "cam:554");
        auto again = *StreamUrl::parse(url.display());
        QVERIFY(!again.hasCredentials());
        again.setCredentials("me", "pw");
        QCOMPARE(again, url);
    }

    void encrypted()
    {
        const auto url = *StreamUrl::parse("RTSPS://me:pw@cam/x");
        QVERIFY(url.isEncrypted());
        QCOMPARE(url.port(), quint16(322));
        QCOMPARE(url.display(), "rtsps://cam/x");
        QCOMPARE(url.requestUri(), "rtsps://cam/x");
        QVERIFY(!StreamUrl::parse("rtsp://cam/x")->isEncrypted());
        // A port that is the other scheme's default is written out.
        QCOMPARE(StreamUrl::parse("rtsps://cam:554/x")->display(), "rtsps://cam:554/x");
        QCOMPARE(StreamUrl::parse("rtsp://cam:322/x")->requestUri(), "rtsp://cam:322/x");
    }

    void withoutCredentials()
    {
        for (const char *text : {"rtsp://cam:8554/x?pwd=c4nary", "rtsps://cam/x",
                                 "rtsp://[fe80::1%eth0]:554/a", "rtsp://käse.example/"}) {
            auto url = *StreamUrl::parse(QString::fromUtf8(text));
            QCOMPARE(*StreamUrl::parse(url.withoutCredentials()), url);
            url.setCredentials("me", "SECRET");
            QVERIFY(!url.withoutCredentials().contains("SECRET"));
        }
    }

    void requestUriIsOneWord()
    {
        auto url = *StreamUrl::parse("rtsp://cam/");
        url.setPathAndQuery("a b\r\nX: \xff");
        QCOMPARE(url.requestUri(), "rtsp://cam/a%20b%0D%0AX:%20%FF");
    }

    void redacts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const char *text, const char *shown) {
            QTest::newRow(name) << QString(text) << QString(shown);
        };
        row("nothing to hide", "rtsp://cam:8554/x is up", "rtsp://cam:8554/x is up");
        row("mail address", "ask me@example.org", "ask me@example.org");
        row("user and password", "open rtsp://me:pw@cam/x failed", "open rtsp://***@cam/x failed");
        row("user only", "rtsp://me@cam", "rtsp://***@cam");
        row("at sign in the password", "rtsp://me:p@w@cam/x", "rtsp://***@cam/x");
        row("slash in the password", "rtsp://me:p/w@cam/x", "rtsp://***@cam/x");
        row("colon in the password", "rtsp://me:p:w@cam/x", "rtsp://***@cam/x");
        row("quote in the password", "rtsp://me:p\"w@cam/x", "rtsp://***@cam/x");
        row("apostrophe in the password", "rtsp://me:p'w@cam/x", "rtsp://***@cam/x");
        row("two in one line", "rtsp://a:b@c/ http://d:e@f/", "rtsp://***@c/ http://***@f/");
        row("quoted list", "[\"rtsp://a:b@c/\",\"rtsp://d:e@f/\"]",
            "[\"rtsp://***@c/\",\"rtsp://***@f/\"]");
        row("in angle brackets", "<rtsp://a:b@c/>,<x@y>", "<rtsp://***@c/>,<x@y>");
        row("behind a quote", "\"rtsp://cam:554/x\",\"mail@y\"", "\"rtsp://cam:554/x\",\"mail@y\"");
        row("at sign in the path", "rtsp://cam/live@1", "rtsp://cam/live@1");
        row("URL in a query", "rtsp://cam/?u=rtsp://a:b@c", "rtsp://cam/?u=rtsp://***@c");
        row("several lines", "rtsp://a:b@c\nrtsp://d:e@f", "rtsp://***@c\nrtsp://***@f");
        row("password parameter", "rtsp://cam/?user=me&password=pw&n=1",
            "rtsp://cam/?user=me&password=***&n=1");
        row("PWD parameter", "rtsp://cam/?PWD=p", "rtsp://cam/?PWD=***");
        row("password in a path", "rtsp://cam/user=me_password=pw_channel=1.sdp",
            "rtsp://cam/user=me_password=***");
        row("other parameter", "rtsp://cam/?compass=1", "rtsp://cam/?compass=1");
    }

    void redacts()
    {
        QFETCH(QString, text);
        QTEST(redacted(text), "shown");
        QCOMPARE(redacted(redacted(text)), redacted(text));
    }

    void redactsHostileTextsInLinearTime()
    {
        const QString marks = QString("a://b").repeated(200000);
        QCOMPARE(redacted(marks), marks);
        QCOMPARE(redacted(marks + "@c"), "a://***@c");
        const QString slashes = QString("://a/").repeated(200000) + "@c";
        QVERIFY(redacted(slashes).size() <= slashes.size() + 3);
    }
};

QTEST_APPLESS_MAIN(TestStreamUrl)
#include "tst_stream_url.moc"
