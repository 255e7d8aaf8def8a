#include "ui/camera_connector.h"

namespace oriel {

CameraConnector::CameraConnector(PlaybackSession &session, CameraStore &cameras,
                                 PasswordStore &passwords, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_cameras(cameras)
    , m_passwords(passwords)
{
    connect(&m_cameras, &CameraStore::changed, this, &CameraConnector::onCamerasChanged);
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
        open();
    else
        askKeychain();
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

void CameraConnector::disconnectFromCamera()
{
    m_session.stop();
    setTarget({}, {});
}

void CameraConnector::setTarget(const std::optional<Camera> &target, const QString &password)
{
    ++m_choice;
    setAsksKeychain(false);
    m_target = target;
    m_password = password;
    Q_EMIT targetChanged();
}

void CameraConnector::askKeychain()
{
    setAsksKeychain(true);
    m_passwords.read(camera(), this,
                     [this, choice = m_choice](const PasswordStore::Answer &answer) {
                         if (choice == m_choice)
                             onPassword(answer);
                     });
}

void CameraConnector::setAsksKeychain(bool asks)
{
    if (std::exchange(m_asksKeychain, asks) != asks)
        Q_EMIT askingKeychainChanged();
}

void CameraConnector::onPassword(const PasswordStore::Answer &answer)
{
    using From = PasswordStore::Answer::From;
    setAsksKeychain(false);
    if (answer.from == From::Nowhere && answer.keychainError.code != ErrorCode::None) {
        Q_EMIT passwordNeeded(answer.keychainError);
        return;
    }
    m_password = answer.password;
    open();
}

void CameraConnector::open()
{
    StreamUrl url = m_target->url;
    url.setCredentials(url.user(), m_password);
    m_session.open(url, m_target->transport);
    if (camera().isNull() || camera() == m_cameras.lastPlayed())
        return;
    // It writes a file, while the server is asked already.
    if (const auto remembered = m_cameras.setLastPlayed(camera()); !remembered)
        Q_EMIT noticed(sentence(remembered.error()));
}

void CameraConnector::enterPassword(const QString &user, const QString &password)
{
    if (!m_target)
        return;
    ++m_choice;
    setAsksKeychain(false);
    m_password = password;
    if (user != m_target->url.user())
        change([&user](Camera &camera) { camera.url.setCredentials(user, {}); });
    if (!camera().isNull()) {
        m_passwords.write(camera(), password, this, [this](const Expected<void> &kept) {
            if (!kept)
                Q_EMIT noticed(sentence(kept.error()));
        });
    }
    open();
}

void CameraConnector::trustCertificate(const QByteArray &sha256)
{
    if (!m_target || sha256.isEmpty())
        return;
    change([&sha256](Camera &camera) { camera.url.setTrustedCertificate(sha256); });
    open();
}

void CameraConnector::change(const std::function<void(Camera &)> &apply)
{
    apply(*m_target);
    // Another window may have changed it since it was picked.
    std::optional<Camera> saved = m_cameras.find(camera());
    if (!saved)
        return;
    apply(*saved);
    if (const auto written = m_cameras.add(*saved); !written)
        Q_EMIT noticed(sentence(written.error()));
}

void CameraConnector::onCamerasChanged()
{
    if (camera().isNull())
        return;
    if (const std::optional<Camera> saved = m_cameras.find(camera()))
        m_target->name = saved->name;
    else
        m_target->id = QUuid();
    Q_EMIT titleChanged();
}

QString CameraConnector::title() const
{
    return m_target ? m_target->displayName() : QString();
}

} // namespace oriel
