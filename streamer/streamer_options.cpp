#include "streamer_options.h"

#include "base/command_line.h"
#include "encode/h264_level.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace oriel {

namespace {

using Transport = PublishSession::Transport;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::StreamerOptions)
};

constexpr std::array<OptionWord<Transport>, 3> kTransports{
    {{"auto", Transport::Auto}, {"udp", Transport::Udp}, {"tcp", Transport::Tcp}}};
constexpr std::array<OptionWord<bool>, 2> kSwitch{{{"on", true}, {"off", false}}};
constexpr std::array<OptionWord<const char *>, 3> kProfiles{
    {{"baseline", "baseline"}, {"main", "main"}, {"high", "high"}}};
constexpr std::array<OptionWord<SourceOptions::Kind>, 3> kSources{
    {{"test", SourceOptions::Kind::Test},
     {"file", SourceOptions::Kind::File},
     {"command", SourceOptions::Kind::Command}}};
constexpr std::array<OptionWord<int>, 1> kCodecs{{{"h264", 0}}};

/// What QCommandLineParser cannot read: the value of --serve may be left out.
QStringList withExplicitServe(const QStringList &arguments)
{
    QStringList result;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        result << arguments[i];
        const bool hasValue = i + 1 < arguments.size() && !arguments[i + 1].startsWith(u'-');
        if (i > 0 && arguments[i] == u"--serve" && !hasValue)
            result << QString();
    }
    return result;
}

/// Where the command of --source command begins, or the end.
qsizetype endOfOptions(const QStringList &arguments)
{
    const qsizetype dashes = arguments.indexOf(QStringLiteral("--"));
    return dashes < 0 ? arguments.size() : dashes;
}

/// Those with a default say so.
void addDescribed(QCommandLineParser &parser, const QList<QCommandLineOption> &options)
{
    for (QCommandLineOption option : options) {
        if (!option.defaultValues().isEmpty())
            option.setDescription(Words::tr("%1 Default: %2.")
                                      .arg(option.description(), option.defaultValues().first()));
        parser.addOption(option);
    }
}

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(Words::tr(
        "Sends a live picture over RTSP with the least delay. Without --publish and --serve it "
        "publishes to rtsp://localhost:8554/ES_MTX, or serves that itself where no server "
        "runs."));
    addDescribed(
        parser,
        {{{"h", "help"}, Words::tr("Show this help.")},
         {{"v", "version"}, Words::tr("Show the version.")},
         {"publish",
          Words::tr("Publish to an RTSP server, such as rtsp://host:8554/path, and reconnect "
                    "for ever."),
          "URL"},
         {"serve",
          Words::tr("Serve readers from here; each part of ADDRESS:PORT/PATH may be left out. "
                    "Default: [::]:8554/ES_MTX."),
          "ADDRESS:PORT/PATH"},
         {"source",
          Words::tr("Where the picture comes from: test, file (--input) or command (behind "
                    "--)."),
          "source", "test"},
         {{"i", "input"},
          Words::tr("A video file to play again and again; means --source file. H.264 is "
                    "passed through as it is."),
          "file"},
         {"width", Words::tr("Width in pixels, even; a file has its own."), "pixels", "640"},
         {"height", Words::tr("Height in pixels, even; a file has its own."), "pixels", "480"},
         {"framerate", Words::tr("Frames a second; a file has its own."), "fps", "30"},
         {{"b", "bitrate"}, Words::tr("Bits a second."), "bits", "2000000"},
         {"profile", Words::tr("H.264 profile: baseline, main or high."), "profile", "baseline"},
         {"level", Words::tr("H.264 level."), "level", "4.2"},
         {{"g", "intra"}, Words::tr("Frames from one keyframe to the next."), "frames", "15"},
         {"transport", Words::tr("How it is published: auto, udp or tcp."), "way", "auto"},
         {"trailing-sei",
          Words::tr("Make viewers that wait for the next frame show this one: on or "
                    "off."),
          "switch", "on"},
         {"exit-after", Words::tr("End after so many seconds."), "seconds"},
         {"stats-json",
          Words::tr("Write the figures of the run at its end; - for standard output."), "file"},
         {"log-level", Words::tr("debug, info, warning or error."), "level", "info"},
         {"codec", Words::tr("h264, the only one."), "codec", "h264"}});
    addCredentialOptions(parser);
    addCertificateOption(parser);
    parser.addPositionalArgument(
        QStringLiteral("command"),
        Words::tr("A program that writes H.264 to its standard output, and its arguments, such as "
                  "rpicam-vid -t 0 --inline --flush -o -; means --source command."),
        QStringLiteral("[-- command...]"));
    // Of rpicam-vid's command lines: what is the case anyway, and what is refused with a reason.
    for (QCommandLineOption option :
         {QCommandLineOption(QStringList{"t", "timeout"}, {}, "ms"), QCommandLineOption("inline"),
          QCommandLineOption(QStringList{"n", "nopreview"}), QCommandLineOption("flush"),
          QCommandLineOption(QStringList{"o", "output"}, {}, "file"), QCommandLineOption("vflip"),
          QCommandLineOption("hflip")}) {
        option.setFlags(QCommandLineOption::HiddenFromHelp);
        parser.addOption(option);
    }
}

