#pragma once

#include <QObject>
#include <QString>

#include <chrono>
#include <functional>

namespace oriel {

/// What the system's keychain does when it is spoken to directly, past QtKeychain, which has one
/// answer for "not there", "locked" and "no such entry".
enum class KeychainState {
    Absent, ///< None runs.
    Silent, ///< One runs and does not answer, or its answers cannot reach this program.
    Open,   ///< It answers.
    Locked, ///< It answers, and has the entry behind a lock.
};

/// The names under which QtKeychain keeps a password.
struct KeychainEntry
{
    QString service, key;
};

/// Asks, without unlocking or starting anything, and calls back within `patience`, maybe at once;
/// never after `context` died. GUI thread. Linux: the Secret Service on the session bus
/// (org.freedesktop.Secret.Service.SearchItems), else KWallet. Windows: always open.
void askKeychainState(const KeychainEntry &entry, std::chrono::milliseconds patience,
                      QObject *context, std::function<void(KeychainState)> then);

} // namespace oriel
