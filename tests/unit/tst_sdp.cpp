#include "rtsp/sdp.h"

#include <QTest>

using namespace oriel;

namespace {

const QByteArray kSps = QByteArray::fromHex("6742c01eda0280bfe5c0440000030004000003");
const QByteArray kPps = QByteArray::fromHex("68ce3c80");

const QByteArray kMediaMtx = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=No Name\r\nc=IN IP4 0.0.0.0\r\n"
                             "t=0 0\r\nm=video 0 RTP/AVP 96\r\na=control:rtsp://cam:8554/ES_MTX/"
                             "trackID=0\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 "
                             "packetization-mode=1; profile-level-id=42C01E; "
                             "sprop-parameter-sets=Z0LAHtoCgL/lwEQAAAMABAAAAw==,aM48gA==\r\n";

const QByteArray kGstreamer =
    "v=0\r\no=- 11 1 IN IP4 10.0.0.2\r\ns=Session streamed with GStreamer\r\n"
    "i=rtsp-server\r\nt=0 0\r\na=tool:GStreamer\r\na=type:broadcast\r\n"
    "a=control:*\r\na=range:npt=now-\r\nm=audio 0 RTP/AVP 97\r\n"
    "c=IN IP4 0.0.0.0\r\na=rtpmap:97 OPUS/48000/2\r\na=control:stream=0\r\n"
    "m=video 0 RTP/AVP 96\r\nb=AS:2000\r\na=rtpmap:96 H264/90000\r\n"
    "a=framerate:30\r\na=fmtp:96 packetization-mode=1;"
    "profile-level-id=4d401f;sprop-parameter-sets=Z01AHw==,aO48gA==\r\n"
    "a=control:stream=1\r\na=ts-refclk:local\r\n";

const QByteArray kFfmpeg =
    "v=0\no=- 0 0 IN IP6 ::1\ns=Stream\nc=IN IP6 ::1\nt=0 0\na=tool:libavformat "
    "59.27.100\nm=video 0 RTP/AVP 96\nb=AS:500\na=rtpmap:96 H265/90000\n"
    "a=control:streamid=0\n";

const QByteArray kH265 =
    "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=No Name\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
    "m=video 0 RTP/AVP 96\r\na=control:trackID=0\r\na=rtpmap:96 H265/90000\r\n"
    "a=fmtp:96 sprop-pps=RAHAcYMS; "
    "sprop-sps=QgEBAWAAAAMAkAAAAwAAAwA8oAoIDxZbpKTC8BaAgAAAAwCAAAAPBA==; "
    "sprop-vps=QAEMAf//AWAAAAMAkAAAAwAAAwA8ugJA\r\n";

const QByteArray kAxis = "v=0\r\no=- 1 1 IN IP4 10.0.0.3\r\ns=Session streamed with GStreamer\r\n"
                         "c=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:rtsp://10.0.0.3/axis-media/"
                         "media.amp?videocodec=h264\r\na=range:npt=now-\r\n"
                         "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 "
                         "profile-level-id=4d0029; packetization-mode=1; "
                         "sprop-parameter-sets=Z00AKeKQ,aO48gA==\r\na=control:rtsp://10.0.0.3/"
                         "axis-media/media.amp/stream=0?videocodec=h264\r\n"
                         "m=application 0 RTP/AVP 98\r\na=rtpmap:98 vnd.onvif.metadata/90000\r\n";

const QByteArray kHikvision = "v=0\r\no=- 1 1 IN IP4 10.0.0.4\r\ns=Media Presentation\r\ne=NONE\r\n"
                              "b=AS:5100\r\nt=0 0\r\na=control:rtsp://10.0.0.4/Streaming/Channels/"
                              "101/\r\nm=video 0 RTP/AVP 96\r\nc=IN IP4 0.0.0.0\r\nb=AS:5000\r\n"
                              "a=recvonly\r\na=x-dimensions:1920,1080\r\na=control:rtsp://10.0.0.4/"
                              "Streaming/Channels/101/trackID=1\r\na=rtpmap:96 H264/90000\r\n"
                              "a=fmtp:96 profile-level-id=420029; packetization-mode=1; "
                              "sprop-parameter-sets=Z00AKeKQ,aO48gA==\r\nm=audio 0 RTP/AVP 8\r\n"
                              "a=control:trackID=2\r\na=Media_header:MEDIAINFO=494D4B48;\r\n";

const QByteArray kDahua =
    "v=0\r\no=- 2 2 IN IP4 0.0.0.0\r\ns=RTSP Session/2.0\r\nc=IN IP4 0.0.0.0\r\n"
    "t=0 0\r\na=control:*\r\na=range:npt=now-\r\na=packetization-supported:DH\r\n"
    "m=video 0 RTP/AVP 96\r\na=control:trackID=0\r\na=framerate:25.000000\r\n"
    "a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;"
    "profile-level-id=64002A;sprop-parameter-sets=Z2QAKq2E,aO48sAA=\r\n"
    "a=recvonly\r\nm=audio 0 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n";

const QByteArray kMjpeg = "v=0\rs=x\rm=audio 0 RTP/AVP 0\rm=video 0 RTP/AVP 26\ra=control:track1\r";

const QByteArray kManyFormats =
    "m=Video 4000/2 RTP/AVP 97 \t98 96 200 x 96\n a=rtpmap:96  h264/90000 \n"
    "a=rtpmap:97 VP8/90000\na=fmtp:97 x=y\na=FMTP:96  Packetization-Mode"
    "=1 ; a ; b = \"c;d\"\na=rtpmap\na=rtpmap:\na=rtpmap:99 H264/90000\n"
    "a=rtpmap:98 X/0\n=\nx\n\n";

} // namespace