/// One run over the arguments; the first thing that is wrong is what is told.
class Reader
{
public:
    Reader(const QStringList &arguments, const QProcessEnvironment &environment)
        : m_environment(environment)
    {
        addOptions(m_parser);
        const qsizetype end = endOfOptions(arguments);
        m_options.source.command = arguments.sliced(std::min(end + 1, arguments.size()));
        if (!m_parser.parse(withExplicitServe(arguments.first(end))))
            refuse(m_parser.errorText());
        else if (!m_parser.positionalArguments().isEmpty())
            refuse(Words::tr(
                       "\"%1\" is no option. To publish to an address, write --publish before it.")
                       .arg(m_parser.positionalArguments().constFirst()));
    }

    tl::expected<StreamerOptions, QString> read()
    {
        if (m_problem.isEmpty() && m_parser.isSet("help"))
            m_options.print = m_parser.helpText();
        else if (m_problem.isEmpty() && m_parser.isSet("version"))
            m_options.print = QStringLiteral("oriel-streamer " ORIEL_VERSION "\n");
        if (!m_options.print.isEmpty())
            return m_options;
        readForeign();
        readSource();
        readPicture();
        readRun();
        readCredentials();
        readDestination();
        if (!m_problem.isEmpty())
            return tl::unexpected(redacted(m_problem));
        return m_options;
    }

private:
    template <typename Value, std::size_t N>
    Value choose(const char *option, const std::array<OptionWord<Value>, N> &words)
    {
        const auto chosen = optionWord(m_parser, option, words);
        if (!chosen)
            refuse(chosen.error());
        return chosen.value_or(words.front().value);
    }

    struct Range
    {
        double least, most;
        const char *what; ///< "a number", "an even number".
        bool whole = true, even = false;
    };

    double number(const char *option, const Range &range)
    {
        const QString given = m_parser.value(QLatin1String(option));
        bool isNumber = false;
        const double value = given.toDouble(&isNumber);
        const bool inRange = isNumber && value >= range.least && value <= range.most;
        const bool fits = inRange && (!range.whole || std::floor(value) == value) &&
                          (!range.even || std::fmod(value, 2) == 0);
        if (!fits)
            refuse(Words::tr("--%1 takes %2 from %3 to %4, not \"%5\".")
                       .arg(QLatin1String(option), Words::tr(range.what),
                            QString::number(range.least, 'f', range.least < 1 ? 1 : 0),
                            QString::number(range.most, 'f', 0), given));
        return fits ? value : range.least;
    }

    void readForeign()
    {
        if (m_parser.isSet("t") && m_parser.value("t") != u"0")
            refuse(
                Words::tr("-t takes 0, which means for ever. To end after a time, use --exit-after "
                          "SECONDS."));
        if (m_parser.isSet("o"))
            refuse(
                Words::tr("-o is not known here: the video is sent over RTSP. Use --publish URL or "
                          "--serve."));
        if (m_parser.isSet("vflip") || m_parser.isSet("hflip"))
            refuse(
                Words::tr("--vflip and --hflip turn a camera's picture: give them to the camera's "
                          "own program, behind --."));
    }

    void readSource()
    {
        using Kind = SourceOptions::Kind;
        SourceOptions &source = m_options.source;
        source.file = m_parser.value("input");
        if (m_parser.isSet("source"))
            source.kind = choose("source", kSources);
        else if (m_parser.isSet("input"))
            source.kind = Kind::File;
        else if (!source.command.isEmpty())
            source.kind = Kind::Command;
        if ((source.kind == Kind::File) != !source.file.isEmpty())
            refuse(Words::tr("--source file and --input FILE go together."));
        if ((source.kind == Kind::Command) != !source.command.isEmpty())
            refuse(Words::tr("--source command and a program behind -- go together, such as: "
                             "--source command -- rpicam-vid -t 0 --inline --flush -o -"));
        readGiven(source);
    }

    /// What is not a default.
    void readGiven(SourceOptions &source)
    {
        for (const char *option :
             {"width", "height", "framerate", "bitrate", "profile", "level", "intra"}) {
            if (m_parser.isSet(QLatin1String(option)))
                source.encoderOptions << QStringLiteral("--") + QLatin1String(option);
        }
        source.levelGiven = m_parser.isSet("level");
    }

    void readPicture()
    {
        choose("codec", kCodecs);
        EncoderSettings &encoder = m_options.pipeline.encoder;
        encoder.size.setWidth(static_cast<int>(number(
            "width", {64, 7680, QT_TRANSLATE_NOOP("oriel::StreamerOptions", "an even number"), true,
                      true})));
        encoder.size.setHeight(
            static_cast<int>(number("height", {48, 4320, "an even number", true, true})));
        encoder.framesPerSecond = number(
            "framerate", {1, 240, QT_TRANSLATE_NOOP("oriel::StreamerOptions", "a number"), false});
        encoder.bitsPerSecond = static_cast<int>(
            number("bitrate", {10'000, 100'000'000,
                               QT_TRANSLATE_NOOP("oriel::StreamerOptions", "a whole number")}));
        encoder.intra = static_cast<int>(number("intra", {1, 1000, "a whole number"}));
        encoder.profile = QLatin1String(choose("profile", kProfiles));
        readLevel(encoder);
        SourceOptions &source = m_options.source;
        if (m_parser.isSet("width"))
            source.size.setWidth(encoder.size.width());
        if (m_parser.isSet("height"))
            source.size.setHeight(encoder.size.height());
        if (m_parser.isSet("framerate"))
            source.framesPerSecond = encoder.framesPerSecond;
    }

