#pragma once

#include "av/av_ptr.h"
#include "base/clock.h"
#include "h26x/timing_sei.h"

#include <cstdint>
#include <optional>

namespace oriel {

/// A decoded picture with what is known about its way here. Moved from the worker thread to the GUI
/// thread, never shared.
struct VideoFrame
{
    AvFramePtr picture;      ///< Never null; planar YUV in the decoder's own buffers.
    std::int64_t number = 0; ///< Counts access units given to the decoder, from 1.
    std::optional<h264::FrameTiming> timing; ///< By the sender's clock, from the bitstream.
    std::optional<WallTime> rtcpCaptured;    ///< By the sender report, where there was one.
    WallTime received{};                     ///< The last packet was read from the socket.
    WallTime decoded{};
    bool damaged = false; ///< Packets were lost, or the decoder had to conceal something.
};

} // namespace oriel
