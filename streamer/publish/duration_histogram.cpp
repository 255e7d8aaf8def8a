#include "publish/duration_histogram.h"

#include <algorithm>

namespace oriel {

void DurationHistogram::add(std::chrono::nanoseconds duration)
{
    const std::int64_t last = static_cast<std::int64_t>(m_buckets.size()) - 1;
    const std::int64_t bucket = std::clamp<std::int64_t>(duration / kStep, 0, last);
    ++m_buckets[static_cast<std::size_t>(bucket)];
    ++m_count;
}

std::chrono::microseconds DurationHistogram::percentile(double share) const
{
    if (m_count == 0)
        return {};
    const double wanted = share * static_cast<double>(m_count);
    std::uint64_t seen = 0;
    std::chrono::microseconds upper{0};
    for (const std::uint32_t bucket : m_buckets) {
        upper += kStep;
        seen += bucket;
        if (seen > 0 && static_cast<double>(seen) >= wanted)
            break;
    }
    return upper;
}

} // namespace oriel
