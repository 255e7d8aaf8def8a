#pragma once

#include <QString>

#include <cstdint>

namespace oriel {

/// A lock that one process at a time holds, and that the system takes back from a process that
/// ends, however it ends. It is a file, empty, that stays. Any thread, one at a time.
///
/// QLockFile is none for this: it writes who holds it after the file is there, and whoever is
/// killed in between leaves a lock that nobody takes for stale within half a minute.
class FileLock
{
public:
    enum class Result {
        Taken,
        Held,      ///< By another.
        Forbidden, ///< This user may not write there.
        Impossible,
    };

    FileLock() = default;
    ~FileLock() { release(); }
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;

    /// Does not wait. Makes the file, for its owner alone, where there is none.
    [[nodiscard]] Result take(const QString &path);
    void release();

private:
    static constexpr std::intptr_t kNone = -1;

    std::intptr_t m_handle = kNone;
};

} // namespace oriel
