#include "ui/window_placement.h"

#include <QScreen>
#include <QWidget>

#include <utility>

namespace oriel {

namespace {

constexpr QSize kFirstSize{960, 600};

} // namespace

void WindowPlacement::begin(QSize remembered)
{
    m_window.resize((remembered.isEmpty() ? kFirstSize : remembered).boundedTo(room()));
}

void WindowPlacement::setFullScreen(bool on)
{
    if (on) {
        m_windowed = m_window.geometry();
        // Without a window manager nobody else does that.
        m_window.setGeometry(m_window.screen()->geometry());
        m_window.showFullScreen();
    } else {
        m_window.showNormal();
        m_window.setGeometry(m_windowed);
    }
}

void WindowPlacement::fit(QSize picture, QSize view)
{
    if (std::exchange(m_fitted, true) || m_window.isFullScreen() || m_window.isMaximized())
        return;
    const QSize around = m_window.size() - view;
    const QSize wanted = picture + around, most = room() * 0.9;
    m_window.resize(wanted.width() > most.width() || wanted.height() > most.height()
                        ? picture.scaled(most - around, Qt::KeepAspectRatio) + around
                        : wanted);
}

QSize WindowPlacement::size() const
{
    return m_window.isMaximized() ? m_window.normalGeometry().size() : m_window.size();
}

QSize WindowPlacement::room() const
{
    return m_window.screen()->availableGeometry().size();
}

} // namespace oriel
