#include "base/stream_url.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QStringDecoder>
#include <QUrl>

#include <algorithm>
#include <optional>

namespace oriel {

namespace {

/// Translations of what is wrong with an address.
struct Fault
{
    Q_DECLARE_TR_FUNCTIONS(oriel::StreamUrl)
};

/// A part of an address, or what is wrong with it.
template <typename T>
using Part = tl::expected<T, QString>;

struct UserInfo
{
    QString user, password;
};

struct HostPort
{
    QString host;
    std::optional<quint16> port; ///< Where the address names one.
};

constexpr QStringView kSchemeEnd = u"://";

/// Whether it reads like a scheme; anything else in front of "://" may be a password.
bool isScheme(QStringView text)
{
    constexpr qsizetype kLongestScheme = 12;
    return !text.isEmpty() && text.size() <= kLongestScheme &&
           std::all_of(text.begin(), text.end(),
                       [](QChar c) { return c.unicode() < 0x80 && c.isLetterOrNumber(); });
}

qsizetype authorityEnd(QStringView text)
{
    const auto end = std::find_if(text.begin(), text.end(),
                                  [](QChar c) { return c == u'/' || c == u'?' || c == u'#'; });
    return end - text.begin();
}

Part<std::optional<quint16>> parsePort(QStringView text)
{
    if (text.isEmpty())
        return std::nullopt;
    const bool digits =
        std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    bool fits = false;
    const quint16 port = text.toUShort(&fits);
    if (!digits || !fits || port == 0)
        return tl::unexpected(Fault::tr("the port is not a number from 1 to 65535"));
    return port;
}

/// An address that was refused, without anything that might be a password: in "rtsp://me:secret"
/// the part behind the colon may be one.
QString withoutSecrets(const QString &address)
{
    const qsizetype at = address.lastIndexOf(u'@');
    const qsizetype mark = address.indexOf(kSchemeEnd);
    const qsizetype begin = isScheme(QStringView(address).first(std::max<qsizetype>(mark, 0)))
                                ? mark + kSchemeEnd.size()
                                : 0;
    if (at >= begin)
        return address.first(begin) + QLatin1String("***") + address.sliced(at);
    const QStringView rest = QStringView(address).sliced(begin);
    const QStringView authority = rest.first(authorityEnd(rest));
    const qsizetype colon = authority.indexOf(u':');
    const bool safe = colon < 0 || authority.startsWith(u'[') ||
                      parsePort(authority.sliced(colon + 1)).has_value();
    return safe ? redacted(address) : address.first(begin + colon + 1) + QLatin1String("***");
}

tl::unexpected<Error> invalid(const QString &address, QString fault)
{
    constexpr qsizetype kMaxLength = 120;
    const QString shown = withoutSecrets(address).simplified().left(kMaxLength);
    return fail(ErrorCode::InvalidUrl, shown.isEmpty() ? QStringLiteral("\"\"") : shown,
                std::move(fault));
}

bool isInvisible(QChar c)
{
    return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
}

QString characterFault(const QString &address)
{
    if (address.isEmpty())
        return Fault::tr("it is empty");
    if (std::any_of(address.begin(), address.end(), isInvisible) || !address.isValidUtf16())
        return Fault::tr("it holds an invisible character; type it instead of pasting it");
    if (std::any_of(address.begin(), address.end(), [](QChar c) { return c.isSpace(); }))
        return Fault::tr("an address has no spaces");
    return {};
}

QString schemeFault(const QString &address)
{
    const qsizetype end = address.indexOf(kSchemeEnd);
    const QString scheme = address.first(std::max<qsizetype>(end, 0)).toLower();
    if (!isScheme(scheme))
        return Fault::tr("an address begins with rtsp://");
    if (scheme != QLatin1String("rtsp") && scheme != QLatin1String("rtsps"))
        return Fault::tr("%1:// is not a stream address, use rtsp://").arg(scheme);
    return {};
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// A '%' that no two hexadecimal digits follow stands for itself, as people type it in passwords.
QByteArray percentDecoded(QByteArrayView text)
{
    QByteArray out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 &&
                            hexDigit(text[i + 2]) >= 0;
        if (!escape) {
            out += text[i];
            continue;
        }
        out += static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
        i += 2;
    }
    return out;
}

Part<QString> decodedUserPart(QStringView text)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(percentDecoded(text.toUtf8()));
    if (decoder.hasError())
        return tl::unexpected(Fault::tr("user name or password hold a % code that is no text"));
    if (std::any_of(decoded.begin(), decoded.end(), isInvisible))
        return tl::unexpected(Fault::tr("user name or password hold a control character"));
    return decoded;
}

Part<UserInfo> parseUserInfo(QStringView text)
{
    const qsizetype colon = text.indexOf(u':');
    const auto user = decodedUserPart(colon < 0 ? text : text.first(colon));
    const auto password = decodedUserPart(colon < 0 ? QStringView() : text.sliced(colon + 1));
    if (!user)
        return tl::unexpected(user.error());
    if (!password)
        return tl::unexpected(password.error());
    return UserInfo{*user, *password};
}

/// Whether the first '%' is written "%25", as RFC 6874 has it in front of a zone; people write it
/// plainly. "%25" and nothing behind it is the interface with that number.
bool hasCodedZone(const QString &host)
{
    constexpr QStringView kCode = u"%25";
    const qsizetype mark = host.indexOf(u'%');
    return mark >= 0 && host.size() > mark + kCode.size() &&
           QStringView(host).sliced(mark).startsWith(kCode);
}

Part<HostPort> parseIpv6(QStringView text)
{
    const qsizetype close = text.indexOf(u']');
    if (close < 0)
        return tl::unexpected(Fault::tr("the ] behind the IPv6 address is missing"));
    QString host = text.sliced(1, close - 1).toString();
    if (hasCodedZone(host))
        host.remove(host.indexOf(u'%') + 1, 2);
    const bool plainZone = std::all_of(host.begin(), host.end(), [](QChar c) {
        return (c.unicode() < 0x80 && c.isLetterOrNumber()) || QStringView(u":.%-_").contains(c);
    });
    const QHostAddress address(host);
    const bool zoneComplete = host.count(u'%') == (address.scopeId().isEmpty() ? 0 : 1);
    if (!plainZone || !zoneComplete || address.protocol() != QAbstractSocket::IPv6Protocol)
        return tl::unexpected(Fault::tr("what stands in [ ] is not an IPv6 address"));
    const QStringView behind = text.sliced(close + 1);
    if (!behind.isEmpty() && !behind.startsWith(u':'))
        return tl::unexpected(Fault::tr("only a port may follow the ] of an IPv6 address"));
    return parsePort(behind.isEmpty() ? behind : behind.sliced(1))
        .map([&](std::optional<quint16> port) {
            return HostPort{host, port};
        });
}

bool isHostName(const QString &host)
{
    constexpr qsizetype kMaxHostName = 253;
    const bool plain = std::all_of(host.begin(), host.end(), [](QChar c) {
        return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() ||
               QStringView(u".-_").contains(c);
    });
    const bool ascii =
        std::all_of(host.begin(), host.end(), [](QChar c) { return c.unicode() < 0x80; });
    return plain && host.size() <= kMaxHostName && (ascii || !QUrl::toAce(host).isEmpty());
}

Part<HostPort> parseHostPort(QStringView text)
{
    if (text.startsWith(u'['))
        return parseIpv6(text);
    if (text.count(u':') > 1)
        return tl::unexpected(
            Fault::tr("an IPv6 address stands in [ ], as in rtsp://[fe80::1]:8554/path"));
    const qsizetype colon = text.indexOf(u':');
    const QString host = (colon < 0 ? text : text.first(colon)).toString();
    if (host.isEmpty())
        return tl::unexpected(Fault::tr("it names no host"));
    if (!isHostName(host))
        return tl::unexpected(Fault::tr("the host name holds a character that none may have"));
    return parsePort(colon < 0 ? QStringView() : text.sliced(colon + 1))
        .map([&](std::optional<quint16> port) {
            return HostPort{host, port};
        });
}

QByteArray hostForUri(const QString &host)
{
    if (host.contains(u':'))
        return '[' + host.first(host.contains(u'%') ? host.indexOf(u'%') : host.size()).toLatin1() +
               ']';
    const bool ascii =
        std::all_of(host.begin(), host.end(), [](QChar c) { return c.unicode() < 0x80; });
    return ascii ? host.toLatin1() : QUrl::toAce(host);
}

QString hostForPeople(const QString &host)
{
    if (!host.contains(u':'))
        return host;
    QString shown = host;
    if (hasCodedZone(host)) // The zone's own name begins like that.
        shown.insert(host.indexOf(u'%') + 1, QLatin1String("25"));
    return u'[' + shown + u']';
}

} // namespace

