#pragma once

#include "base/error.h"
#include "cameras/keychain_call.h"
#include "cameras/secret.h"

#include <QObject>
#include <QString>
#include <QUuid>

#include <functional>
#include <map>

namespace oriel {

/// The passwords of the saved cameras: in the system's keychain (service "Oriel", the camera's id
/// as the key; through QtKeychain, its plain text store off), and in memory for this session what
/// was typed in. Nowhere else. GUI thread; nothing waits.
///
/// Where the keychain is missing, locked or silent, an Error says which (KeychainUnavailable,
/// -Refused, -NoAnswer), and the session's memory does. One that is silent is given up after five
/// seconds; one that waits for a person to unlock it, after two minutes.
///
/// A callback comes exactly once, after the call has returned, unless `context` or this dies first.
class PasswordStore : public QObject
{
    Q_OBJECT

public:
    struct Answer
    {
        enum class From { Nowhere, Session, Keychain };

        From from = From::Nowhere;
        QString password;
        Error keychainError; ///< None when the keychain answered, also with "no such entry".
    };

    explicit PasswordStore(QObject *parent = nullptr);
    explicit PasswordStore(const KeychainPatience &patience, QObject *parent = nullptr);

    /// Asks the keychain only if the session does not know it. A camera without a user name needs
    /// no call. What the keychain says is not remembered here.
    void read(const QUuid &camera, QObject *context, std::function<void(const Answer &)> then);

    /// Keeps it for the session, and gives it to the keychain; the result says whether that took
    /// it. One that was silent may still take it later.
    void write(const QUuid &camera, const QString &password, QObject *context,
               std::function<void(const Expected<void> &)> then);

    /// Forgets it everywhere, for good: after the time for undo, not before. A keychain that is
    /// locked keeps its entry, which nobody asks for any more.
    void remove(const QUuid &camera);

    /// What was typed in and is not to be saved.
    void keepForSession(const QUuid &camera, const QString &password);

private:
    [[nodiscard]] KeychainCall *makeCall(QKeychain::Job *job, const QUuid &camera);
    [[nodiscard]] bool isKeychainStuck() const;

    KeychainPatience m_patience;
    std::map<QUuid, Secret> m_session;
};

} // namespace oriel
