#pragma once

#include <QString>

#include <optional>

namespace oriel {

/// Who draws what OpenGL is told to.

/// Makes a context on a surface that nobody sees, which loads the drivers into this process, and
/// returns GL_RENDERER; none where no context that GlPicture can use comes about. GUI thread.
[[nodiscard]] std::optional<QString> loadGlRenderer();
/// By its GL_RENDERER: whether it is the processor that draws.
[[nodiscard]] bool isSoftwareRenderer(const QString &renderer);

/// The helper process of PainterProbe: prints the line "renderer: " and the name. Returns its exit
/// code, 1 without a context.
[[nodiscard]] int printGlRenderer(int argc, char **argv);
/// What it printed; none where that is no such line.
[[nodiscard]] std::optional<QString> parsePrintedRenderer(const QByteArray &printed);

} // namespace oriel
