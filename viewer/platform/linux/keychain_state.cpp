#include "platform/keychain_state.h"

#include <QAbstractEventDispatcher>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QMap>

#include <utility>

namespace oriel {

namespace {

using Attributes = QMap<QString, QString>;
using Paths = QList<QDBusObjectPath>;
using Then = std::function<void(KeychainState)>;

/// libsecret, which QtKeychain uses, hands its answers to GLib's main loop.
bool hasGlibLoop()
{
    const auto *dispatcher = QAbstractEventDispatcher::instance();
    return dispatcher != nullptr && dispatcher->inherits("QEventDispatcherGlib");
}

KeychainState stateFor(const QDBusError &error)
{
    switch (error.type()) {
    case QDBusError::ServiceUnknown:
    case QDBusError::Disconnected:
    case QDBusError::NoServer:
        return KeychainState::Absent;
    case QDBusError::NoReply:
    case QDBusError::Timeout:
    case QDBusError::TimedOut:
        return KeychainState::Silent;
    default:
        // Whoever refuses is alive.
        return error.name() == QLatin1String("org.freedesktop.DBus.Error.NameHasNoOwner")
                   ? KeychainState::Absent
                   : KeychainState::Open;
    }
}

/// Sends a call that starts no service, and hands over its reply.
void send(QDBusMessage call, std::chrono::milliseconds patience, QObject *context,
          std::function<void(const QDBusPendingCall &)> then)
{
    call.setAutoStartService(false);
    auto *watcher = new QDBusPendingCallWatcher(
        QDBusConnection::sessionBus().asyncCall(call, static_cast<int>(patience.count())), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                     [then = std::move(then)](QDBusPendingCallWatcher *finished) {
                         finished->deleteLater();
                         then(*finished);
                     });
}

void askKWallet(const QStringList &names, std::chrono::milliseconds patience, QObject *context,
                Then then)
{
    if (names.isEmpty())
        return then(KeychainState::Absent);
    const auto ping = QDBusMessage::createMethodCall(names.first(), QStringLiteral("/"),
                                                     QStringLiteral("org.freedesktop.DBus.Peer"),
                                                     QStringLiteral("Ping"));
    send(ping, patience, context,
         [=, then = std::move(then)](const QDBusPendingReply<> &reply) mutable {
             const auto state = reply.isError() ? stateFor(reply.error()) : KeychainState::Open;
             if (state == KeychainState::Absent)
                 askKWallet(names.sliced(1), patience, context, std::move(then));
             else
                 then(state);
         });
}

} // namespace

void askKeychainState(const KeychainEntry &entry, std::chrono::milliseconds patience,
                      QObject *context, Then then)
{
    if (!QDBusConnection::sessionBus().isConnected())
        return then(KeychainState::Absent);
    if (!hasGlibLoop())
        return then(KeychainState::Silent);
    qDBusRegisterMetaType<Attributes>();
    auto search = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
        QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("SearchItems"));
    // The attributes that QtKeychain gives an entry.
    search << QVariant::fromValue(
        Attributes{{QStringLiteral("server"), entry.service}, {QStringLiteral("user"), entry.key}});
    send(search, patience, context,
         [=, then = std::move(then)](const QDBusPendingReply<Paths, Paths> &reply) mutable {
             if (!reply.isError()) {
                 const bool isLocked =
                     reply.argumentAt<0>().isEmpty() && !reply.argumentAt<1>().isEmpty();
                 return then(isLocked ? KeychainState::Locked : KeychainState::Open);
             }
             const KeychainState state = stateFor(reply.error());
             if (state != KeychainState::Absent)
                 return then(state);
             askKWallet({QStringLiteral("org.kde.kwalletd6"), QStringLiteral("org.kde.kwalletd5")},
                        patience, context, std::move(then));
         });
}

} // namespace oriel
