#pragma once

#include "h26x/video_codec.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace oriel::h264 {

/// payloadType of an SEI message, ITU-T H.264, D.1, as far as Oriel looks at it. Others are
/// possible. H.265 (D.2) has the same numbers for these.
enum class SeiType : qsizetype {
    FillerPayload = 3,
    UserDataUnregistered = 5, ///< D.1.7
    RecoveryPoint = 6,        ///< D.1.8
};

struct SeiMessage
{
    SeiType type;
    QByteArrayView payload; ///< Without emulation prevention; points into the reader.
};

/// Walks over the messages of one SEI NAL unit (ITU-T H.264, 7.3.2.3; H.265, 7.3.2.4, which only
/// the header of the NAL unit tells from it). Takes any bytes: a message
/// that is cut ends the walk, and missing trailing bits do not matter. Bounded by the NAL unit's
/// size, of which it keeps one copy. Not thread-safe; lives where it is used.
class SeiReader
{
public:
    /// `nal` without start code. Its header, of one byte or two, is skipped whatever it says.
    explicit SeiReader(QByteArrayView nal, VideoCodec codec = VideoCodec::H264);
    SeiReader(const SeiReader &) = delete;
    SeiReader &operator=(const SeiReader &) = delete;

    /// The next message; its payload is valid as long as the reader. Nothing at the end.
    [[nodiscard]] std::optional<SeiMessage> next();

private:
    QByteArray m_rbsp;
    QByteArrayView m_rest; ///< Of m_rbsp, from the next message on; empty after a cut one.
};

/// Whether decoding may begin at the access unit that holds this NAL unit of H.264: it is a slice
/// of an IDR picture, or SEI with a recovery point.
[[nodiscard]] bool isEntryPoint(QByteArrayView nal);

} // namespace oriel::h264
