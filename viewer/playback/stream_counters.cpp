#include "playback/stream_counters.h"

namespace oriel {

namespace {

/// How many packets were sent, as far as is known. A late one is among the lost ones already.
std::int64_t expectedPackets(const RtpStatistics &rtp)
{
    return static_cast<std::int64_t>(rtp.packets + rtp.lost - rtp.duplicate - rtp.late);
}

} // namespace

void StreamCounters::beginAttempt(RtspTransport::Protocol transport, const QString &decoder)
{
    const std::lock_guard lock(m_mutex);
    m_earlier.packets += m_present.packets;
    m_earlier.lost += m_present.lost;
    m_earlier.reordered += m_present.reordered;
    m_earlier.duplicate += m_present.duplicate;
    m_present = {};
    m_loss.clear(); // What another transport lost says nothing about this one.
    m_figures.transport = transport;
    m_figures.decoder = decoder;
}

void StreamCounters::onDescribed(VideoCodec codec, const QString &decoder)
{
    const std::lock_guard lock(m_mutex);
    m_figures.codec = codec;
    m_figures.decoder = decoder;
}

void StreamCounters::onAccessUnit(const RtpStatistics &rtp, SteadyTime now)
{
    const std::lock_guard lock(m_mutex);
    m_received.add(now);
    m_bytes.add(now, rtp.bytes - m_present.bytes);
    m_loss.add(now, expectedPackets(rtp) - expectedPackets(m_present),
               static_cast<std::int64_t>(rtp.lost - m_present.lost));
    m_present = rtp;
}

void StreamCounters::onDecoded(const VideoFrame &frame, std::int64_t framesOfDelay, SteadyTime now)
{
    const std::lock_guard lock(m_mutex);
    m_decoded.add(now);
    m_figures.damaged += frame.damaged ? 1 : 0;
    m_figures.framesOfDelay = framesOfDelay;
    m_figures.size = {frame.picture->width, frame.picture->height};
}

StreamFigures StreamCounters::figures(SteadyTime now) const
{
    constexpr double kKilobits = 8.0 / 1000;
    const std::lock_guard lock(m_mutex);
    StreamFigures figures = m_figures;
    figures.received = m_received.total();
    figures.decoded = m_decoded.total();
    figures.packets = m_earlier.packets + m_present.packets;
    figures.lost = m_earlier.lost + m_present.lost;
    figures.reordered = m_earlier.reordered + m_present.reordered;
    figures.duplicate = m_earlier.duplicate + m_present.duplicate;
    figures.recentLossPercent = m_loss.percent(now);
    figures.jitter = m_present.jitter;
    figures.gopLength = m_present.gopLength;
    figures.receivedFps = m_received.recent(now);
    figures.decodedFps = m_decoded.recent(now);
    figures.meanReceivedFps = m_received.mean();
    figures.meanDecodedFps = m_decoded.mean();
    figures.bitrateKbps = m_bytes.recent(now) * kKilobits;
    figures.meanBitrateKbps = m_bytes.mean() * kKilobits;
    return figures;
}

} // namespace oriel
