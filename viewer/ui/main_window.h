#pragma once

#include "cameras/camera_store.h"
#include "cameras/password_store.h"
#include "playback/playback_session.h"
#include "playback/statistics.h"
#include "playback/viewer_options.h"
#include "ui/camera_editor.h"
#include "ui/video_view.h"
#include "ui/window_placement.h"
#include "ui/window_settings.h"

#include <QMainWindow>

class QStackedLayout;

namespace oriel {

class CameraConnector;
class CameraPanel;
class CameraQuestions;
class IdleCursor;
class PlayerPage;
class StartPage;
class TestStream;
class WindowMenu;

/// The window: wires the panel, the pages and the menu to the session and the stores. GUI thread.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// What outlives it.
    struct Parts
    {
        PlaybackSession &session;
        Statistics &statistics;
        CameraStore &cameras;
        PasswordStore &passwords;
        QString settingsFile; ///< Empty: the window is not remembered.
        PainterKind painter = PainterKind::Raster;
    };

    MainWindow(const ViewerOptions &options, const Parts &parts);
    ~MainWindow() override;

    /// Plays what the options name, or shows the start page where there is nothing, and shows
    /// itself.
    void start();
    void setFullScreen(bool on);
    [[nodiscard]] const PlayerPage &player() const { return *m_player; }

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void buildPages();
    void wireMenu();
    void wireLanguage();
    void wireCameraActions();
    void wirePanel();
    void wireConnector();
    void wireEditor();
    void playAddress(StreamUrl url);
    void playNamed(const QString &name);
    void showStart(const QString &problem = {});
    void showCameras();
    /// Back from an address that does not work.
    void askAgain();
    void onTargetChanged();
    void onCamerasChanged();
    void onStatus();
    void removeCamera(const QUuid &camera);
    void onSaved(const QUuid &camera, CameraEditor::Origin origin);
    void notice(const QString &sentence);
    void setCamerasShown(bool shown);
    void refreshActions();
    void refreshOffer();
    void refreshTitle();
    void showAbout();

    ViewerOptions m_options;
    Parts m_parts;
    WindowSettings m_settings;
    WindowMenu *m_menu;
    CameraPanel *m_panel;
    QStackedLayout *m_pages = nullptr;
    PlayerPage *m_player;
    StartPage *m_start;
    CameraConnector *m_connector;
    CameraQuestions *m_questions;
    CameraEditor *m_editor;
    TestStream *m_testStream;
    IdleCursor *m_idleCursor;
    WindowPlacement m_placement;
    const bool m_onlyStream; ///< Called for one stream: it shows that alone, pixel by pixel.
};

} // namespace oriel
