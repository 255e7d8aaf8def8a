#include "platform/child_process.h"

namespace oriel::child_process {

// Groups of processes are no thing of this system; QProcess::kill() is what there is.

void prepare(QProcess &) {}

void terminateGroup(qint64) {}

void killGroup(qint64) {}

} // namespace oriel::child_process
