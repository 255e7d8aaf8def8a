#include "rtsp/rtsp_message.h"

#include <QTest>

using namespace oriel;

namespace {

using Elements = QList<QByteArray>;

QByteArray describe(const RtspHeaders &headers, const QByteArray &body)
{
    QByteArray text;
    for (const auto &[name, value] : headers.all())
        text += '|' + name + '=' + value;
    return text + '#' + body;
}

/// An element as one comparable text; empty for "need more".
QByteArray describe(const RtspStreamParser::Element &element)
{
    if (const auto *request = std::get_if<RtspRequest>(&element))
        return request->method + ' ' + request->uri + describe(request->headers, request->body);
    if (const auto *response = std::get_if<RtspResponse>(&element))
        return QByteArray::number(response->status) + ' ' + response->reason +
               describe(response->headers, response->body);
    if (const auto *frame = std::get_if<InterleavedFrame>(&element))
        return '$' + QByteArray::number(frame->channel) + ' ' + frame->payload;
    if (const auto *broken = std::get_if<RtspStreamParser::Broken>(&element))
        return "broken: " + broken->reason;
    return {};
}

Elements parseInPortions(const QByteArray &bytes, qsizetype portion)
{
    RtspStreamParser parser;
    Elements found;
    for (qsizetype at = 0; at < bytes.size(); at += portion) {
        parser.append(QByteArrayView(bytes).sliced(at, std::min(portion, bytes.size() - at)));
        for (QByteArray text = describe(parser.next()); !text.isEmpty();
             text = describe(parser.next())) {
            found.append(text);
            if (text.startsWith("broken"))
                return found;
        }
    }
    return found;
}

QByteArray frame(char channel, const QByteArray &payload)
{
    QByteArray bytes("$");
    bytes += channel;
    bytes += static_cast<char>(payload.size() >> 8);
    bytes += static_cast<char>(payload.size());
    return bytes + payload;
}

QByteArray firstBroken(const QByteArray &bytes)
{
    RtspStreamParser parser;
    parser.append(bytes);
    const auto element = parser.next();
    const auto *broken = std::get_if<RtspStreamParser::Broken>(&element);
    return broken ? broken->reason : QByteArray("(not broken)");
}

} // namespace

class TestRtspMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headersCompareWithoutCase()
    {
        RtspHeaders headers;
        headers.add("WWW-Authenticate", "Basic");
        headers.add("www-authenticate", "Digest");
        QCOMPARE(headers.value("Www-Authenticate"), "Basic");
        QCOMPARE(headers.values("WWW-AUTHENTICATE"), (QList<QByteArray>{"Basic", "Digest"}));
        QVERIFY(headers.contains("www-Authenticate"));
        QVERIFY(!headers.contains("www"));
        QCOMPARE(headers.value("CSeq"), "");
    }

    void serializesRequests()
    {
        RtspRequest request{"ANNOUNCE", "rtsp://cam/x", {}, "v=0\r\n"};
        request.headers.add("CSeq", "2");
        request.headers.add("Content-Length", "99");
        QCOMPARE(request.serialize(),
                 "ANNOUNCE rtsp://cam/x RTSP/1.0\r\nCSeq: 2\r\nContent-Length: 5\r\n\r\nv=0\r\n");
    }

    void serializesResponses()
    {
        RtspResponse response{200, "OK", {}, {}};
        response.headers.add("CSeq", "2");
        QCOMPARE(response.serialize(), "RTSP/1.0 200 OK\r\nCSeq: 2\r\n\r\n");
    }

    void noValueBecomesALine()
    {
        RtspRequest request{"PLAY", "rtsp://cam/x\r\nA: b", {}, {}};
        request.headers.add("Session", "1\r\nEvil: yes");
        QCOMPARE(request.serialize(),
                 "PLAY rtsp://cam/x%0D%0AA:%20b RTSP/1.0\r\nSession: 1  Evil: yes\r\n\r\n");
        RtspResponse response{400, "Bad\r\n\r\nRequest", {}, {}};
        QCOMPARE(response.serialize(), "RTSP/1.0 400 Bad    Request\r\n\r\n");
    }

    void parses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Elements>("expected");
        const auto row = [](const char *name, const QByteArray &bytes, const Elements &expected) {
            QTest::newRow(name) << bytes << expected;
        };
        row("request", "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n", {"OPTIONS *|CSeq=1#"});
        row("response", "RTSP/1.0 404 Stream Not Found\r\nCSeq: 1\r\n\r\n",
            {"404 Stream Not Found|CSeq=1#"});
        row("missing reason", "RTSP/1.0 200\r\n\r\n", {"200 #"});
        row("version 2", "RTSP/2.0 200 OK\r\n\r\n", {"200 OK#"});
        row("lower-case version", "rtsp/1.0 200 OK\r\n\r\n", {"200 OK#"});
        row("no fields", "PLAY x RTSP/1.0\r\n\r\n", {"PLAY x#"});
        row("LF only", "RTSP/1.0 200 OK\nCSeq: 1\n\n", {"200 OK|CSeq=1#"});
        row("mixed line ends", "RTSP/1.0 200 OK\r\nCSeq: 1\n\r\n", {"200 OK|CSeq=1#"});
        row("empty lines in front", "\r\n\n\r\nRTSP/1.0 200 OK\r\n\r\n", {"200 OK#"});
        row("folded", "RTSP/1.0 200 OK\r\nPublic: OPTIONS,\r\n\t PLAY \r\nA: b\r\n\r\n",
            {"200 OK|Public=OPTIONS, PLAY|A=b#"});
        row("odd fields", "RTSP/1.0 200 OK\r\n x\r\ncseq : 1\r\nnonsense\r\n: v\r\ne:\r\n\r\n",
            {"200 OK|cseq=1|e=#"});
        row("body", "RTSP/1.0 200 OK\r\ncontent-length: 4\r\n\r\nv=0\nRTSP/1.0 200 OK\r\n\r\n",
            {"200 OK|content-length=4#v=0\n", "200 OK#"});
        row("same length twice", "RTSP/1.0 200 OK\nContent-Length: 1\nContent-Length: 01\n\nx",
            {"200 OK|Content-Length=1|Content-Length=01#x"});
        row("frames", frame(0, "abc") + frame(1, "") + frame('\xff', "d"),
            {"$0 abc", "$1 ", "$255 d"});
        row("frame with line ends", frame(0, "\r\n\r\n$"), {"$0 \r\n\r\n$"});
        row("frames around a response",
            frame(0, "a") + "RTSP/1.0 200 OK\r\nCSeq: 9\r\n\r\n" + frame(0, "b"),
            {"$0 a", "200 OK|CSeq=9#", "$0 b"});
        row("incomplete", "RTSP/1.0 200 OK\r\nCSeq: 9\r\n", {});
        row("incomplete body", "RTSP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nab", {});
        row("incomplete frame", frame(0, "abc").chopped(1), {});
        row("HTTP", "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\n\r\n",
            {"broken: an HTTP server answered: HTTP/1.1 400 Bad Request"});
        row("SSH", "SSH-2.0-OpenSSH_9.2\r\n", {"broken: not RTSP, but \"SSH-2.0-OpenSSH_9.2\""});
        row("behind a message", "RTSP/1.0 200 OK\r\n\r\nrubbish\r\n",
            {"200 OK#", "broken: not RTSP, but \"rubbish\""});
        row("two words in the URI", "PLAY a b RTSP/1.0\r\n\r\n",
            {"broken: not RTSP, but \"PLAY a b RTSP/1.0\""});
        row("version 9", "RTSP/9.0 200 OK\r\n\r\n", {"broken: not RTSP, but \"RTSP/9.0 200 OK\""});
        row("status 20", "RTSP/1.0 20 OK\r\n\r\n", {"broken: not RTSP, but \"RTSP/1.0 20 OK\""});
        row("status 2000", "RTSP/1.0 2000 OK\r\n\r\n",
            {"broken: not RTSP, but \"RTSP/1.0 2000 OK\""});
        for (const char *length : {"-1", "+1", "x", "", "1 1", "1048577", "99999999999999999999"})
            row(length, QByteArray("RTSP/1.0 200 OK\r\nContent-Length: ") + length + "\r\n\r\n",
                {"broken: a message with an unusable Content-Length"});
        row("two lengths", "RTSP/1.0 200 OK\nContent-Length: 1\nContent-Length: 2\n\nxx",
            {"broken: a message with an unusable Content-Length"});
    }

    void parses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(Elements, expected);
        for (const qsizetype portion : {bytes.size(), qsizetype{7}, qsizetype{1}})
            QCOMPARE(parseInPortions(bytes, portion), expected);
    }

    void namesBinaryRubbish()
    {
        QCOMPARE(firstBroken(QByteArray::fromHex("1503030002022846")),
                 "not RTSP, but the bytes 15 03 03 00 02 02 28 46");
        QVERIFY(firstBroken(QByteArray::fromHex("41ff00410a")).startsWith("not RTSP, but the"));
    }

    void staysBroken()
    {
        RtspStreamParser parser;
        parser.append("\x01");
        QVERIFY(std::holds_alternative<RtspStreamParser::Broken>(parser.next()));
        parser.append("RTSP/1.0 200 OK\r\n\r\n");
        QVERIFY(std::holds_alternative<RtspStreamParser::Broken>(parser.next()));
    }

    void limitsTheHead()
    {
        const QByteArray endless = "RTSP/1.0 200 OK\r\nA: " + QByteArray(100, 'a');
        for (const QByteArray &bytes : {endless, endless + "\r\n\r\n", QByteArray(100, 'a')}) {
            RtspStreamParser parser(80, 80);
            parser.append(bytes);
            QVERIFY(std::holds_alternative<RtspStreamParser::Broken>(parser.next()));
        }
        RtspStreamParser parser(endless.size() + 4, 80);
        parser.append(endless + "\r\n\r\n");
        QVERIFY(std::holds_alternative<RtspResponse>(parser.next()));
    }

    /// Byte by byte, so that any scanning from the beginning would take minutes.
    void costIsLinear()
    {
        const QByteArray head = "RTSP/1.0 200 OK\r\nContent-Length: 1000000\r\n" +
                                QByteArray("Name: value\r\n").repeated(4500) + "\r\n";
        const QByteArray bytes = head + QByteArray(1000000, 'b');
        const Elements found = parseInPortions(bytes, 1);
        QCOMPARE(found.size(), 1);
        QVERIFY(found.first().endsWith("bbb"));
    }

    void takesLargeFramesInLargePortions()
    {
        const QByteArray bytes = frame(0, QByteArray(65535, 'x')).repeated(300);
        for (const qsizetype portion : {qsizetype{1460}, qsizetype{1000000}})
            QCOMPARE(parseInPortions(bytes, portion).size(), 300);
    }

    void serializesTransport()
    {
        RtspTransport transport;
        transport.clientPorts = {5000, 5001};
        QCOMPARE(transport.serialize(), "RTP/AVP;unicast;client_port=5000-5001");
        transport = {};
        transport.protocol = RtspTransport::Protocol::Tcp;
        transport.interleaved = {0, 1};
        transport.ssrc = 0xabc;
        transport.record = true;
        QCOMPARE(transport.serialize(),
                 "RTP/AVP/TCP;unicast;interleaved=0-1;ssrc=00000ABC;mode=record");
    }

    void parsesTransport_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("again");
        const auto row = [](const char *name, const char *header, const char *again) {
            QTest::newRow(name) << QByteArray(header) << QByteArray(again);
        };
        row("UDP", "RTP/AVP/UDP;unicast;client_port=8000-8001;server_port=9000-9001;ssrc=1234abcd",
            "RTP/AVP;unicast;client_port=8000-8001;server_port=9000-9001;ssrc=1234ABCD");
        row("camera", " RTP/AVP ; Unicast; source=10.0.0.2;client_port=8000-8001; Server_Port=6970",
            "RTP/AVP;unicast;client_port=8000-8001;server_port=6970-6971;source=10.0.0.2");
        row("TCP", "rtp/avp/tcp;unicast;interleaved=2-3;mode=\"PLAY\"",
            "RTP/AVP/TCP;unicast;interleaved=2-3");
        row("record", "RTP/AVP/TCP;unicast;interleaved=0-1;mode=\"RECORD\"",
            "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record");
        row("one channel", "RTP/AVP/TCP;interleaved=4", "RTP/AVP/TCP;unicast;interleaved=4-5");
        row("multicast", "RTP/AVP;multicast;destination=232.1.1.1;port=5000-5001;ttl=16",
            "RTP/AVP;multicast");
        row("second alternative", "RTP/SAVP;unicast,RTP/AVP/TCP;unicast;interleaved=0-1",
            "RTP/AVP/TCP;unicast;interleaved=0-1");
        row("comma in quotes", "RTP/AVP/TCP;mode=\"PLAY,RECORD\";interleaved=0-1,RTP/AVP",
            "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record");
        row("bad port, good alternative", "RTP/AVP;client_port=99999-1,RTP/AVP/TCP;interleaved=0-1",
            "RTP/AVP/TCP;unicast;interleaved=0-1");
        row("bad ssrc", "RTP/AVP;unicast;ssrc=what", "RTP/AVP;unicast");
        row("port 0", "RTP/AVP;unicast;client_port=0-0", "RTP/AVP;unicast");
        row("hostile source", "RTP/AVP;unicast;source=a\r\nb", "RTP/AVP;unicast");
    }

    void parsesTransport()
    {
        QFETCH(QByteArray, header);
        const auto transport = RtspTransport::parse(header);
        QVERIFY(transport.has_value());
        QTEST(transport->serialize(), "again");
    }

    void refusesTransport_data()
    {
        QTest::addColumn<QByteArray>("header");
        for (const char *header :
             {"", ",,;", "RTP/SAVP/TCP;unicast", "RTP/AVP;client_port=", "RTP/AVP;client_port=-1",
              "RTP/AVP;server_port=1-x", "RTP/AVP;client_port=65535", "RTP/AVP/TCP;interleaved=256",
              "RTP/AVP/TCP;interleaved=255"})
            QTest::newRow(header) << QByteArray(header);
    }

    void refusesTransport()
    {
        QFETCH(QByteArray, header);
        QVERIFY(!RtspTransport::parse(header).has_value());
    }

    void parsesSession_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<int>("seconds");
        QTest::newRow("id") << QByteArray("12345678") << QByteArray("12345678") << 60;
        QTest::newRow("time-out") << QByteArray(" 66A1 ; Timeout = 30 ") << QByteArray("66A1")
                                  << 30;
        QTest::newRow("bad time-out") << QByteArray("a;timeout=x") << QByteArray("a") << 60;
        QTest::newRow("negative") << QByteArray("a;timeout=-5") << QByteArray("a") << 60;
        QTest::newRow("zero") << QByteArray("a;timeout=0") << QByteArray("a") << 60;
        QTest::newRow("huge") << QByteArray("a;timeout=4294967295") << QByteArray("a") << 86400;
        QTest::newRow("empty") << QByteArray(";timeout=5") << QByteArray() << 0;
        QTest::newRow("space in the id") << QByteArray("a b") << QByteArray() << 0;
    }

    void parsesSession()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, id);
        const auto session = RtspSessionHeader::parse(header);
        QCOMPARE(session.has_value(), !id.isEmpty());
        QCOMPARE(session ? session->id : QByteArray(), id);
        QTEST(session ? session->timeoutSeconds : 0, "seconds");
    }
};

QTEST_APPLESS_MAIN(TestRtspMessage)
#include "tst_rtsp_message.moc"
