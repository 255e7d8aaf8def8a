#pragma once

#include "ui/overlay_figures.h"

#include <QPixmap>
#include <QWidget>

namespace oriel {

/// The full overlay: the age with its legs as a bar and in numbers, the last minute as a line, and
/// the figures of the stream. Drawn into a pixmap when the figures change; painting it with each
/// picture is one blit. Never asks for a repaint of its own: it rides on the picture's. GUI thread.
class OverlayPanel : public QWidget
{
    Q_OBJECT
public:
    explicit OverlayPanel(QWidget *parent);

    /// Its geometry has to be painted after this.
    void setFigures(const OverlayFigures &figures);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QSize neededSize() const;
    void draw();
    void drawAge(QPainter &painter, int &y) const;
    void drawLegs(QPainter &painter, int &y) const;
    void drawBar(QPainter &painter, const QRect &area) const;
    void drawHistory(QPainter &painter, int &y) const;
    void drawRows(QPainter &painter, int &y) const;
    [[nodiscard]] QRect mirrored(const QRect &area) const;
    void drawText(QPainter &painter, const QRect &area, Qt::Alignment side,
                  const QString &text) const;

    OverlayFigures m_figures;
    QPixmap m_pixmap;
};

} // namespace oriel
