#pragma once

#include "ui/overlay_figures.h"
#include "ui/picture_overlay.h"

namespace oriel {

/// The compact overlay, a small line: age, frame rate, bit rate, recent loss, transport. GUI
/// thread.
class OverlayChip : public PictureOverlay
{
    Q_OBJECT
public:
    explicit OverlayChip(QWidget *parent);

    /// Whether it looks different now, so that its geometry has to be painted.
    bool setFigures(const OverlayFigures &figures);

private:
    void drawLine();

    QString m_age, m_detail;
    bool m_trusted = true; ///< The age is known.
};

} // namespace oriel
