#pragma once

#include "base/clock.h"

#include <chrono>
#include <optional>

namespace oriel {

/// How long a state machine waits before the next try: 0.25 s doubling to 1 s in the first minute
/// of trouble, doubling on to 10 s after it, each shortened by a random part of up to a quarter so
/// that many clients of one restarted server do not come back together.
class Backoff
{
public:
    /// What worked for so long and fails then is in new trouble, and is answered with the shortest
    /// wait again; less is one more failure of the old one.
    static constexpr std::chrono::seconds kSettled{3};

    /// The wait before the next try. `now` is the instant of the failure.
    [[nodiscard]] std::chrono::milliseconds next(SteadyTime now);

    /// It works from `now` on, until next() is called.
    void works(SteadyTime now) { m_worksSince = now; }

    /// The trouble is a lesser one than before: the next wait is the shortest again, while the
    /// minute goes on.
    void hasten() { m_delay = {}; }

    void reset();

    /// Tries since the last reset.
    [[nodiscard]] int attempts() const { return m_attempts; }

private:
    SteadyTime m_firstFailure;
    std::optional<SteadyTime> m_worksSince;
    std::chrono::milliseconds m_delay{0};
    int m_attempts = 0;
};

} // namespace oriel
