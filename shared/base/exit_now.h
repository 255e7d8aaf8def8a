#pragma once

#include <cstdio>
#include <cstdlib>

namespace oriel {

/// Ends the process without running what is left of main(): to be called when all is said and every
/// thread of ours has been joined. Qt's application object would otherwise wait for a host name
/// that is still being looked up, many seconds where the network is gone.
[[noreturn]] inline void exitNow(int status)
{
    std::fflush(nullptr);
    std::_Exit(status);
}

} // namespace oriel
