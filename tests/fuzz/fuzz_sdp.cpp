#include "rtsp/sdp.h"

#include <cstdlib>

using namespace oriel;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void checkMedia(const SdpMedia &media)
{
    require(media.payloadType < 128 && media.clockHz > 0);
    const auto sets = h264::ParameterSets::fromAnnexB(
        h264::annexBOfSprop(media.fmtpParameter("sprop-parameter-sets")));
    if (!sets.complete())
        return;
    const auto own = Sdp::parse(makeH264Sdp(media.type, media.codec, sets, "trackID=0"));
    require(own && own->media.size() == 1 && own->video() && own->video()->control == "trackID=0");
    const QByteArray sprop = own->video()->fmtpParameter("sprop-parameter-sets");
    require(h264::annexBOfSprop(sprop) == sets.annexB());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    const auto sdp = Sdp::parse(bytes);
    if (!sdp)
        return 0;
    require(!sdp->media.isEmpty());
    for (const SdpMedia &media : sdp->media) {
        checkMedia(media);
        for (const QByteArrayView base : {QByteArrayView("rtsp://h/p?q"), QByteArrayView("")})
            require(media.control.isEmpty() || !resolveControl(base, media.control).isEmpty() ||
                    media.control == "*");
    }
    return 0;
}
