#pragma once

#include <QtGlobal>

namespace oriel {

/// Bytes that the kernel holds for a connected TCP socket: not sent yet, or sent and not
/// acknowledged. 0 where the system cannot tell.
[[nodiscard]] qint64 unacknowledgedBytes(qintptr socketDescriptor);

} // namespace oriel
