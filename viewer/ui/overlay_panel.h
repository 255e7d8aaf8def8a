#pragma once

#include "ui/overlay_figures.h"
#include "ui/picture_overlay.h"

namespace oriel {

/// The full overlay: the age with its legs as a bar and in numbers, the last minute as a line, and
/// the figures of the stream. GUI thread.
class OverlayPanel : public PictureOverlay
{
    Q_OBJECT
public:
    explicit OverlayPanel(QWidget *parent);

    /// Its geometry has to be painted after this.
    void setFigures(const OverlayFigures &figures);

private:
    [[nodiscard]] QSize neededSize() const;
    void drawAge(QPainter &painter, int &y) const;
    void drawLegs(QPainter &painter, int &y) const;
    void drawBar(QPainter &painter, const QRect &area) const;
    void drawHistory(QPainter &painter, int &y) const;
    void drawRows(QPainter &painter, int &y) const;
    [[nodiscard]] QRect mirrored(const QRect &area) const;
    void drawText(QPainter &painter, const QRect &area, Qt::Alignment side,
                  const QString &text) const;

    OverlayFigures m_figures;
};

} // namespace oriel
