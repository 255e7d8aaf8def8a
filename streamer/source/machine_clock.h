#pragma once

#include "av/av_ptr.h"
#include "base/clock.h"

#include <QRect>

namespace oriel::machine_clock {

/// The clock that programs read off a screen: 40 black and white cells in 2 rows of 20, row by row,
/// most significant bit first: 32 bits of milliseconds since the Unix epoch mod 2^32, then the four
/// bytes xor-ed together and with 0x5A. A 1 is luma 235, a 0 luma 16, without colour.
constexpr int kColumns = 20, kRows = 2, kCells = kColumns * kRows;

/// Where a cell is in a frame of this size: W/20 wide, H/12 high, the first row at 2H/5.
[[nodiscard]] QRect cell(int width, int height, int index);

/// The 40 bits that stand for an instant.
[[nodiscard]] std::uint64_t bitsOf(WallTime time);

/// Draws the cells into a yuv420p frame.
void stamp(AVFrame &frame, WallTime time);

} // namespace oriel::machine_clock
