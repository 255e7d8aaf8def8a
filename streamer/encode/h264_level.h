#pragma once

#include <QSize>
#include <QStringList>

namespace oriel::h264 {

/// The names of the levels of ITU-T H.264, table A-1, from the least on.
[[nodiscard]] QStringList levels();

/// Whether a level allows this size at this rate; false for a name that is none.
[[nodiscard]] bool levelAllows(const QString &level, QSize size, double framesPerSecond);

/// The least level that does, or empty where none does.
[[nodiscard]] QString leastLevel(QSize size, double framesPerSecond);

} // namespace oriel::h264
