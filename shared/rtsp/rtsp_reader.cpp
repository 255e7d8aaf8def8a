#include "rtsp/rtsp_reader.h"

#include <QtEndian>

namespace oriel {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype kSequenceOffset = 2; ///< Of the field in an RTP header (RFC 3550, 5.1).
/// The owner forces a keyframe when a reader joins; only when that fails is another asked for.
constexpr auto kFirstKeyframeWait = 1s;
constexpr auto kGoodAfter = 30s;

} // namespace

RtspReader::RtspReader(std::unique_ptr<RtspMediaPath> path, std::chrono::milliseconds stallDeadline)
    : m_path(std::move(path))
    , m_stallDeadline(stallDeadline)
{
}

void RtspReader::play(std::uint16_t firstSequence)
{
    m_nextSequence = firstSequence;
    m_playing = true;
    m_started = false;
    m_waitsForKeyframe = true;
    m_lastAsked = SteadyClock::now();
    m_mayAskAt = m_lastAsked + kFirstKeyframeWait;
}

RtspReader::Result RtspReader::send(std::span<QByteArray> packets, bool keyframe,
                                    const RtpSender &sender, SteadyTime now)
{
    const std::chrono::milliseconds waiting = m_path->backlog(now);
    if (waiting > m_stallDeadline)
        return Result::Stalled;
    const bool behind = waiting > kMaxQueued;
    if (behind || (m_waitsForKeyframe && !keyframe))
        return withhold(behind, now);
    if (!m_started)
        sendReport(sender);
    m_started = true;
    m_waitsForKeyframe = false;
    for (QByteArray &packet : packets)
        qToBigEndian((*m_nextSequence)++, packet.data() + kSequenceOffset);
    m_path->sendRtp(packets, now);
    return Result::Sent;
}

RtspReader::Result RtspReader::withhold(bool behind, SteadyTime now)
{
    m_waitsForKeyframe = true;
    m_dropped += m_started ? 1 : 0;
    if (behind || now < m_mayAskAt)
        return Result::Withheld;
    if (now - m_lastAsked > kGoodAfter)
        m_keyframeBackoff.reset();
    m_lastAsked = now;
    m_mayAskAt = now + m_keyframeBackoff.next(now);
    return Result::WantsKeyframe;
}

void RtspReader::sendReport(const RtpSender &sender)
{
    m_path->sendRtcp(sender.makeSenderReport(wallNow()));
}

void RtspReader::sendBye(const RtpSender &sender)
{
    m_path->sendRtcp(sender.makeBye());
}

bool RtspReader::onRtcp(QByteArrayView bytes, std::uint32_t ssrc)
{
    const auto compound = RtcpCompound::parse(bytes);
    if (!compound)
        return false;
    for (const RtcpReportBlock &report : compound->reports) {
        if (report.ssrc == ssrc)
            m_lastReport = report;
    }
    return true;
}

} // namespace oriel
