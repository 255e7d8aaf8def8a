#include "source/encoded_unit.h"

#include <utility>

namespace oriel {

namespace {

qsizetype sizeOf(const EncodedUnit &unit)
{
    return unit.picture.parameterSets.size() + unit.picture.slices.size();
}

} // namespace

bool UnitQueue::put(EncodedUnit unit, SteadyTime now)
{
    const std::lock_guard lock(m_mutex);
    const bool isLate = !m_entries.empty() && (now - m_entries.front().since > kMaxWait ||
                                               m_bytes + sizeOf(unit) > kMaxBytes);
    if (isLate) {
        m_dropped += m_entries.size();
        m_entries.clear();
        m_bytes = 0;
        m_waitsForKeyframe = true;
    }
    if (m_waitsForKeyframe && !unit.picture.keyframe) {
        ++m_dropped;
        return false;
    }
    m_waitsForKeyframe = false;
    m_bytes += sizeOf(unit);
    m_entries.push_back({std::move(unit), now});
    return m_entries.size() == 1;
}

std::optional<EncodedUnit> UnitQueue::take()
{
    const std::lock_guard lock(m_mutex);
    if (m_entries.empty())
        return std::nullopt;
    EncodedUnit unit = std::move(m_entries.front().unit);
    m_entries.pop_front();
    m_bytes -= sizeOf(unit);
    return unit;
}

std::uint64_t UnitQueue::dropped() const
{
    const std::lock_guard lock(m_mutex);
    return m_dropped;
}

} // namespace oriel
