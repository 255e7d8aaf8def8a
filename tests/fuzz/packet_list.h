#pragma once

#include "h26x/nal.h"
#include "rtsp/access_unit_assembler.h"

#include <algorithm>
#include <cstdlib>

namespace oriel::fuzz {

inline void check(bool holds)
{
    if (!holds)
        std::abort();
}

/// Feeds a depacketizer. The input is a list of packets: a byte of flags, a byte of size, and a
/// payload. A repeated one stands for many, so that the memory bound is met too.
template <typename Depacketizer>
void pushPackets(QByteArrayView rest, void (*checkUnit)(const AccessUnit &))
{
    constexpr std::uint8_t kLoss = 0x01, kMarker = 0x02, kNextTimestamp = 0x04, kRepeat = 0x08;
    qsizetype pushed = 0;
    qsizetype received = 0;
    Depacketizer depacketizer([&](AccessUnit &&unit) {
        check(unit.annexB.size() <= AccessUnitAssembler::kMaxAccessUnit);
        check(unit.annexB.startsWith(QByteArrayView(h264::kStartCode, sizeof h264::kStartCode)));
        checkUnit(unit);
        received += unit.annexB.size();
    });
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
            // Three bytes of an aggregate become a NAL unit at most, with its start code.
            pushed += 3 * packet.payload.size() + qsizetype{sizeof h264::kStartCode};
            depacketizer.push(packet, (flags & kLoss) != 0);
        }
    }
    ++packet.timestamp;
    packet.payload = {};
    depacketizer.push(packet, false);
    check(received <= pushed);
}

} // namespace oriel::fuzz
