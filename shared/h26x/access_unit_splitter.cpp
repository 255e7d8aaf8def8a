#include "h26x/access_unit_splitter.h"

#include "h26x/sei.h"

#include <algorithm>
#include <utility>

namespace oriel {

using h264::NalType;
using h264::SliceHeader;

namespace {

constexpr qsizetype kStartCodeSize = 3;

/// forbidden_zero_bit is set: whatever it is, H.264 it is not.
bool isForbidden(QByteArrayView nal)
{
    return (nal[0] & 0x80) != 0;
}

/// Types that can only stand before the first slice of a unit (7.4.1.2.3).
bool standsBeforeSlices(NalType type)
{
    return (type >= NalType::Sei && type <= NalType::Aud) ||
           (type >= NalType::Prefix && type <= NalType::LastReserved);
}

/// Partitions B and C follow upon their A.
bool hasSliceHeader(NalType type)
{
    return type == NalType::Slice || type == NalType::PartitionA || type == NalType::Idr;
}

qsizetype bytesToMeet(QByteArrayView nal)
{
    return hasSliceHeader(h264::nalType(nal)) ? SliceHeader::kBytes : 1;
}

} // namespace

AccessUnitSplitter::AccessUnitSplitter(Sink sink, bool usePauses)
    : m_sink(std::move(sink))
    , m_pauses(usePauses ? Pauses::Watched : Pauses::Useless)
{
}

void AccessUnitSplitter::append(QByteArrayView bytes, WallTime now)
{
    m_now = now;
    m_buffer.append(bytes.data(), bytes.size());
    while (step()) {
    }
    m_buffer.remove(0, m_begin);
    m_begin = 0;
    // More than any picture has: what comes up to the next keyframe is dropped.
    if (m_unit.annexB.size() + m_buffer.size() > kMaxAccessUnit) {
        m_strayBytes += static_cast<std::uint64_t>(m_unit.annexB.size() + m_buffer.size());
        dropOpen();
    }
}

/// Up to the next start code; false when there is none yet.
bool AccessUnitSplitter::step()
{
    const QByteArrayView rest = QByteArrayView(m_buffer).sliced(m_begin);
    const qsizetype end = m_searched + h264::findStartCode(rest.sliced(m_searched));
    const bool isWhole = end < rest.size();
    if (m_inNal)
        meetNal(rest.first(end), isWhole);
    if (!isWhole) {
        m_searched = std::max(m_searched, rest.size() - (kStartCodeSize - 1));
        if (!m_inNal) {
            skipStray(rest.first(m_searched));
            m_begin += std::exchange(m_searched, 0);
        }
        return false;
    }
    if (m_inNal)
        closeNal(h264::withoutTrailingZeros(rest.first(end)));
    else
        skipStray(rest.first(end));
    m_begin += end + kStartCodeSize;
    m_searched = 0;
    m_inNal = true;
    m_met = false;
    m_nalBegun = m_now;
    return true;
}

/// The open NAL unit, once enough of it is there to tell whether it begins an access unit.
void AccessUnitSplitter::meetNal(QByteArrayView nal, bool isWhole)
{
    // The zero bytes at its end may be none of it.
    const qsizetype there = h264::withoutTrailingZeros(nal).size();
    if (m_met || there == 0 || (!isWhole && there < bytesToMeet(nal)))
        return;
    m_met = true;
    if (isForbidden(nal))
        return;
    const bool begins = beginsUnit(nal);
    judgePause(begins);
    if (m_released && !begins)
        onCutUnit();
    m_released = false;
    if (begins && m_hasSlice)
        closeUnit();
    if (m_unit.annexB.isEmpty())
        m_unit.begun = m_nalBegun;
    if (h264::isVcl(h264::nalType(nal))) {
        m_hasSlice = true;
        m_isReadable = m_isReadable || m_slice.has_value();
    }
}

bool AccessUnitSplitter::beginsUnit(QByteArrayView nal)
{
    const NalType type = h264::nalType(nal);
    if (!hasSliceHeader(type))
        return standsBeforeSlices(type);
    const auto slice = SliceHeader::parse(nal, m_tables);
    // Without its parameter sets a slice cannot be decoded either: any answer will do.
    const bool begins = !slice || !m_slice || slice->beginsPicture(*m_slice);
    m_slice = slice;
    return begins;
}

void AccessUnitSplitter::judgePause(bool begins)
{
    if (!m_pauseAtEnd)
        return;
    if (!*m_pauseAtEnd || !begins)
        return onBadPause();
    if (m_pauses == Pauses::Watched && ++m_goodPauses >= kPausesToTrust)
        m_pauses = Pauses::Trusted;
    m_pauseAtEnd.reset();
    m_pausedAt.reset();
}

void AccessUnitSplitter::onBadPause()
{
    m_goodPauses = 0;
    m_pauses = ++m_badPauses > kMostBadPauses ? Pauses::Useless : Pauses::Watched;
    m_pausedAt.reset();
    m_pauseAtEnd.reset();
}

void AccessUnitSplitter::onPause()
{
    const QByteArrayView nal = openNal();
    if (nal.isEmpty() || m_pauses == Pauses::Useless)
        return;
    if (!m_met && SliceHeader::parse(nal, m_tables))
        meetNal(nal, true);
    if (!m_met && !m_tables.isEmpty())
        onBadPause(); // Not even a slice header.
    if (!m_met || !m_hasSlice)
        return;
    if (m_pausedAt && *m_pausedAt != nal.size())
        onBadPause(); // The pause before this one fell into the NAL unit.
    if (m_pauses != Pauses::Trusted) {
        m_pausedAt = nal.size();
        return;
    }
    closeNal(nal);
    closeUnit();
    m_buffer.clear();
    m_begin = m_searched = 0;
    m_inNal = false;
    m_released = true;
    ++m_endedByPause;
}

/// A pause was taken for the end of a unit, and was none.
void AccessUnitSplitter::onCutUnit()
{
    m_pauses = Pauses::Useless;
    m_waitsForKeyframe = true;
    m_isCut = true;
    m_released = false;
}

void AccessUnitSplitter::closeNal(QByteArrayView nal)
{
    if (m_pausedAt)
        m_pauseAtEnd = *m_pausedAt == nal.size();
    if (nal.isEmpty())
        return;
    if (isForbidden(nal)) {
        m_strayBytes += static_cast<std::uint64_t>(nal.size());
        m_isForeign = m_isForeign || !m_hasDelivered;
        return;
    }
    m_tables.add(nal);
    noteKeyframe(nal);
    m_unit.annexB.append(h264::kStartCode, sizeof h264::kStartCode);
    m_unit.annexB.append(nal.data(), nal.size());
}

void AccessUnitSplitter::noteKeyframe(QByteArrayView nal)
{
    m_unit.keyframe = m_unit.keyframe || h264::isEntryPoint(nal);
}

void AccessUnitSplitter::closeUnit()
{
    Unit unit = std::exchange(m_unit, {});
    const bool isCut = std::exchange(m_isCut, false);
    const bool isReadable = std::exchange(m_isReadable, false);
    m_hasSlice = false;
    if (isCut || m_isForeign || (m_waitsForKeyframe && !(unit.keyframe && isReadable)))
        return;
    m_waitsForKeyframe = false;
    m_hasDelivered = true;
    m_sink(std::move(unit));
}

void AccessUnitSplitter::finish()
{
    if (const QByteArrayView nal = openNal(); !nal.isEmpty()) {
        meetNal(nal, true);
        closeNal(nal);
    }
    if (m_hasSlice)
        closeUnit();
    reset();
}

void AccessUnitSplitter::reset()
{
    dropOpen();
    m_tables = {};
    m_hasDelivered = m_isForeign = false;
}

void AccessUnitSplitter::dropOpen()
{
    m_unit = {};
    m_slice.reset();
    m_buffer.clear();
    m_begin = m_searched = 0;
    m_inNal = m_met = m_hasSlice = m_isReadable = m_isCut = m_released = false;
    m_waitsForKeyframe = true;
    m_pausedAt.reset();
    m_pauseAtEnd.reset();
}

QByteArrayView AccessUnitSplitter::openNal() const
{
    return m_inNal ? h264::withoutTrailingZeros(QByteArrayView(m_buffer).sliced(m_begin))
                   : QByteArrayView();
}

void AccessUnitSplitter::skipStray(QByteArrayView bytes)
{
    const qsizetype stray = h264::withoutTrailingZeros(bytes).size();
    m_strayBytes += static_cast<std::uint64_t>(stray);
    if (stray > 0 && m_released)
        onCutUnit();
}

} // namespace oriel
