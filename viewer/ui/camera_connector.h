#pragma once

#include "cameras/camera_store.h"
#include "cameras/password_store.h"
#include "playback/playback_session.h"

#include <QObject>

#include <functional>
#include <optional>

namespace oriel {

/// Plays what was picked: fetches the password where a saved camera has one, opens the session, and
/// remembers which camera was the last. GUI thread.
class CameraConnector : public QObject
{
    Q_OBJECT
public:
    /// All outlive it.
    CameraConnector(PlaybackSession &session, CameraStore &cameras, PasswordStore &passwords,
                    QObject *parent = nullptr);

    /// Nothing happens where no such camera is saved.
    void play(const QUuid &camera);
    /// An address that is not saved.
    void play(const StreamUrl &url, TransportChoice transport);
    /// For a stream that main() has opened already.
    void adopt(const StreamUrl &url, TransportChoice transport);
    void disconnectFromCamera();
    /// What the person entered for what plays now: kept for a saved camera, and tried at once.
    void enterPassword(const QString &user, const QString &password);
    /// For what plays now: kept for a saved camera, and tried at once.
    void trustCertificate(const QByteArray &sha256);

    /// What plays or was tried, without its password; its id is null where it is not a saved
    /// camera's, or not any more. Nothing where nothing was picked.
    [[nodiscard]] const std::optional<Camera> &target() const { return m_target; }
    [[nodiscard]] const QString &password() const { return m_password; }
    [[nodiscard]] QUuid camera() const { return m_target ? m_target->id : QUuid(); }
    /// The name of the camera, else its address; empty where nothing was picked.
    [[nodiscard]] QString title() const;
    [[nodiscard]] bool isAskingKeychain() const { return m_asksKeychain; }

Q_SIGNALS:
    /// Something else is about to be opened, or nothing any more.
    void targetChanged();
    /// The same has another name, or is not saved any more.
    void titleChanged();
    void askingKeychainChanged();
    /// The keychain has no word to say, for the reason given: the person has to.
    void passwordNeeded(const oriel::Error &why);
    /// A sentence about what could not be remembered.
    void noticed(const QString &sentence);

private:
    void setTarget(const std::optional<Camera> &target, const QString &password);
    void askKeychain();
    void setAsksKeychain(bool asks);
    void onPassword(const PasswordStore::Answer &answer);
    void onCamerasChanged();
    void open();
    /// Changes the target, and what is saved of it as it is by now.
    void change(const std::function<void(Camera &)> &apply);

    PlaybackSession &m_session;
    CameraStore &m_cameras;
    PasswordStore &m_passwords;
    std::optional<Camera> m_target;
    QString m_password;
    bool m_asksKeychain = false;
    quint64 m_choice = 0; ///< Answers of the keychain to an earlier one are late.
};

} // namespace oriel
