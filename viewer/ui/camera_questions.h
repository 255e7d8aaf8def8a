#pragma once

#include "base/error.h"

#include <QObject>

class QDialog;
class QWidget;

namespace oriel {

class CameraConnector;
class PlaybackSession;

/// What a person is asked about the camera that plays: its password, its certificate; and the test
/// of its connection. A question goes when another camera is picked. GUI thread.
class CameraQuestions : public QObject
{
    Q_OBJECT
public:
    /// Both outlive it; `window` owns it, and is what its dialogs stand on.
    CameraQuestions(CameraConnector &connector, PlaybackSession &session, QWidget *window);

    /// `why` is said where it is about something else than the password.
    void askPassword(const Error &why);
    /// That of the failure that the session shows.
    void showCertificate();
    void testConnection();

private:
    void open(QDialog *dialog);

    CameraConnector &m_connector;
    PlaybackSession &m_session;
    QWidget *m_window;
};

} // namespace oriel
