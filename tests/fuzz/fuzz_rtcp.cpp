#include "rtsp/rtcp_packet.h"
#include "rtsp/rtp_packet.h"
#include "rtsp/rtp_receiver.h"
#include "rtsp/rtp_sender.h"

#include <cstdlib>

using namespace oriel;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

void checkCompound(const RtcpCompound &compound)
{
    if (const auto &info = compound.senderInfo) {
        const auto again = RtcpCompound::parse(makeSenderReport(compound.ssrc, *info, "name"));
        check(again && again->ssrc == compound.ssrc && again->senderInfo->ntp == info->ntp &&
              again->senderInfo->rtpTimestamp == info->rtpTimestamp &&
              again->senderInfo->octets == info->octets);
        check(fromNtp(toNtp(fromNtp(info->ntp))) == fromNtp(info->ntp));
    }
    for (const RtcpReportBlock &block : compound.reports) {
        const auto again = RtcpCompound::parse(makeReceiverReport(compound.ssrc, block, "name"));
        check(again && again->reports.size() == 1);
        const RtcpReportBlock &read = again->reports[0];
        check(read.ssrc == block.ssrc && read.fractionLost == block.fractionLost &&
              read.packetsLost == block.packetsLost && read.jitter == block.jitter &&
              read.delaySinceLastReport == block.delaySinceLastReport);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    const auto compound = RtcpCompound::parse(bytes);
    if (compound) {
        check(compound->reports.size() * 24 <= size);
        check(!compound->bye || compound->bye->size() * 4 <= size);
        checkCompound(*compound);
    }

    const SteadyTime now{std::chrono::hours(1)};
    RtpReceiver receiver({96, kRtpVideoClockHz}, RtpReceiver::kTcpReorderWait,
                         [](AccessUnit &&) {});
    receiver.onRtcp(bytes, now);
    check(receiver.statistics().malformed == (compound ? 0 : 1));
    check(receiver.byeReceived() == (compound && compound->bye));
    for (const std::uint32_t timestamp : {0U, 0x7fffffffU, 0x80000000U, 0xffffffffU})
        (void)receiver.wallClockOf(timestamp);
    check(RtcpCompound::parse(receiver.makeReport(now)).has_value());

    RtpSender sender(96);
    sender.onRtcp(bytes, WallTime(std::chrono::hours(500'000)));
    if (const auto &figures = sender.receiverFigures())
        check(figures->fractionLost >= 0 && figures->fractionLost < 1);
    return 0;
}
