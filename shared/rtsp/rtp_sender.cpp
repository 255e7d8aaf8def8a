#include "rtsp/rtp_sender.h"

#include "rtsp/rtcp_packet.h"
#include "rtsp/rtp_packet.h"

#include <QRandomGenerator>

namespace oriel {

namespace {

using std::chrono::microseconds;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::uint32_t kRtcpDelayHz = 65536;

/// By how much the timestamp goes on where the wall clock was set: a frame at 30 fps.
constexpr std::uint32_t kStepOverSetClock = kRtpVideoClockHz / 30;

quint32 random32()
{
    return QRandomGenerator::system()->generate();
}

microseconds inMicroseconds(std::int64_t units, std::uint32_t hz)
{
    return microseconds(units * kMicrosPerSecond / hz);
}

/// RFC 3550, 6.4.1, "delay since last SR".
std::optional<microseconds> roundTrip(const RtcpReportBlock &block, WallTime now)
{
    if (block.lastSenderReport == 0)
        return std::nullopt;
    const auto middle = static_cast<std::uint32_t>(toNtp(now) >> 16);
    const auto units =
        static_cast<std::int32_t>(middle - block.lastSenderReport - block.delaySinceLastReport);
    if (units < 0)
        return std::nullopt;
    return inMicroseconds(units, kRtcpDelayHz);
}

} // namespace

RtpSender::RtpSender(std::uint8_t payloadType)
    : m_packetizer(random32(), static_cast<std::uint16_t>(random32()), payloadType)
    , m_offset(random32())
    , m_cname(randomCname())
{
}

std::vector<QByteArray> RtpSender::packetize(QByteArrayView annexB, const PictureTime &time)
{
    const std::int64_t later = time.shownAfter.count() * kRtpVideoClockHz / kMicrosPerSecond;
    return m_packetizer.packetize(annexB,
                                  nextTimestamp(time.captured) + static_cast<std::uint32_t>(later));
}

void RtpSender::countSent(std::span<const QByteArray> packets)
{
    m_statistics.packets += packets.size();
    for (const QByteArray &packet : packets)
        m_statistics.octets += static_cast<std::uint64_t>(packet.size() - kRtpHeaderSize);
}

std::uint32_t RtpSender::nextTimestamp(WallTime captured)
{
    m_clockWasSet = false;
    std::uint32_t timestamp = timestampOf(captured);
    if (m_lastTimestamp) {
        const auto step = captured - m_lastCaptured;
        if (step < -kMaxStepBack || step > kMaxStepAhead) {
            m_clockWasSet = true;
            m_offset += *m_lastTimestamp + kStepOverSetClock - timestamp;
            timestamp = *m_lastTimestamp + kStepOverSetClock;
        } else if (static_cast<std::int32_t>(timestamp - *m_lastTimestamp) <= 0) {
            timestamp = *m_lastTimestamp + 1;
            captured = m_lastCaptured;
        }
    }
    m_lastTimestamp = timestamp;
    m_lastCaptured = captured;
    return timestamp;
}

std::uint32_t RtpSender::timestampOf(WallTime time) const
{
    const auto micros = static_cast<std::uint64_t>(time.time_since_epoch().count());
    const std::uint64_t seconds = micros / kMicrosPerSecond;
    const std::uint64_t rest = micros % kMicrosPerSecond;
    const std::uint64_t units =
        seconds * kRtpVideoClockHz + rest * kRtpVideoClockHz / kMicrosPerSecond;
    return m_offset + static_cast<std::uint32_t>(units);
}

QByteArray RtpSender::makeSenderReport(WallTime now) const
{
    RtcpSenderInfo info;
    info.ntp = toNtp(now);
    info.rtpTimestamp = timestampOf(now);
    info.packets = static_cast<std::uint32_t>(m_statistics.packets);
    info.octets = static_cast<std::uint32_t>(m_statistics.octets);
    return oriel::makeSenderReport(ssrc(), info, m_cname);
}

QByteArray RtpSender::makeBye() const
{
    return oriel::makeBye(ssrc());
}

void RtpSender::onRtcp(QByteArrayView bytes, WallTime now)
{
    const auto compound = RtcpCompound::parse(bytes);
    if (!compound)
        return;
    for (const RtcpReportBlock &block : compound->reports) {
        if (block.ssrc != ssrc())
            continue;
        m_receiverFigures = ReceiverFigures{
            .fractionLost = block.fractionLost / 256.0,
            .packetsLost = block.packetsLost,
            .jitter = inMicroseconds(block.jitter, kRtpVideoClockHz),
            .roundTrip = roundTrip(block, now),
        };
    }
}

} // namespace oriel
