#pragma once

#include "av/av_ptr.h"
#include "base/clock.h"
#include "source/canvas.h"
#include "source/stroke_font.h"

#include <QSize>

#include <cstdint>

namespace oriel {

/// The test card: colour bars, grey steps, grid and circle drawn once, and over them what moves:
/// time of day, frame number, a ball that crosses at constant speed and a hand that turns once a
/// second. Leaves the rows of the machine-readable clock free. Not thread-safe.
class TestPattern
{
public:
    /// Even width and height, 64x48 at least.
    TestPattern(QSize size, double framesPerSecond);

    /// Draws a frame into a writable yuv420p picture of this size. Time of day is local.
    void draw(AVFrame &frame, std::uint32_t number, WallTime time) const;

private:
    /// Where things are.
    struct Layout
    {
        explicit Layout(QSize size);

        int unit; ///< 1/24 of the height.
        int margin;
        int trackLeft, trackRight, trackY;
        QRect bars, greys;
        QPointF dial;
        double dialRadius;
        int numberY;
    };

    void drawBackground(double framesPerSecond);
    void drawGrid(Canvas &canvas) const;
    void drawBars(Canvas &canvas) const;
    void drawTrackAndDial(Canvas &canvas) const;
    void drawTime(Canvas &canvas, WallTime time) const;
    void drawNumber(Canvas &canvas, std::uint32_t number) const;
    void drawMotion(Canvas &canvas, WallTime time) const;

    QSize m_size;
    Layout m_layout;
    StrokeFont m_clockFont, m_textFont;
    AvFramePtr m_background;
};

} // namespace oriel
