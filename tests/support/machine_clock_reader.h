#pragma once

#include "av/av_ptr.h"
#include "base/clock.h"
#include "source/machine_clock.h"

#include <optional>

namespace oriel::test {

/// Reads the machine-readable clock from the middle of its cells, as a program does that sees the
/// picture on a screen. Nothing if a cell is neither black nor white or the check sum is wrong.
inline std::optional<std::uint32_t> readMachineClock(const AVFrame &frame)
{
    std::uint64_t bits = 0;
    for (int i = 0; i < machine_clock::kCells; ++i) {
        const QPoint at = machine_clock::cell(frame.width, frame.height, i).center();
        const int luma = frame.data[0][at.y() * frame.linesize[0] + at.x()];
        if (luma > 80 && luma < 175)
            return std::nullopt;
        bits = (bits << 1) | (luma >= 128 ? 1 : 0);
    }
    const auto value = static_cast<std::uint32_t>(bits >> 8);
    const std::uint32_t check = (value >> 24) ^ (value >> 16) ^ (value >> 8) ^ value ^ 0x5a;
    return (check & 0xff) == (bits & 0xff) ? std::optional(value) : std::nullopt;
}

/// What the clock shows for an instant.
inline std::uint32_t clockValue(WallTime time)
{
    return static_cast<std::uint32_t>(
        std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

} // namespace oriel::test
