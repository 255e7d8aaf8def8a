#pragma once

#include <QFont>
#include <QPixmap>
#include <QWidget>

#include <functional>

namespace oriel {

/// What lies on the picture and takes no clicks. Drawn into a pixmap when its figures change, so
/// that painting it with each picture is one blit. Never asks for a repaint of its own: it rides on
/// the picture's. GUI thread.
class PictureOverlay : public QWidget
{
    Q_OBJECT
protected:
    PictureOverlay(const QString &name, QWidget *parent);

    /// Takes the size, and draws a dark panel and on it `content`.
    void draw(QSize size, const std::function<void(QPainter &)> &content);
    /// Whether it was drawn for a screen of another density.
    [[nodiscard]] bool isOutdated() const;
    /// The font in bold and larger.
    [[nodiscard]] QFont boldFont(qreal scale) const;

    void paintEvent(QPaintEvent *event) override;

private:
    QPixmap m_pixmap;
};

} // namespace oriel
