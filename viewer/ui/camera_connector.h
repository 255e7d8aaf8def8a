#pragma once

#include "cameras/camera_store.h"
#include "cameras/password_store.h"
#include "playback/playback_session.h"

#include <QObject>

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

    /// Null where the stream is not a saved camera's.
    [[nodiscard]] QUuid camera() const { return m_camera.id; }
    /// The name of the camera, else its address; empty where nothing was picked.
    [[nodiscard]] QString title() const;
    /// What plays or was tried, with its credentials.
    [[nodiscard]] const Camera &target() const { return m_camera; }
    [[nodiscard]] const QString &password() const { return m_password; }

Q_SIGNALS:
    /// Something else is about to be opened, or nothing any more.
    void targetChanged();
    /// The keychain has no word to say, for the reason given: the person has to.
    void passwordNeeded(const oriel::Error &why);
    /// A sentence about what could not be remembered.
    void noticed(const QString &sentence);

private:
    void setTarget(const Camera &camera, const QString &password);
    void onPassword(const PasswordStore::Answer &answer);
    void open();
    void rememberUser(const QString &user);
    /// Writes the target down, where it is a saved camera.
    void keep();

    PlaybackSession &m_session;
    CameraStore &m_cameras;
    PasswordStore &m_passwords;
    Camera m_camera; ///< With a null id where it is not saved.
    QString m_password;
    bool m_hasTarget = false;
    quint64 m_choice = 0; ///< Answers of the keychain to an earlier one are late.
};

} // namespace oriel
