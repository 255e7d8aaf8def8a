#include "ui/main_window.h"

#include "ui/player_page.h"
#include "ui/start_page.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QScreen>
#include <QStackedLayout>

namespace oriel {

MainWindow::MainWindow(const ViewerOptions &options, PlaybackSession &session,
                       Statistics &statistics, QWidget *parent)
    : QWidget(parent)
    , m_options(options)
    , m_session(session)
    , m_pages(new QStackedLayout(this))
    , m_player(new PlayerPage(session, statistics, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Oriel"));
    setMinimumSize(320, 240);
    resize(640, 480);
    m_pages->addWidget(m_player);
    m_player->setOverlayShown(options.overlay);
    m_hideCursor.setSingleShot(true);
    m_hideCursor.setInterval(kHideCursorAfter);
    connect(&m_hideCursor, &QTimer::timeout, this, [this] { setCursor(Qt::BlankCursor); });
    connect(m_player, &PlayerPage::doubleClicked, this, [this] { setFullScreen(!isFullScreen()); });
    connect(m_player, &PlayerPage::addressRequested, this, &MainWindow::askAgain);
    connect(m_player, &PlayerPage::pictureSizeChanged, this, &MainWindow::fitPicture);
}

void MainWindow::start()
{
    if (m_options.url)
        play(*m_options.url);
    else
        showStartPage();
    if (m_options.fullScreen)
        setFullScreen(true);
    else
        show();
}

void MainWindow::play(const StreamUrl &url)
{
    setWindowTitle(QStringLiteral("%1 – Oriel").arg(url.display()));
    m_pages->setCurrentWidget(m_player);
    m_player->setFocus();
    if (m_session.status().state != PlaybackSession::State::Idle)
        return;
    m_player->forgetPicture();
    m_session.open(url, m_options.transport);
}

StartPage *MainWindow::showStartPage()
{
    auto *page = new StartPage(this);
    connect(page, &StartPage::connectRequested, this, [this, page](StreamUrl url) {
        if (!url.hasCredentials())
            url.setCredentials(m_options.credentials.user, m_options.credentials.password);
        play(url);
        page->deleteLater();
    });
    m_pages->addWidget(page);
    m_pages->setCurrentWidget(page);
    page->setFocus();
    return page;
}

void MainWindow::askAgain()
{
    const Error error = m_session.status().error;
    m_session.stop();
    setWindowTitle(QStringLiteral("Oriel"));
    StartPage *page = showStartPage();
    page->continueFrom(m_session.url(), error);
    page->setFocus();
}

void MainWindow::setFullScreen(bool on)
{
    if (on == isFullScreen())
        return;
    if (on) {
        m_windowed = geometry();
        // Without a window manager nobody else does that.
        setGeometry(screen()->geometry());
        showFullScreen();
    } else {
        showNormal();
        setGeometry(m_windowed);
    }
    for (QWidget *widget : findChildren<QWidget *>())
        widget->setMouseTracking(on);
    setMouseTracking(on);
    showCursor();
}

void MainWindow::showCursor()
{
    unsetCursor();
    if (isFullScreen())
        m_hideCursor.start();
    else
        m_hideCursor.stop();
}

void MainWindow::fitPicture()
{
    // The first picture is shown pixel by pixel where the screen has the room; after that the size
    // of the window is the person's.
    if (std::exchange(m_fitted, true) || isFullScreen() || isMaximized())
        return;
    const QSize room = screen()->availableGeometry().size() * 0.9;
    const QSize wanted = m_player->view().sizeHint();
    resize(wanted.width() > room.width() || wanted.height() > room.height()
               ? wanted.scaled(room, Qt::KeepAspectRatio)
               : wanted);
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Q:
        close();
        break;
    case Qt::Key_F:
    case Qt::Key_F11:
        setFullScreen(!isFullScreen());
        break;
    case Qt::Key_Escape:
        setFullScreen(false);
        break;
    case Qt::Key_O:
    case Qt::Key_I:
        m_player->setOverlayShown(!m_player->isOverlayShown());
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::MouseMove || event->type() == QEvent::HoverMove)
        showCursor();
    return QWidget::event(event);
}

} // namespace oriel
