#include "h26x/h265_nal.h"
#include "packet_list.h"
#include "rtsp/h265_depacketizer.h"

using namespace oriel;

namespace {

/// It begins with a NAL unit of a byte stream, whatever its payload makes of the rest.
void checkUnit(const AccessUnit &unit)
{
    const QByteArrayView nal = h264::AnnexBReader(unit.annexB).peek();
    fuzz::check(h265::isStreamUnit(nal));
    fuzz::check(nal.begin() == unit.annexB.constBegin() + sizeof h264::kStartCode);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::pushPackets<H265Depacketizer>({data, static_cast<qsizetype>(size)}, &checkUnit);
    return 0;
}
