#pragma once

#include "base/clock.h"

namespace oriel {

/// Which instant a picture stands for. Without B pictures that is one instant; with them pictures
/// are sent in decoding order, and some are shown after others that are sent later.
struct PictureTime
{
    // Not explicit: for most senders it is nothing but an instant.
    PictureTime(WallTime instant, std::chrono::microseconds shownLater = {})
        : captured(instant)
        , shownAfter(shownLater)
    {
    }

    WallTime captured;                    ///< Never goes back from one picture sent to the next.
    std::chrono::microseconds shownAfter; ///< What a file has as pts - dts.
};

} // namespace oriel
