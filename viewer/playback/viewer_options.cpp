#include "playback/viewer_options.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

namespace oriel {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("oriel::ViewerOptions", source);
}

template <typename Value>
struct Choice
{
    const char *name;
    Value value;
};

constexpr Choice<TransportChoice> kTransports[]{
    {"auto", TransportChoice::Auto}, {"udp", TransportChoice::Udp}, {"tcp", TransportChoice::Tcp}};
constexpr Choice<PainterChoice> kPainters[]{
    {"auto", PainterChoice::Auto}, {"gl", PainterChoice::Gl}, {"raster", PainterChoice::Raster}};
constexpr Choice<LogLevel> kLevels[]{{"debug", LogLevel::Debug},
                                     {"info", LogLevel::Info},
                                     {"warning", LogLevel::Warning},
                                     {"error", LogLevel::Error}};

/// One run over the arguments; each step stops after the first that failed.
class Reader
{
public:
    Reader(const QStringList &arguments, const QProcessEnvironment &environment)
        : m_environment(environment)
    {
        m_parser.setApplicationDescription(text("Shows a live camera with the least delay."));
        m_parser.addPositionalArgument(QStringLiteral("URL"),
                                       text("rtsp://host:port/path of the camera."),
                                       QStringLiteral("[URL]"));
        m_parser.addOptions(
            {{{"h", "help"}, text("Show this help.")},
             {{"v", "version"}, text("Show the version.")},
             {"transport", text("How the video travels: auto, udp or tcp."), "way", "auto"},
             {"painter", text("How it is drawn: auto, gl or raster."), "painter", "auto"},
             {"fullscreen", text("Fill the screen.")},
             {"no-overlay", text("Show nothing on top of the picture.")},
             {"stats-json", text("Write the figures of the run at its end; - for standard output."),
              "file"},
             {"exit-after", text("End after so many seconds."), "seconds"},
             {"snapshot", text("Save the last picture at the end, PNG or JPEG."), "file"},
             {"user", text("User name for the camera; also ORIEL_USER."), "name"},
             {"password-file",
              text("File with the password in its first line; also ORIEL_PASSWORD."), "file"},
             {"log-level", text("debug, info, warning or error."), "level", "info"}});
        if (!m_parser.parse(arguments))
            m_problem = m_parser.errorText();
    }

    tl::expected<ViewerOptions, QString> read()
    {
        if (m_problem.isEmpty() && m_parser.isSet("help"))
            m_options.print = m_parser.helpText();
        else if (m_problem.isEmpty() && m_parser.isSet("version"))
            m_options.print = QStringLiteral("oriel " ORIEL_VERSION "\n");
        if (!m_options.print.isEmpty())
            return m_options;
        choose("transport", kTransports, m_options.transport);
        choose("painter", kPainters, m_options.painter);
        choose("log-level", kLevels, m_options.logLevel);
        readFlags();
        readExitAfter();
        readUrl();
        if (!m_problem.isEmpty())
            return tl::unexpected(redacted(m_problem));
        return m_options;
    }

private:
    template <typename Value, std::size_t N>
    void choose(const char *option, const Choice<Value> (&choices)[N], Value &into)
    {
        const QString given = m_parser.value(QLatin1String(option));
        QStringList names;
        for (const Choice<Value> &choice : choices) {
            if (given == QLatin1String(choice.name)) {
                into = choice.value;
                return;
            }
            names << QLatin1String(choice.name);
        }
        refuse(text("--%1 takes %2, not \"%3\".")
                   .arg(QLatin1String(option), names.join(QStringLiteral(", ")), given));
    }

    void readFlags()
    {
        m_options.fullScreen = m_parser.isSet("fullscreen");
        m_options.overlay = !m_parser.isSet("no-overlay");
        m_options.statsJson = m_parser.value("stats-json");
        m_options.snapshot = m_parser.value("snapshot");
        if (m_options.painter == PainterChoice::Gl)
            m_options.notes << text("This version draws without OpenGL yet: using the raster "
                                    "painter.");
    }

    void readExitAfter()
    {
        if (!m_parser.isSet("exit-after"))
            return;
        bool isNumber = false;
        const double seconds = m_parser.value("exit-after").toDouble(&isNumber);
        if (!isNumber || !(seconds > 0) || seconds > 1e6)
            return refuse(text("--exit-after takes a number of seconds above 0."));
        m_options.exitAfter = std::chrono::milliseconds(static_cast<qint64>(seconds * 1000));
    }

    void readUrl()
    {
        const QStringList given = m_parser.positionalArguments();
        if (given.size() > 1)
            return refuse(text("Give one address only."));
        if (given.isEmpty())
            return;
        Expected<StreamUrl> url = StreamUrl::parse(given.first());
        if (!url)
            return refuse(sentence(url.error()));
        if (!url->password().isEmpty())
            m_options.notes << text("A password on the command line can be read by other users of "
                                    "this computer: use ORIEL_PASSWORD or --password-file.");
        addCredentials(*url);
        m_options.url = std::move(*url);
    }

    void addCredentials(StreamUrl &url)
    {
        // What was said for this run wins over what stands in the environment.
        QString user = url.user(), password = url.password();
        if (user.isEmpty())
            user = m_environment.value(QStringLiteral("ORIEL_USER"));
        if (password.isEmpty())
            password = m_environment.value(QStringLiteral("ORIEL_PASSWORD"));
        if (m_parser.isSet("user"))
            user = m_parser.value("user");
        if (m_parser.isSet("password-file")) {
            QFile file(m_parser.value("password-file"));
            if (!file.open(QIODevice::ReadOnly))
                return refuse(
                    sentence({ErrorCode::FileUnusable, file.fileName(), file.errorString()}));
            password = QString::fromUtf8(file.readLine(4096));
            while (password.endsWith(u'\n') || password.endsWith(u'\r'))
                password.chop(1);
        }
        url.setCredentials(user, password);
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
