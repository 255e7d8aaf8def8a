#include "h26x/sei.h"

#include "h26x/h265_nal.h"
#include "h26x/nal.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace oriel::h264 {

namespace {

constexpr char kTrailingBits = '\x80';

QByteArrayView messagesOf(QByteArrayView nal, VideoCodec codec)
{
    const qsizetype header = codec == VideoCodec::H265 ? h265::kNalHeaderSize : 1;
    return nal.sliced(std::min(header, nal.size()));
}

/// more_rbsp_data() of 7.2 for whole bytes.
bool holdsMore(QByteArrayView rest)
{
    if (rest.isEmpty())
        return false;
    const auto isZero = [](char byte) { return byte == 0; };
    return rest[0] != kTrailingBits || !std::all_of(rest.begin() + 1, rest.end(), isZero);
}

/// ff_byte coding of payloadType and payloadSize (7.3.2.3.1). Nothing if the bytes end in it.
std::optional<qsizetype> takeNumber(QByteArrayView &bytes)
{
    qsizetype number = 0;
    while (!bytes.isEmpty()) {
        const auto byte = static_cast<std::uint8_t>(bytes[0]);
        bytes = bytes.sliced(1);
        number += byte;
        if (byte != 0xff)
            return number;
    }
    return std::nullopt;
}

} // namespace

SeiReader::SeiReader(QByteArrayView nal, VideoCodec codec)
    : m_rbsp(removeEmulationPrevention(messagesOf(nal, codec)))
    , m_rest(m_rbsp)
{
}

std::optional<SeiMessage> SeiReader::next()
{
    QByteArrayView rest = std::exchange(m_rest, {});
    if (!holdsMore(rest))
        return std::nullopt;
    const auto type = takeNumber(rest);
    const auto size = takeNumber(rest);
    if (!type || !size || *size > rest.size())
        return std::nullopt;
    m_rest = rest.sliced(*size);
    return SeiMessage{static_cast<SeiType>(*type), rest.first(*size)};
}

bool isEntryPoint(QByteArrayView nal)
{
    const NalType type = nalType(nal);
    if (type != NalType::Sei)
        return type == NalType::Idr;
    SeiReader reader(nal);
    while (const auto message = reader.next()) {
        if (message->type == SeiType::RecoveryPoint)
            return true;
    }
    return false;
}

} // namespace oriel::h264
