#include "rtsp/h264_depacketizer.h"

#include "h26x/nal.h"

#include <utility>

namespace oriel {

using h264::NalType;

namespace {

constexpr qsizetype kFuHeaderSize = 2; // FU indicator and FU header, RFC 6184, 5.8
constexpr std::uint8_t kFuStart = 0x80;
constexpr std::uint8_t kFuEnd = 0x40;
constexpr char kForbiddenAndNri = '\xe0';
constexpr char kTypeMask = 0x1f;

NalRole roleOf(QByteArrayView nal)
{
    const NalType type = h264::nalType(nal);
    if (!h264::isStreamType(type))
        return NalRole::Foreign;
    if (h264::isVcl(type))
        return type == NalType::Idr ? NalRole::KeySlice : NalRole::Slice;
    return type == NalType::Sps || type == NalType::Aud ? NalRole::Beginning : NalRole::Companion;
}

/// first_mb_in_slice, ue(v), is 0 (7.3.3). Partitions B and C begin with something else.
bool beginsPicture(QByteArrayView slice)
{
    const NalType type = h264::nalType(slice);
    return (type <= NalType::PartitionA || type == NalType::Idr) && slice.size() > 1 &&
           (slice[1] & 0x80) != 0;
}

constexpr NalSyntax kSyntax{&roleOf, &beginsPicture, kTypeMask};

} // namespace

H264Depacketizer::H264Depacketizer(Sink sink) : m_assembler(kSyntax, std::move(sink)) {}

void H264Depacketizer::push(const RtpPacket &packet, bool lossBefore)
{
    m_assembler.beginPacket(packet.timestamp, lossBefore);
    if (!packet.payload.isEmpty())
        pushPayload(packet.payload);
    m_assembler.endPacket(packet.marker);
}

void H264Depacketizer::pushPayload(QByteArrayView payload)
{
    const NalType type = h264::nalType(payload);
    if (type == NalType::FuA)
        pushFuA(payload);
    else if (type == NalType::StapA)
        m_assembler.appendAggregate(payload.sliced(1));
    else
        m_assembler.append(payload);
}

void H264Depacketizer::pushFuA(QByteArrayView payload)
{
    if (payload.size() < kFuHeaderSize)
        return;
    const auto fuHeader = static_cast<std::uint8_t>(payload[1]);
    const char header = static_cast<char>((payload[0] & kForbiddenAndNri) | (fuHeader & kTypeMask));
    m_assembler.append(NalFragment{QByteArrayView(&header, 1), payload.sliced(kFuHeaderSize),
                                   (fuHeader & kFuStart) != 0, (fuHeader & kFuEnd) != 0});
}

} // namespace oriel
