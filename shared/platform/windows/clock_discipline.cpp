#include "platform/clock_discipline.h"

namespace oriel {

bool isClockSynchronised()
{
    // The time service does not say how well it keeps the clock, so nothing is claimed.
    return false;
}

} // namespace oriel
