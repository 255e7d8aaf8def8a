#pragma once

#include "playback/playback_session.h"
#include "playback/statistics.h"
#include "playback/viewer_options.h"

#include <QTimer>
#include <QWidget>

class QStackedLayout;

namespace oriel {

class PlayerPage;
class StartPage;

/// The window: wires the pages to the session, keys to actions. GUI thread.
class MainWindow : public QWidget
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds kHideCursorAfter{2000};

    /// `session` and `statistics` outlive it.
    MainWindow(const ViewerOptions &options, PlaybackSession &session, Statistics &statistics,
               QWidget *parent = nullptr);

    /// Plays the URL, or shows the start page where there is none, and shows itself.
    void start();
    void play(const StreamUrl &url);
    void setFullScreen(bool on);
    [[nodiscard]] const PlayerPage &player() const { return *m_player; }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    StartPage *showStartPage();
    /// Back from an address that does not work.
    void askAgain();
    void fitPicture();
    void showCursor();

    ViewerOptions m_options;
    PlaybackSession &m_session;
    QStackedLayout *m_pages;
    PlayerPage *m_player;
    QTimer m_hideCursor;
    QRect m_windowed; ///< Geometry before full screen.
    bool m_fitted = false;
};

} // namespace oriel
