#include "rtsp/header_value.h"

#include <algorithm>

namespace oriel {

QByteArrayView takeField(QByteArrayView &text, char separator)
{
    bool quoted = false;
    qsizetype end = 0;
    for (; end < text.size(); ++end) {
        if (text[end] == '"')
            quoted = !quoted;
        else if (quoted && text[end] == '\\')
            ++end;
        else if (!quoted && text[end] == separator)
            break;
    }
    end = std::min(end, text.size());
    const QByteArrayView field = text.first(end).trimmed();
    text = end < text.size() ? text.sliced(end + 1) : QByteArrayView();
    return field;
}

std::pair<QByteArrayView, QByteArrayView> splitParameter(QByteArrayView field)
{
    const qsizetype equals = field.indexOf('=');
    if (equals < 0)
        return {field.trimmed(), {}};
    QByteArrayView value = field.sliced(equals + 1).trimmed();
    if (value.size() >= 2 && value.startsWith('"') && value.endsWith('"'))
        value = value.sliced(1, value.size() - 2);
    return {field.first(equals).trimmed(), value};
}

} // namespace oriel
