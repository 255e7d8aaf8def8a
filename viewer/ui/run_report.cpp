#include "ui/run_report.h"

#include "base/json_file.h"
#include "playback/stats_json.h"

#include <QCoreApplication>
#include <QImageWriter>
#include <QLoggingCategory>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcRun, "oriel.viewer")

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::RunReport)
};

Expected<void> saveSnapshot(const QImage &picture, const QString &file)
{
    if (picture.isNull())
        return fail(ErrorCode::FileUnusable, file, Words::tr("there was no picture to save"));
    QImageWriter writer(file);
    writer.setQuality(95);
    if (!writer.write(picture))
        return fail(ErrorCode::FileUnusable, file, writer.errorString());
    return {};
}

bool wentWell(const Expected<void> &result)
{
    if (!result)
        qCCritical(lcRun).noquote() << sentence(result.error());
    return result.has_value();
}

} // namespace

int finishRun(const ViewerOptions &options, const PlaybackSession &session,
              const Statistics &statistics, const VideoView &view)
{
    bool good = true;
    if (!options.statsJson.isEmpty()) {
        QJsonObject stats = statsJson(session, statistics);
        const bool isGl = view.kind() == PainterKind::Gl;
        stats["painter"] = isGl ? QStringLiteral("gl") : QStringLiteral("raster");
        if (isGl)
            stats["renderer"] = view.renderer();
        good = wentWell(writeJson(stats, options.statsJson));
    }
    if (!options.snapshot.isEmpty())
        good = wentWell(saveSnapshot(view.snapshot(), options.snapshot)) && good;
    if (options.exitAfter && statistics.painted().total() == 0) {
        qCCritical(lcRun) << "No picture was shown.";
        good = false;
    }
    return good ? 0 : 1;
}

} // namespace oriel
