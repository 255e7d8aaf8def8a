#pragma once

#include "base/error.h"

#include <QJsonObject>
#include <QString>

namespace oriel {

/// Writes an object to a file, or to standard output for "-". Fails with FileUnusable, also when
/// the disk is full.
[[nodiscard]] Expected<void> writeJson(const QJsonObject &object, const QString &file);

} // namespace oriel
