#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace oriel::h264 {

/// The sequence and picture parameter sets of a stream, as SDP carries them (RFC 6184, 8.1).
struct ParameterSets
{
    QByteArray sps; ///< One SPS NAL unit without start code; empty when unknown.
    QByteArray pps; ///< One PPS NAL unit without start code; empty when unknown.

    [[nodiscard]] bool complete() const { return sps.size() >= 4 && !pps.isEmpty(); }
    /// Both behind four-byte start codes.
    [[nodiscard]] QByteArray annexB() const;
    /// "42e01f": profile_idc, constraint flags, level_idc.
    [[nodiscard]] QByteArray profileLevelId() const;
    /// The value of `sprop-parameter-sets`.
    [[nodiscard]] QByteArray toSprop() const;

    /// The last SPS and PPS of an access unit; empty where it has none.
    [[nodiscard]] static ParameterSets fromAnnexB(QByteArrayView annexB);

    bool operator==(const ParameterSets &) const = default;
};

/// All SPS and PPS NAL units in the value of `sprop-parameter-sets` (RFC 6184, 8.1), which may have
/// several of each, in their order and behind four-byte start codes. Takes any bytes; what is no
/// parameter set is left out.
[[nodiscard]] QByteArray annexBOfSprop(QByteArrayView sprop);

} // namespace oriel::h264

namespace oriel::h265 {

/// All VPS, SPS and PPS NAL units in the values of `sprop-vps`, `sprop-sps` and `sprop-pps`
/// (RFC 7798, 7.1), each of which may have several, in that order and behind four-byte start codes.
/// Takes any bytes; what is no parameter set is left out.
[[nodiscard]] QByteArray annexBOfSprop(QByteArrayView vps, QByteArrayView sps, QByteArrayView pps);

} // namespace oriel::h265
