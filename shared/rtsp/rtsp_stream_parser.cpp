#include "rtsp/rtsp_message.h"

#include <algorithm>
#include <utility>

namespace oriel {

namespace {

constexpr qsizetype kFrameHeaderSize = 4;

bool isTokenChar(char c)
{
    // RFC 2326, 15.1; no separators and no control characters.
    constexpr QByteArrayView kOthers = "!#%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.contains(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenChar);
}

/// Neither space nor control character; bytes above ASCII pass, as some cameras send them.
bool isVisible(char c)
{
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f;
}

/// "RTSP/1.0" or "RTSP/2.0".
bool isVersion(QByteArrayView text)
{
    return text.size() == 8 && text.first(5).compare("RTSP/", Qt::CaseInsensitive) == 0 &&
           (text[5] == '1' || text[5] == '2') && text[6] == '.' && text[7] >= '0' && text[7] <= '9';
}

/// What came instead of RTSP, printable and short.
QByteArray seen(QByteArrayView bytes)
{
    constexpr qsizetype kMaxText = 80;
    constexpr qsizetype kMaxHex = 16;
    const QByteArrayView text = bytes.first(std::min(bytes.size(), kMaxText)).trimmed();
    const bool printable =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (!printable || text.isEmpty())
        return "not RTSP, but the bytes " +
               bytes.first(std::min(bytes.size(), kMaxHex)).toByteArray().toHex(' ');
    if (text.startsWith("HTTP/"))
        return "an HTTP server answered: " + text.toByteArray();
    return "not RTSP, but \"" + text.toByteArray() + '"';
}

/// Cuts the first line off, without its line end.
QByteArrayView takeLine(QByteArrayView &text)
{
    const qsizetype end = text.indexOf('\n');
    QByteArrayView line = end < 0 ? text : text.first(end);
    text = end < 0 ? QByteArrayView() : text.sliced(end + 1);
    if (line.endsWith('\r'))
        line.chop(1);
    return line;
}

RtspHeaders parseFields(QByteArrayView text)
{
    RtspHeaders fields;
    QByteArray name, value;
    const auto finish = [&] {
        if (!name.isEmpty())
            fields.add(std::exchange(name, {}), std::exchange(value, {}));
    };
    while (!text.isEmpty()) {
        const QByteArrayView line = takeLine(text);
        if (line.startsWith(' ') || line.startsWith('\t')) {
            if (!name.isEmpty())
                value += ' ' + line.trimmed().toByteArray();
            continue;
        }
        finish();
        const qsizetype colon = line.indexOf(':');
        const QByteArrayView fieldName = line.first(std::max<qsizetype>(colon, 0)).trimmed();
        if (!isToken(fieldName))
            continue;
        name = fieldName.toByteArray();
        value = line.sliced(colon + 1).trimmed().toByteArray();
    }
    finish();
    return fields;
}

/// Nothing if the fields contradict each other or are no number from 0 to `limit`.
std::optional<qsizetype> contentLength(const RtspHeaders &headers, qsizetype limit)
{
    std::optional<qsizetype> length;
    for (const QByteArray &value : headers.values("Content-Length")) {
        const bool digits = !value.isEmpty() && std::all_of(value.begin(), value.end(), [](char c) {
            return c >= '0' && c <= '9';
        });
        bool fits = false;
        const qlonglong number = value.toLongLong(&fits);
        if (!digits || !fits || number > limit || (length && *length != number))
            return std::nullopt;
        length = static_cast<qsizetype>(number);
    }
    return length.value_or(0);
}

} // namespace

RtspStreamParser::RtspStreamParser(qsizetype maxHead, qsizetype maxBody)
    : m_maxHead(maxHead)
    , m_maxBody(maxBody)
{
}

void RtspStreamParser::append(QByteArrayView bytes)
{
    if (m_broken)
        return;
    // Moves no more bytes than were consumed since the last time, so that the cost is linear.
    if (m_consumed > 0 && m_consumed >= m_buffer.size() / 2) {
        m_buffer.remove(0, m_consumed);
        m_consumed = 0;
    }
    m_buffer.append(bytes);
}

RtspStreamParser::Element RtspStreamParser::next()
{
    if (m_broken)
        return Broken{*m_broken};
    if (m_awaitingBody)
        return takeBody();
    skipLineEnds();
    if (unread().isEmpty())
        return NeedMore{};
    return unread().front() == '$' ? takeFrame() : takeHead();
}

QByteArrayView RtspStreamParser::unread() const
{
    return QByteArrayView(m_buffer).sliced(m_consumed);
}

void RtspStreamParser::skipLineEnds()
{
    while (m_consumed < m_buffer.size() &&
           (m_buffer[m_consumed] == '\r' || m_buffer[m_consumed] == '\n'))
        ++m_consumed;
}

RtspStreamParser::Element RtspStreamParser::takeFrame()
{
    const QByteArrayView data = unread();
    if (data.size() < kFrameHeaderSize)
        return NeedMore{};
    const auto byte = [&](qsizetype i) { return static_cast<std::uint8_t>(data[i]); };
    const qsizetype size = byte(2) << 8 | byte(3);
    if (data.size() < kFrameHeaderSize + size)
        return NeedMore{};
    m_consumed += kFrameHeaderSize + size;
    return InterleavedFrame{byte(1), data.sliced(kFrameHeaderSize, size).toByteArray()};
}

RtspStreamParser::Element RtspStreamParser::takeHead()
{
    if (!m_startLineChecked) {
        if (auto element = checkStartLine())
            return *std::move(element);
    }
    const std::optional<qsizetype> end = findHeadEnd();
    if (end.value_or(unread().size()) > m_maxHead)
        return broken("a message head of more than " + QByteArray::number(m_maxHead) + " bytes");
    if (!end)
        return NeedMore{};
    return parseHead(unread().first(*end));
}

/// Looked at before the rest of the head is there, because what is no RTSP may never send one.
std::optional<RtspStreamParser::Element> RtspStreamParser::checkStartLine()
{
    const QByteArrayView data = unread();
    if (!isTokenChar(data.front()))
        return broken(seen(data));
    const qsizetype end = data.indexOf('\n', m_scanned);
    if (end < 0 || end >= m_maxHead) {
        m_scanned = data.size();
        if (data.size() > m_maxHead)
            return broken(seen(data));
        return NeedMore{};
    }
    QByteArrayView rest = data;
    const QByteArrayView line = takeLine(rest);
    if (!parseStartLine(line))
        return broken(seen(line));
    m_scanned = end;
    m_startLineChecked = true;
    return std::nullopt;
}

/// The size of the head including the empty line that ends it.
std::optional<qsizetype> RtspStreamParser::findHeadEnd()
{
    const QByteArrayView data = unread();
    for (qsizetype i = data.indexOf('\n', m_scanned); i >= 0; i = data.indexOf('\n', i + 1)) {
        m_scanned = i;
        const QByteArrayView behind = data.sliced(i + 1);
        if (behind.startsWith('\n'))
            return i + 2;
        if (behind.startsWith("\r\n"))
            return i + 3;
        if (behind.size() < 2)
            return std::nullopt;
    }
    m_scanned = data.size();
    return std::nullopt;
}

std::optional<RtspStreamParser::Message> RtspStreamParser::parseStartLine(QByteArrayView line)
{
    line = line.trimmed();
    const qsizetype space = line.indexOf(' ');
    const QByteArrayView first = space < 0 ? line : line.first(space);
    const QByteArrayView rest = space < 0 ? QByteArrayView() : line.sliced(space + 1).trimmed();
    if (isVersion(first)) {
        bool isNumber = false;
        const int status = rest.first(std::min<qsizetype>(rest.size(), 3)).toInt(&isNumber);
        const bool ends = rest.size() == 3 || (rest.size() > 3 && rest[3] == ' ');
        if (!isNumber || !ends || status < 100)
            return std::nullopt;
        return RtspResponse{status, rest.sliced(3).trimmed().toByteArray(), {}, {}};
    }
    const qsizetype last = rest.lastIndexOf(' ');
    const QByteArrayView uri = last < 0 ? QByteArrayView() : rest.first(last).trimmed();
    const bool readable = !uri.isEmpty() && std::all_of(uri.begin(), uri.end(), isVisible);
    if (!isToken(first) || !readable || !isVersion(rest.sliced(last + 1)))
        return std::nullopt;
    return RtspRequest{first.toByteArray(), uri.toByteArray(), {}, {}};
}

RtspStreamParser::Element RtspStreamParser::parseHead(QByteArrayView head)
{
    QByteArrayView fields = head;
    m_awaitingBody = parseStartLine(takeLine(fields));
    RtspHeaders headers = parseFields(fields);
    const std::optional<qsizetype> bodySize = contentLength(headers, m_maxBody);
    if (!m_awaitingBody)
        return broken(seen(head));
    if (!bodySize)
        return broken("a message with an unusable Content-Length");
    m_bodySize = *bodySize;
    std::visit([&](auto &message) { message.headers = std::move(headers); }, *m_awaitingBody);
    m_consumed += head.size();
    m_scanned = 0;
    m_startLineChecked = false;
    return takeBody();
}

RtspStreamParser::Element RtspStreamParser::takeBody()
{
    const QByteArrayView data = unread();
    if (data.size() < m_bodySize)
        return NeedMore{};
    m_consumed += m_bodySize;
    Element element = std::visit(
        [&](auto &whole) -> Element {
            whole.body = data.first(m_bodySize).toByteArray();
            return std::move(whole);
        },
        *m_awaitingBody);
    m_awaitingBody.reset();
    return element;
}

RtspStreamParser::Element RtspStreamParser::broken(QByteArray reason)
{
    m_broken = std::move(reason);
    m_buffer.clear();
    m_consumed = 0;
    return Broken{*m_broken};
}

} // namespace oriel
