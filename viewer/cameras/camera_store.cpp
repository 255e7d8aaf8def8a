#include "cameras/camera_store.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <chrono>
#include <utility>

namespace oriel {

namespace {

/// One change of a file makes several events.
constexpr std::chrono::milliseconds kEventsOfOneChange{20};

void insert(CameraList &list, const Camera &camera, int position)
{
    const auto end = list.cameras.size();
    list.cameras.insert(position < 0 ? end : std::min<qsizetype>(position, end), camera);
}

} // namespace

CameraStore::CameraStore(QString file, QObject *parent) : QObject(parent), m_file(std::move(file))
{
    m_lookAgain.setSingleShot(true);
    m_lookAgain.setInterval(kEventsOfOneChange);
    connect(&m_lookAgain, &QTimer::timeout, this, &CameraStore::lookAgain);
    const auto onEvent = [this] {
        if (!m_lookAgain.isActive())
            m_lookAgain.start();
    };
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, onEvent);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, onEvent);
    watch();
    load();
}

QString CameraStore::defaultFile()
{
    // Not AppConfigLocation, which depends on names that are set later or changed.
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QLatin1String("/Oriel/cameras.json");
}

std::optional<Camera> CameraStore::find(const QUuid &id) const
{
    const qsizetype index = m_shown.list.indexOf(id);
    return index < 0 ? std::nullopt : std::optional(cameras().at(index));
}

std::optional<Camera> CameraStore::findByName(const QString &name) const
{
    const auto normal = [](const QString &text) {
        return text.normalized(QString::NormalizationForm_C);
    };
    const QString wanted = normal(savedName(name)), folded = wanted.toCaseFolded();
    std::optional<Camera> alike;
    bool isOnly = true;
    for (const Camera &camera : cameras()) {
        const QString candidate = normal(camera.displayName());
        if (candidate == wanted)
            return camera;
        if (candidate.toCaseFolded() == folded) {
            isOnly = !alike;
            alike = camera;
        }
    }
    return isOnly ? alike : std::nullopt;
}

Expected<void> CameraStore::add(Camera camera, int position)
{
    const auto saved = savedCamera(std::move(camera));
    if (!saved)
        return tl::unexpected(saved.error());
    return change([&](CameraList &list) {
        const qsizetype index = list.indexOf(saved->id);
        if (index < 0)
            insert(list, *saved, position);
        else
            list.cameras[index] = *saved;
    });
}

Expected<void> CameraStore::remove(const QUuid &id)
{
    return change([&](CameraList &list) {
        const qsizetype index = list.indexOf(id);
        if (index < 0)
            return;
        list.cameras.removeAt(index);
        if (list.lastPlayed == id)
            list.lastPlayed = {};
    });
}

Expected<void> CameraStore::move(const QUuid &id, int position)
{
    return change([&](CameraList &list) {
        const qsizetype index = list.indexOf(id);
        if (index >= 0)
            list.cameras.move(index, std::clamp<qsizetype>(position, 0, list.cameras.size() - 1));
    });
}

Expected<void> CameraStore::setLastPlayed(const QUuid &id)
{
    return change([&](CameraList &list) {
        if (id.isNull() || list.indexOf(id) >= 0)
            list.lastPlayed = id;
    });
}

void CameraStore::load()
{
    auto loaded = m_file.load();
    if (!loaded) {
        m_shown.list = m_file.backup();
        m_notice = sentence(loaded.error());
        return;
    }
    if (loaded->isDue) {
        const auto mended = change([](CameraList &) {});
        if (mended)
            return;
        loaded->notice = tr("The list of cameras needs mending, and that fails.") + u' ' +
                         sentence(mended.error());
    }
    show(std::move(*loaded));
}

Expected<void> CameraStore::change(const std::function<void(CameraList &)> &apply)
{
    if (auto locked = m_file.lock(); !locked)
        return locked;
    // Given back before anybody hears of the change, who may make the next.
    const auto changed = changeLocked(apply);
    m_file.unlock();
    if (!changed)
        return tl::unexpected(changed.error());
    m_cannotMend = false;
    watch();
    show(*changed);
    return {};
}

Expected<LoadedCameras>
CameraStore::changeLocked(const std::function<void(CameraList &)> &apply) const
{
    auto loaded = m_file.load(m_shown);
    if (!loaded)
        return loaded;
    CameraList next = loaded->list;
    apply(next);
    if (!loaded->isDue && next == loaded->list)
        return loaded;
    LoadedCameras written;
    written.bytes = toJson(next);
    const auto kept = m_file.write(written.bytes, loaded->keepAs);
    if (!kept)
        return tl::unexpected(kept.error());
    written.notice = loaded->notice.replace(QLatin1String("%1"), *kept);
    written.list = std::move(next);
    written.isFromFile = true;
    return written;
}

void CameraStore::show(LoadedCameras next)
{
    const bool differs = next.list.cameras != m_shown.list.cameras;
    const QString notice = std::exchange(next.notice, {});
    m_shown = std::move(next);
    if (!notice.isEmpty())
        setNotice(notice);
    if (differs)
        Q_EMIT changed();
}

void CameraStore::setNotice(const QString &notice)
{
    if (m_notice == notice)
        return;
    m_notice = notice;
    Q_EMIT noticeChanged();
}

/// A file that was replaced is another one and has to be watched anew; the folder tells when.
void CameraStore::watch()
{
    const QFileInfo info(m_file.path());
    if (m_watcher.directories().isEmpty() && QDir().mkpath(info.absolutePath()))
        m_watcher.addPath(info.absolutePath());
    if (m_watcher.files().isEmpty() && info.exists())
        m_watcher.addPath(info.absoluteFilePath());
}

void CameraStore::lookAgain()
{
    watch();
    auto loaded = m_file.load(m_shown);
    // What is damaged or gone may be half written by an editor: that is mended with the next
    // change, or at the next start.
    if (!loaded || !loaded->isFromFile)
        return;
    if (loaded->isDue) {
        // Once: an attempt touches the folder, which would bring us here again.
        m_cannotMend = m_cannotMend || !change([](CameraList &) {});
        if (!m_cannotMend)
            return;
        loaded->notice.clear();
    }
    show(std::move(*loaded));
}

} // namespace oriel
