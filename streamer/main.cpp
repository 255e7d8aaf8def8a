#include "base/exit_now.h"
#include "base/json_file.h"
#include "base/log.h"
#include "base/translation.h"
#include "platform/quit_signals.h"
#include "publish/run_statistics.h"
#include "publish/streamer.h"
#include "streamer_options.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QTimer>

#include <cstdio>
#include <cstdlib>

namespace {

using namespace oriel;

Q_LOGGING_CATEGORY(lcStreamer, "oriel.streamer")

constexpr int kExitFailure = 1, kExitUsage = 2;

int finish(const StreamerOptions &options, const RunStatistics &statistics, const Error &error)
{
    int status = EXIT_SUCCESS;
    const auto complain = [&status](const Error &what) {
        qCCritical(lcStreamer).noquote() << sentence(what);
        status = kExitFailure;
    };
    if (error.code != ErrorCode::None)
        complain(error);
    if (!options.statsJson.isEmpty()) {
        if (const auto written = writeJson(toJson(statistics, error), options.statsJson); !written)
            complain(written.error());
    }
    return status;
}

int run(QCoreApplication &app, const StreamerOptions &options)
{
    QuitSignals quitSignals;
    Streamer streamer(options.pipeline, options.source);
    QObject::connect(&quitSignals, &QuitSignals::quitRequested, &streamer, &Streamer::stop);
    QObject::connect(&streamer, &Streamer::ended, &app,
                     [&](const RunStatistics &statistics, const Error &error) {
                         QCoreApplication::exit(finish(options, statistics, error));
                     });
    QTimer exitTimer;
    exitTimer.setSingleShot(true);
    QObject::connect(&exitTimer, &QTimer::timeout, &streamer, &Streamer::stop);
    if (options.exitAfter)
        exitTimer.start(*options.exitAfter);
    streamer.start();
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("oriel-streamer"));
    installTranslation();
    const auto options = StreamerOptions::parse(QCoreApplication::arguments(),
                                                QProcessEnvironment::systemEnvironment());
    if (!options) {
        std::fprintf(stderr, "oriel-streamer: %s\n", qPrintable(options.error()));
        return kExitUsage;
    }
    if (!options->print.isEmpty()) {
        std::fputs(qPrintable(options->print), stdout);
        return EXIT_SUCCESS;
    }
    installLog({options->logLevel, {}});
    installLibavLog();
    for (const QString &note : options->notes)
        qCWarning(lcStreamer).noquote() << note;
    exitNow(run(app, *options));
}
