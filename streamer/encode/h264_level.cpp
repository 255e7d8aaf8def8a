#include "encode/h264_level.h"

#include <algorithm>
#include <array>

namespace oriel::h264 {

namespace {

struct Level
{
    const char *name;
    int macroblocksPerSecond;
    int macroblocksPerFrame;
};

// ITU-T H.264, table A-1: MaxMBPS and MaxFS.
constexpr std::array kLevels{
    Level{"3", 40500, 1620},     Level{"3.1", 108000, 3600},    Level{"3.2", 216000, 5120},
    Level{"4", 245760, 8192},    Level{"4.1", 245760, 8192},    Level{"4.2", 522240, 8704},
    Level{"5", 589824, 22080},   Level{"5.1", 983040, 36864},   Level{"5.2", 2073600, 36864},
    Level{"6", 4177920, 139264}, Level{"6.1", 8355840, 139264}, Level{"6.2", 16711680, 139264},
};

bool allows(const Level &level, QSize size, double framesPerSecond)
{
    const qint64 columns = (size.width() + 15) / 16, rows = (size.height() + 15) / 16;
    const qint64 longest = std::max(columns, rows);
    // A.3.1: neither side may be longer than sqrt(8 * MaxFS).
    return columns * rows <= level.macroblocksPerFrame &&
           longest * longest <= qint64{8} * level.macroblocksPerFrame &&
           static_cast<double>(columns * rows) * framesPerSecond <= level.macroblocksPerSecond;
}

} // namespace

QStringList levels()
{
    QStringList names;
    for (const Level &level : kLevels)
        names << QLatin1String(level.name);
    return names;
}

bool levelAllows(const QString &level, QSize size, double framesPerSecond)
{
    return std::any_of(kLevels.begin(), kLevels.end(), [&](const Level &candidate) {
        return level == QLatin1String(candidate.name) && allows(candidate, size, framesPerSecond);
    });
}

QString leastLevel(QSize size, double framesPerSecond)
{
    for (const Level &level : kLevels) {
        if (allows(level, size, framesPerSecond))
            return QLatin1String(level.name);
    }
    return {};
}

} // namespace oriel::h264
