#include "base/json_file.h"

#include <QFile>
#include <QJsonDocument>

#include <cstdio>

namespace oriel {

Expected<void> writeJson(const QJsonObject &object, const QString &file)
{
    const QByteArray text = QJsonDocument(object).toJson();
    QFile out(file);
    const bool isOpen = file == u'-' ? out.open(stdout, QIODevice::WriteOnly)
                                     : out.open(QIODevice::WriteOnly | QIODevice::Truncate);
    if (!isOpen || out.write(text) != text.size() || !out.flush())
        return fail(ErrorCode::FileUnusable, file, out.errorString());
    return {};
}

} // namespace oriel
