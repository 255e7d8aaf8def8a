#include "platform/socket_queue.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>

namespace oriel {

qint64 unacknowledgedBytes(qintptr socketDescriptor)
{
    int bytes = 0;
    return ioctl(static_cast<int>(socketDescriptor), SIOCOUTQ, &bytes) == 0 ? bytes : 0;
}

} // namespace oriel
