#include "platform/clock_discipline.h"

#include <sys/timex.h>

namespace oriel {

bool isClockSynchronised()
{
    timex clock = {};
    return ::adjtimex(&clock) >= 0 && (clock.status & STA_UNSYNC) == 0;
}

} // namespace oriel
