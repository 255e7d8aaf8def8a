#pragma once

#include "base/log.h"
#include "publish/pipeline.h"
#include "source/source_options.h"

#include <QProcessEnvironment>
#include <QStringList>

#include <chrono>
#include <optional>

namespace oriel {

/// What the command line and the environment ask for.
struct StreamerOptions
{
    SourceOptions source;
    Pipeline::Options pipeline;
    QString statsJson; ///< A file, "-" for standard output, empty for none.
    std::optional<std::chrono::milliseconds> exitAfter;
    LogLevel logLevel = LogLevel::Info;
    QStringList notes; ///< To be told to the person, without secrets.
    QString print;     ///< Not empty: print that and exit with 0 (--help, --version).

    /// `arguments` with the program's name in front. Names are those of rpicam-vid where it has
    /// them. On failure the error is a sentence for standard error, without secrets.
    [[nodiscard]] static tl::expected<StreamerOptions, QString>
    parse(const QStringList &arguments, const QProcessEnvironment &environment);
};

/// The value of --serve: ADDRESS:PORT/PATH, each part of which may be left out; IPv6 in brackets.
/// Nothing if it cannot be read.
[[nodiscard]] std::optional<RtspServer::Options> parseServeAddress(const QString &text);

} // namespace oriel
