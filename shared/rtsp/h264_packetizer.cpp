#include "rtsp/h264_packetizer.h"

#include "h26x/nal.h"
#include "rtsp/rtp_packet.h"

#include <QtEndian>

#include <algorithm>
#include <span>

namespace oriel {

using h264::NalType;

namespace {

constexpr qsizetype kStapSizeField = 2;
constexpr qsizetype kFuHeaderSize = 2;
constexpr qsizetype kMaxFragment = H264Packetizer::kMaxPayload - kFuHeaderSize;
constexpr std::uint8_t kFuStart = 0x80;
constexpr std::uint8_t kFuEnd = 0x40;
constexpr std::uint8_t kForbidden = 0x80;
constexpr std::uint8_t kNri = 0x60;
constexpr std::uint8_t kMarker = 0x80;

std::vector<QByteArrayView> nalsToSend(QByteArrayView annexB)
{
    std::vector<QByteArrayView> nals = h264::splitAnnexB(annexB);
    std::erase_if(nals, [](QByteArrayView nal) {
        const NalType type = h264::nalType(nal);
        return type == NalType::Aud || !h264::isStreamType(type);
    });
    return nals;
}

/// NAL units that go into one packet, and the size of its payload.
struct Group
{
    std::size_t count = 0;
    qsizetype payloadSize = 1; // The STAP-A's own header.
};

/// As many of the first NAL units as fit into one STAP-A; none if the first does not.
Group gather(std::span<const QByteArrayView> nals)
{
    Group group;
    for (const QByteArrayView nal : nals) {
        const qsizetype size = group.payloadSize + kStapSizeField + nal.size();
        if (size > H264Packetizer::kMaxPayload)
            break;
        group = {group.count + 1, size};
    }
    return group;
}

/// The header of a STAP-A: F is the or, NRI the highest of those within (RFC 6184, 5.7).
char stapHeader(std::span<const QByteArrayView> nals)
{
    std::uint8_t forbidden = 0;
    std::uint8_t nri = 0;
    for (const QByteArrayView nal : nals) {
        const auto header = static_cast<std::uint8_t>(nal[0]);
        forbidden |= header & kForbidden;
        nri = std::max<std::uint8_t>(nri, header & kNri);
    }
    return static_cast<char>(forbidden | nri | static_cast<std::uint8_t>(NalType::StapA));
}

void appendStap(QByteArray &packet, std::span<const QByteArrayView> nals)
{
    packet.append(stapHeader(nals));
    for (const QByteArrayView nal : nals) {
        const auto size = qToBigEndian(static_cast<std::uint16_t>(nal.size()));
        packet.append(reinterpret_cast<const char *>(&size), sizeof size);
        packet.append(nal.data(), nal.size());
    }
}

} // namespace

H264Packetizer::H264Packetizer(std::uint32_t ssrc, std::uint16_t firstSequenceNumber,
                               std::uint8_t payloadType)
    : m_ssrc(ssrc)
    , m_sequenceNumber(firstSequenceNumber)
    , m_payloadType(payloadType)
{
}

std::vector<QByteArray> H264Packetizer::packetize(QByteArrayView annexB, std::uint32_t timestamp)
{
    const std::vector<QByteArrayView> nals = nalsToSend(annexB);
    std::vector<QByteArray> packets;
    packets.reserve(static_cast<std::size_t>(annexB.size() / kMaxFragment) + nals.size());
    for (std::span<const QByteArrayView> rest = nals; !rest.empty();) {
        const Group group = gather(rest);
        const QByteArrayView first = rest.front();
        if (group.count > 1) {
            QByteArray packet = startPacket(timestamp, group.payloadSize);
            appendStap(packet, rest.first(group.count));
            packets.push_back(std::move(packet));
        } else if (first.size() <= kMaxPayload) {
            QByteArray packet = startPacket(timestamp, first.size());
            packets.push_back(std::move(packet.append(first.data(), first.size())));
        } else {
            appendFragments(packets, first, timestamp);
        }
        rest = rest.subspan(std::max<std::size_t>(group.count, 1));
    }
    if (!packets.empty()) {
        char &second = packets.back().data()[1];
        second = static_cast<char>(static_cast<std::uint8_t>(second) | kMarker);
    }
    return packets;
}

QByteArray H264Packetizer::startPacket(std::uint32_t timestamp, qsizetype payloadSize)
{
    QByteArray packet;
    packet.reserve(kRtpHeaderSize + payloadSize);
    RtpPacket header;
    header.payloadType = m_payloadType;
    header.sequenceNumber = m_sequenceNumber++;
    header.timestamp = timestamp;
    header.ssrc = m_ssrc;
    appendRtpHeader(packet, header);
    return packet;
}

void H264Packetizer::appendFragments(std::vector<QByteArray> &packets, QByteArrayView nal,
                                     std::uint32_t timestamp)
{
    const auto header = static_cast<std::uint8_t>(nal[0]);
    const auto indicator =
        static_cast<char>((header & (kForbidden | kNri)) | static_cast<std::uint8_t>(NalType::FuA));
    const auto type = static_cast<std::uint8_t>(h264::nalType(nal));
    QByteArrayView rest = nal.sliced(1);
    std::uint8_t position = kFuStart;
    while (!rest.isEmpty()) {
        const QByteArrayView data = rest.first(std::min(rest.size(), kMaxFragment));
        rest = rest.sliced(data.size());
        if (rest.isEmpty())
            position |= kFuEnd;
        QByteArray packet = startPacket(timestamp, kFuHeaderSize + data.size());
        packet.append(indicator).append(static_cast<char>(position | type));
        packet.append(data.data(), data.size());
        packets.push_back(std::move(packet));
        position = 0;
    }
}

} // namespace oriel
