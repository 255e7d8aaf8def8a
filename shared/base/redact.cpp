#include "base/stream_url.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace oriel {

namespace {

struct Range
{
    qsizetype begin = 0;
    qsizetype end = 0;
};

constexpr QStringView kMark = u"://";

bool isQuote(QChar c)
{
    return c == u'"' || c == u'<' || c == u'>';
}

/// Whether the text behind "://" can begin with user information: yes where an '@' or a ':' comes
/// before the first '/', because a password may hold a '/' itself.
bool mayHoldUser(QStringView tail)
{
    for (const QChar c : tail) {
        if (c == u'@' || c == u':')
            return true;
        if (c == u'/' || c.isSpace())
            return false;
    }
    return false;
}

/// Whether the first ':' of a host and port is followed by a port only, so that the text up to a
/// quote is no password that a quote stands in.
bool endsInPort(QStringView hostAndPort)
{
    const qsizetype slash = hostAndPort.indexOf(u'/');
    const QStringView authority = slash < 0 ? hostAndPort : hostAndPort.first(slash);
    const QStringView port = authority.sliced(authority.lastIndexOf(u':') + 1);
    return std::all_of(port.begin(), port.end(), [](QChar c) { return c.isDigit(); });
}

/// The user information of every URL, last one first. One pass from the end, so that hostile texts
/// cost no more than others.
std::vector<Range> userInformation(QStringView text)
{
    std::vector<Range> found;
    qsizetype lastAtOfWord = -1;
    qsizetype lastAtBeforeQuote = -1;
    qsizetype quote = text.size();
    for (qsizetype i = text.size() - 1; i >= 0; --i) {
        const QChar c = text[i];
        if (c.isSpace()) {
            lastAtOfWord = lastAtBeforeQuote = -1;
            quote = i;
        } else if (isQuote(c)) {
            lastAtBeforeQuote = -1;
            quote = i;
        } else if (c == u'@') {
            lastAtOfWord = std::max(lastAtOfWord, i);
            lastAtBeforeQuote = std::max(lastAtBeforeQuote, i);
        } else if (lastAtOfWord >= 0 && text.sliced(i).startsWith(kMark)) {
            const qsizetype begin = i + kMark.size();
            const QStringView tail = text.sliced(begin, std::max(begin, quote) - begin);
            const bool beforeQuote = lastAtBeforeQuote >= 0;
            if (mayHoldUser(tail) && (beforeQuote || !endsInPort(tail)))
                found.push_back({begin, beforeQuote ? lastAtBeforeQuote : lastAtOfWord});
        }
    }
    return found;
}

bool namesSecret(QStringView upToEquals)
{
    static constexpr std::array<QStringView, 6> kNames{u"password", u"passwd", u"pass",
                                                       u"pwd",      u"psw",    u"token"};
    return std::any_of(kNames.begin(), kNames.end(), [&](QStringView name) {
        if (!upToEquals.endsWith(name, Qt::CaseInsensitive))
            return false;
        const qsizetype before = upToEquals.size() - name.size() - 1;
        return before < 0 || !upToEquals[before].isLetter();
    });
}

bool endsParameter(QChar c)
{
    return c.isSpace() || isQuote(c) || c == u'\'' || c == u'&' || c == u'#' || c == u';';
}

std::vector<Range> secretParameters(QStringView text)
{
    std::vector<Range> found;
    qsizetype equals = text.indexOf(u'=');
    while (equals >= 0) {
        qsizetype end = equals + 1;
        if (namesSecret(text.first(equals))) {
            while (end < text.size() && !endsParameter(text[end]))
                ++end;
            if (end > equals + 1)
                found.push_back({equals + 1, end});
        }
        equals = text.indexOf(u'=', end);
    }
    return found;
}

/// `ranges` in ascending order; one that begins inside another is swallowed by it.
QString starred(QStringView text, const std::vector<Range> &ranges)
{
    QString out;
    qsizetype done = 0;
    for (const Range &range : ranges) {
        if (range.begin < done)
            continue;
        out += text.sliced(done, range.begin - done);
        out += QLatin1String("***");
        done = range.end;
    }
    out += text.sliced(done);
    return out;
}

} // namespace

QString redacted(const QString &text)
{
    std::vector<Range> users = userInformation(text);
    std::reverse(users.begin(), users.end());
    const QString withoutUsers = users.empty() ? text : starred(text, users);
    const std::vector<Range> parameters = secretParameters(withoutUsers);
    return parameters.empty() ? withoutUsers : starred(withoutUsers, parameters);
}

} // namespace oriel
