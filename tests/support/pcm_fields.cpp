#include "pcm_fields.h"

#include "h26x/nal.h"

namespace oriel::test {

namespace {

constexpr int kFramesToIdr = 8;
constexpr int kMacroblock = 16;
constexpr int kChromaBytes = 128; // Cb and Cr of one macroblock.
constexpr unsigned kIPcm = 25;    // mb_type of an I slice, table 7-11

/// Syntax elements of ITU-T H.264, 7.2 and 9.1.
class BitWriter
{
public:
    void u(int bits, unsigned value)
    {
        for (int bit = bits - 1; bit >= 0; --bit) {
            if (m_free == 0) {
                m_bytes.append('\0');
                m_free = 8;
            }
            m_bytes.back() = static_cast<char>(m_bytes.back() | ((value >> bit & 1) << --m_free));
        }
    }
    void ue(unsigned value)
    {
        int zeros = 0;
        while ((value + 1) >> (zeros + 1))
            ++zeros;
        u(zeros, 0);
        u(zeros + 1, value + 1);
    }
    void align() { m_free = 0; }
    void bytes(qsizetype count, int value) { m_bytes.append(count, static_cast<char>(value)); }
    /// rbsp_trailing_bits() and the header in front, behind a start code.
    [[nodiscard]] QByteArray nal(char header)
    {
        u(1, 1);
        QByteArray out(h264::kStartCode, sizeof h264::kStartCode);
        return out.append(header).append(h264::addEmulationPrevention(m_bytes));
    }

private:
    QByteArray m_bytes;
    int m_free = 0; ///< Bits of the last byte.
};

QByteArray sequenceParameterSet()
{
    BitWriter bits;
    bits.u(8, 77); // Main profile
    bits.u(8, 0);
    bits.u(8, 30); // Level 3
    bits.ue(0);
    bits.ue(0); // frame_num of 4 bits
    bits.ue(2); // Output in decoding order.
    bits.ue(1); // One reference frame
    bits.u(1, 0);
    bits.ue(PcmFields::kSize / kMacroblock - 1);
    bits.ue(PcmFields::kSize / kMacroblock / 2 - 1); // Of a field
    bits.u(1, 0);                                    // Not frames only
    bits.u(1, 0);
    bits.u(1, 1); // direct_8x8_inference_flag, as fields demand
    bits.u(2, 0); // Neither cropped nor with VUI
    return bits.nal('\x67');
}

QByteArray pictureParameterSet()
{
    BitWriter bits;
    bits.ue(0);
    bits.ue(0);
    bits.u(2, 0); // CAVLC
    bits.ue(0);
    bits.ue(0);
    bits.ue(0);
    bits.u(3, 0);
    bits.ue(0);
    bits.ue(0);
    bits.ue(0);
    bits.u(3, 0b100); // Slices may do without the deblocking filter.
    return bits.nal('\x68');
}

void writeSliceHeader(BitWriter &bits, int field, bool idr)
{
    bits.ue(0); // The first macroblock
    bits.ue(7); // I, and so are all slices of the picture
    bits.ue(0);
    bits.u(4, static_cast<unsigned>(field / 2 % kFramesToIdr));
    bits.u(1, 1); // A field
    bits.u(1, static_cast<unsigned>(field % 2));
    if (idr)
        bits.ue(static_cast<unsigned>(field / 2 / kFramesToIdr % 2));
    bits.u(idr ? 2 : 1, 0); // dec_ref_pic_marking()
    bits.ue(0);
    bits.ue(1); // No deblocking
}

QByteArray slice(int field, bool idr)
{
    constexpr int kMacroblocks =
        PcmFields::kSize / kMacroblock * PcmFields::kSize / kMacroblock / 2;
    BitWriter bits;
    writeSliceHeader(bits, field, idr);
    for (int i = 0; i < kMacroblocks; ++i) {
        bits.ue(kIPcm);
        bits.align();
        bits.bytes(qsizetype{kMacroblock} * kMacroblock, PcmFields::lumaOf(field));
        bits.bytes(kChromaBytes, 128);
    }
    return bits.nal(idr ? '\x65' : '\x61');
}

} // namespace

AccessUnit PcmFields::next()
{
    const int field = m_field++;
    AccessUnit unit;
    // The second field of an IDR picture is none itself (7.4.1.2.4).
    unit.keyframe = field % (2 * kFramesToIdr) == 0;
    if (unit.keyframe)
        unit.annexB = sequenceParameterSet() + pictureParameterSet();
    unit.annexB += slice(field, unit.keyframe);
    unit.rtpTimestamp = static_cast<std::uint32_t>(field * 1800);
    unit.received = wallNow();
    return unit;
}

} // namespace oriel::test
