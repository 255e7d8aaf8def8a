#pragma once

#include "playback/viewer_options.h"
#include "ui/video_view.h"

namespace oriel {

/// Decides once, between the application object and its first window, what the window is drawn
/// with, and prepares OpenGL where that is used. Automatically: OpenGL where a processor of its own
/// runs it, and only then is a driver loaded into this process. Waits for a fifth of a second at
/// most; `owner` keeps what goes on after that. GUI thread.
[[nodiscard]] PainterKind choosePainter(PainterChoice choice, QObject *owner);

} // namespace oriel
