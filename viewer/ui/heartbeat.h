#pragma once

#include "playback/statistics.h"

#include <QObject>
#include <QTimer>

namespace oriel {

/// Measures for how long the GUI thread's event loop did not come round: a timer that notes how
/// late it is. Costs 50 wake-ups a second, so it runs only where somebody asked for the figure.
class Heartbeat : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds kInterval{20};

    /// `statistics` outlives it.
    explicit Heartbeat(Statistics &statistics, QObject *parent = nullptr);

private:
    void beat();

    Statistics &m_statistics;
    QTimer m_timer;
    SteadyTime m_last;
};

} // namespace oriel