Expected<StreamUrl> StreamUrl::parse(const QString &text)
{
    const QString address = text.trimmed();
    if (QString fault = characterFault(address); !fault.isEmpty())
        return invalid(address, std::move(fault));
    if (QString fault = schemeFault(address); !fault.isEmpty())
        return invalid(address, std::move(fault));
    const QStringView rest =
        QStringView(address).sliced(address.indexOf(kSchemeEnd) + kSchemeEnd.size());
    const QStringView authority = rest.first(authorityEnd(rest));
    const QStringView behind = rest.sliced(authority.size());
    const qsizetype at = authority.lastIndexOf(u'@');
    const auto userInfo = parseUserInfo(at < 0 ? QStringView() : authority.first(at));
    if (!userInfo)
        return invalid(address, userInfo.error());
    const auto hostPort = parseHostPort(authority.sliced(at + 1));
    if (!hostPort && behind.contains(u'@'))
        return invalid(address, Fault::tr("in a password / is written %2F, ? is %3F and # is %23"));
    if (!hostPort)
        return invalid(address, hostPort.error());
    StreamUrl url;
    url.m_user = userInfo->user;
    url.m_password = userInfo->password;
    url.m_host = hostPort->host;
    url.m_encrypted = address.startsWith(QLatin1String("rtsps"), Qt::CaseInsensitive);
    url.m_port = hostPort->port.value_or(url.m_encrypted ? kDefaultEncryptedPort : kDefaultPort);
    url.setPathAndQuery(lineSafeUri(behind.toUtf8()));
    return url;
}

