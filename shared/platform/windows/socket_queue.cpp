#include "platform/socket_queue.h"

namespace oriel {

qint64 unsentBytes(qintptr)
{
    return 0;
}

} // namespace oriel
