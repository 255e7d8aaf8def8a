#include "x265_encoder.h"

namespace oriel::test {

X265Encoder::X265Encoder(Options options)
    : GradientEncoder({
          .encoder = "libx265",
          .size = options.size,
          .gop = options.gop,
          .bFrames = options.bFrames,
          .flags = options.repeatHeaders ? 0 : AV_CODEC_FLAG_GLOBAL_HEADER,
          .format = options.format,
          .zeroLatency = options.bFrames == 0,
          .parametersName = "x265-params",
          .parameters = "repeat-headers=" + QByteArray::number(options.repeatHeaders) +
                        ":slices=" + QByteArray::number(options.slices) +
                        ":wpp=" + QByteArray::number(options.wavefront) +
                        ":open-gop=" + QByteArray::number(options.openGop) +
                        ":scenecut=0:pools=1:frame-threads=1:log-level=none",
      })
{
}

} // namespace oriel::test
