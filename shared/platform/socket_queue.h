#pragma once

#include <QtGlobal>

namespace oriel {

/// Bytes that the kernel holds for a connected TCP socket and has not sent yet; those on their way
/// do not count, or a distant peer would always seem slow. 0 where the system cannot tell.
[[nodiscard]] qint64 unsentBytes(qintptr socketDescriptor);

} // namespace oriel
