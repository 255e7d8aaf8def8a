#include "h26x/nal.h"
#include "h26x/parameter_sets.h"
#include "rtsp/h264_depacketizer.h"
#include "rtsp/h264_packetizer.h"

#include <algorithm>
#include <cstdlib>

using namespace oriel;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

bool holdsStartCode(QByteArrayView bytes)
{
    return bytes.toByteArray().contains(QByteArray("\0\0\1", 3));
}

QByteArray joined(const std::vector<QByteArrayView> &nals)
{
    QByteArray out;
    for (const QByteArrayView nal : nals)
        out.append(h264::kStartCode, sizeof h264::kStartCode).append(nal.data(), nal.size());
    return out;
}

void checkSplit(QByteArrayView bytes)
{
    const auto nals = h264::splitAnnexB(bytes);
    for (const QByteArrayView nal : nals) {
        check(!nal.isEmpty() && nal.back() != 0 && !holdsStartCode(nal));
        check(nal.begin() >= bytes.begin() && nal.end() <= bytes.end());
    }
    const QByteArray once = joined(nals);
    check(joined(h264::splitAnnexB(once)) == once);
}

void checkEmulationPrevention(QByteArrayView bytes)
{
    const QByteArray escaped = h264::addEmulationPrevention(bytes);
    check(!holdsStartCode(escaped));
    check(h264::removeEmulationPrevention(escaped) == bytes);
    check(h264::removeEmulationPrevention(bytes).size() <= bytes.size());
}

/// What is sent comes back byte for byte, with the trailing marker and at once.
void checkPackets(QByteArrayView bytes)
{
    auto nals = h264::splitAnnexB(bytes);
    std::erase_if(nals, [](QByteArrayView nal) {
        const auto type = h264::nalType(nal);
        return type == h264::NalType::Aud || !h264::isStreamType(type);
    });
    const bool hasVcl = std::ranges::any_of(
        nals, [](QByteArrayView nal) { return h264::isVcl(h264::nalType(nal)); });
    QByteArray received;
    H264Depacketizer depacketizer([&received](AccessUnit &&unit) {
        check(received.isEmpty() && !unit.damaged);
        received = std::move(unit.annexB);
    });
    H264Packetizer packetizer(1, 2, 96);
    for (const QByteArray &packet : packetizer.packetize(bytes, 3)) {
        const auto parsed = RtpPacket::parse(packet);
        check(parsed && parsed->payload.size() <= H264Packetizer::kMaxPayload);
        depacketizer.push(*parsed, false);
    }
    check(received == (hasVcl ? joined(nals) : QByteArray()));
}

void checkParameterSets(QByteArrayView bytes)
{
    const auto sets = h264::ParameterSets::fromAnnexB(bytes);
    check(h264::annexBOfSprop(sets.toSprop()) == sets.annexB());
    check(h264::ParameterSets::fromAnnexB(sets.annexB()) == sets);
    (void)h264::ParameterSets::fromAnnexB(h264::annexBOfSprop(bytes)).profileLevelId();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    checkSplit(bytes);
    checkEmulationPrevention(bytes);
    checkPackets(bytes);
    checkParameterSets(bytes);
    return 0;
}
