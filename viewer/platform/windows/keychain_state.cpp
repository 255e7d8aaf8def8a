#include "platform/keychain_state.h"

namespace oriel {

void askKeychainState(const KeychainEntry &, std::chrono::milliseconds, QObject *,
                      std::function<void(KeychainState)> then)
{
    then(KeychainState::Open);
}

} // namespace oriel
