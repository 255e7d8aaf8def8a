#pragma once

#include "base/clock.h"
#include "h26x/video_codec.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <optional>

namespace oriel::h264 {

/// When a picture was captured and what happened to it before it was sent. Travels in the bitstream
/// as two `user_data_unregistered` SEI messages (ITU-T H.264, D.1.7): MISB ST 0604
/// "MISPmicrosectime", which other tools can read, and Oriel's own with the rest.
struct FrameTiming
{
    WallTime captured{};                ///< UTC of the sender's clock.
    std::optional<std::uint32_t> frame; ///< Counts up by one a captured frame; wraps.
    std::optional<WallTime> encoded;    ///< The encoder returned the access unit.
    std::optional<WallTime> sent;       ///< It was handed to the packetizer.
    /// Whether the sender's clock was disciplined (adjtimex without STA_UNSYNC).
    bool clockSynchronised = false;

    bool operator==(const FrameTiming &) const = default;
};

/// One SEI NAL unit without start code, emulation prevention applied. With `encoded` and `sent`
/// unset only the MISB message is written.
[[nodiscard]] QByteArray writeTimingSei(const FrameTiming &timing);

/// Reads the timing from an access unit (Annex B); looks no further than its first slice. Takes any
/// bytes. A lone MISB message of another sender gives `captured` alone. The messages are the same
/// in the prefix SEI of H.265.
[[nodiscard]] std::optional<FrameTiming> readTimingSei(QByteArrayView annexB,
                                                       VideoCodec codec = VideoCodec::H264);

/// A minimal SEI NAL unit that carries no information, to be sent after the last slice: it makes
/// viewers that wait for the next NAL unit release the picture at once. By H.264 7.4.1.2.3 it
/// belongs to the next access unit.
[[nodiscard]] QByteArray trailingSei();

} // namespace oriel::h264
