#pragma once

#include "ui/overlay_figures.h"

#include <QPixmap>
#include <QWidget>

namespace oriel {

/// The compact overlay, a small line on top of the picture: age, frame rate, bit rate, recent loss,
/// transport. Drawn into a pixmap when its text changes; painting it with each picture is one blit.
/// Never asks for a repaint of its own: it rides on the picture's. GUI thread.
class OverlayChip : public QWidget
{
    Q_OBJECT
public:
    explicit OverlayChip(QWidget *parent);

    /// Whether it looks different now, so that its geometry has to be painted.
    bool setFigures(const OverlayFigures &figures);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void draw();

    QString m_age, m_detail;
    bool m_trusted = true; ///< The age is known.
    QPixmap m_pixmap;
};

} // namespace oriel
