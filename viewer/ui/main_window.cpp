#include "ui/main_window.h"

#include "ui/camera_connector.h"
#include "ui/camera_panel.h"
#include "ui/camera_questions.h"
#include "ui/idle_cursor.h"
#include "ui/player_page.h"
#include "ui/start_page.h"
#include "ui/test_stream.h"
#include "ui/window_menu.h"

#include <QAction>
#include <QActionGroup>
#include <QClipboard>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLoggingCategory>
#include <QMenuBar>
#include <QMessageBox>
#include <QStackedLayout>

namespace oriel {

namespace {

using State = PlaybackSession::State;

Q_LOGGING_CATEGORY(lcWindow, "oriel.window")

} // namespace

MainWindow::MainWindow(const ViewerOptions &options, const Parts &parts)
    : m_options(options)
    , m_parts(parts)
    , m_settings(WindowSettings::load(parts.settingsFile))
    , m_menu(new WindowMenu(this))
    , m_panel(new CameraPanel(parts.cameras))
    , m_player(new PlayerPage(parts.session, parts.statistics, parts.painter))
    , m_start(new StartPage)
    , m_connector(new CameraConnector(parts.session, parts.cameras, parts.passwords, this))
    , m_questions(new CameraQuestions(*m_connector, parts.session, this))
    , m_editor(new CameraEditor(parts.cameras, parts.passwords, this))
    , m_testStream(new TestStream(this))
    , m_idleCursor(new IdleCursor(m_player))
    , m_placement(*this)
    , m_onlyStream(options.url || !options.camera.isEmpty())
{
    setObjectName(QStringLiteral("mainWindow"));
    setMinimumSize(320, 240);
    buildPages();
    wireMenu();
    wireLanguage();
    wireCameraActions();
    wirePanel();
    wireConnector();
    wireEditor();
    m_player->setOverlayMode(options.overlay ? m_settings.overlay : overlay::Mode::Off);
    onTargetChanged();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildPages()
{
    auto *centre = new QWidget(this);
    auto *row = new QHBoxLayout(centre);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto *pages = new QWidget(centre);
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_player);
    row->addWidget(m_panel);
    row->addWidget(pages, 1);
    setCentralWidget(centre);

    connect(m_player, &PlayerPage::doubleClicked, this, [this] { setFullScreen(!isFullScreen()); });
    connect(m_player, &PlayerPage::addressRequested, this, &MainWindow::askAgain);
    connect(m_player, &PlayerPage::passwordRequested, m_questions,
            [this] { m_questions->askPassword(m_parts.session.status().error); });
    connect(m_player, &PlayerPage::certificateRequested, m_questions,
            &CameraQuestions::showCertificate);
    connect(m_player, &PlayerPage::testRequested, m_questions, &CameraQuestions::testConnection);
    // In a window with more in it than one stream the size is the person's.
    if (m_onlyStream)
        connect(m_player, &PlayerPage::pictureSizeChanged, this,
                [this] { m_placement.fit(m_player->view().sizeHint(), m_player->size()); });
    connect(m_start, &StartPage::connectRequested, this, &MainWindow::playAddress);
    connect(m_start, &StartPage::offerAccepted, m_connector,
            [this] { m_connector->play(m_parts.cameras.lastPlayed()); });
    connect(m_start, &StartPage::testStreamRequested, m_testStream, &TestStream::start);
    connect(m_testStream, &TestStream::ready, this, &MainWindow::playAddress);
    connect(m_testStream, &TestStream::failed, m_start, &StartPage::showProblem);
    connect(&m_parts.session, &PlaybackSession::statusChanged, this, &MainWindow::onStatus);
}

void MainWindow::wireMenu()
{
    connect(m_menu->address, &QAction::triggered, this, [this] {
        setFullScreen(false);
        setCamerasShown(true);
        m_panel->focusSearch();
    });
    connect(m_menu->quit, &QAction::triggered, this, &QWidget::close);
    connect(m_menu->cameras, &QAction::triggered, this, [this](bool shown) {
        m_settings.camerasShown = shown;
        setCamerasShown(shown);
    });
    connect(m_menu->overlay, &QAction::triggered, this, [this] {
        m_player->cycleOverlay();
        m_settings.overlay = m_player->overlayMode();
    });
    connect(m_menu->copyFigures, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(m_player->figuresText()); });
    connect(m_menu->fullScreen, &QAction::triggered, this,
            [this] { setFullScreen(!isFullScreen()); });
    connect(m_menu->leaveFullScreen, &QAction::triggered, this, [this] { setFullScreen(false); });
    connect(m_menu->about, &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::wireLanguage()
{
    for (QAction *choice : m_menu->language->actions())
        choice->setChecked(choice->data().toString() == m_settings.language);
    connect(m_menu->language, &QActionGroup::triggered, this, [this](const QAction *choice) {
        m_settings.language = choice->data().toString();
        m_panel->say(tr("Oriel speaks that language from its next start on."));
        showCameras();
    });
}

void MainWindow::wireCameraActions()
{
    connect(m_menu->add, &QAction::triggered, m_editor, [this] { m_editor->add(); });
    connect(m_menu->save, &QAction::triggered, m_editor,
            [this] { m_editor->addPlaying(*m_connector->target(), m_connector->password()); });
    connect(m_menu->edit, &QAction::triggered, m_editor,
            [this] { m_editor->edit(m_panel->selected()); });
    connect(m_menu->remove, &QAction::triggered, this,
            [this] { removeCamera(m_panel->selected()); });
    connect(m_menu->test, &QAction::triggered, m_questions, &CameraQuestions::testConnection);
    connect(m_menu->disconnect, &QAction::triggered, m_connector,
            &CameraConnector::disconnectFromCamera);
}

void MainWindow::wirePanel()
{
    connect(m_panel, &CameraPanel::playRequested, m_connector,
            qOverload<const QUuid &>(&CameraConnector::play));
    connect(m_panel, &CameraPanel::addressEntered, this, &MainWindow::playAddress);
    connect(m_panel, &CameraPanel::addRequested, m_editor, [this] { m_editor->add(); });
    connect(m_panel, &CameraPanel::editRequested, m_editor, &CameraEditor::edit);
    connect(m_panel, &CameraPanel::removeRequested, this, &MainWindow::removeCamera);
    connect(m_panel, &CameraPanel::undoRequested, m_editor, &CameraEditor::undoRemove);
    connect(m_panel, &CameraPanel::selectionChanged, this, &MainWindow::refreshActions);
    connect(&m_parts.cameras, &CameraStore::changed, this, &MainWindow::onCamerasChanged);
    connect(&m_parts.cameras, &CameraStore::noticeChanged, this,
            [this] { notice(m_parts.cameras.notice()); });
}

void MainWindow::wireConnector()
{
    connect(m_connector, &CameraConnector::targetChanged, this, &MainWindow::onTargetChanged);
    connect(m_connector, &CameraConnector::titleChanged, this, &MainWindow::onCamerasChanged);
    connect(m_connector, &CameraConnector::askingKeychainChanged, m_player,
            [this] { m_player->setAwaitsKeychain(m_connector->isAskingKeychain()); });
    connect(m_connector, &CameraConnector::passwordNeeded, m_questions,
            &CameraQuestions::askPassword);
    connect(m_connector, &CameraConnector::noticed, this, &MainWindow::notice);
}

void MainWindow::wireEditor()
{
    connect(m_editor, &CameraEditor::saved, this, &MainWindow::onSaved);
    connect(m_editor, &CameraEditor::removed, m_panel,
            [this](const QString &name) { m_panel->offerUndo(tr("“%1” was removed.").arg(name)); });
    connect(m_editor, &CameraEditor::undoEnded, m_panel, &CameraPanel::withdrawUndo);
    connect(m_editor, &CameraEditor::noticed, this, &MainWindow::notice);
}

void MainWindow::start()
{
    m_placement.begin(m_onlyStream ? QSize() : m_settings.size);
    setCamerasShown(!m_onlyStream && m_settings.camerasShown &&
                    !m_parts.cameras.cameras().isEmpty());
    if (m_options.url) {
        // main() has opened it while the window was built.
        m_connector->adopt(*m_options.url, m_options.transport);
        if (m_parts.session.status().state == State::Idle)
            m_parts.session.open(*m_options.url, m_options.transport);
    } else if (!m_options.camera.isEmpty()) {
        playNamed(m_options.camera);
    } else {
        m_panel->select(m_parts.cameras.lastPlayed());
        showStart();
    }
    notice(m_parts.cameras.notice());
    if (m_options.fullScreen)
        setFullScreen(true);
    else
        show();
    // Without a window manager nobody else gives it the keyboard.
    activateWindow();
}

void MainWindow::playAddress(StreamUrl url)
{
    if (!url.hasCredentials())
        url.setCredentials(m_options.credentials.user, m_options.credentials.password);
    m_connector->play(url, m_options.transport);
}

void MainWindow::playNamed(const QString &name)
{
    const std::optional<Camera> camera = m_parts.cameras.findByName(name);
    if (camera) {
        if (const QString &password = m_options.credentials.password; !password.isEmpty())
            m_parts.passwords.keepForSession(camera->id, password);
        m_connector->play(camera->id);
        return;
    }
    const QString problem = tr("No saved camera is called “%1”.").arg(name);
    qCCritical(lcWindow).noquote() << problem;
    showStart(problem);
}

void MainWindow::showStart(const QString &problem)
{
    refreshOffer();
    m_start->showProblem(problem);
    m_pages->setCurrentWidget(m_start);
    m_start->setFocus();
}

void MainWindow::showCameras()
{
    if (!isFullScreen())
        setCamerasShown(true);
}

void MainWindow::askAgain()
{
    if (!m_connector->camera().isNull())
        return m_editor->edit(m_connector->camera());
    const StreamUrl url = m_parts.session.url();
    const QString why = sentence(m_parts.session.status().error);
    m_connector->disconnectFromCamera();
    m_start->continueFrom(url);
    m_start->showProblem(why);
}

void MainWindow::onTargetChanged()
{
    if (m_connector->target()) {
        m_pages->setCurrentWidget(m_player);
        m_player->forgetPicture();
        m_player->setFocus();
    } else {
        showStart();
    }
    m_panel->select(m_connector->camera());
    refreshTitle();
    refreshActions();
    onStatus();
}

void MainWindow::onCamerasChanged()
{
    refreshTitle();
    refreshActions();
    refreshOffer();
    onStatus();
}

void MainWindow::onStatus()
{
    m_panel->model().setPlaying(m_connector->camera(), m_parts.session.status().state);
}

void MainWindow::onSaved(const QUuid &camera, CameraEditor::Origin origin)
{
    m_panel->say({});
    m_panel->select(camera);
    if (origin != CameraEditor::Origin::Edited)
        showCameras(); // Where it is found from now on.
    const bool isFirstThing = origin == CameraEditor::Origin::Added && !m_connector->target();
    if (origin == CameraEditor::Origin::Played || isFirstThing || camera == m_connector->camera())
        m_connector->play(camera);
}

void MainWindow::removeCamera(const QUuid &camera)
{
    const bool plays = camera == m_connector->camera();
    if (m_editor->remove(camera) && plays)
        m_connector->disconnectFromCamera();
}

void MainWindow::notice(const QString &sentence)
{
    if (sentence.isEmpty())
        return;
    qCWarning(lcWindow).noquote() << sentence;
    m_panel->say(sentence);
    showCameras();
}

void MainWindow::setCamerasShown(bool shown)
{
    m_panel->setVisible(shown);
    m_menu->cameras->setChecked(shown);
}

void MainWindow::refreshActions()
{
    const bool plays = m_connector->target().has_value();
    const bool selected = !m_panel->selected().isNull();
    m_menu->save->setEnabled(plays && m_connector->camera().isNull());
    m_menu->edit->setEnabled(selected);
    m_menu->remove->setEnabled(selected);
    m_menu->test->setEnabled(plays);
    m_menu->disconnect->setEnabled(plays);
    m_menu->copyFigures->setEnabled(plays);
}

void MainWindow::refreshOffer()
{
    const auto last = m_parts.cameras.find(m_parts.cameras.lastPlayed());
    m_start->offer(last ? last->displayName() : QString());
}

void MainWindow::refreshTitle()
{
    const QString title = m_connector->title();
    setWindowTitle(title.isEmpty() ? QStringLiteral("Oriel")
                                   : QStringLiteral("%1 – Oriel").arg(title));
}

void MainWindow::showAbout()
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("About Oriel"),
                                tr("Oriel %1 shows live cameras with the least delay.\n\n"
                                   "Free software under the GNU General Public License, "
                                   "version 3 or later.")
                                    .arg(QStringLiteral(ORIEL_VERSION)),
                                QMessageBox::Close, this);
    box->setIconPixmap(windowIcon().pixmap(64, 64));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::setFullScreen(bool on)
{
    if (on == isFullScreen())
        return;
    menuBar()->setVisible(!on);
    m_panel->setVisible(!on && m_menu->cameras->isChecked());
    m_menu->leaveFullScreen->setEnabled(on);
    m_placement.setFullScreen(on);
    m_idleCursor->setEnabled(on);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!isFullScreen() && !m_onlyStream)
        m_settings.size = m_placement.size();
    if (!m_parts.settingsFile.isEmpty())
        m_settings.save(m_parts.settingsFile);
    QMainWindow::closeEvent(event);
}

} // namespace oriel
