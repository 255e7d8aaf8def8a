#include "playback/figures.h"

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

void RecentDurations::add(Micros value)
{
    m_values[m_count++ % kSize] = value;
}

std::optional<Percentiles> RecentDurations::percentiles(std::size_t last) const
{
    const std::size_t size = std::min({m_count, kSize, last});
    if (size == 0)
        return {};
    std::array<Micros, kSize> sorted;
    for (std::size_t i = 0; i < size; ++i)
        sorted[i] = m_values[(m_count - size + i) % kSize];
    std::sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(size));
    const auto at = [&](double share) {
        const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(size)));
        return sorted[std::max<std::size_t>(rank, 1) - 1];
    };
    return Percentiles{at(0.5), at(0.95), at(0.99), sorted[size - 1]};
}

void RateMeter::add(SteadyTime now, std::uint64_t amount)
{
    m_last = {now, amount};
    if (m_count == 0)
        m_first = m_last;
    m_entries[m_count++ % m_entries.size()] = m_last;
    m_total += amount;
}

double RateMeter::recent(SteadyTime now) const
{
    const std::uint64_t kept = std::min<std::uint64_t>(m_count, m_entries.size());
    SteadyTime oldest = now;
    std::uint64_t sum = 0;
    for (std::uint64_t back = 1; back <= kept; ++back) {
        const Entry &entry = m_entries[(m_count - back) % m_entries.size()];
        if (now - entry.at > kWindow)
            break;
        // The oldest one only marks the beginning: its amount came before.
        sum += back == 1 ? 0 : m_entries[(m_count - back + 1) % m_entries.size()].amount;
        oldest = entry.at;
    }
    const auto span = std::chrono::duration<double>(m_last.at - oldest).count();
    return sum == 0 || span <= 0 ? 0 : static_cast<double>(sum) / span;
}

double RateMeter::mean() const
{
    const auto span = std::chrono::duration<double>(m_last.at - m_first.at).count();
    return span <= 0 ? 0 : static_cast<double>(m_total - m_first.amount) / span;
}

} // namespace oriel
