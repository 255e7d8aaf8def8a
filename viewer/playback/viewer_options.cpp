#include "playback/viewer_options.h"

#include "base/command_line.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>

#include <array>

namespace oriel {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ViewerOptions)
};

constexpr std::array<OptionWord<TransportChoice>, 3> kTransports{{{"auto", TransportChoice::Auto},
                                                                  {"udp", TransportChoice::Udp},
                                                                  {"tcp", TransportChoice::Tcp}}};
constexpr std::array<OptionWord<PainterChoice>, 3> kPainters{
    {{"auto", PainterChoice::Auto}, {"gl", PainterChoice::Gl}, {"raster", PainterChoice::Raster}}};

/// One run over the arguments; each step stops after the first that failed.
class Reader
{
public:
    Reader(const QStringList &arguments, const QProcessEnvironment &environment)
        : m_environment(environment)
    {
        m_parser.setApplicationDescription(Words::tr("Shows a live camera with the least delay."));
        m_parser.addPositionalArgument(QStringLiteral("URL"),
                                       Words::tr("rtsp://host:port/path of the camera."),
                                       QStringLiteral("[URL]"));
        m_parser.addOptions(
            {{{"h", "help"}, Words::tr("Show this help.")},
             {{"v", "version"}, Words::tr("Show the version.")},
             {"camera", Words::tr("Play the saved camera of that name."), "name"},
             {"transport", Words::tr("How the video travels: auto, udp or tcp."), "way", "auto"},
             {"painter", Words::tr("How it is drawn: auto, gl or raster."), "painter", "auto"},
             {"fullscreen", Words::tr("Fill the screen.")},
             {"no-overlay", Words::tr("Show nothing on top of the picture.")},
             {"stats-json",
              Words::tr("Write the figures of the run at its end; - for standard output."), "file"},
             {"exit-after", Words::tr("End after so many seconds."), "seconds"},
             {"snapshot", Words::tr("Save the last picture at the end, PNG or JPEG."), "file"},
             {"log-level", Words::tr("debug, info, warning or error."), "level", "info"}});
        QCommandLineOption probe(QLatin1String{kProbePainterOption});
        probe.setFlags(QCommandLineOption::HiddenFromHelp);
        m_parser.addOption(probe);
        addCredentialOptions(m_parser);
        addCertificateOption(m_parser);
        if (!m_parser.parse(arguments))
            m_problem = m_parser.errorText();
    }

    tl::expected<ViewerOptions, QString> read()
    {
        if (m_problem.isEmpty() && m_parser.isSet("help"))
            m_options.print = help();
        else if (m_problem.isEmpty() && m_parser.isSet("version"))
            m_options.print = QStringLiteral("oriel " ORIEL_VERSION "\n");
        if (!m_options.print.isEmpty())
            return m_options;
        choose("transport", kTransports, m_options.transport);
        choose("painter", kPainters, m_options.painter);
        choose("log-level", kLogLevelWords, m_options.logLevel);
        readFlags();
        checkFiles();
        readExitAfter();
        readUrl();
        if (!m_problem.isEmpty())
            return tl::unexpected(redacted(m_problem));
        return m_options;
    }

private:
    /// Its first line names the program as the application object does, and there is none yet.
    QString help() const
    {
        const QString lines = m_parser.helpText();
        return Words::tr("Usage: oriel [options] [URL]") + lines.sliced(lines.indexOf(u'\n'));
    }

    template <typename Value, std::size_t N>
    void choose(const char *option, const std::array<OptionWord<Value>, N> &words, Value &into)
    {
        const auto chosen = optionWord(m_parser, option, words);
        if (chosen)
            into = *chosen;
        else
            refuse(chosen.error());
    }

    void readFlags()
    {
        m_options.fullScreen = m_parser.isSet("fullscreen");
        m_options.overlay = !m_parser.isSet("no-overlay");
        m_options.statsJson = m_parser.value("stats-json");
        m_options.snapshot = m_parser.value("snapshot");
        m_options.probePainter = m_parser.isSet(kProbePainterOption);
    }

    /// What could only fail at the end of the run is refused before it.
    void checkFiles()
    {
        for (const QString &name : {m_options.statsJson, m_options.snapshot}) {
            if (const auto writable = checkWritable(name); !writable)
                refuse(sentence(writable.error()));
        }
        const QString suffix = QFileInfo(m_options.snapshot).suffix().toLower();
        if (!m_options.snapshot.isEmpty() && suffix != u"png" && suffix != u"jpg" &&
            suffix != u"jpeg")
            refuse(Words::tr("--snapshot takes a file whose name ends in .png or .jpg."));
    }

    void readExitAfter()
    {
        if (!m_parser.isSet("exit-after"))
            return;
        bool isNumber = false;
        const double seconds = m_parser.value("exit-after").toDouble(&isNumber);
        if (!isNumber || !(seconds > 0) || seconds > 1e6)
            return refuse(Words::tr("--exit-after takes a number of seconds above 0."));
        m_options.exitAfter = std::chrono::milliseconds(static_cast<qint64>(seconds * 1000));
    }

    void readUrl()
    {
        const QStringList given = m_parser.positionalArguments();
        m_options.camera = m_parser.value("camera");
        if (!given.isEmpty() && m_parser.isSet("camera"))
            return refuse(Words::tr("Give an address or a camera, not both."));
        if (m_parser.isSet("camera") && (m_parser.isSet("user") || m_parser.isSet("transport")))
            return refuse(Words::tr("A saved camera has its own user name and transport: --camera "
                                    "goes with neither --user nor --transport."));
        if (given.size() > 1)
            return refuse(Words::tr("Give one address only."));
        if (given.isEmpty()) {
            if (const auto trusted = readTrustedCertificate(m_parser, nullptr); !trusted)
                return refuse(trusted.error());
            const auto credentials = readCredentials(m_parser, m_environment);
            if (!credentials)
                return refuse(sentence(credentials.error()));
            m_options.credentials = *credentials;
            return;
        }
        Expected<StreamUrl> url = StreamUrl::parse(given.first());
        if (!url)
            return refuse(sentence(url.error()));
        if (!url->password().isEmpty())
            m_options.notes << passwordOnCommandLineWarning();
        const auto credentials =
            readCredentials(m_parser, m_environment, {url->user(), url->password()});
        if (!credentials)
            return refuse(sentence(credentials.error()));
        url->setCredentials(credentials->user, credentials->password);
        if (const auto trusted = readTrustedCertificate(m_parser, &*url); !trusted)
            return refuse(trusted.error());
        m_options.url = std::move(*url);
    }

    void refuse(const QString &problem)
    {
        if (m_problem.isEmpty())
            m_problem = problem;
    }

    QCommandLineParser m_parser;
    const QProcessEnvironment &m_environment;
    ViewerOptions m_options;
    QString m_problem;
};

} // namespace

tl::expected<ViewerOptions, QString> ViewerOptions::parse(const QStringList &arguments,
                                                          const QProcessEnvironment &environment)
{
    return Reader(arguments, environment).read();
}

} // namespace oriel