class TestSdp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("sections");
        QTest::addColumn<QByteArray>("sessionControl");
        QTest::addColumn<QByteArray>("codec");
        QTest::addColumn<int>("payloadType");
        QTest::addColumn<QByteArray>("control");
        QTest::addColumn<QByteArray>("mode");
        const auto row = [](const char *name, const QByteArray &text, int sections,
                            const char *sessionControl, const char *codec, int payloadType,
                            const char *control, const char *mode) {
            QTest::newRow(name) << text << sections << QByteArray(sessionControl)
                                << QByteArray(codec) << payloadType << QByteArray(control)
                                << QByteArray(mode);
        };
        row("MediaMTX", kMediaMtx, 1, "", "H264", 96, "rtsp://cam:8554/ES_MTX/trackID=0", "1");
        row("GStreamer", kGstreamer, 2, "*", "H264", 96, "stream=1", "1");
        row("ffmpeg", kFfmpeg, 1, "", "H265", 96, "streamid=0", "");
        row("H.265 in MediaMTX", kH265, 1, "", "H265", 96, "trackID=0", "");
        row("Axis", kAxis, 2, "rtsp://10.0.0.3/axis-media/media.amp?videocodec=h264", "H264", 96,
            "rtsp://10.0.0.3/axis-media/media.amp/stream=0?videocodec=h264", "1");
        row("Hikvision", kHikvision, 2, "rtsp://10.0.0.4/Streaming/Channels/101/", "H264", 96,
            "rtsp://10.0.0.4/Streaming/Channels/101/trackID=1", "1");
        row("Dahua", kDahua, 2, "*", "H264", 96, "trackID=0", "1");
        row("static type, CR only", kMjpeg, 2, "", "JPEG", 26, "track1", "");
        row("many formats, sloppy", kManyFormats, 1, "", "H264", 96, "", "1");
        row("format without codec", "m=video 0 RTP/AVP 96", 1, "", "", 96, "", "");
        row("no format", "m=video\n", 1, "", "", 96, "", "");
    }

    void parses()
    {
        QFETCH(QByteArray, text);
        const auto sdp = Sdp::parse(text);
        QVERIFY(sdp.has_value());
        QTEST(static_cast<int>(sdp->media.size()), "sections");
        QTEST(sdp->control, "sessionControl");
        const SdpMedia *video = sdp->video();
        QVERIFY(video);
        QTEST(video->codec, "codec");
        QTEST(int{video->payloadType}, "payloadType");
        QTEST(video->control, "control");
        QTEST(video->fmtpParameter("packetization-mode"), "mode");
        QCOMPARE(video->clockHz, 90000u);
    }

    void readsAudioToo()
    {
        const auto sdp = Sdp::parse(kGstreamer);
        QCOMPARE(sdp->media.first().type, "audio");
        QCOMPARE(sdp->media.first().codec, "OPUS");
        QCOMPARE(sdp->media.first().clockHz, 48000u);
        QCOMPARE(Sdp::parse(kHikvision)->media.last().codec, "PCMA");
    }

    void refusesWhatHasNoMedia_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("session only") << QByteArray("v=0\r\ns=x\r\na=control:*\r\n");
        QTest::newRow("HTML") << QByteArray("<html><body>404</body></html>");
        QTest::newRow("binary") << QByteArray(100, '\0');
    }

    void refusesWhatHasNoMedia()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!Sdp::parse(text).has_value());
    }

    void findsTheVideo()
    {
        QVERIFY(!Sdp::parse("m=audio 0 RTP/AVP 8")->video());
        const auto two = Sdp::parse("m=video 0 RTP/AVP 26\nm=video 0 RTP/AVP 96\n"
                                    "a=rtpmap:96 H264/90000\n");
        QCOMPARE(two->video(), &two->media[1]);
    }

    void boundsTheSections()
    {
        QCOMPARE(Sdp::parse(QByteArray("m=video 0 RTP/AVP 96\n").repeated(10000))->media.size(),
                 64);
    }

    void playsTheFirstItCan_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("codec");
        const QByteArray maps = "a=rtpmap:96 H264/90000\na=rtpmap:97 H265/90000\n"
                                "a=rtpmap:98 AV1/90000\n";
        const auto row = [&maps](const char *name, const QByteArray &media, const char *codec) {
            QTest::newRow(name) << media + maps << QByteArray(codec);
        };
        row("H.264 first", "m=video 0 RTP/AVP 98 96 97\n", "H264");
        row("H.265 first", "m=video 0 RTP/AVP 98 97 96\n", "H265");
        row("neither", "m=video 0 RTP/AVP 98\n", "AV1");
        const QByteArray av1 = "m=video 0 RTP/AVP 99\na=rtpmap:99 AV1/90000\n";
        row("in the second section", av1 + "m=video 0 RTP/AVP 97\n", "H265");
        row("not as sound", "m=audio 0 RTP/AVP 97\na=rtpmap:97 H265/90000\n" + av1, "AV1");
    }

    void playsTheFirstItCan()
    {
        QFETCH(QByteArray, text);
        const auto sdp = Sdp::parse(text);
        QVERIFY(sdp && sdp->video());
        QTEST(sdp->video()->codec, "codec");
    }

    void findsParameterSets()
    {
        const auto newer = Sdp::parse(kH265);
        QVERIFY(newer->video()->videoCodec() == VideoCodec::H265);
        QCOMPARE(newer->video()->parameterSets().toHex(),
                 QByteArray("0000000140010c01ffff01600000030090000003000003003cba0240"
                            "0000000142010101600000030090000003000003003ca00a080f165ba4a4c2f0168080"
                            "000003008000000f04"
                            "000000014401c0718312"));
        const auto older = Sdp::parse(kMediaMtx);
        QVERIFY(older->video()->videoCodec() == VideoCodec::H264);
        QCOMPARE(older->video()->parameterSets(), (h264::ParameterSets{kSps, kPps}.annexB()));
        const auto jpeg = Sdp::parse(kMjpeg);
        QVERIFY(!jpeg->video()->videoCodec());
        QVERIFY(jpeg->video()->parameterSets().isEmpty());
        QVERIFY(Sdp::parse(kFfmpeg)->video()->parameterSets().isEmpty());
    }

    void readsParameters()
    {
        SdpMedia media;
        media.fmtp = "packetization-mode=1; Sprop-Parameter-Sets=Z0==,aM4=;flag; q = \"a;b\" ;;x=";
        QCOMPARE(media.fmtpParameter("sprop-parameter-sets"), "Z0==,aM4=");
        QCOMPARE(media.fmtpParameter("q"), "a;b");
        QCOMPARE(media.fmtpParameter("flag"), "");
        QCOMPARE(media.fmtpParameter("mode"), "");
        QCOMPARE(media.fmtpParameter("x"), "");
    }

    void describesH264()
    {
        const h264::ParameterSets sets{kSps, kPps};
        QCOMPARE(makeH264Sdp("Oriel", "10.0.0.2", sets, "streamid=0"),
                 "v=0\r\no=- 0 0 IN IP4 10.0.0.2\r\ns=Oriel\r\nc=IN IP4 10.0.0.2\r\nt=0 0\r\n"
                 "a=control:*\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
                 "a=fmtp:96 packetization-mode=1;profile-level-id=42c01e;"
                 "sprop-parameter-sets=Z0LAHtoCgL/lwEQAAAMABAAAAw==,aM48gA==\r\n"
                 "a=control:streamid=0\r\n");
    }

    void describesH264WithoutParameterSets()
    {
        const QByteArray text = makeH264Sdp("a\r\nm=x", "fe80::1%eth0", {}, "trackID=0");
        QVERIFY(text.contains("\r\na=fmtp:96 packetization-mode=1\r\n"));
        QVERIFY(text.contains("\r\no=- 0 0 IN IP6 fe80::1\r\n"));
        QVERIFY(text.contains("\r\ns=a  m=x\r\n"));
        QVERIFY(makeH264Sdp("", "", {}, "x").contains("s=-\r\nc=IN IP4 0.0.0.0\r\n"));
    }

    void readsItsOwnDescription()
    {
        const h264::ParameterSets sets{kSps, kPps};
        const auto sdp = Sdp::parse(makeH264Sdp("Oriel", "::1", sets, "trackID=0"));
        QVERIFY(sdp.has_value());
        QCOMPARE(sdp->control, "*");
        const SdpMedia *video = sdp->video();
        QVERIFY(video);
        QCOMPARE(h264::annexBOfSprop(video->fmtpParameter("sprop-parameter-sets")), sets.annexB());
    }

    void resolvesControl_data()
    {
        QTest::addColumn<QByteArray>("base");
        QTest::addColumn<QByteArray>("control");
        QTest::addColumn<QByteArray>("resolved");
        const auto row = [](const char *name, const char *base, const char *control,
                            const char *resolved) {
            QTest::newRow(name) << QByteArray(base) << QByteArray(control) << QByteArray(resolved);
        };
        row("empty", "rtsp://h/p", "", "rtsp://h/p");
        row("star", "rtsp://h/p", "*", "rtsp://h/p");
        row("absolute", "rtsp://h/p", "rtsp://g/q/trackID=1", "rtsp://g/q/trackID=1");
        row("absolute, upper case", "rtsp://h/p", "RTSP://g/q", "RTSP://g/q");
        row("relative", "rtsp://h/p", "trackID=1", "rtsp://h/p/trackID=1");
        row("slash behind the base", "rtsp://h/p/", "trackID=1", "rtsp://h/p/trackID=1");
        row("slash before the control", "rtsp://h/p", "/trackID=1", "rtsp://h/p/trackID=1");
        row("both slashes", "rtsp://h/p/", "/trackID=1", "rtsp://h/p/trackID=1");
        row("query", "rtsp://h/p?x=1", "trackID=1", "rtsp://h/p?x=1/trackID=1");
        row("query and slash", "rtsp://h/p?x=1/", "trackID=1", "rtsp://h/p?x=1/trackID=1");
        row("URL inside", "rtsp://h/p", "t?u=rtsp://g", "rtsp://h/p/t?u=rtsp://g");
        row("query only", "rtsp://h/p?x=1", "?y=2", "rtsp://h/p?y=2");
        row("no base", "", "trackID=1", "/trackID=1");
    }

    void resolvesControl()
    {
        QFETCH(QByteArray, base);
        QFETCH(QByteArray, control);
        QTEST(resolveControl(base, control), "resolved");
    }
};

QTEST_APPLESS_MAIN(TestSdp)
#include "tst_sdp.moc"
