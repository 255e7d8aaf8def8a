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
    connect(&m_undoEnds, &QTimer::timeout, this, &CameraEditor::forgetRemoved);
}

CameraEditor::~CameraEditor()
{
    if (m_removed)
        m_passwords.remove(m_removed->camera.id);
}

void CameraEditor::add(const Camera &filled, const QString &password)
{
    openDialog(filled, false, password);
}

void CameraEditor::edit(const QUuid &camera)
{
    if (const auto saved = m_cameras.find(camera))
        openDialog(*saved, !saved->url.user().isEmpty(), {});
}

void CameraEditor::openDialog(const Camera &camera, bool keptPassword, const QString &password)
{
    if (m_dialog)
        m_dialog->close();
    auto *dialog = new CameraDialog(camera, keptPassword || !password.isEmpty(), m_window);
    m_dialog = dialog;
    connect(dialog, &CameraDialog::saveRequested, this,
            [this, dialog, password](const CameraDialog::Entry &entry) {
                save(dialog, entry, password);
            });
    dialog->open();
}

void CameraEditor::save(CameraDialog *dialog, const CameraDialog::Entry &entry,
                        const QString &password)
{
    const bool isNew = entry.camera.id.isNull();
    Camera camera = entry.camera;
    if (isNew)
        camera.id = QUuid::createUuid();
    const Expected<void> done = isNew ? m_cameras.add(camera) : m_cameras.replace(camera);
    if (!done)
        return dialog->showProblem(sentence(done.error()));
    if (camera.url.user().isEmpty())
        m_passwords.remove(camera.id);
    else if (entry.password)
        keepPassword(camera.id, *entry.password);
    else if (!password.isEmpty())
        keepPassword(camera.id, password);
    dialog->accept();
    Q_EMIT saved(camera.id, isNew);
}

void CameraEditor::keepPassword(const QUuid &camera, const QString &password)
{
    m_passwords.write(camera, password, this, [this](const Expected<void> &kept) {
        if (!kept)
            Q_EMIT noticed(sentence(kept.error()));
    });
}

void CameraEditor::remove(const QUuid &camera)
{
    const QList<Camera> &all = m_cameras.cameras();
    const auto found = std::ranges::find(all, camera, &Camera::id);
    if (camera.isNull() || found == all.end())
        return;
    Removed removed{*found, static_cast<int>(found - all.begin())};
    if (const auto done = m_cameras.remove(camera); !done) {
        Q_EMIT noticed(sentence(done.error()));
        return;
    }
    if (m_removed)
        m_passwords.remove(m_removed->camera.id);
    m_removed = std::move(removed);
    m_undoEnds.start();
    Q_EMIT this->removed(camera, m_removed->camera.displayName());
}

void CameraEditor::undoRemove()
{
    if (!m_removed)
        return;
    if (const auto done = m_cameras.add(m_removed->camera, m_removed->position); !done) {
        Q_EMIT noticed(sentence(done.error()));
        return;
    }
    m_removed.reset();
    m_undoEnds.stop();
    Q_EMIT undoEnded();
}

void CameraEditor::forgetRemoved()
{
    m_passwords.remove(m_removed->camera.id);
    m_removed.reset();
    Q_EMIT undoEnded();
}

} // namespace oriel
