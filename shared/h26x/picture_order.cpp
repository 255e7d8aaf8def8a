#include "h26x/picture_order.h"

#include "h26x/nal.h"

#include <algorithm>

namespace oriel::h264 {

namespace {

/// MaxDpbFrames of A.3.1: no picture is held back for longer.
constexpr std::int64_t kMostReordered = 16;

} // namespace

int PictureOrder::framesLater(QByteArrayView annexB)
{
    AnnexBReader reader(annexB);
    while (const auto nal = reader.next()) {
        m_tables.add(*nal);
        const auto slice = SliceHeader::parse(*nal, m_tables);
        if (!slice)
            continue;
        m_sequence = m_tables.sequence(m_tables.picture(slice->pictureParameters)->sequenceId);
        return framesLater(*slice, *m_sequence);
    }
    return 0;
}

int PictureOrder::framesLater(const SliceHeader &slice, const SequenceParameters &sps)
{
    const auto reordered = std::min<std::int64_t>(sps.reorderedFrames.value_or(0), kMostReordered);
    if (reordered == 0 || sps.orderType != 0 || slice.field)
        return 0;
    if (slice.idr) {
        m_index = m_high = m_low = m_first = 0;
    } else if (!m_begun) {
        m_low = slice.order;
        m_first = m_low / 2;
    }
    m_begun = true;
    const std::int64_t range = std::int64_t{1} << sps.orderBits;
    const std::int64_t low = slice.order;
    std::int64_t high = m_high;
    if (low < m_low && m_low - low >= range / 2)
        high += range;
    else if (low > m_low && low - m_low > range / 2)
        high -= range;
    if (slice.reference) {
        m_high = high;
        m_low = low;
    }
    // It counts fields.
    const std::int64_t place = (high + low) / 2 - m_first;
    const std::int64_t later = place - m_index++ + reordered;
    // After an entry that is no IDR picture come some that belong before it; how many they were is
    // known once the first one behind them comes too late.
    if (later < 0 && place > 0)
        m_first += later;
    return static_cast<int>(std::clamp<std::int64_t>(later, 0, 2 * kMostReordered));
}

} // namespace oriel::h264
