#include "playback/viewer_options.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace oriel;

namespace {

tl::expected<ViewerOptions, QString> parse(QStringList arguments,
                                           const QMap<QString, QString> &environment = {})
{
    QProcessEnvironment variables;
    for (auto it = environment.begin(); it != environment.end(); ++it)
        variables.insert(it.key(), it.value());
    arguments.prepend(QStringLiteral("oriel"));
    return ViewerOptions::parse(arguments, variables);
}

} // namespace

class TestViewerOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void everything();
    void refused_data();
    void refused();
    void credentials();
    void passwordFile();
    void camera();
    void trustedCertificate();
    void printed();
    void helperIsHidden();
};

void TestViewerOptions::defaults()
{
    const auto options = parse({});
    QVERIFY(options.has_value());
    QVERIFY(!options->url);
    QCOMPARE(options->transport, TransportChoice::Auto);
    QVERIFY(options->overlay);
    QVERIFY(!options->fullScreen);
    QVERIFY(!options->exitAfter);
    QVERIFY(options->notes.isEmpty());
}

void TestViewerOptions::camera()
{
    const auto options = parse({"--camera", "Front door"});
    QVERIFY(options.has_value());
    QCOMPARE(options->camera, QStringLiteral("Front door"));
    const auto both = parse({"--camera", "Front door", "rtsp://cam/x"});
    QVERIFY(!both);
    QVERIFY(both.error().contains("not both"));
}

void TestViewerOptions::trustedCertificate()
{
    const QString number = QStringLiteral("AB:").repeated(31) + QStringLiteral("CD");
    const auto options = parse({"--trust-certificate", number, "rtsps://cam/x"});
    QVERIFY(options.has_value());
    QCOMPARE(options->url->trustedCertificate().toHex(':').toUpper(), number.toLatin1());
    const auto wrong = parse({"--trust-certificate", "AB:CD", "rtsps://cam/x"});
    QVERIFY(!wrong);
    QVERIFY(wrong.error().contains("64 hexadecimal digits"));
}

void TestViewerOptions::everything()
{
    const auto options =
        parse({"--transport", "tcp", "--painter=raster", "--fullscreen", "--no-overlay",
               "--stats-json", "-", "--exit-after", "2.5", "--snapshot", "a.png", "--log-level",
               "debug", "rtsp://camera.local:8554/ES_MTX?x=1"});
    QVERIFY2(options.has_value(), options ? "" : qPrintable(options.error()));
    QCOMPARE(options->url->display(), QStringLiteral("rtsp://camera.local:8554/ES_MTX?x=1"));
    QCOMPARE(options->transport, TransportChoice::Tcp);
    QCOMPARE(options->painter, PainterChoice::Raster);
    QVERIFY(options->fullScreen);
    QVERIFY(!options->overlay);
    QCOMPARE(options->statsJson, QStringLiteral("-"));
    QCOMPARE(options->snapshot, QStringLiteral("a.png"));
    QCOMPARE(options->exitAfter->count(), 2500);
    QCOMPARE(options->logLevel, LogLevel::Debug);
}

