#include "rtsp/rtsp_message.h"

#include <cstdlib>
#include <vector>

using namespace oriel;

namespace {

constexpr qsizetype kMaxHead = 512;
constexpr qsizetype kMaxBody = 256;

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// What was cut off, as bytes that compare: messages as they serialize, the reason of a broken
/// stream left out because it may show more where more had come.
std::vector<QByteArray> cut(QByteArrayView bytes, qsizetype portion)
{
    RtspStreamParser parser(kMaxHead, kMaxBody);
    std::vector<QByteArray> found;
    for (qsizetype at = 0; at < bytes.size(); at += portion) {
        parser.append(bytes.sliced(at, std::min(portion, bytes.size() - at)));
        for (;;) {
            const auto element = parser.next();
            if (std::holds_alternative<RtspStreamParser::NeedMore>(element))
                break;
            if (std::holds_alternative<RtspStreamParser::Broken>(element)) {
                require(!std::get<RtspStreamParser::Broken>(element).reason.isEmpty());
                found.emplace_back("broken");
                return found;
            }
            if (const auto *frame = std::get_if<InterleavedFrame>(&element))
                found.push_back('$' + QByteArray::number(frame->channel) + frame->payload);
            else if (const auto *request = std::get_if<RtspRequest>(&element))
                found.push_back(request->serialize());
            else
                found.push_back(std::get<RtspResponse>(element).serialize());
        }
    }
    return found;
}

/// A serialized message is one message again, the same one.
void requireOneMessage(const QByteArray &serialized)
{
    RtspStreamParser parser;
    parser.append(serialized);
    const auto element = parser.next();
    const auto *request = std::get_if<RtspRequest>(&element);
    const auto *response = std::get_if<RtspResponse>(&element);
    require(request || response);
    require((request ? request->serialize() : response->serialize()) == serialized);
    require(std::holds_alternative<RtspStreamParser::NeedMore>(parser.next()));
}

void checkHeaders(QByteArrayView text)
{
    if (const auto transport = RtspTransport::parse(text)) {
        const auto again = RtspTransport::parse(transport->serialize());
        require(again && again->serialize() == transport->serialize());
    }
    if (const auto session = RtspSessionHeader::parse(text))
        require(!session->id.isEmpty() && session->timeoutSeconds > 0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    const std::vector<QByteArray> whole = cut(bytes, std::max<qsizetype>(bytes.size(), 1));
    for (const qsizetype portion : {1, 3, 97})
        require(cut(bytes, portion) == whole);
    for (const QByteArray &element : whole) {
        if (!element.startsWith('$') && element != "broken")
            requireOneMessage(element);
    }
    checkHeaders(bytes);
    return 0;
}
