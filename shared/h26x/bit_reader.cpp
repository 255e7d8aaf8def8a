#include "h26x/bit_reader.h"

#include "h26x/nal.h"

namespace oriel::h264 {

BitReader::BitReader(QByteArrayView nal)
    : m_rbsp(nal.isEmpty() ? QByteArray() : removeEmulationPrevention(nal.sliced(1)))
{
}

BitReader BitReader::ofRbsp(QByteArray rbsp)
{
    BitReader reader;
    reader.m_rbsp = std::move(rbsp);
    return reader;
}

std::uint32_t BitReader::u(int bits)
{
    if (m_at + bits > m_rbsp.size() * 8) {
        m_at = m_rbsp.size() * 8;
        m_ok = false;
        return 0;
    }
    std::uint32_t value = 0;
    for (int i = 0; i < bits; ++i, ++m_at) {
        const auto byte = static_cast<std::uint8_t>(m_rbsp[m_at / 8]);
        value = (value << 1) | ((byte >> (7 - m_at % 8)) & 1U);
    }
    return value;
}

std::uint32_t BitReader::ue()
{
    constexpr int kMostZeros = 31; // The standard has no longer code but 2^32 - 1, used nowhere.
    int zeros = 0;
    while (m_ok && !flag()) {
        if (++zeros > kMostZeros)
            m_ok = false;
    }
    if (!m_ok)
        return 0;
    return (1U << zeros) - 1 + u(zeros);
}

std::int32_t BitReader::se()
{
    const std::uint32_t code = ue();
    const auto half = static_cast<std::int32_t>(code / 2);
    return code % 2 == 0 ? -half : half + 1;
}

} // namespace oriel::h264
