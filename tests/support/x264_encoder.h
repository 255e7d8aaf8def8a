#pragma once

#include "gradient_encoder.h"
#include "h26x/parameter_sets.h"

namespace oriel::test {

/// The moving gradient as H.264, with libx264.
class X264Encoder : public GradientEncoder
{
public:
    struct Options
    {
        QSize size{320, 240};
        int gop = 15;
        int slices = 1;
        bool repeatHeaders = true; ///< SPS and PPS with each IDR picture.
        bool intraRefresh = false; ///< Recovery points instead of IDR pictures.
        bool interlaced = false;   ///< Frames of two fields in one access unit (MBAFF).
        int bFrames = 0;           ///< With them pictures are held back: tryNext().
        AVPixelFormat format = AV_PIX_FMT_YUV420P;
    };

    explicit X264Encoder(Options options);

    [[nodiscard]] h264::ParameterSets parameterSets() const;
};

} // namespace oriel::test
