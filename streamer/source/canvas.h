#pragma once

#include "av/av_ptr.h"

#include <QPoint>
#include <QPointF>
#include <QRect>
#include <QRectF>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace oriel {

/// A colour in limited range.
struct YuvColor
{
    std::uint8_t y = 16, u = 128, v = 128;
};

/// How much of each pixel a shape covers, 0 to 255, prepared once and drawn often.
struct Mask
{
    int width = 0, height = 0;        ///< Even.
    std::vector<std::uint8_t> luma;   ///< width × height.
    std::vector<std::uint8_t> chroma; ///< width/2 × height/2.

    /// Fills `chroma` from `luma`.
    void deriveChroma();
};

/// Draws into a borrowed yuv420p frame with soft edges; clips at its borders. Not thread-safe.
class Canvas
{
public:
    explicit Canvas(AVFrame &frame) : m_frame(frame) {}

    [[nodiscard]] QRect bounds() const { return {0, 0, m_frame.width, m_frame.height}; }
    [[nodiscard]] YuvColor rgb(int red, int green, int blue) const;

    /// The rectangle is widened to even coordinates.
    void fillRect(const QRect &rect, YuvColor color);
    /// `at` is rounded down to even coordinates.
    void drawMask(const Mask &mask, QPoint at, YuvColor color);
    void drawDisc(QPointF centre, double radius, YuvColor color);
    void drawRing(QPointF centre, double radius, double thickness, YuvColor color);
    /// A line with round ends.
    void drawLine(QPointF from, QPointF to, double thickness, YuvColor color);

private:
    /// `distance(x, y)` is how far outside of the shape a point is, in pixels.
    template <typename Distance>
    void shade(const QRectF &box, YuvColor color, Distance distance);

    AVFrame &m_frame;
};

/// Distance of a point to a line from `a` to `b`.
[[nodiscard]] inline double distanceToLine(QPointF point, QPointF a, QPointF b)
{
    const QPointF along = b - a, to = point - a;
    const double length = QPointF::dotProduct(along, along);
    const double t =
        length > 0 ? std::clamp(QPointF::dotProduct(to, along) / length, 0.0, 1.0) : 0.0;
    const QPointF off = to - t * along;
    return std::sqrt(QPointF::dotProduct(off, off));
}

} // namespace oriel
