#include "platform/journal.h"

#include <QByteArray>
#include <QtGlobal>

#include <sys/stat.h>
#include <unistd.h>

namespace oriel {

bool standardErrorIsJournal()
{
    // The variable alone says nothing: a shell started by a service inherits it.
    const QByteArray stream = qgetenv("JOURNAL_STREAM");
    struct stat status
    {
    };
    if (stream.isEmpty() || fstat(STDERR_FILENO, &status) != 0)
        return false;
    return stream == QByteArray::number(qulonglong{status.st_dev}) + ':' +
                         QByteArray::number(qulonglong{status.st_ino});
}

} // namespace oriel
