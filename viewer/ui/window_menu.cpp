#include "ui/window_menu.h"

#include "base/translation.h"

#include <QAction>
#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace oriel {

WindowMenu::WindowMenu(QMainWindow *window)
    : QObject(window)
    , language(new QActionGroup(this))
    , m_window(window)
{
    QMenu *camera = window->menuBar()->addMenu(tr("&Camera"));
    add = make(camera, "addAction", tr("&Add camera…"), {"Ctrl+N"});
    address = make(camera, "addressAction", tr("&Open address"), {"Ctrl+L"});
    save = make(camera, "saveAction", tr("&Save this camera…"), {"Ctrl+S"});
    camera->addSeparator();
    edit = make(camera, "editAction", tr("&Edit…"), {});
    remove = make(camera, "removeAction", tr("&Remove"), {});
    camera->addSeparator();
    test = make(camera, "testAction", tr("&Test connection…"), {"Ctrl+T"});
    disconnect = make(camera, "disconnectAction", tr("&Disconnect"), {"Ctrl+D"});
    quit = make(camera, "quitAction", tr("&Quit"), {"Q", "Ctrl+Q"});

    QMenu *view = window->menuBar()->addMenu(tr("&View"));
    cameras = make(view, "camerasAction", tr("&Cameras"), {"C"});
    cameras->setCheckable(true);
    overlay = make(view, "overlayAction", tr("&Overlay: none, compact, full"), {"I", "O"});
    copyFigures = make(view, "copyFiguresAction", tr("Copy &figures"), {"Ctrl+Shift+C"});
    view->addSeparator();
    fullScreen = make(view, "fullScreenAction", tr("Full &screen"), {"F", "F11"});
    leaveFullScreen = make(nullptr, "leaveFullScreenAction", tr("Leave full screen"), {"Esc"});
    leaveFullScreen->setEnabled(false);
    view->addSeparator();
    addLanguages(view->addMenu(tr("&Language")));

    about = make(window->menuBar()->addMenu(tr("&Help")), "aboutAction", tr("&About Oriel"), {});
}

void WindowMenu::addLanguages(QMenu *menu)
{
    const auto offer = [&](const QString &text, const QString &code) {
        QAction *action = menu->addAction(text);
        action->setObjectName(QStringLiteral("language_") + code);
        action->setData(code);
        action->setCheckable(true);
        language->addAction(action);
    };
    offer(tr("As the system"), {});
    menu->addSeparator();
    // Each by its own name, so that whoever cannot read the others finds it.
    for (const Language &spoken : kLanguages)
        offer(QString::fromUtf8(spoken.name), QLatin1String(spoken.code));
}

QAction *WindowMenu::make(QMenu *menu, const char *name, const QString &text,
                          const QStringList &keys)
{
    auto *action = new QAction(text, m_window);
    action->setObjectName(QLatin1String(name));
    QList<QKeySequence> shortcuts;
    for (const QString &key : keys)
        shortcuts << QKeySequence(key);
    action->setShortcuts(shortcuts);
    if (menu)
        menu->addAction(action);
    m_window->addAction(action);
    return action;
}

} // namespace oriel
