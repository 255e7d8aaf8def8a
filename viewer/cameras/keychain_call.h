#pragma once

#include "base/error.h"
#include "platform/keychain_state.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <optional>

namespace QKeychain { // NOLINT(readability-identifier-naming)
class Job;
}

namespace oriel {

/// How long the keychain may take. QtKeychain itself waits for ever.
struct KeychainPatience
{
    /// In silence, before it is asked whether it is alive...
    std::chrono::milliseconds silence = std::chrono::seconds(4);
    /// ...and what it may take to say so.
    std::chrono::milliseconds sign = std::chrono::seconds(1);
    /// From then on, while a person looks for the password that unlocks it.
    std::chrono::milliseconds person = std::chrono::minutes(2);
};

/// What the keychain answered: the password of a read that found one, else none.
struct KeychainAnswer
{
    std::optional<QString> password;
    Error error; ///< KeychainUnavailable, -Refused or -NoAnswer; None also for "no such entry".
};

/// One call of the system's keychain, which ends in time. GUI thread. Made with `new` for a parent;
/// deletes itself when it has answered and the keychain is done with it.
class KeychainCall : public QObject
{
    Q_OBJECT

public:
    /// Takes a job of QtKeychain over that was not started.
    KeychainCall(QKeychain::Job *job, const KeychainPatience &patience, QObject *parent);

    void start();

    /// Whether it was given up: QtKeychain does nothing else until the keychain is done with it.
    [[nodiscard]] bool isOverdue() const { return m_isAnswered && m_job != nullptr; }

Q_SIGNALS:
    /// Once, after start() has returned.
    void answered(const oriel::KeychainAnswer &answer);

private:
    void onTimeout();
    void onFinished();
    void onStateAfterSilence(KeychainState state);
    void onStateAfterFailure(bool isNoEntry, const QString &words, KeychainState state);
    void finish(const KeychainAnswer &result);
    void giveUp(ErrorCode code, const QString &words = {});

    // Not owned: a job that is deleted while the keychain works on it crashes QtKeychain. It
    // deletes itself when it is finished, which may be never.
    QKeychain::Job *m_job;
    KeychainEntry m_entry;
    KeychainPatience m_patience;
    QTimer m_timer;
    bool m_isAlive = false; ///< It gave a sign of life after the silence.
    bool m_isAnswered = false;
};

} // namespace oriel
