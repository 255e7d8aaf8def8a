#include "source/machine_clock.h"

#include <cstring>

namespace oriel::machine_clock {

QRect cell(int width, int height, int index)
{
    const int cellWidth = width / kColumns, cellHeight = height / 12;
    return {index % kColumns * cellWidth, height * 2 / 5 + index / kColumns * cellHeight, cellWidth,
            cellHeight};
}

std::uint64_t bitsOf(WallTime time)
{
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
    const auto value = static_cast<std::uint32_t>(ms);
    const std::uint32_t check =
        ((value >> 24) ^ (value >> 16) ^ (value >> 8) ^ value ^ 0x5a) & 0xff;
    return (std::uint64_t{value} << 8) | check;
}

void stamp(AVFrame &frame, WallTime time)
{
    const std::uint64_t bits = bitsOf(time);
    for (int i = 0; i < kCells; ++i) {
        const QRect r = cell(frame.width, frame.height, i);
        const bool isOne = ((bits >> (kCells - 1 - i)) & 1) != 0;
        for (int y = r.top(); y < r.top() + r.height(); ++y)
            std::memset(frame.data[0] + std::ptrdiff_t(y) * frame.linesize[0] + r.left(),
                        isOne ? 235 : 16, static_cast<std::size_t>(r.width()));
    }
    const QRect first = cell(frame.width, frame.height, 0);
    const QRect last = cell(frame.width, frame.height, kCells - 1);
    const int top = first.top() / 2, bottom = (last.top() + last.height() + 1) / 2;
    const auto width = static_cast<std::size_t>((last.left() + last.width() + 1) / 2);
    for (int plane = 1; plane <= 2; ++plane) {
        for (int y = top; y < bottom; ++y)
            std::memset(frame.data[plane] + std::ptrdiff_t(y) * frame.linesize[plane], 128, width);
    }
}

} // namespace oriel::machine_clock
