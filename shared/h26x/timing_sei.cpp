#include "h26x/timing_sei.h"

#include "h26x/leading_sei.h"
#include "h26x/nal.h"
#include "h26x/sei.h"

#include <QtEndian>

#include <algorithm>

namespace oriel::h264 {

namespace {

constexpr char kRbspTrailingBits = '\x80';
constexpr qsizetype kUuidSize = 16;

/// MISB ST 0604 for H.264.
constexpr QByteArrayView kMisbUuid = "MISPmicrosectime";
/// 29b0da0d-bf26-475b-8194-401be19c5cc9: Oriel's own message. Its payload, big-endian: version (8
/// bits), flags (8), frame number (32), encoded (64) and sent (64) in UTC microseconds. A field
/// whose flag is unset is zero. Later versions append fields.
constexpr char kOrielUuid[] = {'\x29', '\xb0', '\xda', '\x0d', '\xbf', '\x26', '\x47', '\x5b',
                               '\x81', '\x94', '\x40', '\x1b', '\xe1', '\x9c', '\x5c', '\xc9'};
constexpr char kOrielVersion = 1;
constexpr qsizetype kOrielSize = 22; // Behind the UUID.

constexpr std::uint8_t kHasFrame = 0x01;
constexpr std::uint8_t kHasEncoded = 0x02;
constexpr std::uint8_t kHasSent = 0x04;

/// Time status of MISB ST 0603: bit 7 clock not locked, bits 4 to 0 reserved, ones.
constexpr std::uint8_t kMisbReserved = 0x1f;
constexpr std::uint8_t kMisbNotLocked = 0x80;
constexpr qsizetype kMisbSize = 12; // Behind the UUID.
constexpr qsizetype kMisbFillerAt[] = {3, 6, 9};
constexpr char kMisbFiller = '\xff';

/// The end of the year 9999: foreign instants beyond it are no instants.
constexpr std::uint64_t kLatestMicroseconds = 253402300799999999;

template <typename T>
void appendBigEndian(QByteArray &out, T value)
{
    const T bytes = qToBigEndian(value);
    out.append(reinterpret_cast<const char *>(&bytes), sizeof bytes);
}

std::uint64_t microseconds(WallTime time)
{
    return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

std::optional<WallTime> toWallTime(std::uint64_t value)
{
    if (value > kLatestMicroseconds)
        return std::nullopt;
    return WallTime(std::chrono::microseconds(static_cast<std::int64_t>(value)));
}

/// sei_message() of ITU-T H.264, 7.3.2.3.1.
void appendMessage(QByteArray &rbsp, SeiType type, QByteArrayView payload)
{
    rbsp.append(static_cast<char>(type));
    qsizetype size = payload.size();
    for (; size >= 0xff; size -= 0xff)
        rbsp.append('\xff');
    rbsp.append(static_cast<char>(size));
    rbsp.append(payload.data(), payload.size());
}

QByteArray misbPayload(const FrameTiming &timing)
{
    QByteArray out = kMisbUuid.toByteArray();
    const std::uint8_t lock = timing.clockSynchronised ? 0 : kMisbNotLocked;
    out.append(static_cast<char>(lock | kMisbReserved));
    appendBigEndian(out, microseconds(timing.captured));
    for (const qsizetype at : kMisbFillerAt)
        out.insert(kUuidSize + at, kMisbFiller);
    return out;
}

QByteArray orielPayload(const FrameTiming &timing)
{
    QByteArray out(kOrielUuid, sizeof kOrielUuid);
    out.append(kOrielVersion);
    out.append(static_cast<char>((timing.frame ? kHasFrame : 0) |
                                 (timing.encoded ? kHasEncoded : 0) |
                                 (timing.sent ? kHasSent : 0)));
    appendBigEndian(out, timing.frame.value_or(0));
    appendBigEndian(out, microseconds(timing.encoded.value_or(WallTime{})));
    appendBigEndian(out, microseconds(timing.sent.value_or(WallTime{})));
    return out;
}

QByteArray seiNal(QByteArrayView messages)
{
    QByteArray nal(1, static_cast<char>(NalType::Sei));
    nal.append(addEmulationPrevention(messages));
    return nal.append(kRbspTrailingBits);
}

void readMisb(QByteArrayView payload, std::optional<FrameTiming> &timing)
{
    if (payload.size() < kMisbSize)
        return;
    char time[sizeof(std::uint64_t)];
    char *out = time;
    for (qsizetype at = 1; at < kMisbSize; ++at) {
        if (std::ranges::find(kMisbFillerAt, at) == std::end(kMisbFillerAt))
            *out++ = payload[at];
        else if (payload[at] != kMisbFiller)
            return;
    }
    const auto captured = toWallTime(qFromBigEndian<std::uint64_t>(time));
    if (!captured)
        return;
    timing.emplace().captured = *captured;
    timing->clockSynchronised = (static_cast<std::uint8_t>(payload[0]) & kMisbNotLocked) == 0;
}

void readOriel(QByteArrayView payload, FrameTiming &timing)
{
    if (payload.size() < kOrielSize || payload[0] < kOrielVersion)
        return;
    const auto flags = static_cast<std::uint8_t>(payload[1]);
    if (flags & kHasFrame)
        timing.frame = qFromBigEndian<std::uint32_t>(payload.data() + 2);
    if (flags & kHasEncoded)
        timing.encoded = toWallTime(qFromBigEndian<std::uint64_t>(payload.data() + 6));
    if (flags & kHasSent)
        timing.sent = toWallTime(qFromBigEndian<std::uint64_t>(payload.data() + 14));
}

/// The user data of each message of an SEI NAL unit, if it is a clock we know.
std::optional<FrameTiming> readMessages(QByteArrayView nal, VideoCodec codec)
{
    std::optional<FrameTiming> timing;
    std::optional<QByteArrayView> oriel;
    SeiReader reader(nal, codec);
    while (const auto message = reader.next()) {
        const QByteArrayView payload = message->payload;
        if (message->type != SeiType::UserDataUnregistered || payload.size() < kUuidSize)
            continue;
        const QByteArrayView uuid = payload.first(kUuidSize);
        if (uuid == kMisbUuid)
            readMisb(payload.sliced(kUuidSize), timing);
        else if (uuid == QByteArrayView(kOrielUuid, kUuidSize))
            oriel = payload.sliced(kUuidSize);
    }
    if (timing && oriel)
        readOriel(*oriel, *timing);
    return timing;
}

} // namespace

QByteArray writeTimingSei(const FrameTiming &timing)
{
    QByteArray messages;
    appendMessage(messages, SeiType::UserDataUnregistered, misbPayload(timing));
    if (timing.encoded || timing.sent)
        appendMessage(messages, SeiType::UserDataUnregistered, orielPayload(timing));
    return seiNal(messages);
}

std::optional<FrameTiming> readTimingSei(QByteArrayView annexB, VideoCodec codec)
{
    std::optional<FrameTiming> timing;
    LeadingSei leading(codec, annexB);
    while (const auto nal = leading.next()) {
        // The last one counts: an earlier one may be left of a picture that was lost.
        if (const auto read = readMessages(*nal, codec))
            timing = read;
    }
    return timing;
}

QByteArray trailingSei()
{
    QByteArray message;
    appendMessage(message, SeiType::FillerPayload, "\xff");
    return seiNal(message);
}

} // namespace oriel::h264
