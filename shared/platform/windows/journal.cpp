#include "platform/journal.h"

namespace oriel {

bool standardErrorIsJournal()
{
    return false;
}

} // namespace oriel
