#pragma once

#include "base/clock.h"
#include "encode/encoded_picture.h"
#include "h26x/picture_time.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace oriel {

/// One picture that came encoded, on its way from a source to the destination.
struct EncodedUnit
{
    EncodedPicture picture;
    PictureTime time{WallTime{}};
    std::uint32_t number = 0; ///< Counts up by one a picture; wraps.
};

/// Between the source's thread and the sending one. Pictures that came encoded cannot be dropped
/// one by one: when the sending thread is so late that the oldest one has waited for kMaxWait, all
/// that wait are dropped, and what follows up to the next keyframe. Any thread.
class UnitQueue
{
public:
    static constexpr std::chrono::milliseconds kMaxWait{200};
    static constexpr qsizetype kMaxBytes = 32 * 1024 * 1024;

    /// Returns whether the consumer has to be woken.
    [[nodiscard]] bool put(EncodedUnit unit, SteadyTime now = SteadyClock::now());
    /// The oldest one, to be asked for until there is none.
    [[nodiscard]] std::optional<EncodedUnit> take();

    [[nodiscard]] std::uint64_t dropped() const;

private:
    struct Entry
    {
        EncodedUnit unit;
        SteadyTime since;
    };

    mutable std::mutex m_mutex;
    std::deque<Entry> m_entries;
    qsizetype m_bytes = 0;
    std::uint64_t m_dropped = 0;
    bool m_waitsForKeyframe = false;
};

} // namespace oriel
