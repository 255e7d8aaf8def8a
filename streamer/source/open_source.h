#pragma once

#include "encode/encoder_settings.h"
#include "source/frame_source.h"
#include "source/source_options.h"

namespace oriel {

/// A source that is ready to start, and what becomes of its pictures.
struct OpenedSource
{
    std::unique_ptr<FrameSource> source;
    bool passedThrough = false; ///< They come encoded.
    EncoderSettings encoder;    ///< Otherwise: what they are encoded as.
};

/// Opens what was asked for; `encoder` as far as nothing of the source's own holds. Main thread.
/// Fails with FileUnusable, or EncoderFailed where the file's size is beyond what H.264 has.
[[nodiscard]] Expected<OpenedSource> openSource(const SourceOptions &options,
                                                const EncoderSettings &encoder,
                                                const SourceOutlet &outlet);

} // namespace oriel
