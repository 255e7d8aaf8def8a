#pragma once

#include "base/stream_url.h"
#include "cameras/camera_store.h"
#include "ui/camera_list_model.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace oriel {

/// The saved cameras beside the picture: search, pick, add, order; what was removed comes back with
/// one click. Changes nothing by itself but the order. GUI thread.
class CameraPanel : public QWidget
{
    Q_OBJECT
public:
    /// `store` outlives it.
    explicit CameraPanel(CameraStore &store, QWidget *parent = nullptr);

    [[nodiscard]] CameraListModel &model() { return *m_model; }
    /// Null where none is.
    [[nodiscard]] QUuid selected() const;
    void select(const QUuid &camera);
    /// One line over the list's foot with a button "Undo", until the next word.
    void offerUndo(const QString &text);
    /// Takes that line away, and none that was said since.
    void withdrawUndo();
    /// The same line without a button; empty hides it.
    void say(const QString &text);
    void focusSearch();

Q_SIGNALS:
    void playRequested(const QUuid &camera);
    void addressEntered(const oriel::StreamUrl &url);
    void addRequested();
    void editRequested(const QUuid &camera);
    void removeRequested(const QUuid &camera);
    void undoRequested();
    void selectionChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildList();
    void buildNotice();
    void onSearchReturn();
    void refreshPlaceholder();
    void showMenu(const QPoint &at);
    void moveSelected(int by);
    bool onListKey(int key, Qt::KeyboardModifiers modifiers);

    CameraListModel *m_model;
    QLineEdit *m_search;
    QListView *m_list;
    QLabel *m_placeholder; ///< In an empty list.
    QWidget *m_notice;
    QLabel *m_noticeText;
    QPushButton *m_undo;
    QUuid m_selection; ///< Kept over resets of the model.
};

} // namespace oriel
