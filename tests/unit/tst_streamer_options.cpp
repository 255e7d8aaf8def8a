#include "streamer_options.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace oriel;
using Transport = PublishSession::Transport;
using Kind = SourceOptions::Kind;

namespace {

tl::expected<StreamerOptions, QString> parse(QStringList arguments,
                                             const QMap<QString, QString> &environment = {})
{
    QProcessEnvironment variables;
    for (auto it = environment.begin(); it != environment.end(); ++it)
        variables.insert(it.key(), it.value());
    arguments.prepend(QStringLiteral("oriel-streamer"));
    return StreamerOptions::parse(arguments, variables);
}

} // namespace

class TestStreamerOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void everything();
    void oldCommandLine();
    void sources_data();
    void sources();
    void whatIsGiven();
    void refused_data();
    void refused();
    void levelFollowsThePicture();
    void serve_data();
    void serve();
    void serveWithoutValue_data();
    void serveWithoutValue();
    void credentials();
    void passwordInUrlIsWarnedOf();
    void passwordFile();
    void trustedCertificate();
    void printed();
};

void TestStreamerOptions::trustedCertificate()
{
    const QString number = QString(64, u'a');
    const auto options = parse({"--publish", "rtsps://server/x", "--trust-certificate", number});
    QVERIFY(options.has_value());
    QCOMPARE(options->pipeline.destination.publish->trustedCertificate(), QByteArray(32, '\xaa'));
    QVERIFY(!parse({"--publish", "rtsps://server/x", "--trust-certificate", "aa"}));
    for (const QStringList &where : {QStringList{"--publish", "rtsp://server/x"},
                                     QStringList{"--serve", "8555"}, QStringList{}}) {
        const auto refused = parse(where + QStringList{"--trust-certificate", number});
        QVERIFY(!refused);
        QVERIFY2(refused.error().contains("rtsps://"), qPrintable(refused.error()));
    }
}

void TestStreamerOptions::defaults()
{
    const auto options = parse({});
    QVERIFY(options.has_value());
    const Pipeline::Options &pipeline = options->pipeline;
    QCOMPARE(pipeline.encoder.size, QSize(640, 480));
    QCOMPARE(pipeline.encoder.framesPerSecond, 30.0);
    QCOMPARE(pipeline.encoder.bitsPerSecond, 2'000'000);
    QCOMPARE(pipeline.encoder.profile, QStringLiteral("baseline"));
    QCOMPARE(pipeline.encoder.level, QStringLiteral("4.2"));
    QCOMPARE(pipeline.encoder.intra, 15);
    QVERIFY(pipeline.trailingSei);
    QVERIFY(options->source.kind == Kind::Test);
    QVERIFY(options->source.encoderOptions.isEmpty());
    QVERIFY(!pipeline.destination.publish);
    QVERIFY(!pipeline.destination.serve);
    QCOMPARE(pipeline.destination.transport, Transport::Auto);
    QVERIFY(!options->exitAfter);
    QVERIFY(options->statsJson.isEmpty());
    QVERIFY(options->notes.isEmpty());
}

void TestStreamerOptions::everything()
{
    const auto options = parse({"--source",
                                "test",
                                "--width",
                                "1280",
                                "--height=720",
                                "--framerate",
                                "59.94",
                                "--bitrate",
                                "6000000",
                                "--profile",
                                "high",
                                "--level",
                                "4.0",
                                "--intra",
                                "60",
                                "--transport",
                                "udp",
                                "--trailing-sei",
                                "off",
                                "--publish",
                                "rtsp://media.local:8554/cam",
                                "--exit-after",
                                "2.5",
                                "--stats-json",
                                "-",
                                "--log-level",
                                "debug"});
    QVERIFY2(options.has_value(), options ? "" : qPrintable(options.error()));
    const Pipeline::Options &pipeline = options->pipeline;
    QCOMPARE(pipeline.encoder.size, QSize(1280, 720));
    QCOMPARE(pipeline.encoder.framesPerSecond, 59.94);
    QCOMPARE(pipeline.encoder.bitsPerSecond, 6'000'000);
    QCOMPARE(pipeline.encoder.profile, QStringLiteral("high"));
    QCOMPARE(pipeline.encoder.level, QStringLiteral("4"));
    QCOMPARE(pipeline.encoder.intra, 60);
    QVERIFY(!pipeline.trailingSei);
    QCOMPARE(pipeline.destination.publish->display(),
             QStringLiteral("rtsp://media.local:8554/cam"));
    QVERIFY(!pipeline.destination.serve);
    QCOMPARE(pipeline.destination.transport, Transport::Udp);
    QCOMPARE(options->exitAfter, std::optional(std::chrono::milliseconds(2500)));
    QCOMPARE(options->statsJson, QStringLiteral("-"));
    QCOMPARE(options->logLevel, LogLevel::Debug);
}

