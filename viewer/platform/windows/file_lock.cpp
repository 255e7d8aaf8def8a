#include "platform/file_lock.h"

#include <QDir>

#include <windows.h>

namespace oriel {

FileLock::Result FileLock::take(const QString &path)
{
    // Shared with nobody: that is the lock.
    const HANDLE file = ::CreateFileW(
        reinterpret_cast<const wchar_t *>(QDir::toNativeSeparators(path).utf16()),
        GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE) {
        switch (::GetLastError()) {
        case ERROR_SHARING_VIOLATION:
            return Result::Held;
        case ERROR_ACCESS_DENIED:
        case ERROR_WRITE_PROTECT:
            return Result::Forbidden;
        default:
            return Result::Impossible;
        }
    }
    m_handle = reinterpret_cast<std::intptr_t>(file);
    return Result::Taken;
}

void FileLock::release()
{
    if (m_handle == kNone)
        return;
    ::CloseHandle(reinterpret_cast<HANDLE>(m_handle));
    m_handle = kNone;
}

} // namespace oriel
