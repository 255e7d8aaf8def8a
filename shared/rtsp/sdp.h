#pragma once

#include "h26x/parameter_sets.h"
#include "h26x/video_codec.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <cstdint>
#include <optional>

namespace oriel {

/// One media section of a session description (RFC 4566), as far as RTSP needs it.
struct SdpMedia
{
    QByteArray type;    ///< "video", "audio".
    QByteArray codec;   ///< Upper case encoding name of rtpmap ("H264"); static types filled in.
    QByteArray control; ///< a=control as written; empty where there is none.
    QByteArray fmtp;    ///< Parameters of a=fmtp, without the payload type.
    std::uint32_t clockHz = 90000;
    std::uint8_t payloadType = 96;

    /// The value of a parameter of fmtp, without case in its name; empty where there is none.
    [[nodiscard]] QByteArray fmtpParameter(QByteArrayView name) const;
    /// Nothing for a codec that Oriel does not play.
    [[nodiscard]] std::optional<VideoCodec> videoCodec() const;
    /// All of fmtp as Annex B; empty where there are none, or for a codec that has none.
    [[nodiscard]] QByteArray parameterSets() const;
};

struct Sdp
{
    QByteArray control; ///< Session level a=control.
    QList<SdpMedia> media;

    /// Takes any bytes, lines ended by CRLF, LF or CR; nothing if there is no media section.
    [[nodiscard]] static std::optional<Sdp> parse(QByteArrayView text);

    /// The first video of a codec that Oriel plays, or the first of any codec, or nothing.
    [[nodiscard]] const SdpMedia *video() const;
};

/// The description of one H.264 stream, for ANNOUNCE and the embedded server's DESCRIBE. `address`
/// is an IPv4 or IPv6 literal.
[[nodiscard]] QByteArray makeH264Sdp(QByteArrayView sessionName, QByteArrayView address,
                                     const h264::ParameterSets &sets, QByteArrayView control);

/// A control attribute resolved against the base of its session (RFC 2326, C.1.1): absolute URLs
/// and "*" included; a base with a query gets the track behind it, as cameras and servers do.
[[nodiscard]] QByteArray resolveControl(QByteArrayView base, QByteArrayView control);

} // namespace oriel
