// A window of Oriel without the window: another process that changes the file of saved cameras.
//
// camera_tool add FILE PREFIX COUNT: adds that many, named "PREFIX 0" and so on, and moves each to
// the front; says "added" for each.
// camera_tool fill FILE: adds cameras until one cannot be saved; says the sentence and how many
// there are.

#include "cameras/camera_store.h"

#include <QCoreApplication>

#include <cstdio>

using namespace oriel;

namespace {

Camera named(const QString &name)
{
    return {QUuid::createUuid(), name, StreamUrl::parse("rtsp://me@cam.local/live").value(),
            TransportChoice::Auto};
}

int complain(const Error &error)
{
    std::fprintf(stderr, "%s\n", qPrintable(sentence(error)));
    return 1;
}

int add(CameraStore &store, const QString &prefix, int count)
{
    for (int i = 0; i < count; ++i) {
        const Camera camera = named(prefix + ' ' + QString::number(i));
        if (const auto added = store.add(camera); !added)
            return complain(added.error());
        if (const auto moved = store.move(camera.id, 0); !moved)
            return complain(moved.error());
        std::puts("added");
        std::fflush(stdout);
    }
    return 0;
}

int fill(CameraStore &store)
{
    for (;;) {
        if (const auto added = store.add(named(QString(200, 'x'))); !added) {
            std::printf("%s\n%d\n", qPrintable(sentence(added.error())),
                        static_cast<int>(store.cameras().size()));
            return added.error().code == ErrorCode::FileUnusable ? 0 : 1;
        }
    }
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 3)
        return 2;
    CameraStore store(arguments.at(2));
    if (!store.notice().isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(store.notice()));
        return 1;
    }
    if (arguments.at(1) == "add" && arguments.size() == 5)
        return add(store, arguments.at(3), arguments.at(4).toInt());
    return arguments.at(1) == "fill" ? fill(store) : 2;
}
