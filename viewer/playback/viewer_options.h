#pragma once

#include "base/command_line.h"
#include "base/error.h"
#include "base/log.h"
#include "base/stream_url.h"
#include "playback/transport_policy.h"

#include <QProcessEnvironment>
#include <QStringList>

#include <chrono>
#include <optional>

namespace oriel {

enum class PainterChoice { Auto, Gl, Raster };

/// With this option the program only says which OpenGL renderer there is. Not for persons.
inline constexpr char kProbePainterOption[] = "probe-painter";

/// What the command line and the environment ask for.
struct ViewerOptions
{
    std::optional<StreamUrl> url; ///< With its credentials.
    Credentials credentials;      ///< For an address that is entered without any.
    QString camera;               ///< The name of a saved one; empty for none.
    TransportChoice transport = TransportChoice::Auto;
    PainterChoice painter = PainterChoice::Auto;
    bool probePainter = false; ///< See kProbePainterOption.
    bool fullScreen = false;
    bool overlay = true;
    QString statsJson; ///< A file, "-" for standard output, empty for none.
    QString snapshot;  ///< A file, empty for none.
    std::optional<std::chrono::milliseconds> exitAfter;
    LogLevel logLevel = LogLevel::Info;
    QStringList notes; ///< To be told to the person, without secrets.
    QString print;     ///< Not empty: print that and exit with 0 (--help, --version).

    /// `arguments` with the program's name in front. On failure the error is a sentence for
    /// standard error, without secrets.
    [[nodiscard]] static tl::expected<ViewerOptions, QString>
    parse(const QStringList &arguments,
          const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());
};

} // namespace oriel
