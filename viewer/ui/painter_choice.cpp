#include "ui/painter_choice.h"

#include "platform/graphics_drivers.h"
#include "ui/gl_renderer.h"
#include "ui/painter_probe.h"

#include <QGuiApplication>
#include <QLoggingCategory>
#include <QStandardPaths>
#include <QSurfaceFormat>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcPainter, "oriel.painter")

QString probeKey()
{
    QStringList key{QLatin1String(ORIEL_VERSION), QLatin1String(qVersion()),
                    QGuiApplication::platformName(), graphicsDrivers()};
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "LIBGL_ALWAYS_SOFTWARE",
                             "MESA_LOADER_DRIVER_OVERRIDE", "GALLIUM_DRIVER", "DRI_PRIME",
                             "__GLX_VENDOR_LIBRARY_NAME", "QT_XCB_GL_INTEGRATION", "QT_OPENGL"})
        key << qEnvironmentVariable(name);
    return key.join(u'|');
}

bool canShowGl()
{
    const QString platform = QGuiApplication::platformName();
    return platform == u"xcb" || platform.startsWith(u"wayland") || platform == u"windows";
}

bool hasFastGl(QObject *owner)
{
    if (!canShowGl() || !mayHaveGpu())
        return false;
    auto *probe =
        new PainterProbe({QCoreApplication::applicationFilePath(),
                          {QStringLiteral("--") + QLatin1String(kProbePainterOption)},
                          QStandardPaths::writableLocation(QStandardPaths::CacheLocation) +
                              QStringLiteral("/painter.json"),
                          probeKey()},
                         owner);
    const std::optional<QString> renderer = probe->ask();
    if (!renderer)
        qCInfo(lcPainter) << "The OpenGL driver takes its time to answer: the raster painter draws "
                             "this time, the next start knows.";
    return renderer && !renderer->isEmpty() && !isSoftwareRenderer(*renderer);
}

} // namespace

PainterKind choosePainter(PainterChoice choice, QObject *owner)
{
    if (choice == PainterChoice::Raster || (choice == PainterChoice::Auto && !hasFastGl(owner)))
        return PainterKind::Raster;
    const std::optional<QString> renderer = loadGlRenderer();
    if (!renderer) {
        qCWarning(lcPainter) << "OpenGL cannot be used here: the raster painter draws. Check the "
                                "graphics driver, or start with --painter raster.";
        return PainterKind::Raster;
    }
    // What was kept of an earlier answer may be wrong all the same.
    if (choice == PainterChoice::Auto && isSoftwareRenderer(*renderer))
        return PainterKind::Raster;
    // Waiting for the screen's refresh would be age.
    QSurfaceFormat format = QSurfaceFormat::defaultFormat();
    format.setSwapInterval(0);
    QSurfaceFormat::setDefaultFormat(format);
    return PainterKind::Gl;
}

} // namespace oriel
