#include "ui/camera_editor.h"

#include <algorithm>

namespace oriel {

CameraEditor::CameraEditor(CameraStore &cameras, PasswordStore &passwords, QWidget *window)
    : QObject(window)
    , m_cameras(cameras)
    , m_passwords(passwords)
    , m_window(window)
{
    m_undoEnds.setSingleShot(true);
    m_undoEnds.setInterval(kUndoable);
    connect(&m_undoEnds, &QTimer::timeout, this, [this] {
        m_removed.reset();
        Q_EMIT undoEnded();
    });
}

void CameraEditor::add()
{
    openDialog({}, Origin::Added);
}

void CameraEditor::addPlaying(const Camera &playing, const QString &password)
{
    openDialog(playing, Origin::Played, password);
}

void CameraEditor::edit(const QUuid &camera)
{
    if (const auto saved = m_cameras.find(camera))
        openDialog(*saved, Origin::Edited);
}

void CameraEditor::openDialog(const Camera &camera, Origin origin, const QString &password)
{
    if (m_dialog)
        m_dialog->close();
    const bool hasPassword = !password.isEmpty() || !camera.url.user().isEmpty();
    auto *dialog = new CameraDialog(camera, hasPassword, m_window);
    m_dialog = dialog;
    connect(dialog, &CameraDialog::saveRequested, this,
            [this, dialog, origin, password](CameraDialog::Entry entry) {
                if (entry.camera.id.isNull())
                    entry.camera.id = QUuid::createUuid();
                if (!entry.password && !password.isEmpty())
                    entry.password = password;
                save(dialog, entry, origin);
            });
    dialog->open();
}

void CameraEditor::save(CameraDialog *dialog, const CameraDialog::Entry &entry, Origin origin)
{
    const Camera &camera = entry.camera;
    if (const auto done = m_cameras.add(camera); !done)
        return dialog->showProblem(sentence(done.error()));
    if (camera.url.user().isEmpty())
        m_passwords.remove(camera.id);
    else if (entry.password)
        keepPassword(camera.id, *entry.password);
    dialog->accept();
    Q_EMIT saved(camera.id, origin);
}

void CameraEditor::keepPassword(const QUuid &camera, const QString &password)
{
    m_passwords.write(camera, password, this, [this](const Expected<void> &kept) {
        if (!kept)
            Q_EMIT noticed(sentence(kept.error()));
    });
}

bool CameraEditor::remove(const QUuid &camera)
{
    const QList<Camera> &all = m_cameras.cameras();
    const auto found = std::ranges::find(all, camera, &Camera::id);
    if (camera.isNull() || found == all.end())
        return false;
    Removed removed{*found, static_cast<int>(found - all.begin()), {}};
    if (const auto done = m_cameras.remove(camera); !done) {
        Q_EMIT noticed(sentence(done.error()));
        return false;
    }
    m_removed = std::move(removed);
    m_undoEnds.start();
    takePassword(camera);
    Q_EMIT this->removed(m_removed->camera.displayName());
    return true;
}

/// Out of the keychain at once, since the program may end at any moment; for an undo it is here.
void CameraEditor::takePassword(const QUuid &removed)
{
    if (m_removed->camera.url.user().isEmpty())
        return;
    m_passwords.read(removed, this, [this, removed](const PasswordStore::Answer &answer) {
        // It may be back already.
        if (m_cameras.find(removed))
            return;
        if (m_removed && m_removed->camera.id == removed)
            m_removed->password = answer.password;
        m_passwords.remove(removed);
    });
}

void CameraEditor::undoRemove()
{
    if (!m_removed)
        return;
    if (const auto done = m_cameras.add(m_removed->camera, m_removed->position); !done) {
        Q_EMIT noticed(sentence(done.error()));
        return;
    }
    if (!m_removed->password.isEmpty())
        keepPassword(m_removed->camera.id, m_removed->password);
    m_removed.reset();
    m_undoEnds.stop();
    Q_EMIT undoEnded();
}

} // namespace oriel
