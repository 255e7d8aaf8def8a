#include "platform/socket_queue.h"

namespace oriel {

qint64 unacknowledgedBytes(qintptr)
{
    return 0;
}

} // namespace oriel
