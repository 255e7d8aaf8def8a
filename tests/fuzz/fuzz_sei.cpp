#include "h26x/nal.h"
#include "h26x/sei.h"

#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

using namespace oriel;
using namespace oriel::h264;

namespace {

using Messages = std::vector<std::pair<SeiType, QByteArray>>;

void check(bool holds)
{
    if (!holds)
        std::abort();
}

Messages messagesOf(QByteArrayView nal)
{
    Messages messages;
    SeiReader reader(nal);
    qsizetype bytes = 0;
    while (const auto message = reader.next()) {
        messages.emplace_back(message->type, message->payload.toByteArray());
        bytes += 2 + message->payload.size(); // Type and size take a byte each at least.
        check(bytes < nal.size());
    }
    check(!reader.next());
    return messages;
}

void appendNumber(QByteArray &out, qsizetype number)
{
    out.append(number / 0xff, '\xff').append(static_cast<char>(number % 0xff));
}

QByteArray nalOf(QByteArrayView messages)
{
    return "\x06" + addEmulationPrevention(messages) + "\x80";
}

/// What was found is found again when it is written anew.
void checkNal(QByteArrayView nal)
{
    const Messages messages = messagesOf(nal);
    QByteArray written;
    for (const auto &[type, payload] : messages) {
        appendNumber(written, static_cast<qsizetype>(type));
        appendNumber(written, payload.size());
        written.append(payload);
    }
    check(messagesOf(nalOf(written)) == messages);
}

} // namespace

/// The input as an SEI NAL unit, and as the messages of one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    checkNal(bytes);
    checkNal(nalOf(bytes));
    return 0;
}
