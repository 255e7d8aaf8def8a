#include "platform/child_process.h"

#include <QProcess>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace oriel::child_process {

void prepare(QProcess &process)
{
    process.setChildProcessModifier([parent = ::getpid()] {
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
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
