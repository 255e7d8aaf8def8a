#pragma once

#include "playback/playback_session.h"
#include "playback/statistics.h"

#include <QJsonObject>

namespace oriel {

/// The figures of a run as one JSON object with stable keys; times in milliseconds. What is not
/// known is null. GUI thread.
[[nodiscard]] QJsonObject statsJson(const PlaybackSession &session, const Statistics &statistics);

/// "idle", "connecting", "playing", "stalled", "retrying", "failed".
[[nodiscard]] QString stateName(PlaybackSession::State state);

} // namespace oriel
