#pragma once

#include <QByteArrayView>

#include <utility>

namespace oriel {

/// Cuts the part up to the next `separator` off `text`, trimmed; a separator inside a quoted string
/// (RFC 2326, 15.1) does not count. The view points into `text`. Takes any bytes.
[[nodiscard]] QByteArrayView takeField(QByteArrayView &text, char separator);

/// "name=value" or "name" with both sides trimmed and the quotes around the value taken off.
[[nodiscard]] std::pair<QByteArrayView, QByteArrayView> splitParameter(QByteArrayView field);

} // namespace oriel
