#include "publish/path_contest.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace oriel {

using namespace std::chrono_literals;

std::optional<std::chrono::milliseconds> PathContest::failed(ErrorCode code, SteadyTime now)
{
    const auto since = std::exchange(m_recordingSince, std::nullopt);
    const bool contested = m_losses >= kLosses;
    const bool lost = since && code == ErrorCode::ConnectionLost;
    if (!lost || now - *since >= (contested ? kHeld : kSoon)) {
        m_losses = 0;
        return std::nullopt;
    }
    if (++m_losses < kLosses)
        return std::nullopt;
    constexpr int kDoublings = 3; // of 10 s, to more than 60 s
    const auto doublings = std::min(m_losses - kLosses, kDoublings);
    const auto wait = std::min<std::chrono::milliseconds>(10s * (1 << doublings), 60s);
    const auto quarter = static_cast<int>(wait.count() / 4);
    return wait - std::chrono::milliseconds(QRandomGenerator::global()->bounded(quarter + 1));
}

} // namespace oriel
