#pragma once

#include <QColor>
#include <QString>

class QPalette;

namespace oriel::theme {

/// How a thing is doing, as a colour says it beside a word.
enum class Tone { None, Live, Waiting, Broken };

/// States have a colour and a word; these are the colours, for dark backgrounds.
inline constexpr QColor kLive{0x7e, 0xe2, 0xa8};
inline constexpr QColor kWarning{0xf2, 0xb0, 0x4a};
inline constexpr QColor kError{0xf2, 0x6d, 0x6d};
inline constexpr QColor kAccent{0x5a, 0xa6, 0xff};
/// What lies on top of the picture.
inline constexpr QColor kPanel{0x14, 0x19, 0x20, 0xd9};
inline constexpr QColor kText{0xf2, 0xf4, 0xf7};
inline constexpr QColor kFaintText{0xa9, 0xb1, 0xbd};

/// Whether the system's palette is a dark one (Qt 6.4 has no other way to ask).
[[nodiscard]] bool isDark(const QPalette &palette);

/// Fusion with Oriel's colours in the lightness of the system's palette. Once, after the
/// application object was made.
void apply();

/// For what stands on the picture, dark in both palettes.
[[nodiscard]] QString playerStyleSheet();
[[nodiscard]] QString startPageStyleSheet();
[[nodiscard]] QString panelStyleSheet();
[[nodiscard]] QString dialogStyleSheet();

/// Of the rows in the list of cameras, on its own background.
[[nodiscard]] QColor accent();
[[nodiscard]] QColor selection();
[[nodiscard]] QColor hover();
[[nodiscard]] QColor toneColour(Tone tone);

} // namespace oriel::theme
