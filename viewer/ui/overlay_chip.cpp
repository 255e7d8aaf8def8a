#include "ui/overlay_chip.h"

#include "ui/theme.h"

#include <QPainter>

#include <algorithm>

namespace oriel {

namespace {

constexpr int kPadding = 10;
constexpr int kGap = 10;
constexpr qreal kAgeScale = 1.15;
/// Widths grow in such steps, so that the chip does not twitch with every digit.
constexpr int kStep = 24;

} // namespace

OverlayChip::OverlayChip(QWidget *parent) : PictureOverlay(QStringLiteral("overlayChip"), parent) {}

bool OverlayChip::setFigures(const OverlayFigures &figures)
{
    QString age = overlay::ageText(figures), detail = overlay::compactText(figures);
    if (age == m_age && detail == m_detail && !isOutdated())
        return false;
    m_age = std::move(age);
    m_detail = std::move(detail);
    m_trusted = figures.clocksAgree;
    drawLine();
    return true;
}

void OverlayChip::drawLine()
{
    const QFont bold = boldFont(kAgeScale);
    const QFontMetrics ageMetrics(bold), metrics(font());
    const int ageWidth = ageMetrics.horizontalAdvance(m_age);
    const int content = 2 * kPadding + ageWidth + kGap + metrics.horizontalAdvance(m_detail);
    const int wanted = (content + kStep - 1) / kStep * kStep;
    const int width = wanted < this->width() - 2 * kStep ? wanted : std::max(wanted, this->width());
    draw({width, ageMetrics.height() + kPadding}, [&](QPainter &painter) {
        const int baseline = (height() + ageMetrics.ascent() - ageMetrics.descent()) / 2;
        painter.setFont(bold);
        painter.setPen(m_trusted ? theme::kLive : theme::kWarning);
        painter.drawText(kPadding, baseline, m_age);
        painter.setFont(font());
        painter.setPen(theme::kText);
        painter.drawText(kPadding + ageWidth + kGap, baseline, m_detail);
    });
}

} // namespace oriel
