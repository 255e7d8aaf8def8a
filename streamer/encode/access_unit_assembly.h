#pragma once

#include "encode/encoded_picture.h"
#include "h26x/timing_sei.h"

namespace oriel {

/// The access unit as it is sent (Annex B): parameter sets, timing SEI, slices and, where wanted, a
/// SEI without content behind them. Sets `timing.sent` to now, so send it at once.
[[nodiscard]] QByteArray assembleAccessUnit(const EncodedPicture &picture, h264::FrameTiming timing,
                                            bool withTrailingSei);

} // namespace oriel
