// What other programs publish besides plain H.264, through real servers to the viewer's session.

#include "gst_server.h"
#include "pcm_fields.h"
#include "playback/playback_session.h"
#include "relay_process.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace oriel;
using oriel::test::GstServer;
using oriel::test::PcmFields;
using oriel::test::RelayProcess;
using Protocol = RtspTransport::Protocol;

namespace {

const QStringList kX264{"-c:v", "libx264", "-preset", "ultrafast", "-g", "15"};
const QStringList kX265{"-c:v",        "libx265", "-preset", "ultrafast",    "-tune",
                        "zerolatency", "-g",      "15",      "-x265-params", "log-level=none"};

/// ffmpeg publishing what its arguments say, ended with the object.
class Ffmpeg
{
public:
    Ffmpeg(const QStringList &input, const QStringList &coding, const QString &transport,
           const QString &url)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start("ffmpeg", QStringList{"-v", "error", "-re"} + input + coding +
                                      QStringList{"-f", "rtsp", "-rtsp_transport", transport, url});
    }
    ~Ffmpeg()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
};

QStringList testPicture(const QString &size = QStringLiteral("320x240"))
{
    return {"-f", "lavfi", "-i", QStringLiteral("testsrc2=size=%1:rate=30").arg(size)};
}

/// A session whose pictures are taken as a view takes them.
struct Viewer
{
    Viewer(const QString &url, TransportChoice transport)
    {
        QObject::connect(&session, &PlaybackSession::frameReady, &session, [this] {
            if (auto frame = session.takeFrame()) {
                if (pictures++ == 0)
                    behindAtFirst = behind();
                damaged += frame->damaged ? 1 : 0;
                last = std::move(*frame);
            }
        });
        session.open(StreamUrl::parse(url).value(), transport);
    }

    /// Access units that no picture came of yet: those before the first keyframe, and what waits.
    [[nodiscard]] std::int64_t behind() const
    {
        const StreamFigures figures = session.figures();
        return static_cast<std::int64_t>(figures.received - figures.decoded);
    }

    std::int64_t behindAtFirst = 0;
    int pictures = 0;
    int damaged = 0;
    VideoFrame last;
    PlaybackSession session;
};

QString nameOf(TransportChoice transport)
{
    return transport == TransportChoice::Udp ? QStringLiteral("udp") : QStringLiteral("tcp");
}

bool hasGstElement(const QString &name)
{
    return QProcess::execute("gst-inspect-1.0", {"--exists", name}) == 0;
}

} // namespace

class TestStreamFormats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void h265_data();
    void h265();
    void h265FromGStreamer_data();
    void h265FromGStreamer();
    void reorderedPictures_data();
    void reorderedPictures();
    void interlacedMacroblocks_data();
    void interlacedMacroblocks();
    void fieldPairs_data();
    void fieldPairs();
};

void TestStreamFormats::initTestCase()
{
    if (RelayProcess::available().isEmpty())
        QSKIP("neither mediamtx nor the relay on gortsplib is here");
}

void TestStreamFormats::h265_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<TransportChoice>("transport");
    for (const QString &kind : RelayProcess::available()) {
        for (const TransportChoice transport : {TransportChoice::Udp, TransportChoice::Tcp})
            QTest::addRow("%s %s", qPrintable(kind), qPrintable(nameOf(transport)))
                << kind << transport;
    }
}

void TestStreamFormats::h265()
{
    QFETCH(QString, kind);
    QFETCH(TransportChoice, transport);
    RelayProcess relay(kind);
    QVERIFY2(relay.start(), relay.log());
    const Ffmpeg camera(testPicture(), kX265, nameOf(transport), relay.url());
    Viewer viewer(relay.url(), transport);
    QTRY_VERIFY_WITH_TIMEOUT(viewer.pictures >= 60, 15000);
    const StreamFigures figures = viewer.session.figures();
    QVERIFY(figures.codec == VideoCodec::H265);
    QVERIFY2(figures.decoder.contains("hevc"), qPrintable(figures.decoder));
    QCOMPARE(figures.size, QSize(320, 240));
    QCOMPARE(figures.framesOfDelay, 0);
    QCOMPARE(figures.gopLength, std::uint32_t{15});
    QCOMPARE(figures.lost, std::uint64_t{0});
    QCOMPARE(viewer.damaged, 0);
}

void TestStreamFormats::h265FromGStreamer_data()
{
    QTest::addColumn<TransportChoice>("transport");
    QTest::newRow("udp") << TransportChoice::Udp;
    QTest::newRow("tcp") << TransportChoice::Tcp;
}

