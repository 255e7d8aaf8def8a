#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace oriel {

/// Percentiles of any number of durations in constant memory, exact to kStep up to kMost; longer
/// ones count as kMost. Not thread-safe.
class DurationHistogram
{
public:
    static constexpr std::chrono::microseconds kStep{50};
    static constexpr std::chrono::microseconds kMost{100'000};

    void add(std::chrono::nanoseconds duration);
    /// The least value that `share` (0 to 1) of all are not above; 0 if there are none.
    [[nodiscard]] std::chrono::microseconds percentile(double share) const;
    [[nodiscard]] std::uint64_t count() const { return m_count; }

private:
    std::array<std::uint32_t, kMost / kStep> m_buckets{};
    std::uint64_t m_count = 0;
};

} // namespace oriel
