#include "rtsp/h264_depacketizer.h"

#include <QtEndian>

#include <algorithm>
#include <utility>

namespace oriel {

using h264::NalType;

namespace {

constexpr qsizetype kFuHeaderSize = 2; // FU indicator and FU header, RFC 6184, 5.8
constexpr std::uint8_t kFuStart = 0x80;
constexpr std::uint8_t kFuEnd = 0x40;
constexpr char kForbiddenAndNri = '\xe0';
constexpr char kTypeMask = 0x1f;

constexpr qsizetype kStapSizeField = 2;
constexpr qsizetype kMaxReserve = 256 * 1024;

} // namespace

H264Depacketizer::H264Depacketizer(Sink sink) : m_sink(std::move(sink)) {}

void H264Depacketizer::push(const RtpPacket &packet, bool lossBefore)
{
    if (lossBefore)
        noteLoss(packet.timestamp);
    enterUnit(packet.timestamp);
    if (!packet.payload.isEmpty()) {
        const NalType type = h264::nalType(packet.payload);
        if (type == NalType::FuA)
            pushFuA(packet.payload);
        else if (type == NalType::StapA)
            pushStapA(packet.payload.sliced(1));
        else if (h264::isStreamType(type))
            appendNal(packet.payload);
    }
    if (!packet.marker || m_markerMisused)
        return;
    if (fragmentOpen()) {
        // The marker ends an access unit, and this is the middle of a NAL unit.
        m_markerMisused = true;
    } else if (m_hasVcl) {
        m_markedTimestamp = m_unit.rtpTimestamp;
        finish();
    }
}

void H264Depacketizer::noteLoss(std::uint32_t timestamp)
{
    dropFragment();
    m_unit.damaged = true;
    if (!m_hasVcl || timestamp != m_unit.rtpTimestamp) {
        closeUnit();
        m_start = Start::BehindLoss;
    }
}

void H264Depacketizer::enterUnit(std::uint32_t timestamp)
{
    if (timestamp == m_unit.rtpTimestamp)
        return;
    closeUnit();
    m_unit.rtpTimestamp = timestamp;
}

/// Ends the open unit where no marker did. NAL units without a slice stay for the next one, unless
/// the slices they belonged to may be lost: a stale SEI would tell a wrong time.
void H264Depacketizer::closeUnit()
{
    dropFragment();
    if (m_hasVcl) {
        finish();
    } else if (m_unit.damaged) {
        clear();
        m_start = Start::BehindLoss;
    }
}

void H264Depacketizer::appendNal(QByteArrayView nal)
{
    if (!makeRoom(nal.size()))
        return;
    dropFragment();
    m_unit.annexB.append(h264::kStartCode, sizeof h264::kStartCode);
    m_unit.annexB.append(nal.data(), nal.size());
    noteNal(h264::nalType(nal));
}

void H264Depacketizer::noteNal(NalType type)
{
    if (h264::isVcl(type))
        noteSlice(type);
    else if ((type == NalType::Sps || type == NalType::Aud) && m_start == Start::BehindLoss)
        m_start = Start::SetsBehindLoss;
}

void H264Depacketizer::noteSlice(NalType type)
{
    if (!m_hasVcl) {
        const bool idrIsWhole = type == NalType::Idr && m_start == Start::SetsBehindLoss;
        if (m_start != Start::Whole && !idrIsWhole)
            m_unit.damaged = true;
        m_start = Start::Whole;
        if (m_markedTimestamp == m_unit.rtpTimestamp) {
            m_markerMisused = true;
            m_markedTimestamp.reset();
            m_unit.damaged = true; // The rest of a picture whose beginning was passed on.
        }
    }
    m_hasVcl = true;
    m_unit.keyframe = m_unit.keyframe || type == NalType::Idr;
}

void H264Depacketizer::pushStapA(QByteArrayView payload)
{
    while (payload.size() > kStapSizeField) {
        const qsizetype size = qFromBigEndian<std::uint16_t>(payload.data());
        payload = payload.sliced(kStapSizeField);
        if (size == 0 || size > payload.size()) {
            m_unit.damaged = true;
            return;
        }
        const QByteArrayView nal = payload.first(size);
        if (h264::isStreamType(h264::nalType(nal)))
            appendNal(nal);
        payload = payload.sliced(size);
    }
}

void H264Depacketizer::pushFuA(QByteArrayView payload)
{
    if (payload.size() < kFuHeaderSize)
        return;
    const auto fuHeader = static_cast<std::uint8_t>(payload[1]);
    const char header = static_cast<char>((payload[0] & kForbiddenAndNri) | (fuHeader & kTypeMask));
    if (!h264::isStreamType(h264::nalType(header)) || !makeRoom(payload.size()))
        return;
    if (fuHeader & kFuStart)
        openFragment(header);
    else if (fragmentOpen() &&
             h264::nalType(m_unit.annexB[m_fragmentStart]) != h264::nalType(header))
        dropFragment();
    if (!fragmentOpen()) {
        m_unit.damaged = true;
        return;
    }
    const QByteArrayView data = payload.sliced(kFuHeaderSize);
    m_unit.annexB.append(data.data(), data.size());
    if (fuHeader & kFuEnd) {
        m_fragmentStart = -1;
        noteNal(h264::nalType(header));
    }
}

void H264Depacketizer::openFragment(char header)
{
    dropFragment();
    m_unit.annexB.append(h264::kStartCode, sizeof h264::kStartCode);
    m_fragmentStart = m_unit.annexB.size();
    m_unit.annexB.append(header);
}

void H264Depacketizer::dropFragment()
{
    if (!fragmentOpen())
        return;
    m_unit.annexB.truncate(m_fragmentStart - qsizetype{sizeof h264::kStartCode});
    m_fragmentStart = -1;
    m_unit.damaged = true;
}

/// False if the unit would outgrow its bound: then it is given up.
bool H264Depacketizer::makeRoom(qsizetype size)
{
    if (m_unit.annexB.isEmpty())
        m_unit.annexB.reserve(std::max(size, std::min(m_expectedSize, kMaxReserve)));
    if (m_unit.annexB.size() + size + qsizetype{sizeof h264::kStartCode} <= kMaxAccessUnit)
        return true;
    clear();
    m_start = Start::BehindLoss;
    return false;
}

void H264Depacketizer::finish()
{
    m_expectedSize = m_unit.annexB.size();
    AccessUnit unit = std::exchange(m_unit, AccessUnit{});
    m_unit.rtpTimestamp = unit.rtpTimestamp;
    m_hasVcl = false;
    m_sink(std::move(unit));
}

void H264Depacketizer::clear()
{
    m_unit.annexB.clear();
    m_unit.damaged = false;
    m_unit.keyframe = false;
    m_hasVcl = false;
    m_fragmentStart = -1;
}

} // namespace oriel
