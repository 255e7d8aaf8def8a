#pragma once

#include <QString>

namespace oriel {

/// What the system has to draw with, without asking the drivers themselves. Any thread.

/// Whether there is anything but the processor. When in doubt there is.
[[nodiscard]] bool mayHaveGpu();
/// A text that changes when another device or another version of a driver is there.
[[nodiscard]] QString graphicsDrivers();

} // namespace oriel
