#include "source/canvas.h"

#include "av/picture_colour.h"

#include <cstring>

namespace oriel {

namespace {

std::uint8_t *pixel(const AVFrame &frame, int plane, int x, int y)
{
    return frame.data[plane] + std::ptrdiff_t(y) * frame.linesize[plane] + x;
}

void blend(std::uint8_t *at, std::uint8_t color, int coverage)
{
    *at = static_cast<std::uint8_t>((*at * (255 - coverage) + color * coverage + 127) / 255);
}

/// `distance` in samples of the plane.
int coverageAt(double distance)
{
    return static_cast<int>(std::lround(std::clamp(0.5 - distance, 0.0, 1.0) * 255));
}

std::uint8_t toByte(double value)
{
    return static_cast<std::uint8_t>(std::clamp(std::lround(value), 1L, 254L));
}

} // namespace

void Mask::deriveChroma()
{
    const std::size_t stride = static_cast<std::size_t>(width);
    chroma.clear();
    for (std::size_t y = 0; y + 1 < static_cast<std::size_t>(height); y += 2) {
        for (std::size_t x = 0; x + 1 < stride; x += 2) {
            const std::uint8_t *p = luma.data() + y * stride + x;
            chroma.push_back(
                static_cast<std::uint8_t>((p[0] + p[1] + p[stride] + p[stride + 1] + 2) / 4));
        }
    }
}

YuvColor Canvas::rgb(int red, int green, int blue) const
{
    // ITU-T H.273, table 4: KR and KB of BT.709 and BT.601.
    const bool hd = usualColourMatrix(m_frame.height) == AVCOL_SPC_BT709;
    const double kr = hd ? 0.2126 : 0.299, kb = hd ? 0.0722 : 0.114;
    const double y = kr * red + (1 - kr - kb) * green + kb * blue;
    return {toByte(16 + y * 219 / 255), toByte(128 + (blue - y) / (1 - kb) * 112 / 255),
            toByte(128 + (red - y) / (1 - kr) * 112 / 255)};
}

void Canvas::fillRect(const QRect &rect, YuvColor color)
{
    const QRect r = rect.intersected(bounds());
    if (r.isEmpty())
        return;
    const int left = r.left() / 2, right = (r.left() + r.width() + 1) / 2;
    const int top = r.top() / 2, bottom = (r.top() + r.height() + 1) / 2;
    const auto width = static_cast<std::size_t>(right - left);
    for (int y = 2 * top; y < 2 * bottom; ++y)
        std::memset(pixel(m_frame, 0, 2 * left, y), color.y, 2 * width);
    for (int y = top; y < bottom; ++y) {
        std::memset(pixel(m_frame, 1, left, y), color.u, width);
        std::memset(pixel(m_frame, 2, left, y), color.v, width);
    }
}

void Canvas::drawMask(const Mask &mask, QPoint at, YuvColor color)
{
    const QPoint origin(at.x() & ~1, at.y() & ~1);
    const QRect r = QRect(origin, QSize(mask.width, mask.height)).intersected(bounds());
    for (int y = r.top(); y < r.top() + r.height(); ++y) {
        const std::uint8_t *from = mask.luma.data() + std::ptrdiff_t(y - origin.y()) * mask.width +
                                   (r.left() - origin.x());
        std::uint8_t *to = pixel(m_frame, 0, r.left(), y);
        for (int x = 0; x < r.width(); ++x) {
            if (from[x] != 0)
                blend(to + x, color.y, from[x]);
        }
    }
    const int halfWidth = mask.width / 2;
    for (int y = r.top() / 2; y < (r.top() + r.height()) / 2; ++y) {
        for (int x = r.left() / 2; x < (r.left() + r.width()) / 2; ++x) {
            const int coverage = mask.chroma[static_cast<std::size_t>(
                (y - origin.y() / 2) * halfWidth + x - origin.x() / 2)];
            if (coverage == 0)
                continue;
            blend(pixel(m_frame, 1, x, y), color.u, coverage);
            blend(pixel(m_frame, 2, x, y), color.v, coverage);
        }
    }
}

template <typename Distance>
void Canvas::shade(const QRectF &box, YuvColor color, Distance distance)
{
    const QRect r = box.toAlignedRect().adjusted(-2, -2, 2, 2).intersected(bounds());
    const int right = r.left() + r.width(), bottom = r.top() + r.height();
    for (int y = r.top(); y < bottom; ++y) {
        for (int x = r.left(); x < right; ++x) {
            const int coverage = coverageAt(distance(QPointF(x + 0.5, y + 0.5)));
            if (coverage != 0)
                blend(pixel(m_frame, 0, x, y), color.y, coverage);
        }
    }
    for (int y = r.top() / 2; y < bottom / 2; ++y) {
        for (int x = r.left() / 2; x < right / 2; ++x) {
            const int coverage = coverageAt(distance(QPointF(2 * x + 1, 2 * y + 1)) / 2);
            if (coverage == 0)
                continue;
            blend(pixel(m_frame, 1, x, y), color.u, coverage);
            blend(pixel(m_frame, 2, x, y), color.v, coverage);
        }
    }
}

void Canvas::drawDisc(QPointF centre, double radius, YuvColor color)
{
    const QPointF corner(radius, radius);
    shade(QRectF(centre - corner, centre + corner), color,
          [=](QPointF p) { return std::hypot(p.x() - centre.x(), p.y() - centre.y()) - radius; });
}

void Canvas::drawRing(QPointF centre, double radius, double thickness, YuvColor color)
{
    const QPointF corner(radius + thickness, radius + thickness);
    shade(QRectF(centre - corner, centre + corner), color, [=](QPointF p) {
        const double off = std::hypot(p.x() - centre.x(), p.y() - centre.y()) - radius;
        return std::abs(off) - thickness / 2;
    });
}

void Canvas::drawLine(QPointF from, QPointF to, double thickness, YuvColor color)
{
    const double half = thickness / 2;
    const QRectF box = QRectF(from, to).normalized().adjusted(-half, -half, half, half);
    shade(box, color, [=](QPointF p) { return distanceToLine(p, from, to) - half; });
}

} // namespace oriel
