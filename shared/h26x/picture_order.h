#pragma once

#include "h26x/slice_header.h"

#include <QByteArrayView>

#include <cstdint>

namespace oriel::h264 {

/// For streams without time stamps: how much later than it is decoded each picture is shown, by its
/// picture order count (ITU-T H.264, 8.2.1.1). Pictures are fed in decoding order, from any on
/// which decoding may begin. Not thread-safe.
class PictureOrder
{
public:
    /// In frames, never negative; 0 for streams without B pictures, and where it cannot be known:
    /// without max_num_reorder_frames in the VUI, for single fields, and for pic_order_cnt_type 1,
    /// which nobody uses. Takes any bytes (Annex B, one access unit).
    [[nodiscard]] int framesLater(QByteArrayView annexB);

    /// The SPS that the last picture referred to; null before one.
    [[nodiscard]] const SequenceParameters *sequence() const { return m_sequence; }

private:
    [[nodiscard]] int framesLater(const SliceHeader &slice, const SequenceParameters &sps);

    ParameterTables m_tables;
    const SequenceParameters *m_sequence = nullptr; ///< In m_tables.
    bool m_begun = false;
    std::int64_t m_first = 0; ///< The order, in frames, of the picture that m_index counts from.
    std::int64_t m_index = 0; ///< Of the picture since the IDR picture, or since the first one.
    std::int64_t m_high = 0;  ///< prevPicOrderCntMsb
    std::int64_t m_low = 0;   ///< prevPicOrderCntLsb
};

} // namespace oriel::h264
