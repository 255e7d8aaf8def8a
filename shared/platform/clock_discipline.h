#pragma once

namespace oriel {

/// Whether the system keeps its wall clock in step with a reference (NTP, PTP, GPS). Any thread.
[[nodiscard]] bool isClockSynchronised();

} // namespace oriel
