#pragma once

#include <QObject>
#include <QTimer>

class QWidget;

namespace oriel {

/// Hides the mouse pointer over a widget where it has not moved for a while, as long as this is
/// enabled. GUI thread.
class IdleCursor : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds kAfter{2000};

    /// Owned by `widget`.
    explicit IdleCursor(QWidget *widget);

    void setEnabled(bool on);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show();

    QWidget *m_widget;
    QTimer m_hide;
    bool m_enabled = false;
};

} // namespace oriel
