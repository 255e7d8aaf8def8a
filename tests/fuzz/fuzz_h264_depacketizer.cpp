#include "packet_list.h"
#include "rtsp/h264_depacketizer.h"

using namespace oriel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::pushPackets<H264Depacketizer>(
        {data, static_cast<qsizetype>(size)}, [](const AccessUnit &unit) {
            fuzz::check(!h264::AnnexBReader(unit.annexB).peek().isEmpty());
        });
    return 0;
}