void TestStreamerOptions::oldCommandLine()
{
    const auto options =
        parse({"-t",       "0",         "--width", "640",     "--height", "480",      "--framerate",
               "30",       "--bitrate", "2000000", "--codec", "h264",     "--inline", "--profile",
               "baseline", "--level",   "4.2",     "-g",      "30",       "-n"});
    QVERIFY2(options.has_value(), options ? "" : qPrintable(options.error()));
    QCOMPARE(options->pipeline.encoder.intra, 30);
}

void TestStreamerOptions::sources_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("command");
    const QStringList program{"rpicam-vid", "-t", "0", "--serve", "--", "-o", "-"};
    QTest::newRow("test") << QStringList{"--source", "test"} << Kind::Test << "" << QStringList();
    QTest::newRow("file") << QStringList{"--source", "file", "--input", "a b.mp4"} << Kind::File
                          << "a b.mp4" << QStringList();
    QTest::newRow("input alone") << QStringList{"-i", "a.mp4"} << Kind::File << "a.mp4"
                                 << QStringList();
    QTest::newRow("command") << QStringList{"--source", "command", "--"} + program << Kind::Command
                             << "" << program;
    QTest::newRow("command alone") << QStringList("--") + program << Kind::Command << "" << program;
    QTest::newRow("behind --serve")
        << QStringList{"--serve", "--"} + program << Kind::Command << "" << program;
    QTest::newRow("nothing behind --") << QStringList("--") << Kind::Test << "" << QStringList();
}

void TestStreamerOptions::sources()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const Kind, kind);
    QFETCH(const QString, file);
    QFETCH(const QStringList, command);
    const auto options = parse(arguments);
    QVERIFY2(options.has_value(), options ? "" : qPrintable(options.error()));
    QVERIFY(options->source.kind == kind);
    QCOMPARE(options->source.file, file);
    QCOMPARE(options->source.command, command);
}

void TestStreamerOptions::whatIsGiven()
{
    const auto none = parse({"-i", "a.mp4"});
    QCOMPARE(none->source.size, QSize(0, 0));
    QVERIFY(!none->source.framesPerSecond);
    QVERIFY(!none->source.levelGiven);
    const auto some =
        parse({"-i", "a.mp4", "--width", "3840", "--framerate", "12.5", "--level", "3", "-g", "9"});
    QVERIFY2(some.has_value(), some ? "" : qPrintable(some.error()));
    QCOMPARE(some->source.size, QSize(3840, 0));
    QCOMPARE(some->source.framesPerSecond, std::optional(12.5));
    QVERIFY(some->source.levelGiven);
    QCOMPARE(some->source.encoderOptions,
             (QStringList{"--width", "--framerate", "--level", "--intra"}));
}

