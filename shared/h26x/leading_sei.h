#pragma once

#include "h26x/nal.h"
#include "h26x/video_codec.h"

#include <QByteArrayView>

#include <optional>

namespace oriel {

/// Walks over the SEI NAL units in front of the first slice of an access unit (Annex B), without
/// copying. Suffix SEI of H.265 stands behind slices and is none of them. Takes any bytes.
class LeadingSei
{
public:
    LeadingSei(VideoCodec codec, QByteArrayView annexB);

    /// The next one, without start code, for SeiReader; nothing from the first slice on.
    [[nodiscard]] std::optional<QByteArrayView> next();

private:
    VideoCodec m_codec;
    h264::AnnexBReader m_reader;
};

} // namespace oriel
