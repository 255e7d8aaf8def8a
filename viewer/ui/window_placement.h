#pragma once

#include <QRect>
#include <QSize>

class QWidget;

namespace oriel {

/// How large the window is, and where. GUI thread.
class WindowPlacement
{
public:
    /// `window` outlives it.
    explicit WindowPlacement(QWidget &window) : m_window(window) {}

    /// Before the window is shown; `remembered` may be empty.
    void begin(QSize remembered);
    /// Shows it in full screen or as it was before, with or without a window manager.
    void setFullScreen(bool on);
    /// For the first picture, which is shown in `view` pixel by pixel where the screen has the
    /// room; after that the size of the window is the person's.
    void fit(QSize picture, QSize view);
    /// To be remembered: that of a maximized window is the one from before.
    [[nodiscard]] QSize size() const;

private:
    [[nodiscard]] QSize room() const;

    QWidget &m_window;
    QRect m_windowed; ///< Geometry before full screen.
    bool m_fitted = false;
};

} // namespace oriel