void TestStreamerOptions::refused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    QTest::newRow("odd width") << QStringList{"--width", "641"} << "even number from 64 to 7680";
    QTest::newRow("small height") << QStringList{"--height", "46"} << "from 48 to 4320";
    QTest::newRow("no number") << QStringList{"--width", "wide"} << "\"wide\"";
    QTest::newRow("no frames") << QStringList{"--framerate", "0"} << "from 1 to 240";
    QTest::newRow("nan") << QStringList{"--framerate", "nan"} << "from 1 to 240";
    QTest::newRow("bitrate") << QStringList{"--bitrate", "9"} << "from 10000 to 100000000";
    QTest::newRow("half a bit") << QStringList{"--bitrate", "2000000.5"} << "whole number";
    QTest::newRow("intra") << QStringList{"--intra", "0"} << "from 1 to 1000";
    QTest::newRow("profile") << QStringList{"--profile", "best"} << "baseline, main, high";
    QTest::newRow("level") << QStringList{"--level", "7"} << "4.2";
    QTest::newRow("level too low")
        << QStringList{"--level", "3", "--width", "1920", "--height", "1080"} << "--level 4";
    QTest::newRow("beyond all levels")
        << QStringList{"--width", "7680", "--height", "4320", "--framerate", "240"}
        << "more than any level";
    QTest::newRow("source") << QStringList{"--source", "camera"} << "test";
    QTest::newRow("no file") << QStringList{"--source", "file"} << "--input FILE";
    QTest::newRow("a file for nothing")
        << QStringList{"--source", "test", "-i", "a.mp4"} << "--source file";
    QTest::newRow("no command") << QStringList{"--source", "command"} << "rpicam-vid";
    QTest::newRow("a command for nothing")
        << QStringList{"--source", "test", "--", "cat"} << "--source command";
    QTest::newRow("two sources") << QStringList{"-i", "a.mp4", "--", "cat"} << "--source command";
    QTest::newRow("a command without --") << QStringList{"--source", "command", "cat"} << "cat";
    QTest::newRow("codec") << QStringList{"--codec", "mjpeg"} << "h264";
    QTest::newRow("transport") << QStringList{"--transport", "pigeon"} << "auto, udp, tcp";
    QTest::newRow("switch") << QStringList{"--trailing-sei", "perhaps"} << "on, off";
    QTest::newRow("timeout") << QStringList{"-t", "5000"} << "--exit-after";
    QTest::newRow("output") << QStringList{"-o", "-"} << "--publish";
    QTest::newRow("flip") << QStringList{"--vflip"} << "camera";
    QTest::newRow("unknown") << QStringList{"--frobnicate"} << "frobnicate";
    QTest::newRow("stray") << QStringList{"rtsp://a/b"} << "--publish";
    QTest::newRow("URL") << QStringList{"--publish", "http://a/b"} << "rtsp://";
    QTest::newRow("exit-after") << QStringList{"--exit-after", "-1"} << "from 0.1";
    QTest::newRow("log level") << QStringList{"--log-level", "loud"} << "warning";
    QTest::newRow("no such file") << QStringList{"--password-file", "/nonexistent/pw"}
                                  << "/nonexistent/pw";
    QTest::newRow("figures' folder")
        << QStringList{"--stats-json", "/nonexistent/a.json"} << "/nonexistent/a.json";
    QTest::newRow("figures into a folder")
        << QStringList{"--stats-json", "/tmp"} << "it cannot be written to";
    QTest::newRow("user alone") << QStringList{"--serve", "--user", "ann"} << "password";
    QTest::newRow("user alone, publishing too")
        << QStringList{"--publish", "rtsp://a/b", "--serve", "--user", "ann"} << "password";
    QTest::newRow("the URL's pair is not the server's")
        << QStringList{"--publish", "rtsp://ann:pw@a/b", "--serve", "--user", "ann"} << "password";
}

void TestStreamerOptions::refused()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, says);
    const auto options = parse(arguments);
    QVERIFY(!options.has_value());
    QVERIFY2(options.error().contains(says), qPrintable(options.error()));
}

void TestStreamerOptions::levelFollowsThePicture()
{
    const auto options = parse({"--width", "3840", "--height", "2160"});
    QVERIFY(options.has_value());
    QCOMPARE(options->pipeline.encoder.level, QStringLiteral("5.1"));
}

void TestStreamerOptions::serve_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("address");
    QTest::addColumn<int>("port");
    QTest::addColumn<QByteArray>("path");
    const QString any = QHostAddress(QHostAddress::Any).toString();
    QTest::newRow("empty") << "" << any << 8554 << QByteArray("/ES_MTX");
    QTest::newRow("port") << ":8555" << any << 8555 << QByteArray("/ES_MTX");
    QTest::newRow("bare port") << "8555" << any << 8555 << QByteArray("/ES_MTX");
    QTest::newRow("bare port and path") << "9/a" << any << 9 << QByteArray("/a");
    QTest::newRow("path") << "/cam/1" << any << 8554 << QByteArray("/cam/1");
    QTest::newRow("port and path") << ":9/a" << any << 9 << QByteArray("/a");
    QTest::newRow("IPv4") << "127.0.0.1:8554/cam"
                          << "127.0.0.1" << 8554 << QByteArray("/cam");
    QTest::newRow("IPv4 alone") << "10.0.0.1"
                                << "10.0.0.1" << 8554 << QByteArray("/ES_MTX");
    QTest::newRow("IPv6") << "[::1]:8556/cam"
                          << "::1" << 8556 << QByteArray("/cam");
    QTest::newRow("IPv6 alone") << "[fe80::1]"
                                << "fe80::1" << 8554 << QByteArray("/ES_MTX");
    QTest::newRow("localhost") << "localhost:1"
                               << "127.0.0.1" << 1 << QByteArray("/ES_MTX");
    QTest::newRow("bare slash") << ":8555/" << any << 8555 << QByteArray("/ES_MTX");
    for (const char *bad :
         {":0", ":65536", ":x", "host.name", "::1", "[::1", "1.2.3.4.5", "a b", "0", "65536",
          "8555:80", "1.2", "1.2.3.999", "rtsp://1.2.3.4:5/x", "/a b"})
        QTest::newRow(bad) << bad << QString() << 0 << QByteArray();
}

