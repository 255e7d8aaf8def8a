#include "ui/video_view.h"

#include "ui/frame_converter.h"
#include "ui/gl_view.h"
#include "ui/raster_view.h"

#include <QMouseEvent>

#include <cmath>

namespace oriel {

namespace {

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

} // namespace

VideoView *VideoView::create(PainterKind kind, QWidget *parent)
{
    if (kind == PainterKind::Gl)
        return new GlView(parent);
    return new RasterView(parent);
}

VideoView::VideoView(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("videoView"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_NoSystemBackground);
}

QSize VideoView::sizeHint() const
{
    const QSize size = m_pictureSize.isEmpty() ? QSize(640, 480) : m_pictureSize;
    return size / devicePixelRatioF();
}

bool VideoView::present(VideoFrame frame, const QRegion &also)
{
    m_frame = std::move(frame);
    const QSize size = squarePixelSize(*m_frame->picture);
    const bool moved = size != m_pictureSize || m_ratio != devicePixelRatioF();
    const bool all = moved || m_dimmed;
    m_dimmed = false;
    if (moved) {
        m_pictureSize = size;
        placePicture();
        updateGeometry();
    }
    return paintFrame(all, also);
}

void VideoView::clear()
{
    m_frame.reset();
    m_pictureSize = {};
    m_dimmed = false;
    placePicture();
    paintLater();
}

void VideoView::setDimmed(bool dimmed)
{
    if (m_dimmed == dimmed)
        return;
    m_dimmed = dimmed;
    paintLater();
}

QImage VideoView::snapshot() const
{
    if (!m_frame)
        return {};
    return FrameConverter().toImage(*m_frame->picture, m_pictureSize);
}

void VideoView::keepPlaced()
{
    if (m_frame && m_ratio != devicePixelRatioF())
        placePicture();
}

void VideoView::placePicture()
{
    m_ratio = devicePixelRatioF();
    m_target = m_pictureSize.isEmpty() ? QRect()
                                       : centred(m_pictureSize, toDevice(rect(), m_ratio).size());
}

QRect VideoView::logicalTarget() const
{
    const QRectF target(m_target.x() / m_ratio, m_target.y() / m_ratio, m_target.width() / m_ratio,
                        m_target.height() / m_ratio);
    return target.toAlignedRect() & rect();
}

QRect VideoView::toDevice(const QRect &rect, qreal ratio)
{
    return {QPoint(qRound(rect.x() * ratio), qRound(rect.y() * ratio)),
            QPoint(qRound((rect.x() + rect.width()) * ratio) - 1,
                   qRound((rect.y() + rect.height()) * ratio) - 1)};
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
