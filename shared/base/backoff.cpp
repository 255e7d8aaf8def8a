#include "base/backoff.h"

#include <QRandomGenerator>

#include <algorithm>

namespace oriel {

using namespace std::chrono_literals;

std::chrono::milliseconds Backoff::next(SteadyTime now)
{
    if (m_worksSince && now - *m_worksSince >= kSettled)
        reset();
    m_worksSince.reset();
    if (m_attempts++ == 0)
        m_firstFailure = now;
    const auto ceiling = now - m_firstFailure < 1min ? 1000ms : 10000ms;
    m_delay = m_delay == 0ms ? 250ms : std::min<std::chrono::milliseconds>(m_delay * 2, ceiling);
    const auto quarter = static_cast<int>(m_delay.count() / 4);
    return m_delay - std::chrono::milliseconds(QRandomGenerator::global()->bounded(quarter + 1));
}

void Backoff::reset()
{
    *this = {};
}

} // namespace oriel
