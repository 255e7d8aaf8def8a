#include "cameras/camera_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QSaveFile>

#include <thread>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcCameras, "oriel.cameras")

/// Hundreds of thousands of cameras; whatever is longer is no list of ours.
constexpr qint64 kMaxSize = qint64{64} << 20;
constexpr QFileDevice::Permissions kOwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr QLatin1String kDamaged("damaged");

QString backupOf(const QString &path)
{
    return path + QLatin1String(".bak");
}

Expected<QByteArray> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileUnusable, path, file.errorString());
    if (file.size() > kMaxSize)
        return fail(ErrorCode::FileUnusable, path,
                    CameraFile::tr("it is too long to be a list of cameras"));
    QByteArray bytes = file.read(kMaxSize);
    if (file.error() != QFileDevice::NoError)
        return fail(ErrorCode::FileUnusable, path, file.errorString());
    return bytes;
}

Expected<void> writeFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile out(path);
    const bool isOpen = out.open(QIODevice::WriteOnly);
    // Not every file system has permissions.
    if (isOpen && !out.setPermissions(kOwnerOnly))
        qCDebug(lcCameras) << "permissions cannot be set:" << out.errorString();
    if (!isOpen || out.write(bytes) != bytes.size() || !out.flush() || !out.commit())
        return fail(ErrorCode::FileUnusable, path, out.errorString());
    return {};
}

/// A file that is a list of cameras, with what a person should know about it.
LoadedCameras readable(FoundCameraList found, const QByteArray &bytes)
{
    LoadedCameras loaded;
    loaded.isFromFile = true;
    loaded.isDue = found.isDue();
    QStringList notices;
    if (found.unreadable > 0) {
        loaded.keepAs = kDamaged;
        notices << CameraFile::tr("A part of the list of cameras could not be read (entries: %n); "
                                  "the list as it was is kept as %1.",
                                  nullptr, found.unreadable);
    } else if (found.version > CameraList::kVersion) {
        loaded.keepAs = QStringLiteral("version-%1").arg(found.version);
        notices << CameraFile::tr("The list of cameras is that of a newer Oriel: a copy of it is "
                                  "kept beside it before this one changes it.");
    } else if (!loaded.isDue) {
        loaded.bytes = bytes;
    }
    if (found.hadPasswords)
        notices << CameraFile::tr("Passwords were taken out of the list of cameras, because only "
                                  "the keychain may keep them: enter them once more.");
    loaded.notice = notices.join(u' ');
    loaded.list = std::move(found.list);
    return loaded;
}

} // namespace

