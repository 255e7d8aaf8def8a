#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

namespace oriel {

/// One-slot mailbox between two threads: the newest value wins, the displaced one is destroyed and
/// counted. All methods may be called from any thread and never block for longer than a move.
template <typename T>
class Latest
{
public:
    /// Returns whether the slot was empty, so that the consumer has to be woken: exactly one
    /// wake-up is due for each take().
    [[nodiscard]] bool put(T value)
    {
        std::optional<T> displaced{std::move(value)};
        const std::lock_guard lock(m_mutex);
        m_slot.swap(displaced);
        m_displaced += displaced.has_value() ? 1 : 0;
        return !displaced.has_value();
    }

    /// The newest value, or nothing if it was taken already.
    [[nodiscard]] std::optional<T> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_slot, std::nullopt);
    }

    /// How many values were never taken because a newer one came.
    [[nodiscard]] std::uint64_t displaced() const
    {
        const std::lock_guard lock(m_mutex);
        return m_displaced;
    }

private:
    mutable std::mutex m_mutex;
    std::optional<T> m_slot;
    std::uint64_t m_displaced = 0;
};

} // namespace oriel
