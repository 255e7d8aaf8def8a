#include "rtsp/h265_depacketizer.h"

#include "h26x/h265_nal.h"

#include <utility>

namespace oriel {

using h265::NalType;

namespace {

constexpr qsizetype kFuHeadersSize = h265::kNalHeaderSize + 1; // RFC 7798, 4.4.3
constexpr std::uint8_t kFuStart = 0x80;
constexpr std::uint8_t kFuEnd = 0x40;
constexpr std::uint8_t kFuType = 0x3f;
constexpr char kForbiddenAndLayer = '\x81';
constexpr std::uint8_t kTypeMask = 0x7e;

NalRole roleOf(QByteArrayView nal)
{
    if (!h265::isStreamUnit(nal))
        return NalRole::Foreign;
    const NalType type = h265::nalType(nal);
    if (h265::isVcl(type))
        return h265::isIrap(type) ? NalRole::KeySlice : NalRole::Slice;
    const bool begins = type == NalType::Vps || type == NalType::Sps || type == NalType::Aud;
    return begins ? NalRole::Beginning : NalRole::Companion;
}

/// first_slice_segment_in_pic_flag (7.3.6.1).
bool beginsPicture(QByteArrayView slice)
{
    return slice.size() > h265::kNalHeaderSize && (slice[h265::kNalHeaderSize] & 0x80) != 0;
}

constexpr NalSyntax kSyntax{&roleOf, &beginsPicture, kTypeMask};

} // namespace

H265Depacketizer::H265Depacketizer(Sink sink) : m_assembler(kSyntax, std::move(sink)) {}

void H265Depacketizer::push(const RtpPacket &packet, bool lossBefore)
{
    m_assembler.beginPacket(packet.timestamp, lossBefore);
    if (!packet.payload.isEmpty())
        pushPayload(packet.payload);
    m_assembler.endPacket(packet.marker);
}

void H265Depacketizer::pushPayload(QByteArrayView payload)
{
    const NalType type = h265::nalType(payload);
    if (type == NalType::Fu)
        pushFu(payload);
    else if (type == NalType::Ap && payload.size() > h265::kNalHeaderSize)
        m_assembler.appendAggregate(payload.sliced(h265::kNalHeaderSize));
    else
        m_assembler.append(payload);
}

void H265Depacketizer::pushFu(QByteArrayView payload)
{
    if (payload.size() < kFuHeadersSize)
        return;
    const auto fuHeader = static_cast<std::uint8_t>(payload[h265::kNalHeaderSize]);
    const char header[] = {
        static_cast<char>((payload[0] & kForbiddenAndLayer) | (fuHeader & kFuType) << 1),
        payload[1]};
    m_assembler.append(NalFragment{QByteArrayView(header, sizeof header),
                                   payload.sliced(kFuHeadersSize), (fuHeader & kFuStart) != 0,
                                   (fuHeader & kFuEnd) != 0});
}

} // namespace oriel
