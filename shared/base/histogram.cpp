#include "base/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace oriel {

namespace {

constexpr int kSubBits = 6; ///< 64 buckets an octave.
constexpr std::uint64_t kSub = 1U << kSubBits;
constexpr std::uint64_t kLargest = (std::uint64_t{1} << 36) - 1; ///< 19 hours.

std::size_t bucketOf(std::uint64_t value)
{
    if (value < kSub)
        return value;
    const int octave = std::bit_width(value) - 1 - kSubBits;
    return static_cast<std::size_t>(octave) * kSub + (value >> octave);
}

Micros middleOf(std::size_t bucket)
{
    if (bucket < kSub)
        return Micros(bucket);
    const std::uint64_t octave = bucket / kSub - 1;
    const std::uint64_t low = (bucket - octave * kSub) << octave;
    return Micros(low + ((std::uint64_t{1} << octave) >> 1));
}

} // namespace

void Histogram::add(Micros value)
{
    const auto clamped = std::min<std::uint64_t>(
        static_cast<std::uint64_t>(std::max<std::int64_t>(value.count(), 0)), kLargest);
    const std::size_t bucket = bucketOf(clamped);
    if (bucket >= m_buckets.size())
        m_buckets.resize(bucket + 1);
    ++m_buckets[bucket];
    ++m_count;
    m_max = std::max(m_max, Micros(clamped));
}

std::optional<Micros> Histogram::percentile(double share) const
{
    if (m_count == 0)
        return {};
    const auto rank = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(m_count)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < m_buckets.size(); ++i) {
        seen += m_buckets[i];
        if (seen >= std::max<std::uint64_t>(rank, 1))
            return std::min(middleOf(i), m_max);
    }
    return m_max;
}

std::optional<Percentiles> Histogram::percentiles() const
{
    if (m_count == 0)
        return {};
    return Percentiles{*percentile(0.5), *percentile(0.95), *percentile(0.99), m_max};
}

} // namespace oriel
