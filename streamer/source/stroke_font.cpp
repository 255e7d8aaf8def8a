#include "source/stroke_font.h"

#include <string_view>

namespace oriel {

namespace {

// A glyph is a set of lines ('|' between them) through points "xy" on a grid 4 wide and 6 high.
constexpr int kColumns = 4, kRows = 6;
constexpr double kStroke = 0.92; // of a grid unit
constexpr double kGap = 0.83;    // between two characters

struct Glyph
{
    char character;
    std::string_view lines;
};

constexpr Glyph kGlyphs[]{
    {'0', "103041453616050110"},
    {'1', "022026"},
    {'2', "01103041420646"},
    {'3', "01103041423313|334445361605"},
    {'4', "300444|3036"},
    {'5', "40000312324345361605"},
    {'6', "413010010516364544331304"},
    {'7', "00404126"},
    {'8', "103041423313020110|130405163645443313"},
    {'9', "051636454130100102133342"},
    {':', "1212|1515"},
    {'.', "1616"},
    {'-', "1333"},
    {'*', "1335|3315"},
    {'A', "060110304146|0444"},
    {'E', "40000646|0333"},
    {'F', "400006|0333"},
    {'I', "2026|1030|1636"},
    {'L', "000646"},
    {'M', "0600234046"},
    {'O', "103041453616050110"},
    {'P', "06003041423303"},
    {'R', "06003041423303|2346"},
    {'S', "413010010213334445361605"},
};

std::string_view linesOf(char character)
{
    for (const Glyph &glyph : kGlyphs) {
        if (glyph.character == character)
            return glyph.lines;
    }
    return {};
}

QPointF pointAt(std::string_view lines, std::size_t at)
{
    return {double(lines[at] - '0'), double(lines[at + 1] - '0')};
}

/// Distance to the nearest stroke, in grid units.
double distanceToGlyph(std::string_view lines, QPointF point)
{
    double nearest = 100;
    for (std::size_t i = 0; i + 3 < lines.size(); i += 2) {
        if (lines[i + 2] == '|') {
            i += 1;
            continue;
        }
        nearest =
            std::min(nearest, distanceToLine(point, pointAt(lines, i), pointAt(lines, i + 2)));
    }
    return nearest;
}

/// Grid units from a character to the next.
double advanceOf(char character)
{
    const bool isNarrow = character == ':' || character == '.';
    return (isNarrow ? 2 : kColumns) + kStroke + kGap;
}

double widthInUnits(QLatin1String text)
{
    double width = -kGap;
    for (const char character : text)
        width += advanceOf(character);
    return width;
}

double unitOf(int height)
{
    return height / (kRows + kStroke);
}

} // namespace

StrokeFont::StrokeFont(int height) : m_height(height)
{
    if (height < kLeastHeight)
        return;
    for (std::size_t i = 0; i < m_masks.size(); ++i)
        m_masks[i] = render(kCharacters[i]);
}

Mask StrokeFont::render(char character) const
{
    const double unit = unitOf(m_height);
    const std::string_view lines = linesOf(character);
    Mask mask;
    mask.width = (static_cast<int>(std::ceil(unit * (kColumns + kStroke))) + 2) & ~1;
    mask.height = (m_height + 2) & ~1;
    for (int y = 0; y < mask.height; ++y) {
        for (int x = 0; x < mask.width; ++x) {
            const QPointF grid((x + 0.5) / unit - kStroke / 2, (y + 0.5) / unit - kStroke / 2);
            const double off = (distanceToGlyph(lines, grid) - kStroke / 2) * unit;
            mask.luma.push_back(
                static_cast<std::uint8_t>(std::lround(std::clamp(0.5 - off, 0.0, 1.0) * 255)));
        }
    }
    mask.deriveChroma();
    return mask;
}

int StrokeFont::widthOf(QLatin1String text) const
{
    return static_cast<int>(std::lround(widthInUnits(text) * unitOf(m_height)));
}

void StrokeFont::draw(Canvas &canvas, QPoint at, QLatin1String text, YuvColor color) const
{
    if (m_height < kLeastHeight)
        return;
    constexpr std::string_view kKnown(kCharacters);
    double x = at.x();
    for (const char character : text) {
        const std::size_t index = kKnown.find(character);
        if (index != std::string_view::npos)
            canvas.drawMask(m_masks[index], {static_cast<int>(std::lround(x)), at.y()}, color);
        x += advanceOf(character) * unitOf(m_height);
    }
}

int StrokeFont::heightForWidth(int width, QLatin1String text)
{
    return static_cast<int>(width * (kRows + kStroke) / widthInUnits(text));
}

} // namespace oriel
