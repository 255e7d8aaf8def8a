#include "playback/statistics.h"

#include <algorithm>

namespace oriel {

namespace {

using namespace std::chrono_literals;

/// Older than this is a clock that is wrong.
constexpr Micros kAbsurd = 60s;
/// How many sensible ages it takes to trust the clocks again.
constexpr int kDistrust = 300;

struct Capture
{
    AgeSource source;
    WallTime at;
};

Capture captureOf(const VideoFrame &frame)
{
    if (frame.timing)
        return {AgeSource::Sei, frame.timing->captured};
    if (frame.rtcpCaptured)
        return {AgeSource::Rtcp, *frame.rtcpCaptured};
    return {AgeSource::Arrival, frame.received};
}

} // namespace

void Statistics::onPainted(const VideoFrame &frame, WallTime painted, SteadyTime now)
{
    m_painted.add(now);
    if (m_start && !m_firstPicture)
        m_firstPicture = std::chrono::duration_cast<Micros>(now - *m_start);
    m_synchronised = frame.timing && frame.timing->clockSynchronised;
    const Capture capture = captureOf(frame);
    addAge(capture.source, painted - capture.at, now);
    addLegs(frame, painted);
}

void Statistics::forgetAges()
{
    m_source = AgeSource::None;
    m_lesser = m_senseless = 0;
    m_ages.clear();
    m_recentAges.clear();
    m_history.clear();
    for (Histogram &leg : m_legs)
        leg.clear();
    for (RecentDurations &leg : m_recentLegs)
        leg.clear();
}

void Statistics::addAge(AgeSource source, Micros age, SteadyTime now)
{
    m_lesser = source < m_source ? m_lesser + 1 : 0;
    if (source > m_source || m_lesser >= kSourceLost) {
        // Ages that count from different instants must not be mixed.
        m_ages.clear();
        m_recentAges.clear();
        m_history.clear();
        m_source = source;
        m_lesser = 0;
    }
    if (source != m_source)
        return;
    if (age < 0us || age > kAbsurd) {
        m_senseless = kDistrust;
        return;
    }
    m_senseless = std::max(m_senseless - 1, 0);
    m_ages.add(age);
    m_recentAges.add(age);
    m_history.add(now, age);
}

void Statistics::addLegs(const VideoFrame &frame, WallTime painted)
{
    if (frame.timing && frame.timing->encoded && frame.timing->sent) {
        const h264::FrameTiming &timing = *frame.timing;
        addLeg(CapturedToEncoded, *timing.encoded - timing.captured);
        addLeg(EncodedToSent, *timing.sent - *timing.encoded);
        addLeg(SentToReceived, frame.received - *timing.sent);
    }
    addLeg(ReceivedToDecoded, frame.decoded - frame.received);
    addLeg(DecodedToPainted, painted - frame.decoded);
}

void Statistics::addLeg(Leg leg, Micros time)
{
    m_legs[leg].add(time);
    m_recentLegs[leg].add(time);
}

const char *ageSourceName(AgeSource source)
{
    switch (source) {
    case AgeSource::None:
        return "none";
    case AgeSource::Arrival:
        return "arrival";
    case AgeSource::Rtcp:
        return "rtcp";
    case AgeSource::Sei:
        return "sei";
    }
    Q_UNREACHABLE();
}

} // namespace oriel