void StreamUrl::setCredentials(QString user, QString password)
{
    m_user = std::move(user);
    m_password = std::move(password);
}

void StreamUrl::setPathAndQuery(QByteArray pathAndQuery)
{
    m_pathAndQuery = pathAndQuery.startsWith('/') ? std::move(pathAndQuery) : '/' + pathAndQuery;
}

QByteArray StreamUrl::requestUri() const
{
    QByteArray uri = (m_encrypted ? "rtsps://" : "rtsp://") + hostForUri(m_host);
    if (!isDefaultPort())
        uri += ':' + QByteArray::number(m_port);
    return uri + lineSafeUri(m_pathAndQuery);
}

QString StreamUrl::hostAndPort() const
{
    return hostForPeople(m_host) + u':' + QString::number(m_port);
}

QString StreamUrl::display() const
{
    return schemeToPort() + redacted(QString::fromLatin1(lineSafeUri(m_pathAndQuery)));
}

QString StreamUrl::withoutCredentials() const
{
    return schemeToPort() + QString::fromLatin1(lineSafeUri(m_pathAndQuery));
}

QString StreamUrl::schemeToPort() const
{
    const QString port = isDefaultPort() ? QString() : u':' + QString::number(m_port);
    return QLatin1String(m_encrypted ? "rtsps://" : "rtsp://") + hostForPeople(m_host) + port;
}

bool StreamUrl::isDefaultPort() const
{
    return m_port == (m_encrypted ? kDefaultEncryptedPort : kDefaultPort);
}

QByteArray lineSafeUri(QByteArrayView uri)
{
    constexpr char kHex[] = "0123456789ABCDEF";
    QByteArray out;
    out.reserve(uri.size());
    for (const char c : uri) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f)
            out += c;
        else
            out.append('%').append(kHex[byte >> 4]).append(kHex[byte & 0xf]);
    }
    return out;
}

} // namespace oriel
