#pragma once

class QProcess;

namespace oriel {

/// Before it is started, from the thread that outlives it: the child is killed by the system when
/// this process dies in whatever way. Does nothing where the system has no such thing.
void endWithThisProcess(QProcess &child);

} // namespace oriel
