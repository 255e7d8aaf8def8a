#include "rtsp/rtcp_packet.h"

#include <QRandomGenerator>
#include <QtEndian>

#include <algorithm>
#include <array>

namespace oriel {

namespace {

constexpr std::uint8_t kVersionMask = 0xc0;
constexpr std::uint8_t kVersion2 = 0x80;
constexpr std::uint8_t kCountMask = 0x1f;

enum PacketType : std::uint8_t {
    kSenderReport = 200,
    kReceiverReport = 201,
    kSourceDescription = 202,
    kBye = 203,
};

constexpr qsizetype kHeaderSize = 4;
constexpr qsizetype kSsrcSize = 4;
constexpr qsizetype kSenderInfoSize = 20;
constexpr qsizetype kReportBlockSize = 24;
constexpr qsizetype kMaxCname = 255;
constexpr char kCnameItem = 1;

constexpr std::int32_t kMinPacketsLost = -0x800000;
constexpr std::int32_t kMaxPacketsLost = 0x7fffff;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kNtpToUnixSeconds = 2'208'988'800;
constexpr std::int64_t kNtpEraSeconds = std::int64_t{1} << 32;

std::uint32_t word(QByteArrayView bytes, qsizetype at)
{
    return qFromBigEndian<std::uint32_t>(bytes.data() + at);
}

void appendWord(QByteArray &out, std::uint32_t value)
{
    const std::uint32_t bytes = qToBigEndian(value);
    out.append(reinterpret_cast<const char *>(&bytes), sizeof bytes);
}

void appendHeader(QByteArray &out, PacketType type, int count, qsizetype bodySize)
{
    out.append(static_cast<char>(kVersion2 | count));
    out.append(static_cast<char>(type));
    const auto words = qToBigEndian(static_cast<std::uint16_t>(bodySize / 4));
    out.append(reinterpret_cast<const char *>(&words), sizeof words);
}

/// SDES with one chunk and one item; the chunk ends with a null byte and is padded to a word.
void appendCname(QByteArray &out, std::uint32_t ssrc, QByteArrayView cname)
{
    const QByteArrayView name = cname.first(std::min(cname.size(), kMaxCname));
    const qsizetype used = kSsrcSize + 2 + name.size() + 1;
    const qsizetype bodySize = (used + 3) / 4 * 4;
    appendHeader(out, kSourceDescription, 1, bodySize);
    appendWord(out, ssrc);
    out.append(kCnameItem).append(static_cast<char>(name.size()));
    out.append(name.data(), name.size());
    out.append(1 + bodySize - used, '\0');
}

void appendReportBlock(QByteArray &out, const RtcpReportBlock &report)
{
    const std::int32_t lost = std::clamp(report.packetsLost, kMinPacketsLost, kMaxPacketsLost);
    appendWord(out, report.ssrc);
    appendWord(out, (std::uint32_t{report.fractionLost} << 24) |
                        (static_cast<std::uint32_t>(lost) & 0xffffff));
    appendWord(out, report.highestSequence);
    appendWord(out, report.jitter);
    appendWord(out, report.lastSenderReport);
    appendWord(out, report.delaySinceLastReport);
}

RtcpReportBlock readReportBlock(QByteArrayView bytes)
{
    const std::uint32_t lost = word(bytes, 4) & 0xffffff;
    return {
        .ssrc = word(bytes, 0),
        .fractionLost = static_cast<std::uint8_t>(bytes[4]),
        .packetsLost = static_cast<std::int32_t>(lost ^ 0x800000) - 0x800000,
        .highestSequence = word(bytes, 8),
        .jitter = word(bytes, 12),
        .lastSenderReport = word(bytes, 16),
        .delaySinceLastReport = word(bytes, 20),
    };
}

RtcpSenderInfo readSenderInfo(QByteArrayView bytes)
{
    return {
        .ntp = qFromBigEndian<std::uint64_t>(bytes.data()),
        .rtpTimestamp = word(bytes, 8),
        .packets = word(bytes, 12),
        .octets = word(bytes, 16),
    };
}

/// One RTCP packet of a compound; `bytes` is its whole length.
struct Part
{
    QByteArrayView bytes;
    std::uint8_t type = 0;
    int count = 0;
};

/// Cuts the next packet off `rest`; nothing if it is no RTCP or not all there.
std::optional<Part> takePart(QByteArrayView &rest)
{
    if (rest.size() < kHeaderSize)
        return std::nullopt;
    const auto first = static_cast<std::uint8_t>(rest[0]);
    const qsizetype size = 4 + 4 * qsizetype{qFromBigEndian<std::uint16_t>(rest.data() + 2)};
    if ((first & kVersionMask) != kVersion2 || size > rest.size())
        return std::nullopt;
    const Part part{rest.first(size), static_cast<std::uint8_t>(rest[1]), first & kCountMask};
    rest = rest.sliced(size);
    return part;
}

/// Reads an SR or RR. False if it is shorter than its counts say.
bool readReport(const Part &part, RtcpCompound &out)
{
    const bool isSender = part.type == kSenderReport;
    const qsizetype blocksAt = kHeaderSize + kSsrcSize + (isSender ? kSenderInfoSize : 0);
    if (part.bytes.size() < blocksAt + part.count * kReportBlockSize)
        return false;
    if (isSender)
        out.senderInfo = readSenderInfo(part.bytes.sliced(kHeaderSize + kSsrcSize));
    for (int i = 0; i < part.count; ++i)
        out.reports.push_back(readReportBlock(part.bytes.sliced(blocksAt + i * kReportBlockSize)));
    return true;
}

/// A compound may hold several.
void readBye(const Part &part, RtcpCompound &out)
{
    const qsizetype there = (part.bytes.size() - kHeaderSize) / kSsrcSize;
    std::vector<std::uint32_t> &sources = out.bye ? *out.bye : out.bye.emplace();
    for (qsizetype i = 0; i < std::min<qsizetype>(part.count, there); ++i)
        sources.push_back(word(part.bytes, kHeaderSize + i * kSsrcSize));
}

bool isReport(const Part &part)
{
    return part.type == kSenderReport || part.type == kReceiverReport;
}

} // namespace

std::uint64_t toNtp(WallTime time)
{
    const std::int64_t micros = time.time_since_epoch().count();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    const auto rest = static_cast<std::uint64_t>(micros - seconds * kMicrosPerSecond);
    // Rounded up here and down in fromNtp(), which together are exact.
    const std::uint64_t fraction = ((rest << 32) + kMicrosPerSecond - 1) / kMicrosPerSecond;
    return (static_cast<std::uint64_t>(seconds + kNtpToUnixSeconds) << 32) + fraction;
}

WallTime fromNtp(std::uint64_t ntp)
{
    auto seconds = static_cast<std::int64_t>(ntp >> 32);
    // The era that began in February 2036 (RFC 4330, 3).
    if ((ntp >> 63) == 0)
        seconds += kNtpEraSeconds;
    const std::uint64_t fraction = ((ntp & 0xffffffff) * kMicrosPerSecond) >> 32;
    return WallTime(std::chrono::microseconds((seconds - kNtpToUnixSeconds) * kMicrosPerSecond +
                                              static_cast<std::int64_t>(fraction)));
}

std::optional<RtcpCompound> RtcpCompound::parse(QByteArrayView bytes)
{
    QByteArrayView rest = bytes;
    const auto first = takePart(rest);
    RtcpCompound compound;
    if (!first || !isReport(*first) || !readReport(*first, compound))
        return std::nullopt;
    compound.ssrc = word(first->bytes, kHeaderSize);
    while (const auto part = takePart(rest)) {
        if (part->type == kBye)
            readBye(*part, compound);
        // The sender information of another source than `ssrc` would be taken for its own.
        else if (part->type == kReceiverReport && !readReport(*part, compound))
            break;
    }
    return compound;
}

QByteArray makeSenderReport(std::uint32_t ssrc, const RtcpSenderInfo &info, QByteArrayView cname)
{
    QByteArray out;
    appendHeader(out, kSenderReport, 0, kSsrcSize + kSenderInfoSize);
    appendWord(out, ssrc);
    appendWord(out, static_cast<std::uint32_t>(info.ntp >> 32));
    appendWord(out, static_cast<std::uint32_t>(info.ntp));
    appendWord(out, info.rtpTimestamp);
    appendWord(out, info.packets);
    appendWord(out, info.octets);
    appendCname(out, ssrc, cname);
    return out;
}

QByteArray makeReceiverReport(std::uint32_t ssrc, const std::optional<RtcpReportBlock> &report,
                              QByteArrayView cname)
{
    QByteArray out;
    appendHeader(out, kReceiverReport, report ? 1 : 0, kSsrcSize + (report ? kReportBlockSize : 0));
    appendWord(out, ssrc);
    if (report)
        appendReportBlock(out, *report);
    appendCname(out, ssrc, cname);
    return out;
}

QByteArray randomCname()
{
    std::array<quint32, 3> bits{}; // 96 bits
    QRandomGenerator::system()->generate(bits.begin(), bits.end());
    return QByteArray(reinterpret_cast<const char *>(bits.data()), sizeof bits).toBase64();
}

QByteArray makeBye(std::uint32_t ssrc)
{
    QByteArray out;
    appendHeader(out, kReceiverReport, 0, kSsrcSize);
    appendWord(out, ssrc);
    appendHeader(out, kBye, 1, kSsrcSize);
    appendWord(out, ssrc);
    return out;
}

} // namespace oriel
