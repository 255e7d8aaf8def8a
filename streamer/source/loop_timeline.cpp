#include "source/loop_timeline.h"

#include <algorithm>
#include <utility>

namespace oriel {

LoopTimeline::Place LoopTimeline::place(std::optional<Micros> decoded, Micros shownAfter)
{
    Place place;
    if (shownAfter > Micros(0) && shownAfter <= kLongestStep)
        place.shownAfter = shownAfter;
    if (std::exchange(m_isFirst, false))
        m_next = std::max(m_next, m_shownUntil - place.shownAfter);
    place.due = m_next;
    if (decoded) {
        const Micros last = m_next - m_frame;
        const Micros due = m_shift ? *decoded + *m_shift : m_next;
        if (due - last >= kShortestStep && due - last <= kLongestStep)
            place.due = due;
        m_shift = place.due - *decoded;
    }
    m_next = place.due + m_frame;
    m_shownUntil = std::max(m_shownUntil, m_next + place.shownAfter);
    return place;
}

void LoopTimeline::beginPass()
{
    m_shift.reset();
    m_isFirst = true;
}

} // namespace oriel
