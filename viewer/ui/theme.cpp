#include "ui/theme.h"

#include <QApplication>
#include <QPalette>
#include <QStyleFactory>

namespace oriel::theme {

namespace {

struct Colours
{
    QColor window, base, text, faint, button, accent, onAccent, selection, line;
};

constexpr Colours kDark{{0x1b, 0x1e, 0x23}, {0x14, 0x16, 0x1a}, {0xe8, 0xeb, 0xf0},
                        {0x9a, 0xa1, 0xac}, {0x2a, 0x2f, 0x37}, {0x5a, 0xa6, 0xff},
                        {0x0b, 0x12, 0x1c}, {0x2a, 0x3a, 0x55}, {0x3d, 0x45, 0x51}};
constexpr Colours kLight{{0xf6, 0xf8, 0xfa}, {0xff, 0xff, 0xff}, {0x1b, 0x1f, 0x24},
                         {0x5c, 0x66, 0x73}, {0xe9, 0xed, 0xf2}, {0x0a, 0x66, 0xdb},
                         {0xff, 0xff, 0xff}, {0xd6, 0xe6, 0xfb}, {0xcf, 0xd6, 0xde}};

const Colours &present()
{
    return isDark(QApplication::palette()) ? kDark : kLight;
}

QPalette paletteOf(const Colours &colours)
{
    QPalette palette(colours.button, colours.window);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, colours.text);
    palette.setColor(QPalette::Base, colours.base);
    palette.setColor(QPalette::AlternateBase, colours.window);
    palette.setColor(QPalette::ToolTipBase, colours.base);
    palette.setColor(QPalette::PlaceholderText, colours.faint);
    palette.setColor(QPalette::Highlight, colours.accent);
    palette.setColor(QPalette::HighlightedText, colours.onAccent);
    palette.setColor(QPalette::Link, colours.accent);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colours.faint);
    return palette;
}

} // namespace

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

void apply()
{
    const bool dark = isDark(QApplication::palette());
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(paletteOf(dark ? kDark : kLight));
}

QString playerStyleSheet()
{
    return QStringLiteral(R"(
        #messageCard { background: rgba(20, 25, 32, 235); border: 1px solid #39414c;
            border-left: 4px solid #5aa6ff; border-radius: 8px; }
        #messageCard[tone="warning"] { border-left-color: #f2b04a; }
        #messageCard[tone="error"] { border-left-color: #f26d6d; }
        #messageCard QLabel { color: #b4bcc8; selection-background-color: #5aa6ff;
            selection-color: #0b121c; }
        #messageCard #messageTitle { color: #ffffff; font-weight: bold; }
        #messageCard QPushButton { color: #e8ebf0; background: #2a3039; border: 1px solid #3d4551;
            border-radius: 6px; padding: 5px 14px; }
        #messageCard QPushButton:hover { background: #343b46; }
        #messageCard QPushButton:pressed { background: #232830; }
        #messageCard QPushButton:focus { border-color: #5aa6ff; }
        #ageBadge { color: #1d1505; background: #f2b04a; border-radius: 6px; padding: 4px 10px;
            font-weight: bold; }
    )");
}

QColor accent()
{
    return present().accent;
}

QColor selection()
{
    return present().selection;
}

QColor hover()
{
    return present().button;
}

QColor toneColour(Tone tone)
{
    const bool dark = isDark(QApplication::palette());
    switch (tone) {
    case Tone::Live:
        return dark ? QColor(0x4c, 0xc3, 0x8a) : QColor(0x1a, 0x7f, 0x4b);
    case Tone::Waiting:
        return dark ? kWarning : QColor(0xb2, 0x6a, 0x00);
    case Tone::Broken:
        return dark ? kError : QColor(0xb3, 0x26, 0x1e);
    case Tone::None:
        break;
    }
    return present().faint;
}

QString panelStyleSheet()
{
    return QStringLiteral(R"(
        #cameraPanel { background: palette(window); border-right: 1px solid %1; }
        #cameraSearch { border: 1px solid %1; border-radius: 6px; padding: 6px 10px;
            background: palette(base); selection-background-color: palette(highlight); }
        #cameraSearch:focus { border-color: palette(highlight); }
        #cameraList { background: transparent; border: none; outline: none; }
        #cameraPlaceholder { color: %2; }
        #cameraNotice { background: palette(button); border-radius: 6px; }
        #undoButton { color: palette(link); background: transparent; border: none; padding: 6px; }
        #undoButton:hover, #undoButton:focus { text-decoration: underline; }
        #addCameraButton { background: palette(highlight); color: palette(highlighted-text);
            border: 1px solid palette(highlight); border-radius: 6px; padding: 7px 14px; }
        #addCameraButton:hover, #addCameraButton:focus { border-color: palette(text); }
    )")
        .arg(present().line.name(), present().faint.name());
}

QString dialogStyleSheet()
{
    const bool dark = isDark(QApplication::palette());
    return QStringLiteral(R"(
        QLineEdit { border: 1px solid %1; border-radius: 6px; padding: 6px 10px;
            background: palette(base); selection-background-color: palette(highlight); }
        QLineEdit:focus { border-color: palette(highlight); }
        QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
        QPushButton { border: 1px solid %1; border-radius: 6px; padding: 6px 18px;
            background: palette(button); }
        QPushButton:hover, QPushButton:focus { border-color: palette(highlight); }
        QPushButton:disabled { color: %2; }
        QPushButton:default { background: palette(highlight); color: palette(highlighted-text);
            border-color: palette(highlight); }
        QPushButton:default:hover, QPushButton:default:focus { border-color: palette(text); }
        #passwordTitle, #testTitle, #certificateTitle { font-weight: bold; }
        #passwordNote { color: %2; }
        #cameraProblem { color: %3; }
    )")
        .arg(present().line.name(), present().faint.name(),
             dark ? QStringLiteral("#f28b82") : QStringLiteral("#b3261e"));
}

QString startPageStyleSheet()
{
    const bool dark = isDark(QApplication::palette());
    return QStringLiteral(R"(
        #startTitle { font-size: 18pt; font-weight: bold; }
        #startHint { color: %1; }
        #startProblem { color: %2; }
        QLineEdit { border: 1px solid %3; border-radius: 6px; padding: 8px 12px;
            background: palette(base); selection-background-color: palette(highlight); }
        QLineEdit:focus { border-color: palette(highlight); }
        #connectButton { background: palette(highlight); color: palette(highlighted-text);
            border: 1px solid palette(highlight); border-radius: 6px; padding: 8px 20px; }
        #connectButton:hover, #connectButton:focus { border-color: palette(text); }
        #offerButton { border: 1px solid %3; border-radius: 6px; padding: 8px 20px;
            background: palette(button); }
        #offerButton:hover, #offerButton:focus { border-color: palette(highlight); }
        #testStreamButton { color: palette(link); border: none; padding: 6px; }
        #testStreamButton:hover, #testStreamButton:focus { text-decoration: underline; }
    )")
        .arg(present().faint.name(), dark ? QStringLiteral("#f28b82") : QStringLiteral("#b3261e"),
             present().line.name());
}

} // namespace oriel::theme
