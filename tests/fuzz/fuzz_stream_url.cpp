#include "base/stream_url.h"

#include <algorithm>
#include <cstdlib>

using namespace oriel;

namespace {

constexpr auto kSecret = "Zq9Zq9";

void require(bool condition)
{
    if (!condition)
        std::abort();
}

bool isOneWord(const QByteArray &uri)
{
    return std::all_of(uri.begin(), uri.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

void checkUrl(const StreamUrl &url)
{
    require(!url.host().isEmpty() && url.port() > 0 && url.pathAndQuery().startsWith('/'));
    require(isOneWord(url.requestUri()));
    auto shown = StreamUrl::parse(url.display());
    require(shown && !shown->hasCredentials());
    shown->setCredentials(url.user(), url.password());
    // Stars stand for what a camera wants in its query and nobody is to see.
    if (url.display().contains(QLatin1String("***")))
        shown->setPathAndQuery(url.pathAndQuery());
    require(*shown == url);
}

/// A password of any characters but the ones that end a word is never shown.
void checkSecret(const QString &text)
{
    const bool isWord = std::none_of(text.begin(), text.end(), [](QChar c) {
        return c.isSpace() || QStringView(u"\"<>").contains(c);
    });
    const QString address =
        QStringLiteral("rtsp://me:") + kSecret + text + kSecret + QStringLiteral("@cam/x");
    if (isWord)
        require(!redacted(address).contains(QLatin1String(kSecret)));
    const auto url = StreamUrl::parse(address);
    if (!url)
        require(!(url.error().where + url.error().detail).contains(QLatin1String(kSecret)));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QString text = QString::fromUtf8(QByteArrayView(data, static_cast<qsizetype>(size)));
    if (const auto url = StreamUrl::parse(text))
        checkUrl(*url);
    checkSecret(text);
    static_cast<void>(redacted(text));
    return 0;
}
