#pragma once

#include <QtGlobal>

class QProcess;

/// Programs that we start. Main thread.
namespace oriel::child_process {

/// To be called before start(): the child gets a process group of its own, so that keys pressed in
/// the terminal are ours alone, a large pipe for its standard output, and is killed by the system
/// when this process dies in any way. The system goes by the thread that starts it: that has to be
/// one that lives as long as the process.
void prepare(QProcess &process);

/// Ask the child and all that it started to end, or end them. `id` is the child's process id; it
/// may be gone already.
void terminateGroup(qint64 id);
void killGroup(qint64 id);

} // namespace oriel::child_process
