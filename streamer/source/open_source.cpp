#include "source/open_source.h"

#include "encode/h264_level.h"
#include "source/command_source.h"
#include "source/file_source.h"
#include "source/test_source.h"

#include <QCoreApplication>
#include <QLoggingCategory>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcSource, "oriel.source")

/// Of a name that lupdate reads.
struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::OpenSource)
};

void sayWhatIsIdle(const QStringList &encoderOptions)
{
    if (!encoderOptions.isEmpty())
        qCWarning(lcSource).noquote()
            << Words::tr("The source is H.264 already and is passed through as it is: %1 have no "
                         "effect.")
                   .arg(encoderOptions.join(QStringLiteral(", ")));
}

/// The level that was given, or the least one where it is only a default.
Expected<void> settleLevel(EncoderSettings &encoder, bool levelGiven)
{
    if (h264::levelAllows(encoder.level, encoder.size, encoder.framesPerSecond))
        return {};
    const QString least = h264::leastLevel(encoder.size, encoder.framesPerSecond);
    if (levelGiven || least.isEmpty())
        return fail(ErrorCode::EncoderFailed, {},
                    Words::tr("%1x%2 at %3 frames/s is more than level %4 of H.264 allows")
                        .arg(encoder.size.width())
                        .arg(encoder.size.height())
                        .arg(encoder.framesPerSecond)
                        .arg(encoder.level));
    encoder.level = least;
    return {};
}

Expected<OpenedSource> openFile(const SourceOptions &options, EncoderSettings encoder,
                                const SourceOutlet &outlet)
{
    auto file = FileSource::open(options, outlet);
    if (!file)
        return tl::unexpected(file.error());
    const bool passedThrough = (*file)->isPassedThrough();
    if (passedThrough) {
        QStringList idle = options.encoderOptions;
        if (!(*file)->hasOwnPace())
            idle.removeAll(QStringLiteral("--framerate"));
        sayWhatIsIdle(idle);
    } else {
        encoder.size = (*file)->size();
        encoder.framesPerSecond = (*file)->framesPerSecond();
        if (const auto settled = settleLevel(encoder, options.levelGiven); !settled)
            return tl::unexpected(settled.error());
    }
    return OpenedSource{std::move(*file), passedThrough, encoder};
}

} // namespace

QString sourceName(SourceOptions::Kind kind)
{
    switch (kind) {
    case SourceOptions::Kind::Test:
        return QStringLiteral("test");
    case SourceOptions::Kind::File:
        return QStringLiteral("file");
    case SourceOptions::Kind::Command:
        return QStringLiteral("command");
    }
    Q_UNREACHABLE();
}

Expected<OpenedSource> openSource(const SourceOptions &options, const EncoderSettings &encoder,
                                  const SourceOutlet &outlet)
{
    switch (options.kind) {
    case SourceOptions::Kind::Test:
        return OpenedSource{
            std::make_unique<TestSource>(TestSource::Format{encoder.size, encoder.framesPerSecond},
                                         outlet.frames, outlet.wake),
            false, encoder};
    case SourceOptions::Kind::File:
        return openFile(options, encoder, outlet);
    case SourceOptions::Kind::Command:
        sayWhatIsIdle(options.encoderOptions);
        return OpenedSource{std::make_unique<CommandSource>(options.command, outlet), true,
                            encoder};
    }
    Q_UNREACHABLE();
}

} // namespace oriel
