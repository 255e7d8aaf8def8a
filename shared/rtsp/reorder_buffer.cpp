#include "rtsp/reorder_buffer.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace oriel {

ReorderBuffer::ReorderBuffer(std::chrono::milliseconds wait, std::size_t capacity)
    : m_wait(wait)
    , m_capacity(std::max<std::size_t>(capacity, 1))
{
}

void ReorderBuffer::push(std::uint16_t sequenceNumber, QByteArray bytes, SteadyTime now)
{
    if (!m_started)
        start(sequenceNumber);
    const auto ahead =
        static_cast<std::int16_t>(sequenceNumber - static_cast<std::uint16_t>(m_highest));
    if (std::abs(int{ahead}) > kMaxJump) {
        pushJump(sequenceNumber, std::move(bytes), now);
        return;
    }
    m_jump.reset();
    const std::int64_t number = m_highest + ahead;
    if (number > m_highest) {
        advanceHighest(number);
    } else if (seen(number)) {
        ++m_counters.duplicate;
        return;
    } else if (number < m_next) {
        seen(number) = true;
        ++m_counters.late;
        return;
    } else {
        ++m_counters.reordered;
    }
    accept(number, std::move(bytes), now);
}

void ReorderBuffer::start(std::uint16_t sequenceNumber)
{
    m_started = true;
    m_next = sequenceNumber;
    m_highest = m_next - 1;
    m_seen.reset();
}

void ReorderBuffer::pushJump(std::uint16_t sequenceNumber, QByteArray bytes, SteadyTime now)
{
    const bool follows =
        m_jump && static_cast<std::uint16_t>(m_jump->sequenceNumber + 1) == sequenceNumber;
    Jump first = std::exchange(m_jump, Jump{sequenceNumber, bytes}).value_or(Jump{});
    if (!follows)
        return;
    m_jump.reset();
    m_counters.lost += m_held.size() + (m_ready ? 1 : 0);
    m_held.clear();
    m_ready.reset();
    m_lossBeforeNext = true;
    start(first.sequenceNumber);
    for (QByteArray *const packet : {&first.bytes, &bytes}) {
        advanceHighest(m_highest + 1);
        accept(m_highest, std::move(*packet), now);
    }
}

void ReorderBuffer::accept(std::int64_t number, QByteArray bytes, SteadyTime now)
{
    // Only a caller that does not pop comes here: to it the packet is lost like any other.
    if (m_held.size() >= m_capacity && number != m_next)
        return;
    seen(number) = true;
    if (number == m_next) {
        m_ready = std::move(bytes);
        return;
    }
    if (m_held.empty())
        m_heldSince = now;
    m_held.emplace(number, Held{std::move(bytes), now});
}

void ReorderBuffer::advanceHighest(std::int64_t number)
{
    while (m_highest < number)
        seen(++m_highest) = false;
}

std::optional<ReorderBuffer::Entry> ReorderBuffer::pop(SteadyTime now)
{
    if (!m_ready && !m_held.empty()) {
        const auto first = m_held.begin();
        if (first->first != m_next) {
            if (!isTimeOver(now))
                return std::nullopt;
            m_counters.lost += static_cast<std::uint64_t>(first->first - m_next);
            m_lossBeforeNext = true;
            m_next = first->first;
        }
        m_ready = std::move(first->second.bytes);
        m_held.erase(first);
        refreshHeldSince();
    }
    if (!m_ready)
        return std::nullopt;
    ++m_next;
    return Entry{*std::exchange(m_ready, std::nullopt), std::exchange(m_lossBeforeNext, false)};
}

std::optional<SteadyTime> ReorderBuffer::deadline() const
{
    if (m_held.empty())
        return std::nullopt;
    return m_heldSince + m_wait;
}

bool ReorderBuffer::isTimeOver(SteadyTime now) const
{
    return now >= m_heldSince + m_wait || m_held.size() >= m_capacity;
}

void ReorderBuffer::refreshHeldSince()
{
    if (m_held.empty() || m_held.begin()->first == m_next + 1)
        return;
    const auto earlier = [](const auto &a, const auto &b) {
        return a.second.arrived < b.second.arrived;
    };
    m_heldSince = std::ranges::min_element(m_held, earlier)->second.arrived;
}

} // namespace oriel
