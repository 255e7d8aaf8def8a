#pragma once

#include "cameras/camera_store.h"
#include "cameras/password_store.h"
#include "ui/camera_dialog.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <optional>

namespace oriel {

/// Adds, edits and removes saved cameras with their passwords, and brings the last removed one
/// back. GUI thread.
class CameraEditor : public QObject
{
    Q_OBJECT
public:
    /// How a camera came to be saved.
    enum class Origin {
        Added,
        Played, ///< It is what plays, and was not saved.
        Edited,
    };

    /// For so long a removed camera can be brought back.
    static constexpr std::chrono::seconds kUndoable{30};

    /// The stores outlive it; `window` is what its dialogs stand on.
    CameraEditor(CameraStore &cameras, PasswordStore &passwords, QWidget *window);

    void add();
    /// `playing` is what the fields begin with, its id null; with it a password that is known.
    void addPlaying(const Camera &playing, const QString &password);
    void edit(const QUuid &camera);
    /// Whether it is gone; if not, it was said why.
    bool remove(const QUuid &camera);
    void undoRemove();

Q_SIGNALS:
    void saved(const QUuid &camera, oriel::CameraEditor::Origin origin);
    void removed(const QString &name);
    /// Undo is over, by itself or because it was done.
    void undoEnded();
    void noticed(const QString &sentence);

private:
    struct Removed
    {
        Camera camera;
        int position;
        QString password; ///< Nowhere else any more.
    };

    /// `password` is one that is known already, and saved with it.
    void openDialog(const Camera &camera, Origin origin, const QString &password = {});
    void save(CameraDialog *dialog, const CameraDialog::Entry &entry, Origin origin);
    void takePassword(const QUuid &removed);
    void keepPassword(const QUuid &camera, const QString &password);

    CameraStore &m_cameras;
    PasswordStore &m_passwords;
    QWidget *m_window;
    QPointer<CameraDialog> m_dialog;
    std::optional<Removed> m_removed;
    QTimer m_undoEnds;
};

} // namespace oriel
