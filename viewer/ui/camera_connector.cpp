#include "ui/camera_connector.h"

namespace oriel {

CameraConnector::CameraConnector(PlaybackSession &session, CameraStore &cameras,
                                 PasswordStore &passwords, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_cameras(cameras)
    , m_passwords(passwords)
{
}

void CameraConnector::play(const QUuid &camera)
{
    const std::optional<Camera> saved = m_cameras.find(camera);
    if (!saved)
        return;
    if (m_session.status().state != PlaybackSession::State::Idle)
        m_session.stop();
    setTarget(*saved, {});
    // Without a user name there is no password to ask the keychain for.
    if (saved->url.user().isEmpty())
        return open();
    m_passwords.read(camera, this, [this, choice = m_choice](const PasswordStore::Answer &answer) {
        if (choice == m_choice)
            onPassword(answer);
    });
}

void CameraConnector::play(const StreamUrl &url, TransportChoice transport)
{
    adopt(url, transport);
    open();
}

void CameraConnector::adopt(const StreamUrl &url, TransportChoice transport)
{
    Camera camera;
    camera.url = url;
    camera.url.setCredentials(url.user(), {});
    camera.transport = transport;
    setTarget(camera, url.password());
}

void CameraConnector::setTarget(const Camera &camera, const QString &password)
{
    ++m_choice;
    m_camera = camera;
    m_password = password;
    m_hasTarget = true;
    Q_EMIT targetChanged();
}

void CameraConnector::onPassword(const PasswordStore::Answer &answer)
{
    using From = PasswordStore::Answer::From;
    if (answer.from == From::Nowhere && answer.keychainError.code != ErrorCode::None) {
        Q_EMIT passwordNeeded(answer.keychainError);
        return;
    }
    m_password = answer.password;
    open();
}

void CameraConnector::open()
{
    StreamUrl url = m_camera.url;
    url.setCredentials(m_camera.url.user(), m_password);
    m_session.open(url, m_camera.transport);
    if (m_camera.id.isNull() || m_camera.id == m_cameras.lastPlayed())
        return;
    // It writes a file, while the server is asked already.
    if (const auto remembered = m_cameras.setLastPlayed(m_camera.id); !remembered)
        Q_EMIT noticed(sentence(remembered.error()));
}

void CameraConnector::disconnectFromCamera()
{
    ++m_choice;
    m_hasTarget = false;
    m_camera = {};
    m_password.clear();
    m_session.stop();
    Q_EMIT targetChanged();
}

void CameraConnector::enterPassword(const QString &user, const QString &password)
{
    if (!m_hasTarget)
        return;
    ++m_choice;
    m_password = password;
    rememberUser(user);
    if (!m_camera.id.isNull()) {
        m_passwords.write(m_camera.id, password, this, [this](const Expected<void> &kept) {
            if (!kept)
                Q_EMIT noticed(sentence(kept.error()));
        });
    }
    open();
}

void CameraConnector::rememberUser(const QString &user)
{
    if (user == m_camera.url.user())
        return;
    m_camera.url.setCredentials(user, {});
    keep();
}

void CameraConnector::trustCertificate(const QByteArray &sha256)
{
    if (!m_hasTarget || sha256.isEmpty())
        return;
    m_camera.url.setTrustedCertificate(sha256);
    keep();
    open();
}

void CameraConnector::keep()
{
    if (m_camera.id.isNull())
        return;
    if (const auto saved = m_cameras.replace(m_camera); !saved)
        Q_EMIT noticed(sentence(saved.error()));
}

QString CameraConnector::title() const
{
    return m_hasTarget ? m_camera.displayName() : QString();
}

} // namespace oriel