    void readLevel(EncoderSettings &encoder)
    {
        encoder.level = m_parser.value("level");
        if (encoder.level.endsWith(u".0"))
            encoder.level.chop(2);
        if (!h264::levels().contains(encoder.level))
            return refuse(
                Words::tr("--level takes one of %1, not \"%2\".")
                    .arg(h264::levels().join(QStringLiteral(", ")), m_parser.value("level")));
        // Of others the size is not known yet.
        const bool isKnown = m_options.source.kind == SourceOptions::Kind::Test;
        if (!isKnown || h264::levelAllows(encoder.level, encoder.size, encoder.framesPerSecond))
            return;
        const QString least = h264::leastLevel(encoder.size, encoder.framesPerSecond);
        const QString picture = QStringLiteral("%1x%2 at %3 frames/s")
                                    .arg(encoder.size.width())
                                    .arg(encoder.size.height())
                                    .arg(encoder.framesPerSecond);
        if (least.isEmpty())
            refuse(Words::tr("%1 is more than any level of H.264 allows.").arg(picture));
        else if (m_parser.isSet("level"))
            refuse(Words::tr("%1 needs --level %2.").arg(picture, least));
        encoder.level = least;
    }

    void readRun()
    {
        m_options.pipeline.trailingSei = choose("trailing-sei", kSwitch);
        m_options.pipeline.destination.transport = choose("transport", kTransports);
        m_options.logLevel = choose("log-level", kLogLevelWords);
        m_options.statsJson = m_parser.value("stats-json");
        if (const auto writable = checkWritable(m_options.statsJson); !writable)
            refuse(sentence(writable.error()));
        if (m_parser.isSet("exit-after"))
            m_options.exitAfter = std::chrono::milliseconds(
                static_cast<qint64>(number("exit-after", {0.1, 1e7, "a number", false}) * 1000));
    }

    void readCredentials()
    {
        Destination::Options &to = m_options.pipeline.destination;
        const auto given = oriel::readCredentials(m_parser, m_environment);
        if (!given)
            return refuse(sentence(given.error()));
        to.user = given->user;
        to.password = given->password;
        // Half of a pair would leave open what somebody meant to close. A publisher alone may
        // have the other half in its URL.
        const bool mayBeInUrl = m_parser.isSet("publish") && !m_parser.isSet("serve");
        if (to.user.isEmpty() != to.password.isEmpty() && !mayBeInUrl)
            refuse(
                Words::tr("A user name and a password go together: give --user (or ORIEL_USER) and "
                          "--password-file (or ORIEL_PASSWORD)."));
    }

    void readDestination()
    {
        Destination::Options &to = m_options.pipeline.destination;
        if (m_parser.isSet("serve")) {
            to.serve = parseServeAddress(m_parser.value("serve"));
            if (!to.serve)
                return refuse(
                    Words::tr("--serve takes ADDRESS:PORT/PATH, such as 127.0.0.1:8554/cam, "
                              "[::1]:8554/cam, 8555 or /cam, with a port from 1 to 65535; not "
                              "\"%1\".")
                        .arg(m_parser.value("serve")));
            to.serve->user = to.user;
            to.serve->password = to.password;
        }
        if (!m_parser.isSet("publish")) {
            if (const auto trusted = readTrustedCertificate(m_parser, nullptr); !trusted)
                refuse(trusted.error());
            return;
        }
        Expected<StreamUrl> url = StreamUrl::parse(m_parser.value("publish"));
        if (!url)
            return refuse(sentence(url.error()));
        if (!url->password().isEmpty())
            m_options.notes << passwordOnCommandLineWarning();
        const auto given =
            oriel::readCredentials(m_parser, m_environment, {url->user(), url->password()});
        if (!given)
            return refuse(sentence(given.error()));
        url->setCredentials(given->user, given->password);
        if (const auto trusted = readTrustedCertificate(m_parser, &*url); !trusted)
            return refuse(trusted.error());
        to.publish = std::move(*url);
    }

    void refuse(const QString &problem)
    {
        if (m_problem.isEmpty())
            m_problem = problem;
    }

    QCommandLineParser m_parser;
    const QProcessEnvironment &m_environment;
    StreamerOptions m_options;
    QString m_problem;
};

} // namespace

tl::expected<StreamerOptions, QString>
StreamerOptions::parse(const QStringList &arguments, const QProcessEnvironment &environment)
{
    return Reader(arguments, environment).read();
}

} // namespace oriel
