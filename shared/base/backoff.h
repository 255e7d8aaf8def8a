#pragma once

#include "base/clock.h"

#include <chrono>

namespace oriel {

/// How long a state machine waits before the next try: 0.25 s doubling to 1 s in the first minute
/// of trouble, doubling on to 10 s after it, each shortened by a random part of up to a quarter so
/// that many clients of one restarted server do not come back together.
class Backoff
{
public:
    /// The wait before the next try. `now` is the instant of the failure.
    [[nodiscard]] std::chrono::milliseconds next(SteadyTime now);

    /// To be called once the thing works again.
    void reset();

    /// Tries since the last reset.
    [[nodiscard]] int attempts() const { return m_attempts; }

private:
    SteadyTime m_firstFailure;
    std::chrono::milliseconds m_delay{0};
    int m_attempts = 0;
};

} // namespace oriel
