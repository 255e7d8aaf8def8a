#include "ui/overlay_chip.h"

#include "ui/theme.h"

#include <QPainter>

#include <algorithm>

namespace oriel {

namespace {

constexpr int kPadding = 10;
constexpr int kGap = 10;
/// Widths grow in such steps, so that the chip does not twitch with every digit.
constexpr int kStep = 24;

QFont ageFont(const QWidget &widget)
{
    QFont font = widget.font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.15);
    return font;
}

} // namespace

OverlayChip::OverlayChip(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("overlayChip"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
}

bool OverlayChip::setFigures(const OverlayFigures &figures)
{
    QString age = overlay::ageText(figures), detail = overlay::compactText(figures);
    if (age == m_age && detail == m_detail && m_pixmap.devicePixelRatio() == devicePixelRatioF())
        return false;
    m_age = std::move(age);
    m_detail = std::move(detail);
    m_trusted = figures.clocksAgree;
    draw();
    return true;
}

void OverlayChip::draw()
{
    const QFont bold = ageFont(*this);
    const QFontMetrics ageMetrics(bold), metrics(font());
    const int ageWidth = ageMetrics.horizontalAdvance(m_age);
    const int content = 2 * kPadding + ageWidth + kGap + metrics.horizontalAdvance(m_detail);
    const int wanted = (content + kStep - 1) / kStep * kStep;
    const int width = wanted < this->width() - 2 * kStep ? wanted : std::max(wanted, this->width());
    const QSize size(width, ageMetrics.height() + kPadding);
    if (size != this->size())
        resize(size);

    m_pixmap = QPixmap(size * devicePixelRatioF());
    m_pixmap.setDevicePixelRatio(devicePixelRatioF());
    m_pixmap.fill(Qt::transparent);
    QPainter painter(&m_pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::kPanel);
    painter.drawRoundedRect(QRectF(QPointF(), QSizeF(size)), 8, 8);
    const int baseline = (size.height() + ageMetrics.ascent() - ageMetrics.descent()) / 2;
    painter.setFont(bold);
    painter.setPen(m_trusted ? theme::kLive : theme::kWarning);
    painter.drawText(kPadding, baseline, m_age);
    painter.setFont(font());
    painter.setPen(theme::kText);
    painter.drawText(kPadding + ageWidth + kGap, baseline, m_detail);
}

void OverlayChip::paintEvent(QPaintEvent *)
{
    QPainter(this).drawPixmap(0, 0, m_pixmap);
}

} // namespace oriel
