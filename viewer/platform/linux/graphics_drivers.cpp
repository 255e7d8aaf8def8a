#include "platform/graphics_drivers.h"

#include <QDateTime>
#include <QDir>
#include <QSysInfo>

#include <algorithm>
#include <array>

namespace oriel {

namespace {

QStringList renderNodes()
{
    return QDir(QStringLiteral("/dev/dri")).entryList({"card*", "renderD*"}, QDir::System);
}

/// A short file of the kernel's; empty where there is none.
QString lineOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readLine().trimmed())
                                          : QString();
}

/// A library as of its own time, not that of links to it.
QString versionOf(const QString &path)
{
    const QFileInfo file(path);
    return file.exists() ? path + u'@' + QString::number(file.lastModified().toSecsSinceEpoch())
                         : QString();
}

} // namespace

bool mayHaveGpu()
{
    // Drivers that bring no device of the kernel's Direct Rendering Manager.
    static constexpr std::array<const char *, 4> kOthers{"/dev/nvidiactl", "/dev/mali0",
                                                         "/dev/kgsl-3d0", "/dev/dxg"};
    return !renderNodes().isEmpty() ||
           std::any_of(kOthers.begin(), kOthers.end(),
                       [](const char *path) { return QFileInfo::exists(QLatin1String(path)); });
}

QString graphicsDrivers()
{
    QStringList found{lineOf(QStringLiteral("/sys/module/nvidia/version"))};
    for (const QString &node : renderNodes()) {
        const QString device = QStringLiteral("/sys/class/drm/%1/device/").arg(node);
        found << node << lineOf(device + QStringLiteral("vendor"))
              << lineOf(device + QStringLiteral("device"));
    }
    const QString architecture = QSysInfo::buildCpuArchitecture();
    for (const QString &folder : {QStringLiteral("/usr/lib/%1-linux-gnu/").arg(architecture),
                                  QStringLiteral("/usr/lib64/"), QStringLiteral("/usr/lib/")}) {
        for (const char *library :
             {"libGLX.so.0", "libEGL.so.1", "libGLX_mesa.so.0", "libEGL_mesa.so.0",
              "libGLX_nvidia.so.0", "libEGL_nvidia.so.0", "dri"})
            found << versionOf(folder + QLatin1String(library));
    }
    found.removeAll(QString());
    return found.join(u' ');
}

} // namespace oriel
