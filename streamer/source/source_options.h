#pragma once

#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace oriel {

/// Where pictures come from, as the command line has it.
struct SourceOptions
{
    enum class Kind {
        Test,
        File,    ///< A video file, played again and again.
        Command, ///< A program that writes H.264 to its standard output.
    };

    Kind kind = Kind::Test;
    QString file;
    QStringList command; ///< The program and its arguments, without a shell.

    // What was given, not a default: a file's own holds otherwise. 0 and none: not given.
    QSize size{0, 0};
    std::optional<double> framesPerSecond;
    bool levelGiven = false;
    QStringList encoderOptions; ///< Given ones that mean nothing where nothing is encoded.
};

/// "test", "file", "command".
[[nodiscard]] QString sourceName(SourceOptions::Kind kind);

} // namespace oriel
