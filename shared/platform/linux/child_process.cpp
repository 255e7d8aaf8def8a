#include "platform/child_process.h"

#include <QProcess>

#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace oriel::child_process {

namespace {

/// What anybody may have (pipe(7)).
constexpr int kPipeSize = 1024 * 1024;

} // namespace

void prepare(QProcess &process)
{
    process.setChildProcessModifier([parent = ::getpid()] {
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        // Room for a picture, so that it need not wait in the middle of one.
        ::fcntl(STDOUT_FILENO, F_SETPIPE_SZ, kPipeSize);
        // It may have died before the line above.
        if (::getppid() != parent)
            ::_exit(1);
    });
}

void terminateGroup(qint64 id)
{
    if (id > 0)
        ::kill(-static_cast<pid_t>(id), SIGTERM);
}

void killGroup(qint64 id)
{
    if (id > 0)
        ::kill(-static_cast<pid_t>(id), SIGKILL);
}

} // namespace oriel::child_process
