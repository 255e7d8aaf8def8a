#include "ui/camera_delegate.h"

#include "ui/camera_list_model.h"
#include "ui/theme.h"

#include <QPainter>

namespace oriel {

namespace {

using theme::Tone;

constexpr int kPadding = 10;
constexpr int kGap = 3;
constexpr int kDot = 8;

QFont nameFont(const QStyleOptionViewItem &option)
{
    QFont font = option.font;
    font.setBold(true);
    return font;
}

void drawLine(QPainter *painter, const QStyleOptionViewItem &option, const QRect &area,
              const QString &text)
{
    const QString fitting = painter->fontMetrics().elidedText(text, Qt::ElideRight, area.width());
    painter->drawText(
        QStyle::visualRect(option.direction, option.rect, area),
        int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)), fitting);
}

} // namespace

void CameraDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    const QRect card = option.rect.adjusted(0, 1, 0, -1);
    painter->setPen(option.state & QStyle::State_HasFocus ? QPen(theme::accent()) : Qt::NoPen);
    painter->setBrush(selected ? theme::selection() : hovered ? theme::hover() : QBrush());
    painter->drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);

    QRect line = card.adjusted(kPadding, kPadding - 2, -kPadding, 0);
    const QFont bold = nameFont(option);
    line.setHeight(QFontMetrics(bold).height());
    painter->setFont(bold);
    painter->setPen(option.palette.color(QPalette::Text));
    drawLine(painter, option, line, index.data(Qt::DisplayRole).toString());

    line.translate(0, line.height() + kGap);
    line.setHeight(option.fontMetrics.height());
    painter->setFont(option.font);
    if (const auto tone = index.data(CameraListModel::ToneRole).value<Tone>(); tone != Tone::None) {
        const QRect dot(line.left(), line.center().y() - kDot / 2 + 1, kDot, kDot);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme::toneColour(tone));
        painter->drawEllipse(QStyle::visualRect(option.direction, option.rect, dot));
        line.setLeft(line.left() + kDot + 6);
    }
    painter->setPen(option.palette.color(QPalette::PlaceholderText));
    drawLine(painter, option, line, index.data(CameraListModel::LineRole).toString());
    painter->restore();
}

QSize CameraDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int text = QFontMetrics(nameFont(option)).height() + kGap + option.fontMetrics.height();
    return {120, text + 2 * kPadding};
}

} // namespace oriel
