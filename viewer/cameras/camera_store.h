#pragma once

#include "cameras/camera.h"
#include "cameras/camera_file.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

namespace oriel {

/// The cameras that a person saved and the one that was played last, in one file (CameraList says
/// what is in it, CameraFile what stands beside it). GUI thread.
///
/// Each change is read-modify-write under a lock, written atomically, so that several windows lose
/// nothing to each other; they see each other's changes. A change that cannot be written is not
/// made: FileUnusable comes back and the list stays as it was. One takes some milliseconds, and two
/// seconds at most where another process holds the lock and hangs.
class CameraStore : public QObject
{
    Q_OBJECT

public:
    /// Loads the file, and mends it where it has to be; see notice().
    explicit CameraStore(QString file, QObject *parent = nullptr);

    /// cameras.json in the folder "Oriel" of the person's settings (~/.config/Oriel/cameras.json).
    [[nodiscard]] static QString defaultFile();

    /// In the person's order. The reference is good until the next change.
    [[nodiscard]] const QList<Camera> &cameras() const { return m_shown.list.cameras; }
    [[nodiscard]] std::optional<Camera> find(const QUuid &id) const;
    /// By displayName(): the first that is exactly so, else the only one that differs in nothing
    /// but upper and lower case; nothing if there are several of those.
    [[nodiscard]] std::optional<Camera> findByName(const QString &name) const;
    [[nodiscard]] QUuid lastPlayed() const { return m_shown.list.lastPlayed; } ///< Null for none.

    /// Saves it as savedCamera() has it, at the end for -1; one without an id gets one, and one
    /// whose id is in the list takes its place there. Also how one that was removed is put back.
    /// Fails with InvalidUrl too.
    [[nodiscard]] Expected<void> add(Camera camera, int position = -1);
    /// Success, too, if it is not there; so are the following. Its password is PasswordStore's.
    [[nodiscard]] Expected<void> remove(const QUuid &id);
    /// `position` is that in the list without it.
    [[nodiscard]] Expected<void> move(const QUuid &id, int position);
    [[nodiscard]] Expected<void> setLastPlayed(const QUuid &id);

    /// What a person should know about the file: that it was damaged and what was done, that it
    /// cannot be read, that it is a newer Oriel's. Empty if all is well.
    [[nodiscard]] const QString &notice() const { return m_notice; }

Q_SIGNALS:
    /// The cameras differ, by this process or another. lastPlayed() does not count.
    void changed();
    void noticeChanged();

private:
    void load();
    [[nodiscard]] Expected<void> change(const std::function<void(CameraList &)> &apply);
    [[nodiscard]] Expected<LoadedCameras>
    changeLocked(const std::function<void(CameraList &)> &apply) const;
    void show(LoadedCameras next);
    void setNotice(const QString &notice);
    void watch();
    void lookAgain();

    CameraFile m_file;
    LoadedCameras m_shown;
    QString m_notice;
    bool m_cannotMend = false; ///< Tried after the file changed, in vain.
    QFileSystemWatcher m_watcher;
    QTimer m_lookAgain;
};

} // namespace oriel
