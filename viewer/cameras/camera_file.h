#pragma once

#include "base/clock.h"
#include "cameras/camera_list.h"
#include "platform/file_lock.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QString>

#include <optional>

namespace oriel {

/// A list of cameras as it is to be used, whatever is in the file.
struct LoadedCameras
{
    CameraList list;
    QByteArray bytes;        ///< The file's, if they are exactly what `list` says; else empty.
    QString notice;          ///< A sentence for a person, or empty; %1 is where the file is kept.
    QString keepAs;          ///< Suffix under which the file is kept before it is written over.
    bool isDue = false;      ///< The file does not say what `list` does: it is to be written.
    bool isFromFile = false; ///< `list` is what the file says, as far as it can be read.
};

/// The file of the saved cameras, and its neighbours: `NAME.lock`, empty, held while somebody
/// changes it; `NAME.bak`, what was written last; and what is kept aside before the file is written
/// over: `NAME.damaged[-N]`, byte for byte what could not be read, `NAME.version-V[-N]`, the file
/// of a newer Oriel. Those are never deleted. All are for their owner alone (0600).
///
/// Errors are FileUnusable. GUI thread.
class CameraFile
{
    Q_DECLARE_TR_FUNCTIONS(oriel::CameraFile)

public:
    explicit CameraFile(QString path) : m_path(std::move(path)) {}

    [[nodiscard]] const QString &path() const { return m_path; }

    /// Reads it, changing nothing. A file that is cut, empty, gone or no list is answered with what
    /// there is instead: the backup, else what `shown` holds, else its complete entries. Fails
    /// where the file is there and cannot be opened.
    [[nodiscard]] Expected<LoadedCameras> load(const LoadedCameras &shown = {}) const;

    /// The last list that was written; empty where that cannot be read.
    [[nodiscard]] CameraList backup() const;

    /// Keeps all others from writing until unlock(). Waits for two seconds at most; less than a
    /// moment after unlock() for that moment, so that somebody else who waits gets it.
    [[nodiscard]] Expected<void> lock();
    void unlock();

    /// Keeps the file aside under that suffix (empty: does not) and writes another, both or
    /// neither. Needs the lock. Returns where the file was kept.
    [[nodiscard]] Expected<QString> write(const QByteArray &bytes, const QString &keepAs) const;

private:
    [[nodiscard]] LoadedCameras damaged(const QByteArray &bytes, const LoadedCameras &shown) const;
    [[nodiscard]] LoadedCameras missing(const LoadedCameras &shown) const;
    [[nodiscard]] std::optional<CameraList> copyOr(const LoadedCameras &shown) const;
    [[nodiscard]] std::optional<CameraList> readBackup() const;
    [[nodiscard]] Expected<QString> keep(const QString &suffix, bool isFile) const;

    QString m_path;
    FileLock m_lock;
    SteadyTime m_unlocked;
};

} // namespace oriel
