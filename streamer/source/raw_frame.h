#pragma once

#include "av/av_ptr.h"
#include "base/clock.h"
#include "base/latest.h"

#include <cstdint>
#include <memory>

namespace oriel {

/// One picture on its way from a source to the encoder. Move-only.
struct RawFrame
{
    AvFramePtr picture; ///< yuv420p, limited range.
    WallTime captured{};
    std::uint32_t number = 0; ///< Counts up by one a captured frame; wraps.
};

using FrameMailbox = std::shared_ptr<Latest<RawFrame>>;

} // namespace oriel
