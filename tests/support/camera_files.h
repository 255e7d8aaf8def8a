#pragma once

#include "cameras/camera_store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>

namespace oriel::test {

/// A folder of its own with the file of saved cameras, and looks into it.
class CameraFolder
{
public:
    [[nodiscard]] QString file() const { return m_folder.filePath("Oriel/cameras.json"); }
    [[nodiscard]] QString file(const QString &suffix) const { return file() + suffix; }
    [[nodiscard]] QString folder() const { return m_folder.filePath("Oriel"); }

    [[nodiscard]] QByteArray read(const QString &suffix = {}) const
    {
        QFile in(file(suffix));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

    /// In place, as a careless editor does.
    void write(const QByteArray &bytes, const QString &suffix = {}) const
    {
        QDir().mkpath(folder());
        QFile out(file(suffix));
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            qFatal("%s", qPrintable(out.errorString()));
    }

    /// The names of all files, without "cameras.json".
    [[nodiscard]] QStringList suffixes() const
    {
        QStringList names = QDir(folder()).entryList(
            QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
        for (QString &name : names)
            name.remove("cameras.json");
        return names;
    }

    /// Whether any file here holds these bytes.
    [[nodiscard]] bool holds(const QByteArray &bytes) const
    {
        const QStringList all = suffixes();
        return std::any_of(all.begin(), all.end(),
                           [&](const QString &suffix) { return read(suffix).contains(bytes); });
    }

private:
    QTemporaryDir m_folder;
};

inline Camera newCamera(const QString &name,
                        const QString &url = QStringLiteral("rtsp://cam.local/live"))
{
    return savedCamera({{}, name, StreamUrl::parse(url).value(), TransportChoice::Auto}).value();
}

inline QStringList namesIn(const CameraStore &store)
{
    QStringList names;
    for (const Camera &camera : store.cameras())
        names << camera.name;
    return names;
}

} // namespace oriel::test
