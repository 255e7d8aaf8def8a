#include "source/test_pattern.h"

#include "av/picture_colour.h"
#include "source/frame_pool.h"
#include "source/machine_clock.h"

#include <QDateTime>

#include <array>
#include <numbers>

namespace oriel {

namespace {

using namespace std::chrono_literals;

constexpr auto kBallCrossing = 2s;
constexpr int kGreySteps = 11;
constexpr auto kTimeShape = "00:00:00.000";

/// How far a time is through a period, 0 to 1.
double phase(WallTime time, std::chrono::microseconds period)
{
    return static_cast<double>((time.time_since_epoch() % period).count()) /
           static_cast<double>(period.count());
}

QPointF onCircle(QPointF centre, double radius, double turn)
{
    const double angle = turn * 2 * std::numbers::pi;
    return centre + radius * QPointF(std::sin(angle), -std::cos(angle));
}

/// The size of the time of day: as wide as the picture allows, as high as the space above the
/// clock.
int clockHeight(QSize size)
{
    return std::min(StrokeFont::heightForWidth(size.width() * 9 / 10, QLatin1String(kTimeShape)),
                    size.height() / 7);
}

} // namespace

TestPattern::Layout::Layout(QSize size)
    : unit(size.height() / 24)
    , margin(size.width() / 20)
    , trackLeft(margin + unit)
    , trackRight(size.width() - margin - unit)
    , trackY(size.height() * 62 / 100)
    , dialRadius(size.height() * 0.125)
    , numberY(size.height() * 91 / 100)
{
    const int top = size.height() * 68 / 100, bottom = size.height() * 95 / 100;
    dial = QPointF(size.width() - margin - dialRadius, (top + bottom) / 2.0);
    const int right = static_cast<int>(dial.x() - dialRadius) - unit;
    bars = QRect(margin, top, (right - margin) / 7 * 7, size.height() * 13 / 100);
    greys = QRect(margin, bars.y() + bars.height(), bars.width(), unit);
}

TestPattern::TestPattern(QSize size, double framesPerSecond)
    : m_size(size)
    , m_layout(size)
    , m_clockFont(clockHeight(size))
    , m_textFont(size.height() / 22)
    , m_background(FramePool(size).take())
{
    drawBackground(framesPerSecond);
}

void TestPattern::drawBackground(double framesPerSecond)
{
    Canvas canvas(*m_background);
    for (int y = 0; y < m_size.height(); y += 2) {
        const int shade = y * 14 / m_size.height();
        canvas.fillRect({0, y, m_size.width(), 2},
                        canvas.rgb(12 + shade / 2, 16 + shade, 26 + shade));
    }
    drawGrid(canvas);
    drawBars(canvas);
    drawTrackAndDial(canvas);
    const int y = m_layout.unit;
    m_textFont.draw(canvas, {m_layout.margin, y}, QLatin1String("ORIEL"), canvas.rgb(61, 214, 198));
    const QByteArray format = QByteArray::number(m_size.width()) + '*' +
                              QByteArray::number(m_size.height()) + "  " +
                              QByteArray::number(framesPerSecond, 'g', 5) + " FPS";
    const QLatin1String text(format);
    m_textFont.draw(canvas, {m_size.width() - m_layout.margin - m_textFont.widthOf(text), y}, text,
                    canvas.rgb(150, 166, 184));
}

void TestPattern::drawGrid(Canvas &canvas) const
{
    const double step = m_size.height() / 12.0;
    const double thickness = std::max(1.0, m_size.height() / 540.0);
    const QPointF centre(m_size.width() / 2.0, m_size.height() / 2.0);
    const YuvColor line = canvas.rgb(38, 48, 64);
    const int columns = static_cast<int>(centre.x() / step),
              rows = static_cast<int>(centre.y() / step);
    for (int i = -columns; i <= columns; ++i) {
        const double x = centre.x() + i * step;
        canvas.drawLine({x, 0}, {x, m_size.height() + 0.0}, thickness, line);
    }
    for (int i = -rows; i <= rows; ++i) {
        const double y = centre.y() + i * step;
        canvas.drawLine({0, y}, {m_size.width() + 0.0, y}, thickness, line);
    }
    canvas.drawRing(centre, m_size.height() * 0.47, 2 * thickness, canvas.rgb(56, 70, 90));
}

void TestPattern::drawBars(Canvas &canvas) const
{
    // SMPTE's order: white, yellow, cyan, green, magenta, red, blue at 75 %.
    constexpr int kOn = 191;
    const QRect &bars = m_layout.bars;
    for (int i = 0; i < 7; ++i) {
        const int left = bars.x() + bars.width() * i / 7,
                  right = bars.x() + bars.width() * (i + 1) / 7;
        canvas.fillRect({left, bars.y(), right - left, bars.height()},
                        canvas.rgb(i % 4 < 2 ? kOn : 0, i < 4 ? kOn : 0, i % 2 == 0 ? kOn : 0));
    }
    const QRect &greys = m_layout.greys;
    for (int i = 0; i < kGreySteps; ++i) {
        const int left = greys.x() + greys.width() * i / kGreySteps;
        const int right = greys.x() + greys.width() * (i + 1) / kGreySteps;
        const int level = 255 * i / (kGreySteps - 1);
        canvas.fillRect({left, greys.y(), right - left, greys.height()},
                        canvas.rgb(level, level, level));
    }
}

void TestPattern::drawTrackAndDial(Canvas &canvas) const
{
    const Layout &at = m_layout;
    const YuvColor line = canvas.rgb(84, 100, 122);
    const double thickness = std::max(1.0, at.unit / 10.0);
    canvas.drawLine(QPointF(at.trackLeft, at.trackY), QPointF(at.trackRight, at.trackY), thickness,
                    line);
    for (int i = 0; i <= 10; ++i) {
        const double x = at.trackLeft + (at.trackRight - at.trackLeft) * i / 10.0;
        const double half = at.unit * (i % 5 == 0 ? 0.4 : 0.2);
        canvas.drawLine({x, at.trackY - half}, {x, at.trackY + half}, thickness, line);
    }
    canvas.drawDisc(at.dial, at.dialRadius, canvas.rgb(16, 22, 34));
    canvas.drawRing(at.dial, at.dialRadius - thickness, 2 * thickness, line);
    for (int i = 0; i < 10; ++i)
        canvas.drawLine(onCircle(at.dial, at.dialRadius * 0.80, i / 10.0),
                        onCircle(at.dial, at.dialRadius * 0.88, i / 10.0), thickness, line);
}

void TestPattern::draw(AVFrame &frame, std::uint32_t number, WallTime time) const
{
    av_frame_copy(&frame, m_background.get());
    frame.colorspace = usualColourMatrix(frame.height);
    Canvas canvas(frame);
    drawTime(canvas, time);
    drawNumber(canvas, number);
    drawMotion(canvas, time);
}

void TestPattern::drawTime(Canvas &canvas, WallTime time) const
{
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
    const QByteArray digits =
        QDateTime::fromMSecsSinceEpoch(ms).time().toString(u"HH:mm:ss.zzz").toLatin1();
    const QLatin1String text(digits);
    const int top = m_size.height() / 10, bottom = m_size.height() * 2 / 5;
    m_clockFont.draw(canvas,
                     {(m_size.width() - m_clockFont.widthOf(text)) / 2,
                      (top + bottom - m_clockFont.height()) / 2},
                     text, canvas.rgb(244, 247, 250));
}

void TestPattern::drawNumber(Canvas &canvas, std::uint32_t number) const
{
    const QByteArray text = "FRAME " + QByteArray::number(number).rightJustified(6, '0');
    m_textFont.draw(canvas, {m_layout.margin, m_layout.numberY}, QLatin1String(text),
                    canvas.rgb(244, 247, 250));
}

void TestPattern::drawMotion(Canvas &canvas, WallTime time) const
{
    const Layout &at = m_layout;
    const double swing = 2 * phase(time, 2 * kBallCrossing);
    const double way = swing < 1 ? swing : 2 - swing;
    canvas.drawDisc({at.trackLeft + way * (at.trackRight - at.trackLeft), at.trackY + 0.0},
                    std::max(2.0, at.unit * 0.6), canvas.rgb(255, 176, 32));
    const double turn = phase(time, 1s);
    canvas.drawLine(at.dial, onCircle(at.dial, at.dialRadius * 0.7, turn),
                    std::max(1.5, at.dialRadius / 12), canvas.rgb(61, 214, 198));
    canvas.drawDisc(at.dial, at.dialRadius / 9, canvas.rgb(61, 214, 198));
}

} // namespace oriel
