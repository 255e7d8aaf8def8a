#pragma once

extern "C" {
#include <libavutil/frame.h>
}

namespace oriel {

/// How the samples of a decoded picture are to be read. Any thread.

/// Pictures that name no colour matrix, and those that the streamer makes, are in BT.709, or in
/// BT.601 for standard definition.
[[nodiscard]] constexpr AVColorSpace usualColourMatrix(int height)
{
    return height >= 720 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
}
/// The matrix that the picture names (ITU-T H.273, table 4), else the usual one. libswscale numbers
/// its coefficients alike, so that sws_getCoefficients() takes it.
[[nodiscard]] AVColorSpace colourMatrixOf(const AVFrame &picture);
/// The "J" formats are the plain ones in full range, and deprecated.
[[nodiscard]] int plainFormat(int format);
[[nodiscard]] bool isFullRange(const AVFrame &picture);

} // namespace oriel
