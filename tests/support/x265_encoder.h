#pragma once

#include "gradient_encoder.h"

namespace oriel::test {

/// The moving gradient as H.265, with libx265.
class X265Encoder : public GradientEncoder
{
public:
    struct Options
    {
        QSize size{320, 240};
        int gop = 15;
        int slices = 1;
        bool repeatHeaders = true; ///< VPS, SPS and PPS with each IRAP picture.
        bool wavefront = true;     ///< Rows that can be decoded side by side.
        int bFrames = 0;           ///< With them pictures are held back: tryNext().
        bool openGop = false;      ///< CRA pictures instead of IDR pictures.
        AVPixelFormat format = AV_PIX_FMT_YUV420P;
    };

    explicit X265Encoder(Options options);

    /// As Annex B.
    [[nodiscard]] QByteArray parameterSets() const { return extradata().toByteArray(); }
};

} // namespace oriel::test
