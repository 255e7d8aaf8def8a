#pragma once

#include "av/av_ptr.h"
#include "base/error.h"

#include <functional>

namespace oriel {

/// Decodes the packets of a file that is not passed through; any codec that libavcodec knows.
/// Move-only; used from one thread.
class FileDecoder
{
public:
    /// Whether to go on.
    using Sink = std::function<bool(const AVFrame &)>;

    /// Fails with DecoderFailed.
    [[nodiscard]] static Expected<FileDecoder> open(const AVCodecParameters &parameters);

    /// Pictures come in the order they are shown in; what cannot be decoded is left out. Without a
    /// packet: the rest, and then it is ready for another beginning.
    void decode(const AVPacket *packet, const Sink &sink);

private:
    explicit FileDecoder(AvCodecContextPtr context) : m_context(std::move(context)) {}

    AvCodecContextPtr m_context;
    AvFramePtr m_frame = makeAvFrame();
};

} // namespace oriel
