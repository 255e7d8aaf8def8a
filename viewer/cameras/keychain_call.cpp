#include "cameras/keychain_call.h"

#include "cameras/secret.h"

#include <qt6keychain/keychain.h>

#include <utility>

namespace oriel {

namespace {

/// The password that a job read, of which nothing is left in the job; nothing for other jobs.
std::optional<QString> takePassword(QKeychain::Job *job)
{
    const auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(job);
    if (read == nullptr || read->error() != QKeychain::NoError)
        return std::nullopt;
    const QByteArray bytes = read->binaryData();
    QString password = QString::fromUtf8(bytes);
    overwrite(bytes);
    return password;
}

} // namespace

KeychainCall::KeychainCall(QKeychain::Job *job, const KeychainPatience &patience, QObject *parent)
    : QObject(parent)
    , m_job(job)
    , m_entry{job->service(), job->key()}
    , m_patience(patience)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &KeychainCall::onTimeout);
    connect(job, &QKeychain::Job::finished, this, &KeychainCall::onFinished);
}

void KeychainCall::start()
{
    m_timer.start(m_patience.silence);
    m_job->start();
}

void KeychainCall::onTimeout()
{
    if (m_isAlive)
        return giveUp(ErrorCode::KeychainNoAnswer);
    askKeychainState(m_entry, m_patience.sign, this,
                     [this](KeychainState state) { onStateAfterSilence(state); });
}

/// A keychain that is alive and does not answer shows its own window and waits for a person.
void KeychainCall::onStateAfterSilence(KeychainState state)
{
    if (m_job == nullptr)
        return;
    m_isAlive = state == KeychainState::Open || state == KeychainState::Locked;
    if (m_isAlive)
        m_timer.start(m_patience.person);
    else
        giveUp(ErrorCode::KeychainNoAnswer);
}

void KeychainCall::onFinished()
{
    m_timer.stop();
    QKeychain::Job *const job = std::exchange(m_job, nullptr);
    if (m_isAnswered) {
        takePassword(job);
        deleteLater();
        return;
    }
    const QString words = job->errorString();
    switch (job->error()) {
    case QKeychain::NoError:
        return finish({takePassword(job), {}});
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return giveUp(ErrorCode::KeychainRefused, words);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return giveUp(ErrorCode::KeychainUnavailable, words);
    default:
        break;
    }
    // To a job that writes, it says that there is no keyring to write to.
    const bool isNoEntry = job->error() == QKeychain::EntryNotFound &&
                           qobject_cast<QKeychain::WritePasswordJob *>(job) == nullptr;
    askKeychainState(m_entry, m_patience.sign, this, [=, this](KeychainState state) {
        onStateAfterFailure(isNoEntry, words, state);
    });
}

void KeychainCall::onStateAfterFailure(bool isNoEntry, const QString &words, KeychainState state)
{
    if (isNoEntry && state == KeychainState::Locked)
        giveUp(ErrorCode::KeychainRefused, tr("it is locked"));
    else if (isNoEntry)
        finish({});
    else if (state == KeychainState::Absent)
        giveUp(ErrorCode::KeychainUnavailable, words);
    else if (state == KeychainState::Silent)
        giveUp(ErrorCode::KeychainNoAnswer);
    else
        giveUp(ErrorCode::KeychainRefused, words);
}

void KeychainCall::finish(const KeychainAnswer &result)
{
    m_isAnswered = true;
    if (m_job == nullptr)
        deleteLater();
    // Whoever hears of it may delete this.
    Q_EMIT answered(result);
}

void KeychainCall::giveUp(ErrorCode code, const QString &words)
{
    finish({{}, {code, {}, words}});
}

} // namespace oriel
