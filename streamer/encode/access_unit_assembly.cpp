#include "encode/access_unit_assembly.h"

#include "h26x/nal.h"

namespace oriel {

QByteArray assembleAccessUnit(const EncodedPicture &picture, h264::FrameTiming timing,
                              bool withTrailingSei)
{
    constexpr qsizetype kRoomForSei = 160;
    constexpr QByteArrayView kStart(h264::kStartCode, sizeof(h264::kStartCode));
    QByteArray unit;
    unit.reserve(picture.parameterSets.size() + picture.slices.size() + kRoomForSei);
    timing.sent = wallNow();
    unit.append(picture.parameterSets).append(kStart).append(h264::writeTimingSei(timing));
    unit.append(picture.slices);
    if (withTrailingSei)
        unit.append(kStart).append(h264::trailingSei());
    return unit;
}

} // namespace oriel
