#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>

namespace oriel::h264 {

/// Reads the syntax elements of a NAL unit one after the other (ITU-T H.264, 7.2 and 9.1). Takes
/// any bytes: beyond their end everything reads as 0, and ok() is false from then on.
class BitReader
{
public:
    /// `nal` with its header byte, which is skipped, and with emulation prevention; keeps a copy.
    explicit BitReader(QByteArrayView nal);
    /// Bytes without header and emulation prevention, such as the payload of an SEI message.
    [[nodiscard]] static BitReader ofRbsp(QByteArray rbsp);

    [[nodiscard]] std::uint32_t u(int bits); ///< Up to 32.
    [[nodiscard]] bool flag() { return u(1) != 0; }
    [[nodiscard]] std::uint32_t ue(); ///< Exp-Golomb.
    [[nodiscard]] std::int32_t se();
    void skip(int bits) { (void)u(bits); }

    /// False once something was read that is not there or cannot be.
    [[nodiscard]] bool ok() const { return m_ok; }

private:
    BitReader() = default;

    QByteArray m_rbsp;
    qsizetype m_at = 0; ///< In bits.
    bool m_ok = true;
};

} // namespace oriel::h264
