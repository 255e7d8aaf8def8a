#include "rtsp/rtp_receiver.h"

#include "rtsp/rtp_packet.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace oriel {

namespace {

using std::chrono::microseconds;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

// RFC 3550, A.1
constexpr std::uint32_t kMaxDropout = 3000;
constexpr std::uint32_t kMaxMisorder = 3000;
constexpr std::uint32_t kSequenceRange = 1 << 16;

/// An instant in units of the RTP clock, modulo 2^32.
std::uint32_t inRtpClock(SteadyTime time, std::uint32_t clockHz)
{
    const auto micros = static_cast<std::uint64_t>(
        std::chrono::duration_cast<microseconds>(time.time_since_epoch()).count());
    const std::uint64_t seconds = micros / kMicrosPerSecond;
    const std::uint64_t rest = micros % kMicrosPerSecond;
    return static_cast<std::uint32_t>(seconds * clockHz + rest * clockHz / kMicrosPerSecond);
}

microseconds fromRtpClock(std::int64_t units, std::uint32_t clockHz)
{
    return microseconds(units * kMicrosPerSecond / std::int64_t{clockHz});
}

/// In 1/65536 s, as RTCP counts delays.
std::uint32_t inRtcpDelay(SteadyClock::duration delay)
{
    const std::int64_t micros = std::chrono::duration_cast<microseconds>(delay).count();
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(micros * 65536 / kMicrosPerSecond, 0, UINT32_MAX));
}

} // namespace

void RtpReceiver::Reception::start(std::uint16_t sequenceNumber)
{
    *this = {};
    baseSequence = sequenceNumber;
    highest = static_cast<std::uint16_t>(sequenceNumber - 1);
    // Of the packet that is counted next; the highest before it may lie in the cycle before.
    cycles = sequenceNumber == 0 ? 0 - kSequenceRange : 0;
}

void RtpReceiver::Reception::count(std::uint16_t sequenceNumber)
{
    const std::uint32_t ahead = static_cast<std::uint16_t>(sequenceNumber - highest);
    if (ahead > kMaxDropout && ahead <= kSequenceRange - kMaxMisorder) {
        // Twice in a row: the sender began anew.
        if (jumpCandidate != sequenceNumber) {
            jumpCandidate = static_cast<std::uint16_t>(sequenceNumber + 1);
            return;
        }
        start(sequenceNumber);
    }
    jumpCandidate.reset();
    if (static_cast<std::uint16_t>(sequenceNumber - highest) <= kMaxDropout) {
        if (sequenceNumber < highest)
            cycles += kSequenceRange;
        highest = sequenceNumber;
    }
    ++received;
}

std::int32_t RtpReceiver::Reception::lost() const
{
    return static_cast<std::int32_t>(extendedHighest() - baseSequence + 1 - received);
}

std::uint8_t RtpReceiver::Reception::takeFractionLost()
{
    const std::uint32_t expected = extendedHighest() - baseSequence + 1;
    const std::uint32_t expectedNow = expected - std::exchange(expectedPrior, expected);
    const std::uint32_t receivedNow = received - std::exchange(receivedPrior, received);
    if (expectedNow == 0 || receivedNow >= expectedNow)
        return 0;
    const std::uint64_t lostNow = expectedNow - receivedNow;
    return static_cast<std::uint8_t>(std::min<std::uint64_t>(lostNow * 256 / expectedNow, 255));
}

RtpReceiver::RtpReceiver(const Format &format, std::chrono::milliseconds reorderWait, Sink sink)
    : m_format(format)
    , m_reorderWait(reorderWait)
    , m_sink(std::move(sink))
    , m_reorder(reorderWait)
    , m_depacketizer(makeDepacketizer())
    , m_reporterSsrc(QRandomGenerator::system()->generate())
    , m_cname(randomCname())
{
    if (m_format.clockHz == 0)
        m_format.clockHz = kRtpVideoClockHz;
}

RtpReceiver::Depacketizer RtpReceiver::makeDepacketizer()
{
    Sink sink = [this](AccessUnit &&unit) { deliver(std::move(unit)); };
    if (m_format.codec == VideoCodec::H265)
        return H265Depacketizer(std::move(sink));
    return H264Depacketizer(std::move(sink));
}

void RtpReceiver::onRtp(QByteArray bytes, SteadyTime now)
{
    const auto packet = RtpPacket::parse(bytes);
    if (!packet) {
        ++m_statistics.malformed;
        return;
    }
    if (packet->payloadType != m_format.payloadType) {
        ++m_statistics.otherPayload;
        return;
    }
    if (!m_started || packet->ssrc != m_statistics.ssrc)
        startStream(*packet);
    m_statistics.bytes += static_cast<std::uint64_t>(bytes.size());
    countArrival(*packet, now);
    m_reorder.push(packet->sequenceNumber, std::move(bytes), now);
    drain(now);
}

