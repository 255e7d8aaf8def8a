#include "ui/overlay_panel.h"

#include "ui/theme.h"

#include <QAccessible>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>

#include <algorithm>

namespace oriel {

namespace {

constexpr int kWidth = 400;
constexpr int kPadding = 14;
constexpr int kInner = kWidth - 2 * kPadding;
constexpr int kBarHeight = 8;
constexpr int kGraphHeight = 36;
constexpr int kSwatch = 8;
constexpr int kNameWidth = 84;
constexpr int kGap = 8;
constexpr qreal kAgeScale = 1.8;

constexpr std::array<QColor, Statistics::kLegs> kLegColours{
    QColor{0x5a, 0xa6, 0xff}, QColor{0x9b, 0x7b, 0xf0}, QColor{0xf2, 0xb0, 0x4a},
    QColor{0x4c, 0xc3, 0x8a}, QColor{0xf5, 0x87, 0x9b}};

/// The worst of the history, rounded up so that the scale does not twitch.
Micros scaleOf(const AgeHistory::Slots &slots)
{
    Micros worst{1000};
    for (const auto &slot : slots)
        worst = std::max(worst, slot.value_or(Micros{0}));
    Micros scale{2000};
    while (scale < worst)
        scale *= 2;
    return scale;
}

} // namespace

OverlayPanel::OverlayPanel(QWidget *parent) : PictureOverlay(QStringLiteral("overlayPanel"), parent)
{
    resize(neededSize());
}

void OverlayPanel::setFigures(const OverlayFigures &figures)
{
    m_figures = figures;
    if (QAccessible::isActive())
        setAccessibleDescription(overlay::plainText(figures));
    draw(neededSize(), [this](QPainter &painter) {
        int y = kPadding;
        drawAge(painter, y);
        drawLegs(painter, y);
        drawHistory(painter, y);
        drawRows(painter, y);
    });
}

QSize OverlayPanel::neededSize() const
{
    const int line = fontMetrics().height() + 3;
    const auto rows = static_cast<int>(overlay::rows(m_figures).size());
    return {kWidth, kPadding * 2 + QFontMetrics(boldFont(kAgeScale)).height() + line + kGap +
                        kBarHeight + kGap + line * static_cast<int>(Statistics::kLegs) + kGap +
                        line + kGraphHeight + kGap + line * rows};
}

QRect OverlayPanel::mirrored(const QRect &area) const
{
    return QStyle::visualRect(layoutDirection(), rect(), area);
}

void OverlayPanel::drawText(QPainter &painter, const QRect &area, Qt::Alignment side,
                            const QString &text) const
{
    const Qt::Alignment alignment =
        QStyle::visualAlignment(layoutDirection(), side | Qt::AlignVCenter);
    painter.drawText(mirrored(area), int(alignment),
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, area.width()));
}

void OverlayPanel::drawAge(QPainter &painter, int &y) const
{
    const QFont big = boldFont(kAgeScale);
    const int height = QFontMetrics(big).height();
    painter.setFont(big);
    painter.setPen(m_figures.clocksAgree ? theme::kLive : theme::kWarning);
    drawText(painter, {kPadding, y, kInner, height}, Qt::AlignLeft, overlay::ageText(m_figures));
    y += height;
    const int line = fontMetrics().height() + 3;
    painter.setFont(font());
    painter.setPen(theme::kFaintText);
    drawText(painter, {kPadding, y, kInner, line}, Qt::AlignLeft, overlay::sourceText(m_figures));
    y += line + kGap;
}

void OverlayPanel::drawLegs(QPainter &painter, int &y) const
{
    drawBar(painter, {kPadding, y, kInner, kBarHeight});
    y += kBarHeight + kGap;
    const int line = fontMetrics().height() + 3;
    for (std::size_t i = 0; i < m_figures.legs.size(); ++i) {
        const bool known = m_figures.legs[i].time.has_value();
        painter.setPen(Qt::NoPen);
        painter.setBrush(known ? kLegColours[i] : theme::kFaintText.darker(180));
        painter.drawRoundedRect(mirrored({kPadding, y + (line - kSwatch) / 2, kSwatch, kSwatch}), 2,
                                2);
        painter.setPen(known ? theme::kText : theme::kFaintText);
        const QRect text(kPadding + kSwatch + 6, y, kInner - kSwatch - 6, line);
        drawText(painter, text, Qt::AlignLeft, overlay::legName(static_cast<Statistics::Leg>(i)));
        drawText(painter, text, Qt::AlignRight, overlay::legText(m_figures.legs[i]));
        y += line;
    }
    y += kGap;
}

/// The known legs by their share of the whole.
void OverlayPanel::drawBar(QPainter &painter, const QRect &area) const
{
    QPainterPath shape;
    shape.addRoundedRect(area, 3, 3);
    painter.save();
    painter.setClipPath(shape);
    painter.fillRect(area, theme::kFaintText.darker(300));
    double whole = 0;
    for (const OverlayFigures::Leg &leg : m_figures.legs)
        whole += toMs(leg.time.value_or(Micros{0}));
    double from = area.left();
    for (std::size_t i = 0; whole > 0 && i < m_figures.legs.size(); ++i) {
        const double width =
            area.width() * toMs(m_figures.legs[i].time.value_or(Micros{0})) / whole;
        const QRectF part(from, area.top(), width, area.height());
        const double mirroredLeft = rect().width() - part.right();
        painter.fillRect(layoutDirection() == Qt::RightToLeft
                             ? QRectF(mirroredLeft, part.top(), width, part.height())
                             : part,
                         kLegColours[i]);
        from += width;
    }
    painter.restore();
}

void OverlayPanel::drawHistory(QPainter &painter, int &y) const
{
    const int line = fontMetrics().height() + 3;
    painter.setPen(theme::kFaintText);
    drawText(painter, {kPadding, y, kInner, line}, Qt::AlignLeft, overlay::historyText(m_figures));
    y += line;
    const double scale = toMs(scaleOf(m_figures.history));
    const double step = double(kInner) / (AgeHistory::kSlots - 1);
    QPainterPath path;
    bool open = false;
    for (std::size_t i = 0; i < AgeHistory::kSlots; ++i) {
        const auto &slot = m_figures.history[i];
        if (slot) {
            const QPointF point(kPadding + step * static_cast<double>(i),
                                y + kGraphHeight * (1 - toMs(*slot) / scale));
            open ? path.lineTo(point) : path.moveTo(point);
        }
        open = slot.has_value();
    }
    painter.setPen(QPen(theme::kFaintText.darker(250), 1));
    painter.drawLine(kPadding, y + kGraphHeight, kPadding + kInner, y + kGraphHeight);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme::kLive, 1.4));
    painter.drawPath(path);
    y += kGraphHeight + kGap;
}

void OverlayPanel::drawRows(QPainter &painter, int &y) const
{
    const int line = fontMetrics().height() + 3;
    for (const overlay::Row &row : overlay::rows(m_figures)) {
        painter.setPen(theme::kFaintText);
        drawText(painter, {kPadding, y, kNameWidth, line}, Qt::AlignLeft, row.name);
        painter.setPen(theme::kText);
        drawText(painter, {kPadding + kNameWidth, y, kInner - kNameWidth, line}, Qt::AlignLeft,
                 row.value);
        y += line;
    }
}

} // namespace oriel
