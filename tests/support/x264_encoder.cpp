#include "x264_encoder.h"

namespace oriel::test {

X264Encoder::X264Encoder(Options options)
    : GradientEncoder({
          .encoder = "libx264",
          .size = options.size,
          .gop = options.gop,
          .bFrames = options.bFrames,
          .flags = (options.repeatHeaders ? 0 : AV_CODEC_FLAG_GLOBAL_HEADER) |
                   (options.interlaced ? AV_CODEC_FLAG_INTERLACED_DCT : 0),
          .format = options.format,
          .zeroLatency = options.bFrames == 0,
          .parametersName = "x264-params",
          .parameters = "repeat-headers=" + QByteArray::number(options.repeatHeaders) +
                        ":slices=" + QByteArray::number(options.slices) + ":intra-refresh=" +
                        QByteArray::number(options.intraRefresh) + ":annexb=1:scenecut=0:threads=1",
      })
{
}

h264::ParameterSets X264Encoder::parameterSets() const
{
    return h264::ParameterSets::fromAnnexB(extradata());
}

} // namespace oriel::test
