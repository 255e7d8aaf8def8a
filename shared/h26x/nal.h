#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <optional>
#include <vector>

namespace oriel::h264 {

/// nal_unit_type, ITU-T H.264 table 7-1, as far as Oriel looks at it.
enum class NalType : std::uint8_t {
    Slice = 1,
    PartitionA = 2,
    Idr = 5,
    Sei = 6,
    Sps = 7,
    Pps = 8,
    Aud = 9,
    EndOfSequence = 10,
    EndOfStream = 11,
    Filler = 12,
    SpsExtension = 13,
    Prefix = 14,
    SubsetSps = 15,
    LastReserved = 18, ///< 14 to 18 open an access unit (7.4.1.2.3).
    StapA = 24,        ///< RFC 6184, 5.7.1
    FuA = 28,          ///< RFC 6184, 5.8
};

/// The start code that Oriel writes in front of each NAL unit.
inline constexpr char kStartCode[] = {0, 0, 0, 1};

/// The type in the first byte of a NAL unit.
[[nodiscard]] constexpr NalType nalType(char header)
{
    return static_cast<NalType>(static_cast<std::uint8_t>(header) & 0x1f);
}

/// The type of a NAL unit given without start code; `nal` must not be empty.
[[nodiscard]] constexpr NalType nalType(QByteArrayView nal)
{
    return nalType(nal[0]);
}

/// nal_ref_idc is not 0; parameter sets and IDR slices have no other (7.4.1).
[[nodiscard]] constexpr bool isReference(QByteArrayView nal)
{
    return (nal[0] & 0x60) != 0;
}

/// Whether it is a video coding layer NAL unit (types 1 to 5).
[[nodiscard]] constexpr bool isVcl(NalType type)
{
    return type >= NalType::Slice && type <= NalType::Idr;
}

/// Whether it can stand in a byte stream: neither unspecified nor a type of RTP payload alone.
[[nodiscard]] constexpr bool isStreamType(NalType type)
{
    return type >= NalType::Slice && type < NalType::StapA;
}

/// Where the first 00 00 01 begins, or the number of bytes where there is none.
[[nodiscard]] qsizetype findStartCode(QByteArrayView bytes);
/// What is left of a NAL unit with the zero bytes behind it, which are none of it.
[[nodiscard]] QByteArrayView withoutTrailingZeros(QByteArrayView bytes);

/// Walks over the NAL units of an Annex B byte stream without copying. Takes any bytes; what
/// stands before the first start code is skipped. The views point into `annexB`.
class AnnexBReader
{
public:
    explicit AnnexBReader(QByteArrayView annexB);

    /// From the NAL unit that next() will return on to the end of the stream, without searching for
    /// its end; empty at the end of the stream.
    [[nodiscard]] QByteArrayView peek() const { return m_rest; }
    /// The next NAL unit, without start code and trailing zero bytes; never an empty one.
    [[nodiscard]] std::optional<QByteArrayView> next();

private:
    void skipToNal();

    QByteArrayView m_rest; ///< Begins behind a start code with the next NAL unit; empty at the end.
};

/// All NAL units of an Annex B byte stream, as AnnexBReader finds them.
[[nodiscard]] std::vector<QByteArrayView> splitAnnexB(QByteArrayView annexB);

/// A NAL unit's bytes with emulation prevention (ITU-T H.264, 7.4.1): no start code inside.
[[nodiscard]] QByteArray addEmulationPrevention(QByteArrayView bytes);
/// The reverse. Takes any bytes.
[[nodiscard]] QByteArray removeEmulationPrevention(QByteArrayView bytes);

} // namespace oriel::h264
