#pragma once

#include <QtGlobal>

#include <cstdint>

namespace oriel {

/// What a stream that Oriel plays is coded in.
enum class VideoCodec : std::uint8_t {
    H264, ///< ITU-T H.264; as RTP payload RFC 6184.
    H265, ///< ITU-T H.265; as RTP payload RFC 7798.
};

/// "H.264", "H.265".
[[nodiscard]] constexpr const char *codecName(VideoCodec codec)
{
    switch (codec) {
    case VideoCodec::H264:
        return "H.264";
    case VideoCodec::H265:
        return "H.265";
    }
    Q_UNREACHABLE();
}

} // namespace oriel