Expected<LoadedCameras> CameraFile::load(const LoadedCameras &shown) const
{
    const QFileInfo info(m_path);
    if (!info.exists())
        return missing(shown);
    if (!info.isFile())
        return damaged({}, shown);
    const auto bytes = readFile(m_path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (!shown.bytes.isEmpty() && *bytes == shown.bytes)
        return shown;
    if (auto found = parseCameraList(*bytes))
        return readable(std::move(*found), *bytes);
    return damaged(*bytes, shown);
}

CameraList CameraFile::backup() const
{
    return readBackup().value_or(CameraList());
}

LoadedCameras CameraFile::damaged(const QByteArray &bytes, const LoadedCameras &shown) const
{
    LoadedCameras loaded;
    loaded.keepAs = kDamaged;
    loaded.isDue = true;
    if (auto copy = copyOr(shown)) {
        loaded.list = std::move(*copy);
        loaded.notice = tr("The list of cameras was damaged: its last copy is used, and what was "
                           "found is kept as %1.");
    } else if (auto found = parseCutCameraList(bytes)) {
        loaded.list = std::move(found->list);
        loaded.notice = tr("The list of cameras was damaged: only its beginning could be read, and "
                           "what was found is kept as %1.");
    } else {
        loaded.notice = tr("The list of cameras was damaged and there is no copy: it begins anew, "
                           "and what was found is kept as %1.");
    }
    return loaded;
}

LoadedCameras CameraFile::missing(const LoadedCameras &shown) const
{
    LoadedCameras loaded;
    if (auto copy = copyOr(shown); copy && !copy->cameras.isEmpty()) {
        loaded.list = std::move(*copy);
        loaded.isDue = true;
        loaded.notice = tr("The list of cameras was gone: its last copy is used.");
    }
    return loaded;
}

std::optional<CameraList> CameraFile::copyOr(const LoadedCameras &shown) const
{
    auto copy = readBackup();
    if (!copy && !shown.list.cameras.isEmpty())
        copy = shown.list;
    return copy;
}

std::optional<CameraList> CameraFile::readBackup() const
{
    const QString path = backupOf(m_path);
    if (!QFileInfo(path).isFile())
        return std::nullopt;
    const auto bytes = readFile(path);
    auto found = bytes ? parseCameraList(*bytes) : std::nullopt;
    if (!found)
        return std::nullopt;
    return std::move(found->list);
}

Expected<void> CameraFile::lock()
{
    constexpr std::chrono::milliseconds kPatience{2000};
    constexpr std::chrono::milliseconds kStep{10};
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    // The others look every kStep; whoever writes many times in a row would never let them in.
    std::this_thread::sleep_until(m_unlocked + 2 * kStep);
    for (const SteadyTime deadline = SteadyClock::now() + kPatience;;) {
        switch (m_lock.take(m_path + QLatin1String(".lock"))) {
        case FileLock::Result::Taken:
            return {};
        case FileLock::Result::Forbidden:
            return fail(ErrorCode::FileUnusable, m_path,
                        tr("this user may not write to its folder"));
        case FileLock::Result::Impossible:
            return fail(ErrorCode::FileUnusable, m_path,
                        tr("no file can be made beside it; the disk may be full"));
        case FileLock::Result::Held:
            break;
        }
        if (SteadyClock::now() >= deadline)
            return fail(ErrorCode::FileUnusable, m_path,
                        tr("another window of Oriel does not stop writing it"));
        // No lock of files waits with a deadline, and whoever holds it may be frozen.
        std::this_thread::sleep_for(kStep);
    }
}

void CameraFile::unlock()
{
    m_lock.release();
    m_unlocked = SteadyClock::now();
}

Expected<QString> CameraFile::write(const QByteArray &bytes, const QString &keepAs) const
{
    const bool isFile = QFileInfo(m_path).isFile();
    auto kept = keepAs.isEmpty() ? Expected<QString>(QString()) : keep(keepAs, isFile);
    if (!kept)
        return kept;
    if (const auto written = writeFile(m_path, bytes); !written) {
        if (isFile && !kept->isEmpty())
            QFile::remove(*kept);
        else if (!kept->isEmpty())
            QDir().rename(*kept, m_path);
        return tl::unexpected(written.error());
    }
    if (const auto written = writeFile(backupOf(m_path), bytes); !written)
        qCWarning(lcCameras).noquote() << "no backup:" << sentence(written.error());
    return QDir::toNativeSeparators(*kept);
}

Expected<QString> CameraFile::keep(const QString &suffix, bool isFile) const
{
    constexpr int kMaxKept = 1000;
    const QString name = m_path + u'.' + suffix;
    for (int i = 1; i <= kMaxKept; ++i) {
        const QString free = i == 1 ? name : name + u'-' + QString::number(i);
        const QFileInfo info(free);
        if (info.exists() || info.isSymLink())
            continue;
        // A copy, so that there is no moment without the file.
        QFile file(m_path);
        if (isFile ? !file.copy(free) : !QDir().rename(m_path, free))
            return fail(ErrorCode::FileUnusable, free,
                        isFile ? file.errorString() : tr("it cannot be renamed"));
        if (isFile && !QFile::setPermissions(free, kOwnerOnly))
            qCDebug(lcCameras) << "permissions cannot be set of" << free;
        return free;
    }
    return fail(ErrorCode::FileUnusable, name, tr("too many of that kind are kept already"));
}

} // namespace oriel
