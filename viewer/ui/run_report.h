#pragma once

#include "playback/playback_session.h"
#include "playback/statistics.h"
#include "playback/viewer_options.h"
#include "ui/video_view.h"

namespace oriel {

/// What a run leaves behind when it ends: the figures and the last picture, as the options ask.
/// Returns the exit code of the process: 1 when one of them could not be written, or when
/// --exit-after passed without a picture. Failures are logged as a sentence.
[[nodiscard]] int finishRun(const ViewerOptions &options, const PlaybackSession &session,
                            const Statistics &statistics, const VideoView &view);

} // namespace oriel
