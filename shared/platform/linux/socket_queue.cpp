#include "platform/socket_queue.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>

namespace oriel {

qint64 unsentBytes(qintptr socketDescriptor)
{
    int bytes = 0;
    return ioctl(static_cast<int>(socketDescriptor), SIOCOUTQNSD, &bytes) == 0 ? bytes : 0;
}

} // namespace oriel