void TestViewerOptions::refused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("names");
    QTest::newRow("unknown option") << QStringList{"--colour"} << "colour";
    QTest::newRow("transport") << QStringList{"--transport", "quic"} << "quic";
    QTest::newRow("painter") << QStringList{"--painter", "oil"} << "oil";
    QTest::newRow("log level") << QStringList{"--log-level", "loud"} << "loud";
    QTest::newRow("no number") << QStringList{"--exit-after", "soon"} << "--exit-after";
    QTest::newRow("nan") << QStringList{"--exit-after", "nan"} << "--exit-after";
    QTest::newRow("zero") << QStringList{"--exit-after", "0"} << "--exit-after";
    QTest::newRow("two addresses") << QStringList{"rtsp://a/", "rtsp://b/"} << "one address";
    QTest::newRow("address") << QStringList{"http://camera/"} << "rtsp://";
    QTest::newRow("missing file") << QStringList{"--password-file", "/nowhere/pw", "rtsp://a/"}
                                  << "/nowhere/pw";
    QTest::newRow("missing file, no address")
        << QStringList{"--password-file", "/nowhere/pw"} << "/nowhere/pw";
    QTest::newRow("snapshot's folder")
        << QStringList{"--snapshot", "/nowhere/a.png"} << "/nowhere/a.png";
    QTest::newRow("figures' folder")
        << QStringList{"--stats-json", "/nowhere/a.json"} << "/nowhere/a.json";
    QTest::newRow("snapshot's kind") << QStringList{"--snapshot", "a.txt"} << ".png";
    QTest::newRow("snapshot to standard output") << QStringList{"--snapshot", "-"} << ".png";
    QTest::newRow("camera and transport")
        << QStringList{"--camera", "Door", "--transport", "tcp"} << "--transport";
    QTest::newRow("camera and user") << QStringList{"--camera", "Door", "--user", "me"} << "--user";
    QTest::newRow("certificate, no address")
        << QStringList{"--trust-certificate", QString(64, 'a')} << "rtsps://";
    QTest::newRow("certificate, not encrypted")
        << QStringList{"--trust-certificate", QString(64, 'a'), "rtsp://cam/x"} << "rtsps://";
    QTest::newRow("empty address") << QStringList{""} << "The address \"\" cannot be used";
}

void TestViewerOptions::refused()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, names);
    const auto options = parse(arguments);
    QVERIFY(!options.has_value());
    QVERIFY2(options.error().contains(names), qPrintable(options.error()));
}

void TestViewerOptions::credentials()
{
    const QMap<QString, QString> environment{{"ORIEL_USER", "envuser"},
                                             {"ORIEL_PASSWORD", "envpassword"}};
    auto options = parse({"rtsp://camera/"}, environment);
    QCOMPARE(options->url->user(), QStringLiteral("envuser"));
    QCOMPARE(options->url->password(), QStringLiteral("envpassword"));
    QVERIFY(options->notes.isEmpty());

    options = parse({}, environment);
    QVERIFY(!options->url);
    QCOMPARE(options->credentials.user, QStringLiteral("envuser"));
    QCOMPARE(options->credentials.password, QStringLiteral("envpassword"));

    options = parse({"--user", "me", "rtsp://camera/"}, environment);
    QCOMPARE(options->url->user(), QStringLiteral("me"));
    QCOMPARE(options->url->password(), QStringLiteral("envpassword"));

    options = parse({"rtsp://urluser:urlpassword@camera/"}, environment);
    QCOMPARE(options->url->user(), QStringLiteral("urluser"));
    QCOMPARE(options->url->password(), QStringLiteral("urlpassword"));
    QCOMPARE(options->notes.size(), 1);
    QVERIFY(!options->notes.first().contains("urlpassword"));

    const auto refused = parse({"rtsp://u:topsecret@camera:99999/"});
    QVERIFY(!refused.has_value());
    QVERIFY(!refused.error().contains("topsecret"));
}

void TestViewerOptions::passwordFile()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath("password"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("käse @:/\r\nsecond line\n");
    file.close();
    const auto options =
        parse({"--user", "me", "--password-file", file.fileName(), "rtsp://camera/"});
    QCOMPARE(options->url->password(), QStringLiteral("käse @:/"));
    QVERIFY(options->notes.isEmpty());
}

void TestViewerOptions::printed()
{
    QVERIFY(parse({"--help"})->print.contains("--stats-json"));
    QVERIFY(parse({"--help"})->print.startsWith("Usage: oriel [options] [URL]"));
    QVERIFY(parse({"--version"})->print.contains(ORIEL_VERSION));
    // Also beside arguments that are wrong.
    QVERIFY(parse({"--help", "--transport", "quic"})->print.contains("URL"));
}

void TestViewerOptions::helperIsHidden()
{
    QVERIFY(parse({"--probe-painter"})->probePainter);
    QVERIFY(!parse({})->probePainter);
    QVERIFY(!parse({"--help"})->print.contains("probe"));
}

QTEST_GUILESS_MAIN(TestViewerOptions)

#include "tst_viewer_options.moc"