void TestStreamerOptions::serve()
{
    QFETCH(const QString, value);
    QFETCH(const QString, address);
    QFETCH(const int, port);
    QFETCH(const QByteArray, path);
    const auto options = parseServeAddress(value);
    QCOMPARE(options.has_value(), port != 0);
    if (!options)
        return;
    QCOMPARE(options->address.toString(), address);
    QCOMPARE(int(options->port), port);
    QCOMPARE(options->path, path);
}

void TestStreamerOptions::serveWithoutValue_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("port");
    QTest::newRow("last") << QStringList{"--width", "320", "--serve"} << 8554;
    QTest::newRow("before an option") << QStringList{"--serve", "--width", "320"} << 8554;
    QTest::newRow("with a value") << QStringList{"--serve", ":8555", "--width", "320"} << 8555;
    QTest::newRow("with =") << QStringList{"--serve=:8555", "--width", "320"} << 8555;
}

void TestStreamerOptions::serveWithoutValue()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const int, port);
    const auto options = parse(arguments);
    QVERIFY2(options.has_value(), options ? "" : qPrintable(options.error()));
    QVERIFY(options->pipeline.destination.serve.has_value());
    QCOMPARE(int(options->pipeline.destination.serve->port), port);
    QCOMPARE(options->pipeline.encoder.size.width(), 320);
}

void TestStreamerOptions::credentials()
{
    const QMap<QString, QString> environment{{"ORIEL_USER", "env"}, {"ORIEL_PASSWORD", "envpw"}};
    const auto served = parse({"--serve", "--user", "ann"}, environment);
    QVERIFY(served.has_value());
    QCOMPARE(served->pipeline.destination.serve->user, QStringLiteral("ann"));
    QCOMPARE(served->pipeline.destination.serve->password, QStringLiteral("envpw"));
    const auto published = parse({"--publish", "rtsp://a/b"}, environment);
    QVERIFY(published.has_value());
    QCOMPARE(published->pipeline.destination.publish->user(), QStringLiteral("env"));
    QCOMPARE(published->pipeline.destination.publish->password(), QStringLiteral("envpw"));
    QVERIFY(published->notes.isEmpty());
    const auto halves = parse({"--publish", "rtsp://ann@a/b"}, {{"ORIEL_PASSWORD", "envpw"}});
    QVERIFY(halves.has_value());
    QCOMPARE(halves->pipeline.destination.publish->user(), QStringLiteral("ann"));
    QCOMPARE(halves->pipeline.destination.publish->password(), QStringLiteral("envpw"));
}

void TestStreamerOptions::passwordInUrlIsWarnedOf()
{
    const auto options = parse({"--publish", "rtsp://ann:hunter2@a/b"});
    QVERIFY(options.has_value());
    QCOMPARE(options->pipeline.destination.publish->password(), QStringLiteral("hunter2"));
    QCOMPARE(options->notes.size(), 1);
    QVERIFY(!options->notes.constFirst().contains(u"hunter2"));
    const auto bad = parse({"--publish", "rtsp://ann:hunter2@a:x/b"});
    QVERIFY(!bad.has_value());
    QVERIFY(!bad.error().contains(u"hunter2"));
    const auto stray = parse({"rtsp://ann:hunter2@a/b"});
    QVERIFY(!stray.has_value());
    QVERIFY(!stray.error().contains(u"hunter2"));
}

void TestStreamerOptions::passwordFile()
{
    QTemporaryDir folder;
    QFile file(folder.filePath("pw"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("s e c\r\nsecond line\n");
    file.close();
    const auto options = parse({"--serve", "--user", "ann", "--password-file", file.fileName()});
    QVERIFY(options.has_value());
    QCOMPARE(options->pipeline.destination.serve->password, QStringLiteral("s e c"));
}

void TestStreamerOptions::printed()
{
    const auto help = parse({"--help"});
    QVERIFY(help.has_value());
    QVERIFY(help->print.contains(QStringLiteral("--publish")));
    QVERIFY(!help->print.contains(QStringLiteral("vflip")));
    for (const char *value : {"640", "480", "30", "2000000", "baseline", "4.2", "15", "auto", "on",
                              "info", "[::]:8554/ES_MTX"})
        QVERIFY2(help->print.simplified().contains(QStringLiteral("Default: %1.").arg(value)),
                 value);
    for (const char *option : {"--version", "-v"}) {
        const auto version = parse({option});
        QVERIFY(version.has_value());
        QVERIFY(version->print.startsWith(QStringLiteral("oriel-streamer ")));
    }
}

QTEST_GUILESS_MAIN(TestStreamerOptions)
#include "tst_streamer_options.moc"
