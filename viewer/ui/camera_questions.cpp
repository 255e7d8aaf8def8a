#include "ui/camera_questions.h"

#include "playback/playback_session.h"
#include "ui/camera_connector.h"
#include "ui/certificate_dialog.h"
#include "ui/connection_test_dialog.h"
#include "ui/password_dialog.h"

namespace oriel {

CameraQuestions::CameraQuestions(CameraConnector &connector, PlaybackSession &session,
                                 QWidget *window)
    : QObject(window)
    , m_connector(connector)
    , m_session(session)
    , m_window(window)
{
}

void CameraQuestions::askPassword(const Error &why)
{
    QString note = m_connector.camera().isNull()
                       ? tr("Oriel keeps it until it is closed.")
                       : tr("Oriel keeps it in this computer's keychain.");
    if (!isAboutPassword(why.code))
        note = sentence(why);
    auto *dialog =
        new PasswordDialog(m_connector.title(), m_connector.target()->url.user(), note, m_window);
    connect(dialog, &PasswordDialog::entered, &m_connector, &CameraConnector::enterPassword);
    // Nothing plays without it, and nothing would be said.
    connect(dialog, &QDialog::rejected, &m_connector, [this] {
        if (m_session.status().state == PlaybackSession::State::Idle)
            m_connector.disconnectFromCamera();
    });
    open(dialog);
}

void CameraQuestions::showCertificate()
{
    auto *dialog = new CertificateDialog(m_connector.title(), m_session.status().error, m_window);
    connect(dialog, &CertificateDialog::trusted, &m_connector, &CameraConnector::trustCertificate);
    open(dialog);
}

void CameraQuestions::testConnection()
{
    const Camera &camera = *m_connector.target();
    StreamUrl url = camera.url;
    url.setCredentials(url.user(), m_connector.password());
    (new ConnectionTestDialog(m_connector.title(), url, camera.transport, m_window))->open();
}

void CameraQuestions::open(QDialog *dialog)
{
    // What was picked meanwhile is not what it is about.
    connect(&m_connector, &CameraConnector::targetChanged, dialog, [dialog] {
        dialog->hide();
        dialog->deleteLater();
    });
    dialog->open();
}

} // namespace oriel
