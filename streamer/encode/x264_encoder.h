#pragma once

#include "av/av_ptr.h"
#include "base/error.h"
#include "encode/encoded_picture.h"
#include "encode/encoder_settings.h"

#include <optional>

namespace oriel {

/// libx264 through libavcodec, set for the least delay: a picture comes out of the call it went
/// into. Move-only; used from one thread.
class X264Encoder
{
public:
    /// So many slices let the viewer decode in as many threads, and cost the encoder nothing.
    static constexpr int kSlices = 4;

    /// Fails with EncoderFailed.
    [[nodiscard]] static Expected<X264Encoder> open(const EncoderSettings &settings);

    /// Nothing when the encoder gave no picture back for this one, which counts as dropped. The
    /// frame is yuv420p of the settings' size. Fails with EncoderFailed.
    [[nodiscard]] Expected<std::optional<EncodedPicture>> encode(AVFrame &frame, bool forceIdr);

private:
    explicit X264Encoder(AvCodecContextPtr context) : m_context(std::move(context)) {}

    AvCodecContextPtr m_context;
    AvPacketPtr m_packet = makeAvPacket();
    std::int64_t m_pictures = 0;
};

} // namespace oriel
