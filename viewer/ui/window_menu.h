#pragma once

#include <QObject>

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;

namespace oriel {

/// What can be done in the window, with its words and keys, in the menu bar. The keys work in full
/// screen too, where the bar is hidden. GUI thread; the window wires them.
class WindowMenu : public QObject
{
    Q_OBJECT
public:
    explicit WindowMenu(QMainWindow *window);

    QAction *add, *address, *save, *edit, *remove, *test, *disconnect, *quit;
    QAction *cameras, *overlay, *copyFigures, *fullScreen, *leaveFullScreen;
    QAction *about;
    QActionGroup
        *language; ///< Of exclusive actions whose data is the code, empty for the system's.

private:
    /// Owned by the window.
    void addLanguages(QMenu *menu);
    QAction *make(QMenu *menu, const char *name, const QString &text, const QStringList &keys);

    QMainWindow *m_window;
};

} // namespace oriel
