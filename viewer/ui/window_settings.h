#pragma once

#include "ui/overlay_figures.h"

#include <QRect>
#include <QString>

namespace oriel {

/// How the window was left, in a small file of its own. Losing it loses nothing but that.
struct WindowSettings
{
    QSize size;
    bool camerasShown = true;
    overlay::Mode overlay = overlay::Mode::Compact;
    QString language; ///< A code of kLanguages; empty for the system's.

    [[nodiscard]] static QString defaultFile();
    /// What cannot be read is as above.
    [[nodiscard]] static WindowSettings load(const QString &file);
    void save(const QString &file) const;
};

} // namespace oriel
