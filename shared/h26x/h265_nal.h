#pragma once

#include <QByteArrayView>

#include <cstdint>

/// ITU-T H.265. Its byte stream is that of H.264 (Annex B of both): start codes, their reader and
/// emulation prevention are those of nal.h.
namespace oriel::h265 {

/// nal_unit_type, ITU-T H.265 table 7-1, as far as Oriel looks at it. Slices are those below Vps.
enum class NalType : std::uint8_t {
    TrailN = 0,
    TrailR = 1,
    BlaWLp = 16, ///< The first IRAP type: decoding can start there.
    BlaWRadl = 17,
    BlaNLp = 18,
    IdrWRadl = 19,
    IdrNLp = 20,
    Cra = 21,
    ReservedIrap23 = 23, ///< The last IRAP type.
    Vps = 32,
    Sps = 33,
    Pps = 34,
    Aud = 35,
    PrefixSei = 39,
    SuffixSei = 40,
    Ap = 48,   ///< Aggregation packet, RFC 7798, 4.4.2
    Fu = 49,   ///< Fragmentation unit, RFC 7798, 4.4.3
    Paci = 50, ///< Payload content information, RFC 7798, 4.4.4
};

/// nal_unit_header() of 7.3.1.2: forbidden bit, type (6 bits), layer (6), temporal id + 1 (3).
inline constexpr qsizetype kNalHeaderSize = 2;

/// The type in the first byte of a NAL unit.
[[nodiscard]] constexpr NalType nalType(char header)
{
    return static_cast<NalType>(static_cast<std::uint8_t>(header) >> 1 & 0x3f);
}

/// The type of a NAL unit given without start code; `nal` must not be empty.
[[nodiscard]] constexpr NalType nalType(QByteArrayView nal)
{
    return nalType(nal[0]);
}

/// Whether it is a video coding layer NAL unit (types 0 to 31).
[[nodiscard]] constexpr bool isVcl(NalType type)
{
    return type < NalType::Vps;
}

/// Whether it is a slice of an intra random access point picture (IDR, CRA, BLA): decoding can
/// start there, without the leading pictures of a CRA or BLA picture that refer to earlier ones.
[[nodiscard]] constexpr bool isIrap(NalType type)
{
    return type >= NalType::BlaWLp && type <= NalType::ReservedIrap23;
}

/// Whether the NAL unit, or its header alone, can stand in a byte stream: neither cut, nor
/// unspecified, nor a type of RTP payload alone. A temporal id of -1 is forbidden; with type 0 it
/// would make a start code.
[[nodiscard]] constexpr bool isStreamUnit(QByteArrayView nal)
{
    return nal.size() >= kNalHeaderSize && nalType(nal) < NalType::Ap && (nal[1] & 0x07) != 0;
}

} // namespace oriel::h265
