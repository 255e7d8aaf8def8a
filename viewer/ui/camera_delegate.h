#pragma once

#include <QStyledItemDelegate>

namespace oriel {

/// Draws a row of CameraListModel: the name, under it a dot with its word or the address. Mirrors
/// itself from right to left. GUI thread.
class CameraDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;
};

} // namespace oriel
