#include "streamer_options.h"

#include <QRegularExpression>

namespace oriel {

std::optional<RtspServer::Options> parseServeAddress(const QString &text)
{
    // Fewer than four numbers are an IPv4 address too, to Qt; to a person they are a port.
    static const QRegularExpression kShape(QStringLiteral(
        R"(^(?:(?<bare>\d{1,5})|(?:\[(?<v6>[^\]]+)\]|(?<v4>localhost|\d+\.\d+\.\d+\.\d+|)))"
        R"((?::(?<port>\d{1,5}))?)(?<path>/[!-~]*)?$)"));
    const QRegularExpressionMatch match = kShape.match(text.trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    RtspServer::Options options;
    const QString v6 = match.captured(u"v6"), v4 = match.captured(u"v4");
    if (v4 == u"localhost")
        options.address = QHostAddress::LocalHost;
    else if (!v6.isEmpty() || !v4.isEmpty())
        options.address = QHostAddress(v6.isEmpty() ? v4 : v6);
    if (options.address.isNull())
        return std::nullopt;
    if (const QString port = match.captured(u"bare") + match.captured(u"port"); !port.isEmpty()) {
        const int number = port.toInt();
        if (number < 1 || number > 65535)
            return std::nullopt;
        options.port = static_cast<quint16>(number);
    }
    if (const QString path = match.captured(u"path"); path.size() > 1)
        options.path = path.toLatin1();
    return options;
}

} // namespace oriel
