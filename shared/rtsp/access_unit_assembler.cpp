#include "rtsp/access_unit_assembler.h"

#include "h26x/nal.h"

#include <QtEndian>

#include <algorithm>
#include <utility>

namespace oriel {

namespace {

constexpr qsizetype kAggregateSizeField = 2;
constexpr qsizetype kStartCodeSize = sizeof h264::kStartCode;
constexpr qsizetype kMaxReserve = 256 * 1024;

bool isSlice(NalRole role)
{
    return role == NalRole::Slice || role == NalRole::KeySlice;
}

} // namespace

AccessUnitAssembler::AccessUnitAssembler(const NalSyntax &syntax, Sink sink)
    : m_syntax(&syntax)
    , m_sink(std::move(sink))
{
}

void AccessUnitAssembler::beginPacket(std::uint32_t timestamp, bool lossBefore)
{
    if (lossBefore)
        noteLoss(timestamp);
    if (timestamp == m_unit.rtpTimestamp)
        return;
    closeUnit();
    m_unit.rtpTimestamp = timestamp;
}

void AccessUnitAssembler::endPacket(bool marker)
{
    if (!marker || m_markerMisused)
        return;
    if (fragmentOpen()) {
        // The marker ends an access unit, and this is the middle of a NAL unit.
        m_markerMisused = true;
    } else if (m_hasVcl) {
        m_markedTimestamp = m_unit.rtpTimestamp;
        finish();
    }
}

void AccessUnitAssembler::noteLoss(std::uint32_t timestamp)
{
    dropFragment();
    m_unit.damaged = true;
    if (!m_hasVcl || timestamp != m_unit.rtpTimestamp) {
        closeUnit();
        m_start = Start::BehindLoss;
    }
}

/// Ends the open unit where no marker did. NAL units without a slice stay for the next one, unless
/// the slices they belonged to may be lost: a stale SEI would tell a wrong time.
void AccessUnitAssembler::closeUnit()
{
    dropFragment();
    if (m_hasVcl) {
        finish();
    } else if (m_unit.damaged) {
        clear();
        m_start = Start::BehindLoss;
    }
}

void AccessUnitAssembler::append(QByteArrayView nal)
{
    const NalRole role = m_syntax->roleOf(nal);
    if (role == NalRole::Foreign || !makeRoom(nal.size()))
        return;
    dropFragment();
    m_unit.annexB.append(h264::kStartCode, kStartCodeSize);
    m_unit.annexB.append(nal.data(), nal.size());
    noteNal(role, nal);
}

void AccessUnitAssembler::noteNal(NalRole role, QByteArrayView nal)
{
    if (isSlice(role))
        noteSlice(role, nal);
    else if (role == NalRole::Beginning && m_start == Start::BehindLoss)
        m_start = Start::SetsBehindLoss;
}

void AccessUnitAssembler::noteSlice(NalRole role, QByteArrayView nal)
{
    if (!m_hasVcl) {
        const bool isWhole = role == NalRole::KeySlice && m_start == Start::SetsBehindLoss;
        if (m_start != Start::Whole && !isWhole)
            m_unit.damaged = true;
        m_start = Start::Whole;
        if (m_markedTimestamp == m_unit.rtpTimestamp && !m_syntax->beginsPicture(nal)) {
            m_markerMisused = true;
            m_markedTimestamp.reset();
            m_unit.damaged = true; // The rest of a picture whose beginning was passed on.
        }
    }
    m_hasVcl = true;
    m_unit.keyframe = m_unit.keyframe || role == NalRole::KeySlice;
}

void AccessUnitAssembler::appendAggregate(QByteArrayView units)
{
    while (units.size() > kAggregateSizeField) {
        const qsizetype size = qFromBigEndian<std::uint16_t>(units.data());
        units = units.sliced(kAggregateSizeField);
        if (size == 0 || size > units.size()) {
            m_unit.damaged = true;
            return;
        }
        append(units.first(size));
        units = units.sliced(size);
    }
}

void AccessUnitAssembler::append(const NalFragment &fragment)
{
    const NalRole role = m_syntax->roleOf(fragment.header);
    if (role == NalRole::Foreign || !makeRoom(fragment.header.size() + fragment.data.size()))
        return;
    if (fragment.first)
        openFragment(fragment.header);
    else if (!isOfOpenFragment(fragment.header))
        dropFragment();
    if (!fragmentOpen()) {
        m_unit.damaged = true;
        return;
    }
    m_unit.annexB.append(fragment.data.data(), fragment.data.size());
    if (fragment.last)
        closeFragment(role);
}

void AccessUnitAssembler::openFragment(QByteArrayView header)
{
    dropFragment();
    m_unit.annexB.append(h264::kStartCode, kStartCodeSize);
    m_fragmentStart = m_unit.annexB.size();
    m_unit.annexB.append(header.data(), header.size());
}

bool AccessUnitAssembler::isOfOpenFragment(QByteArrayView header) const
{
    if (!fragmentOpen())
        return false;
    const int difference = m_unit.annexB[m_fragmentStart] ^ header[0];
    return (difference & m_syntax->typeMask) == 0;
}

void AccessUnitAssembler::closeFragment(NalRole role)
{
    const qsizetype start = std::exchange(m_fragmentStart, -1);
    noteNal(role, QByteArrayView(m_unit.annexB).sliced(start));
}

void AccessUnitAssembler::dropFragment()
{
    if (!fragmentOpen())
        return;
    m_unit.annexB.truncate(m_fragmentStart - kStartCodeSize);
    m_fragmentStart = -1;
    m_unit.damaged = true;
}

/// False if the unit would outgrow its bound: then it is given up.
bool AccessUnitAssembler::makeRoom(qsizetype size)
{
    if (m_unit.annexB.isEmpty())
        m_unit.annexB.reserve(std::max(size, std::min(m_expectedSize, kMaxReserve)));
    if (m_unit.annexB.size() + size + kStartCodeSize <= kMaxAccessUnit)
        return true;
    clear();
    m_start = Start::BehindLoss;
    return false;
}

void AccessUnitAssembler::finish()
{
    m_expectedSize = m_unit.annexB.size();
    AccessUnit unit = std::exchange(m_unit, AccessUnit{});
    m_unit.rtpTimestamp = unit.rtpTimestamp;
    m_hasVcl = false;
    m_sink(std::move(unit));
}

void AccessUnitAssembler::clear()
{
    m_unit.annexB.clear();
    m_unit.damaged = false;
    m_unit.keyframe = false;
    m_hasVcl = false;
    m_fragmentStart = -1;
}

} // namespace oriel
