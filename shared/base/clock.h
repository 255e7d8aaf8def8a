#pragma once

#include <chrono>

namespace oriel {

/// Wall clock, UTC, in microseconds since the Unix epoch: what travels in SEI and RTCP.
using WallTime = std::chrono::sys_time<std::chrono::microseconds>;

/// Monotonic clock: every interval and deadline inside one process.
using SteadyClock = std::chrono::steady_clock;
using SteadyTime = SteadyClock::time_point;

[[nodiscard]] inline WallTime wallNow()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
}

/// A duration in milliseconds with a fraction, as figures are shown and written.
template <typename Rep, typename Period>
[[nodiscard]] constexpr double toMs(std::chrono::duration<Rep, Period> duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

} // namespace oriel
