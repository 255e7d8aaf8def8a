#include "playback/figures.h"

#include <algorithm>
#include <cmath>

namespace oriel {

namespace {

std::int64_t secondOf(SteadyTime time)
{
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

std::int64_t slotOf(SteadyTime time)
{
    return time.time_since_epoch() / AgeHistory::kSlot;
}

} // namespace

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

void LossMeter::add(SteadyTime now, std::int64_t expected, std::int64_t lost)
{
    const std::int64_t second = secondOf(now);
    Slot &slot = m_slots[static_cast<std::size_t>(second) % m_slots.size()];
    if (slot.second != second)
        slot = {second, 0, 0};
    slot.expected += expected;
    slot.lost += lost;
}

double LossMeter::percent(SteadyTime now) const
{
    const std::int64_t oldest = secondOf(now) - kWindow.count() + 1;
    std::int64_t expected = 0, lost = 0;
    for (const Slot &slot : m_slots) {
        if (slot.second < oldest)
            continue;
        expected += slot.expected;
        lost += slot.lost;
    }
    if (expected <= 0 || lost <= 0)
        return 0;
    return 100.0 * static_cast<double>(std::min(lost, expected)) / static_cast<double>(expected);
}

void AgeHistory::add(SteadyTime now, Micros age)
{
    const std::int64_t number = slotOf(now);
    Slot &slot = m_slots[static_cast<std::size_t>(number) % kSlots];
    if (slot.number != number)
        slot = {number, age};
    slot.worst = std::max(slot.worst, age);
}

AgeHistory::Slots AgeHistory::slots(SteadyTime now) const
{
    const std::int64_t oldest = slotOf(now) - std::int64_t{kSlots} + 1;
    Slots result;
    for (std::size_t i = 0; i < kSlots; ++i) {
        const std::int64_t number = oldest + static_cast<std::int64_t>(i);
        const Slot &slot = m_slots[static_cast<std::size_t>(number) % kSlots];
        if (slot.number == number)
            result[i] = slot.worst;
    }
    return result;
}

} // namespace oriel
