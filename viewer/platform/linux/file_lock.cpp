#include "platform/file_lock.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace oriel {

FileLock::Result FileLock::take(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC,
                            S_IRUSR | S_IWUSR);
    if (file < 0)
        return errno == EACCES || errno == EPERM || errno == EROFS ? Result::Forbidden
                                                                   : Result::Impossible;
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const bool isHeld = errno == EWOULDBLOCK;
        ::close(file);
        return isHeld ? Result::Held : Result::Impossible;
    }
    m_handle = file;
    return Result::Taken;
}

void FileLock::release()
{
    if (m_handle == kNone)
        return;
    ::close(static_cast<int>(m_handle));
    m_handle = kNone;
}

} // namespace oriel
