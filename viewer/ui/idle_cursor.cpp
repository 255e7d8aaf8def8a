#include "ui/idle_cursor.h"

#include <QEvent>
#include <QWidget>

namespace oriel {

IdleCursor::IdleCursor(QWidget *widget) : QObject(widget), m_widget(widget)
{
    m_hide.setSingleShot(true);
    m_hide.setInterval(kAfter);
    connect(&m_hide, &QTimer::timeout, this, [this] { m_widget->setCursor(Qt::BlankCursor); });
}

void IdleCursor::setEnabled(bool on)
{
    if (std::exchange(m_enabled, on) == on)
        return;
    QList<QWidget *> watched = m_widget->findChildren<QWidget *>();
    watched << m_widget;
    for (QWidget *widget : watched) {
        widget->setMouseTracking(on);
        if (on)
            widget->installEventFilter(this);
        else
            widget->removeEventFilter(this);
    }
    show();
}

void IdleCursor::show()
{
    m_widget->unsetCursor();
    if (m_enabled)
        m_hide.start();
    else
        m_hide.stop();
}

bool IdleCursor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseMove || event->type() == QEvent::HoverMove)
        show();
    return QObject::eventFilter(watched, event);
}

} // namespace oriel
