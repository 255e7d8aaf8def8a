#include "ui/overlay_chip.h"

#include "ui/theme.h"

#include <QPainter>

#include <cmath>

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

QString lossText(double percent)
{
    if (percent > 0 && percent < 0.1)
        return OverlayChip::tr("< 0.1 % lost");
    return OverlayChip::tr("%1 % lost").arg(percent, 0, 'f', percent > 0 && percent < 10 ? 1 : 0);
}

} // namespace

OverlayChip::OverlayChip(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("overlayChip"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
}

QString OverlayChip::ageText(const ChipFigures &figures)
{
    if (figures.source == AgeSource::None)
        return tr("no picture yet");
    if (!figures.clocksAgree || !figures.age)
        return tr("age unknown: the clocks differ");
    const double age = toMs(*figures.age);
    QString number = tr("%1 ms").arg(age, 0, 'f', age < 100 ? 1 : 0);
    switch (figures.source) {
    case AgeSource::Rtcp:
        return QStringLiteral("≈ ") + number;
    case AgeSource::Arrival:
        return QStringLiteral("≥ ") + number;
    default:
        return number;
    }
}

QString OverlayChip::detailText(const ChipFigures &figures)
{
    const QString rate = figures.bitrateKbps < 1000
                             ? tr("%1 kbit/s").arg(figures.bitrateKbps, 0, 'f', 0)
                             : tr("%1 Mbit/s").arg(figures.bitrateKbps / 1000, 0, 'f', 1);
    QStringList parts{tr("%1 fps").arg(std::lround(figures.fps)), rate,
                      lossText(figures.lossPercent)};
    if (figures.transport)
        parts << (*figures.transport == RtspTransport::Protocol::Udp ? QStringLiteral("UDP")
                                                                     : QStringLiteral("TCP"));
    return parts.join(QStringLiteral(" · "));
}

bool OverlayChip::setFigures(const ChipFigures &figures)
{
    QString age = ageText(figures), detail = detailText(figures);
    if (age == m_age && detail == m_detail && m_pixmap.devicePixelRatio() == devicePixelRatioF())
        return false;
    m_age = std::move(age);
    m_detail = std::move(detail);
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
    painter.setPen(theme::kLive);
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
