#include "ui/gl_renderer.h"

#include <QGuiApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>

#include <algorithm>
#include <array>
#include <cstdio>

namespace oriel {

namespace {

constexpr char kLabel[] = "renderer: ";

} // namespace

std::optional<QString> loadGlRenderer()
{
    QOpenGLContext context;
    if (!context.create())
        return std::nullopt;
    QOffscreenSurface surface;
    surface.setFormat(context.format());
    surface.create();
    if (!context.makeCurrent(&surface) || context.format().majorVersion() < 2)
        return std::nullopt;
    const auto *name =
        reinterpret_cast<const char *>(context.functions()->glGetString(GL_RENDERER));
    const QString renderer = QString::fromUtf8(name);
    context.doneCurrent();
    return renderer;
}

bool isSoftwareRenderer(const QString &renderer)
{
    // Mesa's, old and new; Chromium's; Apple's; those of Windows.
    static constexpr std::array<const char *, 9> kNames{
        "llvmpipe",    "softpipe", "swrast",      "SWR ",
        "SwiftShader", "Software", "GDI Generic", "Microsoft Basic Render",
        "lavapipe"};
    return std::any_of(kNames.begin(), kNames.end(), [&](const char *name) {
        return renderer.contains(QLatin1String(name), Qt::CaseInsensitive);
    });
}

int printGlRenderer(int argc, char **argv)
{
    const QGuiApplication app(argc, argv);
    const std::optional<QString> renderer = loadGlRenderer();
    if (!renderer)
        return 1;
    std::printf("%s%s\n", kLabel, qPrintable(*renderer));
    return 0;
}

std::optional<QString> parsePrintedRenderer(const QByteArray &printed)
{
    // Drivers may print things of their own.
    for (const QByteArray &line : printed.split('\n')) {
        if (line.startsWith(kLabel))
            return QString::fromLocal8Bit(line.mid(sizeof(kLabel) - 1)).trimmed();
    }
    return std::nullopt;
}

} // namespace oriel
