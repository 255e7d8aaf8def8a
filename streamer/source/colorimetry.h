#pragma once

namespace oriel {

/// Which matrix of RGB to YUV a picture of this height is in, when it is made and in the encoder's
/// VUI: BT.709, or BT.601 for standard definition.
[[nodiscard]] constexpr bool isBt709(int height)
{
    return height >= 720;
}

} // namespace oriel
