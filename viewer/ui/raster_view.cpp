#include "ui/raster_view.h"

#include <QBackingStore>
#include <QGuiApplication>
#include <QPaintEvent>
#include <QPainter>

#include <algorithm>

namespace oriel {

namespace {

constexpr QRgb kBlack = 0xff000000;

void fillRow(QImage &image, int y, int from, int to)
{
    if (from >= to)
        return;
    auto *row = reinterpret_cast<QRgb *>(image.bits() + y * image.bytesPerLine());
    std::fill(row + from, row + to, kBlack);
}

/// Black inside `area` and outside `picture`.
void fillBars(QImage &image, const QRect &area, const QRect &picture)
{
    const int right = area.x() + area.width();
    const int pictureRight = picture.x() + picture.width();
    for (int y = area.top(); y <= area.bottom(); ++y) {
        if (y < picture.top() || y > picture.bottom()) {
            fillRow(image, y, area.left(), right);
            continue;
        }
        fillRow(image, y, area.left(), std::min(picture.left(), right));
        fillRow(image, y, std::max(pictureRight, area.left()), right);
    }
}

} // namespace

RasterView::RasterView(QWidget *parent)
    : VideoView(parent)
    , m_sharedMemory(QGuiApplication::platformName() == u"xcb")
{
}

bool RasterView::paintFrame(bool all, const QRegion &also)
{
    m_still = {};
    m_painted = false;
    // repaint() and not update(): the round trip through the event loop would be age.
    repaint(all ? QRegion(rect()) : also.united(logicalTarget()));
    return m_painted;
}

void RasterView::paintLater()
{
    m_still = {};
    update();
}

void RasterView::readyForNext()
{
    // Elsewhere than on X11 the buffers are not shared with a reader in this way.
    QBackingStore *store = backingStore();
    if (!m_painted || !store || !m_sharedMemory)
        return;
    store->beginPaint(QRect(0, 0, 1, 1).translated(mapTo(window(), logicalTarget().topLeft())));
    store->endPaint();
}

void RasterView::paintEvent(QPaintEvent *event)
{
    keepPlaced();
    if (!frame() || isDimmed() || !paintDirectly(event->region()))
        paintStill(event->region());
    m_painted = true;
}

bool RasterView::paintDirectly(const QRegion &dirty)
{
    const QRect target = logicalTarget();
    if (dirty.intersected(target) != QRegion(target))
        return false;
    QPoint origin;
    QPaintDevice *device = redirected(&origin);
    QBackingStore *store = backingStore();
    if (!store || device != store->paintDevice())
        return false; // grab() and the like.
    auto *image = dynamic_cast<QImage *>(device);
    if (!image || !image->isDetached() ||
        (image->format() != QImage::Format_RGB32 &&
         image->format() != QImage::Format_ARGB32_Premultiplied))
        return false;

    const qreal scale = image->devicePixelRatio();
    const QPoint shift(qRound(-origin.x() * scale), qRound(-origin.y() * scale));
    const QRect place = pictureRect().translated(shift);
    if (!image->rect().contains(place))
        return false;
    uchar *bits = image->bits() + place.y() * image->bytesPerLine() + place.x() * 4;
    if (!m_converter.convert(*frame()->picture, {bits, image->bytesPerLine(), place.size()}))
        return false;
    for (const QRect &area : dirty)
        fillBars(*image, toDevice(area, scale).translated(shift) & image->rect(), place);
    return true;
}

void RasterView::paintStill(const QRegion &dirty)
{
    QPainter painter(this);
    painter.setClipRegion(dirty);
    painter.fillRect(rect(), Qt::black);
    if (!frame())
        return;
    if (m_still.size() != pictureRect().size())
        m_still = m_converter.toImage(*frame()->picture, pictureRect().size());
    m_still.setDevicePixelRatio(ratio());
    painter.drawImage(QPointF(pictureRect().topLeft()) / ratio(), m_still);
    if (isDimmed())
        painter.fillRect(logicalTarget(), QColor::fromRgba(kDim));
}

} // namespace oriel
