#include "h26x/nal.h"
#include "rtsp/rtp_packet.h"
#include "rtsp/rtp_receiver.h"

#include <algorithm>
#include <cstdlib>

using namespace oriel;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

void checkPacket(QByteArrayView bytes)
{
    const auto packet = RtpPacket::parse(bytes);
    if (!packet)
        return;
    check(packet->payload.size() <= bytes.size() - kRtpHeaderSize);
    check(packet->payload.isEmpty() || (packet->payload.begin() >= bytes.begin() + kRtpHeaderSize &&
                                        packet->payload.end() <= bytes.end()));
    QByteArray header;
    appendRtpHeader(header, *packet);
    const auto again = RtpPacket::parse(header);
    check(again && again->sequenceNumber == packet->sequenceNumber &&
          again->timestamp == packet->timestamp && again->ssrc == packet->ssrc &&
          again->payloadType == packet->payloadType && again->marker == packet->marker);
}

void checkUnit(const AccessUnit &unit)
{
    check(unit.annexB.size() <= H264Depacketizer::kMaxAccessUnit);
    check(unit.annexB.startsWith(QByteArrayView(h264::kStartCode, sizeof h264::kStartCode)));
}

} // namespace

/// The input is a network: a byte of time in milliseconds, a byte of size, and a packet, again and
/// again. Odd times mean that the deadline is looked at too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    QByteArrayView rest(data, static_cast<qsizetype>(size));
    checkPacket(rest);

    std::uint64_t units = 0;
    RtpReceiver receiver({96, kRtpVideoClockHz}, RtpReceiver::kUdpReorderWait,
                         [&units](AccessUnit &&unit) {
                             checkUnit(unit);
                             ++units;
                         });
    SteadyTime now{std::chrono::hours(1)};
    while (rest.size() > 2) {
        const auto step = static_cast<std::uint8_t>(rest[0]);
        const qsizetype length = static_cast<std::uint8_t>(rest[1]);
        rest = rest.sliced(2);
        const QByteArrayView bytes = rest.first(std::min(length, rest.size()));
        rest = rest.sliced(bytes.size());
        now += std::chrono::milliseconds(step);
        receiver.onRtp(bytes.toByteArray(), now);
        const bool looked = step % 2 == 1;
        if (looked)
            receiver.onDeadline(now);
        if (const auto due = receiver.deadline())
            check((*due > now || !looked) && *due <= now + RtpReceiver::kUdpReorderWait);
    }
    receiver.onDeadline(now + std::chrono::seconds(1));
    check(!receiver.deadline());

    const RtpStatistics &figures = receiver.statistics();
    check(figures.accessUnits == units && figures.damagedAccessUnits <= units);
    check(figures.duplicate + figures.late + figures.reordered <= figures.packets);
    check(RtcpCompound::parse(receiver.makeReport(now)).has_value());
    return 0;
}
