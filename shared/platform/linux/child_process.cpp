#include "platform/child_process.h"

#include <QProcess>

#include <csignal>
#include <sys/prctl.h>

namespace oriel {

void endWithThisProcess(QProcess &child)
{
    child.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

} // namespace oriel
