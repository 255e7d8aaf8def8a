#include "h26x/nal.h"
#include "rtsp/h264_depacketizer.h"

#include <algorithm>
#include <cstdlib>

using namespace oriel;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

constexpr std::uint8_t kLoss = 0x01;
constexpr std::uint8_t kMarker = 0x02;
constexpr std::uint8_t kNextTimestamp = 0x04;
constexpr std::uint8_t kRepeat = 0x08;

} // namespace

/// The input is a list of packets: a byte of flags, a byte of size, and a payload. A repeated one
/// stands for many, so that the memory bound is met too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    qsizetype pushed = 0;
    qsizetype received = 0;
    H264Depacketizer depacketizer([&received](AccessUnit &&unit) {
        check(unit.annexB.size() <= H264Depacketizer::kMaxAccessUnit);
        check(unit.annexB.startsWith(QByteArrayView(h264::kStartCode, sizeof h264::kStartCode)));
        h264::AnnexBReader reader(unit.annexB);
        check(reader.peekType().has_value());
        received += unit.annexB.size();
    });
    QByteArrayView rest(data, static_cast<qsizetype>(size));
    RtpPacket packet;
    while (rest.size() > 2) {
        const auto flags = static_cast<std::uint8_t>(rest[0]);
        const qsizetype length = static_cast<std::uint8_t>(rest[1]);
        rest = rest.sliced(2);
        packet.payload = rest.first(std::min(length, rest.size()));
        rest = rest.sliced(packet.payload.size());
        packet.marker = (flags & kMarker) != 0;
        if (flags & kNextTimestamp)
            ++packet.timestamp;
        for (int i = 0; i < (flags & kRepeat ? 20 : 1); ++i) {
            // A byte of STAP-A becomes a NAL unit at most, with its start code.
            pushed += 3 * packet.payload.size() + qsizetype{sizeof h264::kStartCode};
            depacketizer.push(packet, (flags & kLoss) != 0);
        }
    }
    ++packet.timestamp;
    packet.payload = {};
    depacketizer.push(packet, false);
    check(received <= pushed);
    return 0;
}
