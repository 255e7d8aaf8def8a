#pragma once

#include "h26x/sequence_parameters.h"

#include <QByteArrayView>

#include <cstdint>
#include <map>
#include <optional>

namespace oriel::h264 {

/// The parameter sets that slices refer to; those that came last, by their numbers.
class ParameterTables
{
public:
    /// Any NAL unit; others than parameter sets are left aside.
    void add(QByteArrayView nal);

    [[nodiscard]] bool isEmpty() const { return m_sequences.empty(); } ///< No SPS came.
    [[nodiscard]] const PictureParameters *picture(std::uint32_t id) const;
    [[nodiscard]] const SequenceParameters *sequence(std::uint32_t id) const;

private:
    std::map<std::uint32_t, SequenceParameters> m_sequences; ///< 32 at most.
    std::map<std::uint32_t, PictureParameters> m_pictures;   ///< 256 at most.
};

/// The beginning of a slice header (ITU-T H.264, 7.3.3): what tells one picture from the next.
struct SliceHeader
{
    std::uint32_t firstMacroblock = 0;
    std::uint32_t pictureParameters = 0; ///< pic_parameter_set_id
    std::uint32_t frameNumber = 0;
    bool idr = false;
    bool reference = false; ///< nal_ref_idc is not 0.
    bool field = false, bottomField = false;
    std::uint32_t idrId = 0;
    std::uint32_t order = 0;              ///< pic_order_cnt_lsb
    std::int32_t orderDeltas[2] = {0, 0}; ///< By type: of the bottom field, or both deltas.

    /// So many bytes of the NAL unit are enough.
    static constexpr qsizetype kBytes = 48;

    /// A slice or IDR slice NAL unit, or the first kBytes of it. Nothing if it is none, is cut, or
    /// refers to parameter sets that are not in `tables`.
    [[nodiscard]] static std::optional<SliceHeader> parse(QByteArrayView nal,
                                                          const ParameterTables &tables);

    /// Whether this slice is the first of another picture than `before` belongs to (7.4.1.2.4). A
    /// first macroblock always is: slices in arbitrary order are beyond what decoders take.
    [[nodiscard]] bool beginsPicture(const SliceHeader &before) const;
};

} // namespace oriel::h264