void RtpReceiver::startStream(const RtpPacket &first)
{
    if (m_started) {
        const ReorderBuffer::Counters &last = m_reorder.counters();
        m_earlierStreams.lost += last.lost;
        m_earlierStreams.reordered += last.reordered;
        m_earlierStreams.duplicate += last.duplicate;
        m_earlierStreams.late += last.late;
        m_reorder = ReorderBuffer(m_reorderWait);
        m_depacketizer = makeDepacketizer();
    }
    m_started = true;
    m_byeReceived = false;
    m_statistics.ssrc = first.ssrc;
    m_statistics.jitter = {};
    m_statistics.gopLength = 0;
    m_unitsSinceKeyframe.reset();
    m_lastTransit.reset();
    m_jitter16 = 0;
    m_reception.start(first.sequenceNumber);
}

/// RFC 3550, A.8.
void RtpReceiver::countArrival(const RtpPacket &packet, SteadyTime now)
{
    ++m_statistics.packets;
    m_reception.count(packet.sequenceNumber);
    const std::uint32_t transit = inRtpClock(now, m_format.clockHz) - packet.timestamp;
    const auto last = std::exchange(m_lastTransit, transit);
    if (!last)
        return;
    const std::uint32_t forward = transit - *last;
    const std::uint32_t difference = std::min(forward, 0 - forward);
    m_jitter16 += difference - ((m_jitter16 + 8) >> 4);
    m_statistics.jitter = fromRtpClock(m_jitter16 >> 4, m_format.clockHz);
}

void RtpReceiver::onDeadline(SteadyTime now)
{
    drain(now);
}

void RtpReceiver::drain(SteadyTime now)
{
    while (const auto entry = m_reorder.pop(now)) {
        const auto packet = RtpPacket::parse(entry->bytes);
        if (!packet)
            continue;
        std::visit([&](auto &depacketizer) { depacketizer.push(*packet, entry->lossBefore); },
                   m_depacketizer);
    }
    updateReorderFigures();
}

void RtpReceiver::updateReorderFigures()
{
    const ReorderBuffer::Counters &present = m_reorder.counters();
    m_statistics.lost = m_earlierStreams.lost + present.lost;
    m_statistics.reordered = m_earlierStreams.reordered + present.reordered;
    m_statistics.duplicate = m_earlierStreams.duplicate + present.duplicate;
    m_statistics.late = m_earlierStreams.late + present.late;
}

void RtpReceiver::deliver(AccessUnit &&unit)
{
    unit.received = wallNow();
    ++m_statistics.accessUnits;
    m_statistics.damagedAccessUnits += unit.damaged ? 1 : 0;
    if (unit.keyframe) {
        ++m_statistics.keyframes;
        m_statistics.gopLength = m_unitsSinceKeyframe.value_or(0);
        m_unitsSinceKeyframe = 0;
    }
    if (m_unitsSinceKeyframe)
        ++*m_unitsSinceKeyframe;
    m_sink(std::move(unit));
}

void RtpReceiver::onRtcp(QByteArrayView bytes, SteadyTime now)
{
    const auto compound = RtcpCompound::parse(bytes);
    if (!compound) {
        ++m_statistics.malformed;
        return;
    }
    if (compound->senderInfo)
        m_senderReport = SenderReport{*compound->senderInfo, compound->ssrc, now};
    if (compound->bye && isOurs(*compound->bye))
        m_byeReceived = true;
}

bool RtpReceiver::isOurs(const std::vector<std::uint32_t> &bye) const
{
    return !m_started || bye.empty() || std::ranges::count(bye, m_statistics.ssrc) > 0;
}

const RtpReceiver::SenderReport *RtpReceiver::senderReport() const
{
    if (!m_senderReport || (m_started && m_senderReport->ssrc != m_statistics.ssrc))
        return nullptr;
    return &*m_senderReport;
}

QByteArray RtpReceiver::makeReport(SteadyTime now)
{
    if (!m_started)
        return makeReceiverReport(m_reporterSsrc, std::nullopt, m_cname);
    RtcpReportBlock block;
    block.ssrc = m_statistics.ssrc;
    block.fractionLost = m_reception.takeFractionLost();
    block.packetsLost = m_reception.lost();
    block.highestSequence = m_reception.extendedHighest();
    block.jitter = m_jitter16 >> 4;
    if (const SenderReport *const report = senderReport()) {
        block.lastSenderReport = static_cast<std::uint32_t>(report->info.ntp >> 16);
        block.delaySinceLastReport = inRtcpDelay(now - report->arrived);
    }
    return makeReceiverReport(m_reporterSsrc, block, m_cname);
}

std::optional<WallTime> RtpReceiver::wallClockOf(std::uint32_t rtpTimestamp) const
{
    const SenderReport *const report = senderReport();
    if (!report || report->info.ntp == 0)
        return std::nullopt;
    const auto ahead = static_cast<std::int32_t>(rtpTimestamp - report->info.rtpTimestamp);
    return fromNtp(report->info.ntp) + fromRtpClock(ahead, m_format.clockHz);
}

} // namespace oriel
