#pragma once

#include "base/clock.h"
#include "base/error.h"

#include <chrono>
#include <optional>

namespace oriel {

/// Tells a path that another publisher takes away again and again from a server that is restarted:
/// some servers hand a path to whoever came last, and two publishers that come back at once drop
/// each other and all readers for ever. Says how long to leave the path to the other one. A value;
/// time comes from outside, as with Backoff.
class PathContest
{
public:
    /// So many recordings in a row, each broken off by the server and taken again at the next
    /// attempt, are a contest. A server that restarts refuses some attempts, or is lost less often;
    /// one that crashes so often and is back at once each time looks the same from here.
    static constexpr int kLosses = 5;
    /// What was recorded for longer does not count as one of them.
    static constexpr std::chrono::seconds kSoon{15};
    /// The contest is over when so much was recorded in one piece.
    static constexpr std::chrono::seconds kHeld{60};

    void recording(SteadyTime now) { m_recordingSince = now; }

    /// To be told each failure of an attempt. In a contest returns the wait before the next one:
    /// 10 s doubling to 60 s, each shortened by a random part of up to a quarter.
    [[nodiscard]] std::optional<std::chrono::milliseconds> failed(ErrorCode code, SteadyTime now);

    /// Recordings lost in a row.
    [[nodiscard]] int losses() const { return m_losses; }

private:
    std::optional<SteadyTime> m_recordingSince;
    int m_losses = 0;
};

} // namespace oriel
