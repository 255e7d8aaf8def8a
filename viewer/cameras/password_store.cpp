#include "cameras/password_store.h"

#include <QLoggingCategory>
#include <qt6keychain/keychain.h>

#include <algorithm>
#include <utility>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcKeychain, "oriel.keychain")

constexpr QLatin1String kService("Oriel");

Error noAnswer()
{
    return {ErrorCode::KeychainNoAnswer, {}, {}};
}

template <typename Function>
void later(QObject *context, Function function)
{
    QMetaObject::invokeMethod(context, std::move(function), Qt::QueuedConnection);
}

} // namespace

PasswordStore::PasswordStore(QObject *parent) : PasswordStore(KeychainPatience{}, parent) {}

PasswordStore::PasswordStore(const KeychainPatience &patience, QObject *parent)
    : QObject(parent)
    , m_patience(patience)
{
}

void PasswordStore::read(const QUuid &camera, QObject *context,
                         std::function<void(const Answer &)> then)
{
    if (const auto kept = m_session.find(camera); kept != m_session.end())
        return later(context, [then = std::move(then), password = kept->second.copy()] {
            then({Answer::From::Session, password, {}});
        });
    if (isKeychainStuck())
        return later(context, [then = std::move(then)] {
            then({Answer::From::Nowhere, {}, noAnswer()});
        });
    auto *call = makeCall(new QKeychain::ReadPasswordJob(kService), camera);
    connect(call, &KeychainCall::answered, context,
            [then = std::move(then), camera](const KeychainAnswer &answer) {
                qCDebug(lcKeychain) << "read" << camera << errorName(answer.error.code)
                                    << (answer.password ? "found" : "not found");
                then({answer.password ? Answer::From::Keychain : Answer::From::Nowhere,
                      answer.password.value_or(QString()), answer.error});
            });
    call->start();
}

void PasswordStore::write(const QUuid &camera, const QString &password, QObject *context,
                          std::function<void(const Expected<void> &)> then)
{
    keepForSession(camera, password);
    const bool isStuck = isKeychainStuck();
    auto *job = new QKeychain::WritePasswordJob(kService);
    job->setTextData(password);
    auto *call = makeCall(job, camera);
    if (isStuck) {
        // It stands in the queue, behind the call that is overdue.
        later(context, [then = std::move(then)] { then(tl::unexpected(noAnswer())); });
    } else {
        connect(call, &KeychainCall::answered, context,
                [then = std::move(then), camera](const KeychainAnswer &answer) {
                    qCDebug(lcKeychain) << "write" << camera << errorName(answer.error.code);
                    if (answer.error.code == ErrorCode::None)
                        then({});
                    else
                        then(tl::unexpected(answer.error));
                });
    }
    call->start();
}

void PasswordStore::remove(const QUuid &camera)
{
    m_session.erase(camera);
    auto *call = makeCall(new QKeychain::DeletePasswordJob(kService), camera);
    connect(call, &KeychainCall::answered, this, [camera](const KeychainAnswer &answer) {
        qCDebug(lcKeychain) << "remove" << camera << errorName(answer.error.code);
    });
    call->start();
}

void PasswordStore::keepForSession(const QUuid &camera, const QString &password)
{
    m_session.erase(camera);
    m_session.try_emplace(camera, password);
}

KeychainCall *PasswordStore::makeCall(QKeychain::Job *job, const QUuid &camera)
{
    job->setInsecureFallback(false);
    job->setKey(camera.toString(QUuid::WithoutBraces));
    return new KeychainCall(job, m_patience, this);
}

bool PasswordStore::isKeychainStuck() const
{
    const auto calls = findChildren<KeychainCall *>(QString(), Qt::FindDirectChildrenOnly);
    return std::any_of(calls.begin(), calls.end(),
                       [](const KeychainCall *call) { return call->isOverdue(); });
}

} // namespace oriel