void TestStreamFormats::h265FromGStreamer()
{
    QFETCH(TransportChoice, transport);
    if (!hasGstElement("x265enc"))
        QSKIP("GStreamer has no x265enc here");
    const GstServer server({"--codec", "h265", "--size", "322x182"});
    Viewer viewer(server.url(), transport);
    QTRY_VERIFY_WITH_TIMEOUT(viewer.pictures >= 60, 15000);
    const StreamFigures figures = viewer.session.figures();
    QVERIFY(figures.codec == VideoCodec::H265);
    QCOMPARE(figures.size, QSize(322, 182));
    QCOMPARE(figures.framesOfDelay, 0);
    QCOMPARE(figures.lost, std::uint64_t{0});
    QCOMPARE(viewer.damaged, 0);
}

void TestStreamFormats::reorderedPictures_data()
{
    QTest::addColumn<QStringList>("coding");
    QTest::addColumn<QString>("decoder");
    QTest::newRow("H.264") << kX264 + QStringList{"-bf", "2"} << "h264";
    QTest::newRow("H.265") << QStringList{"-c:v",         "libx265",
                                          "-preset",      "ultrafast",
                                          "-g",           "15",
                                          "-bf",          "2",
                                          "-x265-params", "log-level=none:rc-lookahead=5"}
                           << "hevc";
}

void TestStreamFormats::reorderedPictures()
{
    QFETCH(QStringList, coding);
    QFETCH(QString, decoder);
    RelayProcess relay(RelayProcess::available().last());
    QVERIFY2(relay.start(), relay.log());
    const Ffmpeg camera(testPicture(), coding, "tcp", relay.url());
    Viewer viewer(relay.url(), TransportChoice::Tcp);
    QTRY_VERIFY_WITH_TIMEOUT(viewer.pictures >= 60, 15000);
    const StreamFigures figures = viewer.session.figures();
    QVERIFY2(figures.decoder.contains(decoder), qPrintable(figures.decoder));
    // Each access unit is a picture in the end, and no more wait than at first.
    QVERIFY2(viewer.behind() <= viewer.behindAtFirst + 2,
             qPrintable(QString::number(viewer.behind() - viewer.behindAtFirst)));
    QCOMPARE(viewer.damaged, 0);
}

void TestStreamFormats::interlacedMacroblocks_data()
{
    QTest::addColumn<QString>("kind");
    for (const QString &kind : RelayProcess::available())
        QTest::newRow(qPrintable(kind)) << kind;
}

void TestStreamFormats::interlacedMacroblocks()
{
    QFETCH(QString, kind);
    RelayProcess relay(kind);
    QVERIFY2(relay.start(), relay.log());
    const QStringList coding = kX264 + QStringList{"-tune", "zerolatency", "-flags", "+ilme+ildct"};
    const Ffmpeg camera(testPicture(), coding, "udp", relay.url());
    Viewer viewer(relay.url(), TransportChoice::Udp);
    QTRY_VERIFY_WITH_TIMEOUT(viewer.pictures >= 60, 15000);
    QCOMPARE(viewer.session.figures().framesOfDelay, 0);
    QCOMPARE(viewer.damaged, 0);
}

void TestStreamFormats::fieldPairs_data()
{
    interlacedMacroblocks_data();
}

void TestStreamFormats::fieldPairs()
{
    QFETCH(QString, kind);
    const QTemporaryDir folder;
    QFile file(folder.filePath("fields.h264"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    PcmFields fields;
    for (int field = 0; field < 3000; ++field)
        file.write(fields.next().annexB);
    file.close();

    RelayProcess relay(kind);
    QVERIFY2(relay.start(), relay.log());
    // ffmpeg 7 finds no time in single fields by itself.
    const Ffmpeg camera({"-r", "50", "-f", "h264", "-i", file.fileName()}, {"-c:v", "copy"}, "tcp",
                        relay.url());
    Viewer viewer(relay.url(), TransportChoice::Tcp);
    QTRY_VERIFY_WITH_TIMEOUT(viewer.pictures >= 40, 15000);
    QCOMPARE(viewer.damaged, 0);
    // Both fields: lines of two lumas by turns, the second field's above the first's.
    const AVFrame &picture = *viewer.last.picture;
    QCOMPARE(picture.height, PcmFields::kSize);
    const int top = picture.data[0][0], bottom = picture.data[0][picture.linesize[0]];
    QVERIFY2(bottom - top == 7 || bottom - top == 7 - 160,
             qPrintable(QStringLiteral("%1 %2").arg(top).arg(bottom)));
}

QTEST_GUILESS_MAIN(TestStreamFormats)
#include "tst_stream_formats.moc"
