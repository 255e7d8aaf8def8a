#include "platform/graphics_drivers.h"

namespace oriel {

bool mayHaveGpu()
{
    return true;
}

QString graphicsDrivers()
{
    return {};
}

} // namespace oriel
