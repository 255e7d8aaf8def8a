#pragma once

#include "base/clock.h"
#include "base/histogram.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

namespace oriel {

/// The last kSize durations, exactly. Not thread-safe.
class RecentDurations
{
public:
    static constexpr std::size_t kSize = 300;

    void add(Micros value);
    void clear() { m_count = 0; }
    /// Of the newest `last` ones.
    [[nodiscard]] std::optional<Percentiles> percentiles(std::size_t last = kSize) const;

private:
    std::array<Micros, kSize> m_values{};
    std::size_t m_count = 0; ///< All that ever came.
};

/// How much a second, over the last two seconds and over the whole run. Not thread-safe.
class RateMeter
{
public:
    static constexpr std::chrono::milliseconds kWindow{2000};

    void add(SteadyTime now, std::uint64_t amount = 1);
    [[nodiscard]] double recent(SteadyTime now) const;
    /// From the first add() to the last one; 0 before the second.
    [[nodiscard]] double mean() const;
    [[nodiscard]] std::uint64_t total() const { return m_total; }

private:
    struct Entry
    {
        SteadyTime at;
        std::uint64_t amount = 0;
    };

    std::array<Entry, 256> m_entries{};
    std::uint64_t m_count = 0;
    std::uint64_t m_total = 0;
    Entry m_first, m_last;
};

/// The share of packets lost in the last ten seconds, in slots of one second each, so that add()
/// costs the same however many there are. Not thread-safe.
class LossMeter
{
public:
    static constexpr std::chrono::seconds kWindow{10};

    /// What has come since the last call; negative where a count was corrected, as by a duplicate
    /// that came in a later second.
    void add(SteadyTime now, std::int64_t expected, std::int64_t lost);
    void clear() { *this = {}; }
    /// From 0 to 100; 0 where nothing was expected.
    [[nodiscard]] double percent(SteadyTime now) const;

private:
    struct Slot
    {
        std::int64_t second = 0; ///< Of the steady clock.
        std::int64_t expected = 0;
        std::int64_t lost = 0;
    };

    std::array<Slot, kWindow.count()> m_slots{};
};

/// The worst age of each half second of the last minute. Not thread-safe.
class AgeHistory
{
public:
    static constexpr std::chrono::milliseconds kSlot{500};
    static constexpr std::size_t kSlots = 120;
    /// Oldest first; nothing where no picture was painted.
    using Slots = std::array<std::optional<Micros>, kSlots>;

    void add(SteadyTime now, Micros age);
    void clear() { *this = {}; }
    [[nodiscard]] Slots slots(SteadyTime now) const;

private:
    struct Slot
    {
        std::int64_t number = -1; ///< Of the steady clock, in kSlot.
        Micros worst{0};
    };

    std::array<Slot, kSlots> m_slots{};
};

} // namespace oriel
