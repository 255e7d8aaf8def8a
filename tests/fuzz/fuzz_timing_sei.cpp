#include "h26x/nal.h"
#include "h26x/timing_sei.h"

#include <cstdlib>

using namespace oriel;
using namespace oriel::h264;

namespace {

QByteArray unitOf(QByteArrayView nal)
{
    return QByteArray(kStartCode, sizeof kStartCode).append(nal.data(), nal.size());
}

void checkRead(QByteArrayView annexB)
{
    auto timing = readTimingSei(annexB);
    if (!timing)
        return;
    // A frame number alone is not written.
    if (!timing->encoded && !timing->sent)
        timing->frame.reset();
    const QByteArray nal = writeTimingSei(*timing);
    if (readTimingSei(unitOf(nal)) != timing || splitAnnexB(unitOf(nal)).size() != 1)
        std::abort();
}

/// The messages mean the same behind the longer header.
void checkSameInH265(QByteArrayView messages)
{
    const QByteArray payload = addEmulationPrevention(messages) + "\x80";
    if (readTimingSei(unitOf("\x4e\x01" + payload), VideoCodec::H265) !=
        readTimingSei(unitOf("\x06" + payload)))
        std::abort();
}

} // namespace

/// The input as an access unit, and as the messages of one SEI NAL unit.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    checkRead(bytes);
    (void)readTimingSei(bytes, VideoCodec::H265);
    checkRead(unitOf("\x06" + addEmulationPrevention(bytes) + "\x80"));
    checkSameInH265(bytes);
    return 0;
}
