#include "cameras/camera_list.h"

#include <cstdlib>

using namespace oriel;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// What was read once is written and read again without any change, and holds no password.
void check(const CameraList &list)
{
    for (const Camera &camera : list.cameras) {
        require(!camera.id.isNull() && camera.url.password().isEmpty());
        require(camera.name == savedName(camera.name));
    }
    require(list.lastPlayed.isNull() || list.indexOf(list.lastPlayed) >= 0);
    const auto again = parseCameraList(toJson(list));
    require(again && !again->isDue() && again->list == list);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    if (const auto found = parseCameraList(bytes))
        check(found->list);
    if (const auto found = parseCutCameraList(bytes))
        check(found->list);
    return 0;
}
