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
    /// For so long a removed camera's password stays in the keychain, for an undo.
    static constexpr std::chrono::seconds kUndoable{30};

    /// The stores outlive it; `window` is what its dialogs stand on.
    CameraEditor(CameraStore &cameras, PasswordStore &passwords, QWidget *window);
    ~CameraEditor() override;

    /// `filled` is what the fields begin with, its id null; with it a password that is known.
    void add(const Camera &filled = {}, const QString &password = {});
    void edit(const QUuid &camera);
    void remove(const QUuid &camera);
    void undoRemove();

Q_SIGNALS:
    void saved(const QUuid &camera, bool isNew);
    void removed(const QUuid &camera, const QString &name);
    /// Undo is over, by itself or because it was done.
    void undoEnded();
    void noticed(const QString &sentence);

private:
    struct Removed
    {
        Camera camera;
        int position;
    };

    void openDialog(const Camera &camera, bool keptPassword, const QString &password);
    void save(CameraDialog *dialog, const CameraDialog::Entry &entry, const QString &password);
    void keepPassword(const QUuid &camera, const QString &password);
    void forgetRemoved();

    CameraStore &m_cameras;
    PasswordStore &m_passwords;
    QWidget *m_window;
    QPointer<CameraDialog> m_dialog;
    std::optional<Removed> m_removed;
    QTimer m_undoEnds;
};

} // namespace oriel
