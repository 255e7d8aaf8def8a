#include "ui/picture_overlay.h"

#include "ui/theme.h"

#include <QPainter>

namespace oriel {

PictureOverlay::PictureOverlay(const QString &name, QWidget *parent) : QWidget(parent)
{
    setObjectName(name);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
}

void PictureOverlay::draw(QSize size, const std::function<void(QPainter &)> &content)
{
    constexpr qreal kRadius = 8;
    if (size != this->size())
        resize(size);
    m_pixmap = QPixmap(size * devicePixelRatioF());
    m_pixmap.setDevicePixelRatio(devicePixelRatioF());
    m_pixmap.fill(Qt::transparent);
    QPainter painter(&m_pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::kPanel);
    painter.drawRoundedRect(QRectF(QPointF(), QSizeF(size)), kRadius, kRadius);
    content(painter);
}

bool PictureOverlay::isOutdated() const
{
    return m_pixmap.devicePixelRatio() != devicePixelRatioF();
}

QFont PictureOverlay::boldFont(qreal scale) const
{
    QFont result = font();
    result.setBold(true);
    result.setPointSizeF(result.pointSizeF() * scale);
    return result;
}

void PictureOverlay::paintEvent(QPaintEvent *)
{
    QPainter(this).drawPixmap(0, 0, m_pixmap);
}

} // namespace oriel
