#pragma once

#include "base/histogram.h"

#include <optional>

namespace oriel {

/// Lays the time stamps of a file that is played again and again on one line that never goes back:
/// each pass begins one frame after the last picture of the one before, in decoding order as well
/// as in the order of showing. Not thread-safe.
class LoopTimeline
{
public:
    /// Steps that are shorter or longer, or go back, say nothing of the pace: stamps that stand
    /// still, or a break in the file.
    static constexpr std::chrono::milliseconds kShortestStep{1};
    static constexpr std::chrono::seconds kLongestStep{10};

    struct Place
    {
        Micros due{0};        ///< Since the first picture of all; decoding order.
        Micros shownAfter{0}; ///< pts - dts.
    };

    explicit LoopTimeline(Micros frame) : m_frame(frame) {}

    /// The next packet: its dts, without which it follows one frame after the last, and pts - dts.
    [[nodiscard]] Place place(std::optional<Micros> decoded, Micros shownAfter);
    void beginPass();

private:
    Micros m_frame;
    Micros m_next{0};              ///< Where a packet without time stamp is due.
    Micros m_shownUntil{0};        ///< When the last picture's time on the screen is over.
    std::optional<Micros> m_shift; ///< From the file's time to ours; none at the begin of a pass.
    bool m_isFirst = true;         ///< Of a pass.
};

} // namespace oriel
