#pragma once

#include <QByteArray>

namespace oriel {

/// One coded picture in Annex B with four-byte start codes, taken apart so that SEI can go between.
struct EncodedPicture
{
    /// What stands in front of the slices: SPS and PPS with each keyframe, and what else a foreign
    /// encoder put there.
    QByteArray parameterSets;
    QByteArray slices;
    bool keyframe = false; ///< IDR; in a foreign stream also a recovery point.
};

} // namespace oriel
