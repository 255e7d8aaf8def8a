#pragma once

#include "base/clock.h"

#include <QByteArray>

#include <cstdint>

namespace oriel {

/// One access unit (ITU-T H.264 or H.265, 3.1): what one picture, or one field of an interlaced
/// one, is coded in, on its way from a depacketizer to a decoder or from an encoder to a
/// packetizer.
struct AccessUnit
{
    /// NAL units in decoding order, each behind a four-byte start code (Annex B).
    QByteArray annexB;
    /// RTP media clock, 90 kHz, as on the wire.
    std::uint32_t rtpTimestamp = 0;
    /// Holds an IDR picture, or any IRAP picture of H.265, so that decoding can start here.
    bool keyframe = false;
    /// Packets of it were lost.
    bool damaged = false;
    /// When its last packet was read from the socket; unset on the sending side.
    WallTime received{};
};

} // namespace oriel
