#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace oriel {

/// In what durations are measured and kept.
using Micros = std::chrono::microseconds;

struct Percentiles
{
    Micros p50{0}, p95{0}, p99{0}, max{0};
};

/// Durations of a whole run in bounded memory: buckets that grow with the value, so that a
/// percentile is right to 1 %. Negative ones count as zero. Not thread-safe.
class Histogram
{
public:
    void add(Micros value);
    void clear() { *this = {}; }
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    [[nodiscard]] Micros max() const { return m_max; }
    /// `share` from 0 to 1. Nothing while empty.
    [[nodiscard]] std::optional<Micros> percentile(double share) const;
    [[nodiscard]] std::optional<Percentiles> percentiles() const;

private:
    std::vector<std::uint32_t> m_buckets; ///< Grown up to the largest value seen.
    std::uint64_t m_count = 0;
    Micros m_max{0};
};

} // namespace oriel
