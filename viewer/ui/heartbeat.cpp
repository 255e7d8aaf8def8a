#include "ui/heartbeat.h"

#include <algorithm>

namespace oriel {

Heartbeat::Heartbeat(Statistics &statistics, QObject *parent)
    : QObject(parent)
    , m_statistics(statistics)
    , m_timer(this)
    , m_last(SteadyClock::now())
{
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Heartbeat::beat);
    m_timer.start(kInterval);
}

void Heartbeat::beat()
{
    const SteadyTime now = SteadyClock::now();
    const auto late = std::chrono::duration_cast<Micros>(now - m_last) - kInterval;
    m_statistics.onEventLoopGap(std::max<Micros>(late, Micros(0)));
    m_last = now;
}

} // namespace oriel
