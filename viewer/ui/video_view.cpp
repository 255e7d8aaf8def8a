#include "ui/video_view.h"

#include <QBackingStore>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace oriel {

namespace {

constexpr QRgb kBlack = 0xff000000;

QSize squarePixelSize(const AVFrame &picture)
{
    const AVRational sar = picture.sample_aspect_ratio;
    if (sar.num <= 0 || sar.den <= 0)
        return {picture.width, picture.height};
    return {static_cast<int>(std::lround(double(picture.width) * sar.num / sar.den)),
            picture.height};
}

QRect centred(QSize content, QSize area)
{
    const QSize size = content.scaled(area, Qt::KeepAspectRatio).expandedTo({1, 1});
    return {QPoint((area.width() - size.width()) / 2, (area.height() - size.height()) / 2), size};
}

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

QRect toDevice(const QRect &rect, qreal ratio)
{
    return {QPoint(qRound(rect.x() * ratio), qRound(rect.y() * ratio)),
            QPoint(qRound((rect.x() + rect.width()) * ratio) - 1,
                   qRound((rect.y() + rect.height()) * ratio) - 1)};
}

} // namespace

VideoView::VideoView(QWidget *parent)
    : QWidget(parent)
    , m_sharedMemory(QGuiApplication::platformName() == u"xcb")
{
    setObjectName(QStringLiteral("videoView"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_NoSystemBackground);
}

VideoView::~VideoView() = default;

QSize VideoView::sizeHint() const
{
    const QSize size = m_pictureSize.isEmpty() ? QSize(640, 480) : m_pictureSize;
    return size / devicePixelRatioF();
}

bool VideoView::present(VideoFrame frame, const QRegion &also)
{
    m_frame = std::move(frame);
    m_still = {};
    const QSize size = squarePixelSize(*m_frame->picture);
    const bool moved = size != m_pictureSize || m_ratio != devicePixelRatioF();
    const bool dirtyAll = moved || m_dimmed;
    m_dimmed = false;
    if (moved) {
        m_pictureSize = size;
        placePicture();
        updateGeometry();
    }
    m_painted = false;
    // repaint() and not update(): the round trip through the event loop would be age.
    repaint(dirtyAll ? QRegion(rect()) : also.united(logicalTarget()));
    return m_painted;
}

void VideoView::readyForNext()
{
    // Elsewhere than on X11 the buffers are not shared with a reader in this way.
    QBackingStore *store = backingStore();
    if (!m_painted || !store || !m_sharedMemory)
        return;
    store->beginPaint(QRect(0, 0, 1, 1).translated(mapTo(window(), logicalTarget().topLeft())));
    store->endPaint();
}

void VideoView::clear()
{
    m_frame.reset();
    m_pictureSize = {};
    m_dimmed = false;
    placePicture();
    update();
}

void VideoView::setDimmed(bool dimmed)
{
    if (m_dimmed == dimmed)
        return;
    m_dimmed = dimmed;
    update();
}

QImage VideoView::snapshot() const
{
    if (!m_frame)
        return {};
    return FrameConverter().toImage(*m_frame->picture, m_pictureSize);
}

void VideoView::placePicture()
{
    m_ratio = devicePixelRatioF();
    m_still = {};
    m_target = m_pictureSize.isEmpty() ? QRect()
                                       : centred(m_pictureSize, toDevice(rect(), m_ratio).size());
}

QRect VideoView::logicalTarget() const
{
    const QRectF target(m_target.x() / m_ratio, m_target.y() / m_ratio, m_target.width() / m_ratio,
                        m_target.height() / m_ratio);
    return target.toAlignedRect() & rect();
}

void VideoView::paintEvent(QPaintEvent *event)
{
    if (m_frame && m_ratio != devicePixelRatioF())
        placePicture();
    if (!m_frame || m_dimmed || !paintDirectly(event->region()))
        paintStill(event->region());
    m_painted = true;
}

bool VideoView::paintDirectly(const QRegion &dirty)
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

    const qreal ratio = image->devicePixelRatio();
    const QPoint shift(qRound(-origin.x() * ratio), qRound(-origin.y() * ratio));
    const QRect place = m_target.translated(shift);
    if (!image->rect().contains(place))
        return false;
    uchar *bits = image->bits() + place.y() * image->bytesPerLine() + place.x() * 4;
    if (!m_converter.convert(*m_frame->picture, {bits, image->bytesPerLine(), place.size()}))
        return false;
    for (const QRect &area : dirty)
        fillBars(*image, toDevice(area, ratio).translated(shift) & image->rect(), place);
    return true;
}

void VideoView::paintStill(const QRegion &dirty)
{
    QPainter painter(this);
    painter.setClipRegion(dirty);
    painter.fillRect(rect(), Qt::black);
    if (!m_frame)
        return;
    if (m_still.isNull()) {
        m_still = m_converter.toImage(*m_frame->picture, m_target.size());
        m_still.setDevicePixelRatio(m_ratio);
    }
    painter.drawImage(QPointF(m_target.topLeft()) / m_ratio, m_still);
    if (m_dimmed)
        painter.fillRect(logicalTarget(), QColor(8, 10, 14, 168));
}

void VideoView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placePicture();
}

void VideoView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT doubleClicked();
}

} // namespace oriel
