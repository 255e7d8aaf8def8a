#include "h26x/sequence_parameters.h"

#include "h26x/bit_reader.h"
#include "h26x/nal.h"

#include <algorithm>
#include <array>

namespace oriel::h264 {

namespace {

constexpr std::uint32_t kMaxSequenceId = 31, kMaxPictureId = 255;

struct Chroma
{
    std::uint32_t format = 1; ///< chroma_format_idc: 4:2:0 where it is not said.
    bool separatePlanes = false;
};

bool hasChromaFormat(int profile)
{
    constexpr std::array kProfiles{100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135};
    return std::ranges::find(kProfiles, profile) != kProfiles.end();
}

void skipScalingList(BitReader &bits, int size)
{
    int last = 8, next = 8;
    for (int i = 0; i < size && bits.ok(); ++i) {
        if (next != 0)
            next = (last + bits.se() % 256 + 256) % 256;
        last = next == 0 ? last : next;
    }
}

Chroma readChroma(BitReader &bits)
{
    Chroma chroma;
    chroma.format = bits.ue();
    chroma.separatePlanes = chroma.format == 3 && bits.flag();
    (void)bits.ue(); // bit_depth_luma_minus8
    (void)bits.ue(); // bit_depth_chroma_minus8
    bits.skip(1);
    if (bits.flag()) {
        const int lists = chroma.format == 3 ? 12 : 8;
        for (int i = 0; i < lists; ++i) {
            if (bits.flag())
                skipScalingList(bits, i < 6 ? 16 : 64);
        }
    }
    return chroma;
}

void readOrder(BitReader &bits, SequenceParameters &sps)
{
    sps.orderType = bits.ue();
    if (sps.orderType == 0) {
        sps.orderBits = static_cast<int>(std::min(bits.ue(), 28U)) + 4;
    } else if (sps.orderType == 1) {
        sps.orderDeltaIsZero = bits.flag();
        (void)bits.se();
        (void)bits.se();
        const std::uint32_t cycle = std::min(bits.ue(), 255U);
        for (std::uint32_t i = 0; i < cycle; ++i)
            (void)bits.se();
    }
}

void readSize(BitReader &bits, const Chroma &chroma, SequenceParameters &sps)
{
    constexpr std::uint32_t kMostMacroblocks = 4096; // A side; more than level 6.2 has.
    const auto columns = static_cast<int>(std::min(bits.ue(), kMostMacroblocks)) + 1;
    const auto rows = static_cast<int>(std::min(bits.ue(), kMostMacroblocks)) + 1;
    sps.framesOnly = bits.flag();
    const int fields = sps.framesOnly ? 1 : 2;
    if (!sps.framesOnly)
        bits.skip(1);
    bits.skip(1); // direct_8x8_inference_flag
    sps.size = QSize(columns, rows * fields) * 16;
    if (!bits.flag())
        return;
    const bool hasChroma = chroma.format != 0 && !chroma.separatePlanes;
    const int unitX = hasChroma && chroma.format != 3 ? 2 : 1;
    const int unitY = (hasChroma && chroma.format == 1 ? 2 : 1) * fields;
    std::array<int, 4> crop{}; // left, right, top, bottom
    for (int &side : crop)
        side = static_cast<int>(std::min(bits.ue(), kMostMacroblocks * 16));
    sps.size -= QSize((crop[0] + crop[1]) * unitX, (crop[2] + crop[3]) * unitY);
}

/// hrd_parameters() of E.1.2.
void skipHrd(BitReader &bits)
{
    const std::uint32_t count = std::min(bits.ue(), 31U) + 1;
    bits.skip(8);
    for (std::uint32_t i = 0; i < count; ++i) {
        (void)bits.ue();
        (void)bits.ue();
        bits.skip(1);
    }
    bits.skip(20);
}

void skipLook(BitReader &bits)
{
    constexpr std::uint32_t kExtendedRatio = 255;
    if (bits.flag() && bits.u(8) == kExtendedRatio)
        bits.skip(32);
    if (bits.flag())
        bits.skip(1); // overscan_appropriate_flag
    if (bits.flag()) {
        bits.skip(4);
        if (bits.flag())
            bits.skip(24);
    }
    if (bits.flag()) {
        (void)bits.ue();
        (void)bits.ue();
    }
}

void readVui(BitReader &bits, SequenceParameters &sps)
{
    skipLook(bits);
    if (bits.flag()) {
        const double tick = bits.u(32), scale = bits.u(32);
        bits.skip(1);
        const double rate = tick > 0 ? scale / tick / 2 : 0;
        if (bits.ok() && rate >= 0.01 && rate <= 1000)
            sps.framesPerSecond = rate;
    }
    const bool nal = bits.flag();
    if (nal)
        skipHrd(bits);
    const bool vcl = bits.flag();
    if (vcl)
        skipHrd(bits);
    bits.skip(nal || vcl ? 2 : 1); // low_delay_hrd_flag, pic_struct_present_flag
    if (!bits.flag())
        return;
    bits.skip(1);
    for (int i = 0; i < 4; ++i)
        (void)bits.ue();
    const std::uint32_t reordered = bits.ue();
    if (bits.ok())
        sps.reorderedFrames = reordered;
}

QString profileName(int profile)
{
    switch (profile) {
    case 66:
        return QStringLiteral("baseline");
    case 77:
        return QStringLiteral("main");
    case 100:
        return QStringLiteral("high");
    default:
        return QStringLiteral("profile %1").arg(profile);
    }
}

} // namespace

std::optional<SequenceParameters> SequenceParameters::parse(QByteArrayView nal)
{
    if (nal.isEmpty() || nalType(nal) != NalType::Sps || !isReference(nal))
        return std::nullopt;
    BitReader bits(nal);
    SequenceParameters sps;
    sps.profile = static_cast<int>(bits.u(8));
    bits.skip(8); // constraint flags
    sps.level = static_cast<int>(bits.u(8));
    sps.id = bits.ue();
    const Chroma chroma = hasChromaFormat(sps.profile) ? readChroma(bits) : Chroma{};
    sps.separatePlanes = chroma.separatePlanes;
    sps.frameNumberBits = static_cast<int>(std::min(bits.ue(), 28U)) + 4;
    readOrder(bits, sps);
    (void)bits.ue(); // max_num_ref_frames
    bits.skip(1);    // gaps_in_frame_num_value_allowed_flag
    readSize(bits, chroma, sps);
    const bool makesSense = bits.ok() && sps.id <= kMaxSequenceId && sps.orderType <= 2 &&
                            chroma.format <= 3 && sps.size.width() > 0 && sps.size.height() > 0;
    if (!makesSense)
        return std::nullopt;
    // What follows may be cut without harm: old hardware writes it wrong.
    if (bits.flag())
        readVui(bits, sps);
    return sps;
}

QString SequenceParameters::describe() const
{
    const QString rate = framesPerSecond
                             ? QStringLiteral("%1 frames/s, ").arg(*framesPerSecond, 0, 'g', 4)
                             : QString();
    return QStringLiteral("%1x%2, %3%4 %5")
        .arg(size.width())
        .arg(size.height())
        .arg(rate, profileName(profile))
        .arg(level / 10.0);
}

std::optional<PictureParameters> PictureParameters::parse(QByteArrayView nal)
{
    if (nal.isEmpty() || nalType(nal) != NalType::Pps || !isReference(nal))
        return std::nullopt;
    BitReader bits(nal);
    PictureParameters pps;
    pps.id = bits.ue();
    pps.sequenceId = bits.ue();
    bits.skip(1); // entropy_coding_mode_flag
    pps.orderInFrame = bits.flag();
    if (!bits.ok() || pps.id > kMaxPictureId || pps.sequenceId > kMaxSequenceId)
        return std::nullopt;
    return pps;
}

} // namespace oriel::h264
