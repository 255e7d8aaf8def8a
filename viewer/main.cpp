#include "base/exit_now.h"
#include "base/log.h"
#include "base/translation.h"
#include "platform/quit_signals.h"
#include "playback/playback_session.h"
#include "playback/statistics.h"
#include "playback/viewer_options.h"
#include "ui/gl_renderer.h"
#include "ui/heartbeat.h"
#include "ui/main_window.h"
#include "ui/painter_choice.h"
#include "ui/player_page.h"
#include "ui/run_report.h"
#include "ui/theme.h"
#include "ui/window_settings.h"

#include <QApplication>
#include <QIcon>
#include <QLoggingCategory>
#include <QTimer>

#include <cstdio>

namespace {

using namespace oriel;

Q_LOGGING_CATEGORY(lcViewer, "oriel.viewer")

int run(QApplication &app, const ViewerOptions &options, SteadyTime start)
{
    Statistics statistics;
    statistics.setStart(start);
    PlaybackSession session;
    // The server is asked while the window is built.
    if (options.url)
        session.open(*options.url, options.transport);
    theme::apply();
    CameraStore cameras(CameraStore::defaultFile());
    PasswordStore passwords;
    MainWindow window(options,
                      {session, statistics, cameras, passwords, WindowSettings::defaultFile(),
                       choosePainter(options.painter, &app)});
    std::optional<Heartbeat> heartbeat;
    if (!options.statsJson.isEmpty())
        heartbeat.emplace(statistics);
    QuitSignals quitSignals;
    QObject::connect(&quitSignals, &QuitSignals::quitRequested, &app, &QApplication::quit);
    if (options.exitAfter)
        QTimer::singleShot(*options.exitAfter, &app, &QApplication::quit);
    window.start();
    QApplication::exec();
    return finishRun(options, session, statistics, window.player().view());
}

void prepare()
{
    QCoreApplication::setApplicationName(QStringLiteral("Oriel"));
    installTranslation(WindowSettings::load(WindowSettings::defaultFile()).language);
}

/// To a command line that only asks for a text, or is refused: without a display.
int answer(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    prepare();
    const auto options = ViewerOptions::parse(QCoreApplication::arguments());
    if (options)
        return std::fputs(qPrintable(options->print), stdout) < 0 ? 1 : 0;
    std::fprintf(stderr, "oriel: %s\n", qPrintable(options.error()));
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    const SteadyTime start = SteadyClock::now();
    const auto options = ViewerOptions::parse(QStringList(argv, argv + argc));
    if (!options || !options->print.isEmpty())
        return answer(argc, argv);
    if (options->probePainter)
        exitNow(printGlRenderer(argc, argv));
    installLog({options->logLevel, {}});
    installLibavLog();
    for (const QString &note : options->notes)
        qCWarning(lcViewer).noquote() << note;
    qputenv("QT_QPA_UPDATE_IDLE_TIME", "0");
    qputenv("QT_NO_THREADED_GLIB", "1"); // A plain poll() wakes the worker sooner.
    QApplication app(argc, argv);
    prepare();
    QApplication::setDesktopFileName(QStringLiteral("oriel"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/oriel.png")));
    exitNow(run(app, *options, start));
}
