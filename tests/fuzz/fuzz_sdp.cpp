#include "h26x/h265_nal.h"
#include "h26x/nal.h"
#include "rtsp/sdp.h"

#include <cstdlib>

using namespace oriel;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// Parameter sets of H.265, each behind a start code.
void checkH265Sets(const SdpMedia &media)
{
    const QByteArray sets = media.parameterSets();
    require(sets.isEmpty() || sets.startsWith(QByteArrayView(h264::kStartCode, 4)));
    if (const QByteArrayView first = h264::AnnexBReader(sets).peek(); !first.isEmpty())
        require(h265::nalType(first) >= h265::NalType::Vps &&
                h265::nalType(first) <= h265::NalType::Pps);
}

void checkMedia(const SdpMedia &media)
{
    require(media.payloadType < 128 && media.clockHz > 0);
    if (media.videoCodec() == VideoCodec::H265)
        checkH265Sets(media);
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
