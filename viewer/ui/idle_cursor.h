#pragma once

#include <QObject>
#include <QTimer>

class QWidget;

namespace oriel {

/// Hides the mouse pointer over a window that was not touched for a while, as long as it is
/// enabled. GUI thread.
class IdleCursor : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds kAfter{2000};

    /// Owned by `window`; `inner` is what the mouse is watched over.
    IdleCursor(QWidget *window, QWidget *inner);

    void setEnabled(bool on);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show();

    QWidget *m_window, *m_inner;
    QTimer m_hide;
    bool m_enabled = false;
};

} // namespace oriel
