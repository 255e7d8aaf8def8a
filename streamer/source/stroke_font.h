#pragma once

#include "source/canvas.h"

#include <QLatin1String>

#include <array>

namespace oriel {

/// Letters and digits of one size, all digits of one width, drawn from strokes. Knows the
/// characters of kCharacters; what else is in a text leaves a gap. Immutable after construction.
class StrokeFont
{
public:
    /// '*' is drawn as a multiplication sign.
    static constexpr char kCharacters[] = "0123456789:.-*AEFILMOPRS";

    /// `height` of a capital letter in pixels; nothing is drawn below kLeastHeight.
    explicit StrokeFont(int height);
    static constexpr int kLeastHeight = 6;

    [[nodiscard]] int height() const { return m_height; }
    [[nodiscard]] int widthOf(QLatin1String text) const;
    /// `at` is the upper left corner.
    void draw(Canvas &canvas, QPoint at, QLatin1String text, YuvColor color) const;

    /// The height that makes a text as wide as `width`.
    [[nodiscard]] static int heightForWidth(int width, QLatin1String text);

private:
    [[nodiscard]] Mask render(char character) const;

    int m_height;
    std::array<Mask, sizeof(kCharacters) - 1> m_masks;
};

} // namespace oriel
