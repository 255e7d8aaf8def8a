#pragma once

#include "base/clock.h"

#include <QByteArray>

#include <bitset>
#include <cstdint>
#include <map>
#include <optional>

namespace oriel {

/// Puts RTP packets that a network swapped back into sequence, and waits for a missing one no
/// longer than a bound. Not thread-safe; owned by the receiver of one stream.
class ReorderBuffer
{
public:
    struct Entry
    {
        QByteArray bytes;        ///< The whole packet.
        bool lossBefore = false; ///< At least one packet before this one was given up.
    };

    struct Counters
    {
        std::uint64_t lost = 0;      ///< Given up.
        std::uint64_t reordered = 0; ///< Came after a later one, and in time.
        std::uint64_t duplicate = 0;
        std::uint64_t late = 0; ///< Came after it was given up.
    };

    /// `wait` bounds the time a gap holds later packets back; `capacity` bounds their number.
    explicit ReorderBuffer(std::chrono::milliseconds wait, std::size_t capacity = 512);

    /// A jump of more than kMaxJump either way is taken for a restarted sender once the packet that
    /// follows it comes (two in a row, RFC 3550, A.1): the buffer starts anew from the first of the
    /// two, and what it held is counted as lost. pop() is to be called until it is empty after each
    /// push().
    void push(std::uint16_t sequenceNumber, QByteArray bytes, SteadyTime now);

    /// The next packet in sequence; nothing while the next one is missing and its time is not over.
    [[nodiscard]] std::optional<Entry> pop(SteadyTime now);

    /// When pop() has to be called again although no packet came; nothing if no gap is open.
    [[nodiscard]] std::optional<SteadyTime> deadline() const;

    [[nodiscard]] const Counters &counters() const { return m_counters; }

private:
    static constexpr int kMaxJump = 3000;
    static constexpr std::size_t kHistory = 4096; ///< Above kMaxJump, a power of two.

    struct Held
    {
        QByteArray bytes;
        SteadyTime arrived;
    };

    struct Jump
    {
        std::uint16_t sequenceNumber = 0;
        QByteArray bytes;
    };

    void start(std::uint16_t sequenceNumber);
    void pushJump(std::uint16_t sequenceNumber, QByteArray bytes, SteadyTime now);
    void accept(std::int64_t number, QByteArray bytes, SteadyTime now);
    void advanceHighest(std::int64_t number);
    [[nodiscard]] bool isTimeOver(SteadyTime now) const;
    void refreshHeldSince();
    [[nodiscard]] auto seen(std::int64_t number)
    {
        return m_seen[static_cast<std::size_t>(number) % kHistory];
    }

    std::optional<QByteArray> m_ready;   ///< The packet m_next; spares in-order traffic the map.
    std::map<std::int64_t, Held> m_held; ///< By unwrapped sequence number, m_next or later.
    SteadyTime m_heldSince;              ///< Arrival of the oldest of m_held.
    bool m_started = false;
    bool m_lossBeforeNext = false;
    std::int64_t m_next = 0; ///< Unwrapped.
    std::int64_t m_highest = 0;
    std::bitset<kHistory> m_seen; ///< Whether each of the last numbers up to m_highest came.
    std::optional<Jump> m_jump;
    std::chrono::milliseconds m_wait;
    std::size_t m_capacity;
    Counters m_counters;
};

} // namespace oriel
