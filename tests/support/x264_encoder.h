#pragma once

#include "av/av_ptr.h"
#include "h26x/access_unit.h"
#include "h26x/parameter_sets.h"

#include <QSize>

namespace oriel::test {

/// Encodes a moving gradient with libx264, one access unit a call.
class X264Encoder
{
public:
    struct Options
    {
        QSize size{320, 240};
        int gop = 15;
        int slices = 1;
        bool repeatHeaders = true; ///< SPS and PPS with each IDR picture.
        bool intraRefresh = false; ///< Recovery points instead of IDR pictures.
    };

    explicit X264Encoder(Options options);

    [[nodiscard]] AccessUnit next();
    [[nodiscard]] h264::ParameterSets parameterSets() const;
    /// The luma of the picture that the last next() encoded, before it was encoded.
    [[nodiscard]] int lumaAt(int x, int y) const;

private:
    AvCodecContextPtr m_context;
    AvFramePtr m_frame;
    AvPacketPtr m_packet = makeAvPacket();
};

} // namespace oriel::test
