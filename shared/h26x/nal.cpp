#include "h26x/nal.h"

namespace oriel::h264 {

namespace {

constexpr qsizetype kShortStartCode = 3;

/// Two start codes in a row, perhaps with zero bytes between, hold no NAL unit.
bool beginsWithZerosOnly(QByteArrayView rest)
{
    return withoutTrailingZeros(rest.first(findStartCode(rest))).isEmpty();
}

} // namespace

qsizetype findStartCode(QByteArrayView bytes)
{
    // Looks at every third byte of ordinary data.
    const auto *const data = reinterpret_cast<const std::uint8_t *>(bytes.data());
    const qsizetype size = bytes.size();
    qsizetype at = 2;
    while (at < size) {
        if (data[at] == 1 && data[at - 1] == 0 && data[at - 2] == 0)
            return at - 2;
        at += data[at] == 0 ? 1 : 3;
    }
    return size;
}

QByteArrayView withoutTrailingZeros(QByteArrayView bytes)
{
    qsizetype size = bytes.size();
    while (size > 0 && bytes[size - 1] == 0)
        --size;
    return bytes.first(size);
}

AnnexBReader::AnnexBReader(QByteArrayView annexB) : m_rest(annexB)
{
    skipToNal();
}

std::optional<QByteArrayView> AnnexBReader::next()
{
    if (m_rest.isEmpty())
        return std::nullopt;
    const qsizetype end = findStartCode(m_rest);
    const QByteArrayView nal = withoutTrailingZeros(m_rest.first(end));
    m_rest = m_rest.sliced(end);
    skipToNal();
    return nal;
}

void AnnexBReader::skipToNal()
{
    do {
        const qsizetype at = findStartCode(m_rest);
        m_rest = m_rest.sliced(qMin(at + kShortStartCode, m_rest.size()));
    } while (!m_rest.isEmpty() && m_rest[0] == 0 && beginsWithZerosOnly(m_rest));
}

std::vector<QByteArrayView> splitAnnexB(QByteArrayView annexB)
{
    std::vector<QByteArrayView> nals;
    AnnexBReader reader(annexB);
    while (const auto nal = reader.next())
        nals.push_back(*nal);
    return nals;
}

QByteArray addEmulationPrevention(QByteArrayView bytes)
{
    QByteArray out;
    out.reserve(bytes.size() + bytes.size() / 2 + 1);
    int zeros = 0;
    for (const char byte : bytes) {
        if (zeros >= 2 && static_cast<std::uint8_t>(byte) <= 3) {
            out.append('\x03');
            zeros = 0;
        }
        out.append(byte);
        zeros = byte == 0 ? zeros + 1 : 0;
    }
    return out;
}

QByteArray removeEmulationPrevention(QByteArrayView bytes)
{
    QByteArray out;
    out.reserve(bytes.size());
    int zeros = 0;
    for (const char byte : bytes) {
        if (zeros >= 2 && byte == 3) {
            zeros = 0;
            continue;
        }
        out.append(byte);
        zeros = byte == 0 ? zeros + 1 : 0;
    }
    return out;
}

} // namespace oriel::h264
