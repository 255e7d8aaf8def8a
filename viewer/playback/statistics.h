#pragma once

#include "playback/figures.h"
#include "playback/video_frame.h"

#include <array>
#include <cstdint>
#include <optional>

namespace oriel {

/// Where the age of a picture counts from, the better the later.
enum class AgeSource {
    None,
    Arrival, ///< Its last packet: says nothing about the way here.
    Rtcp,    ///< The server's sender report.
    Sei,     ///< The capture instant in the bitstream.
};

/// How old pictures are when they are on the screen, and on which leg of the way they aged. Bounded
/// in memory however long it runs. GUI thread.
class Statistics
{
public:
    enum Leg {
        CapturedToEncoded,
        EncodedToSent,
        SentToReceived,
        ReceivedToDecoded,
        DecodedToPainted
    };
    static constexpr std::size_t kLegs = 5;
    /// So many pictures in a row with a lesser source of their age, and that one counts.
    static constexpr int kSourceLost = 30;

    /// Right after the picture was painted and handed to the window system.
    void onPainted(const VideoFrame &frame, WallTime painted, SteadyTime now);
    /// Before another stream: ages of two cameras are no distribution.
    void forgetAges();
    void onEventLoopGap(Micros gap) { m_loopGap = std::max(m_loopGap.value_or(gap), gap); }
    void setStart(SteadyTime start) { m_start = start; }

    [[nodiscard]] AgeSource ageSource() const { return m_source; }
    /// No age was negative or absurd in the last pictures: the two clocks may be compared.
    [[nodiscard]] bool clocksAgree() const { return m_senseless == 0; }
    /// The sender says that its clock is disciplined.
    [[nodiscard]] bool clockSynchronised() const { return m_synchronised; }
    [[nodiscard]] const Histogram &ages() const { return m_ages; }
    [[nodiscard]] const RecentDurations &recentAges() const { return m_recentAges; }
    [[nodiscard]] const AgeHistory &ageHistory() const { return m_history; }
    [[nodiscard]] const Histogram &leg(Leg leg) const { return m_legs[leg]; }
    [[nodiscard]] const RecentDurations &recentLeg(Leg leg) const { return m_recentLegs[leg]; }
    [[nodiscard]] const RateMeter &painted() const { return m_painted; }
    /// From the start of the process to the first picture on the screen.
    [[nodiscard]] std::optional<Micros> firstPicture() const { return m_firstPicture; }
    [[nodiscard]] std::optional<Micros> eventLoopGap() const { return m_loopGap; }

private:
    void addAge(AgeSource source, Micros age, SteadyTime now);
    void addLegs(const VideoFrame &frame, WallTime painted);
    void addLeg(Leg leg, Micros time);

    AgeSource m_source = AgeSource::None;
    int m_lesser = 0;
    int m_senseless = 0; ///< Counts down, from the last senseless age on.
    bool m_synchronised = false;
    Histogram m_ages;
    RecentDurations m_recentAges;
    AgeHistory m_history;
    std::array<Histogram, kLegs> m_legs;
    std::array<RecentDurations, kLegs> m_recentLegs;
    RateMeter m_painted;
    std::optional<SteadyTime> m_start;
    std::optional<Micros> m_firstPicture;
    std::optional<Micros> m_loopGap;
};

/// "sei", "rtcp", "arrival", "none".
[[nodiscard]] const char *ageSourceName(AgeSource source);

} // namespace oriel
