#include "h26x/slice_header.h"

#include "h26x/bit_reader.h"
#include "h26x/nal.h"

namespace oriel::h264 {

void ParameterTables::add(QByteArrayView nal)
{
    if (const auto sequence = SequenceParameters::parse(nal))
        m_sequences.insert_or_assign(sequence->id, *sequence);
    else if (const auto picture = PictureParameters::parse(nal))
        m_pictures.insert_or_assign(picture->id, *picture);
}

const PictureParameters *ParameterTables::picture(std::uint32_t id) const
{
    const auto found = m_pictures.find(id);
    return found == m_pictures.end() ? nullptr : &found->second;
}

const SequenceParameters *ParameterTables::sequence(std::uint32_t id) const
{
    const auto found = m_sequences.find(id);
    return found == m_sequences.end() ? nullptr : &found->second;
}

std::optional<SliceHeader> SliceHeader::parse(QByteArrayView nal, const ParameterTables &tables)
{
    if (nal.isEmpty())
        return std::nullopt;
    const NalType type = nalType(nal);
    if (type != NalType::Slice && type != NalType::Idr && type != NalType::PartitionA)
        return std::nullopt;
    BitReader bits(nal.first(qMin(nal.size(), kBytes)));
    SliceHeader slice;
    slice.idr = type == NalType::Idr;
    slice.reference = isReference(nal);
    slice.firstMacroblock = bits.ue();
    (void)bits.ue(); // slice_type
    slice.pictureParameters = bits.ue();
    const PictureParameters *pps = tables.picture(slice.pictureParameters);
    const SequenceParameters *sps = pps ? tables.sequence(pps->sequenceId) : nullptr;
    if (!sps)
        return std::nullopt;
    if (sps->separatePlanes)
        bits.skip(2);
    slice.frameNumber = bits.u(sps->frameNumberBits);
    slice.field = !sps->framesOnly && bits.flag();
    slice.bottomField = slice.field && bits.flag();
    if (slice.idr)
        slice.idrId = bits.ue();
    const bool bothFields = pps->orderInFrame && !slice.field;
    if (sps->orderType == 0) {
        slice.order = bits.u(sps->orderBits);
        if (bothFields)
            slice.orderDeltas[0] = bits.se();
    } else if (sps->orderType == 1 && !sps->orderDeltaIsZero) {
        slice.orderDeltas[0] = bits.se();
        if (bothFields)
            slice.orderDeltas[1] = bits.se();
    }
    const bool makesSense = bits.ok() && (slice.reference || !slice.idr);
    return makesSense ? std::optional(slice) : std::nullopt;
}

bool SliceHeader::beginsPicture(const SliceHeader &before) const
{
    return firstMacroblock == 0 || frameNumber != before.frameNumber ||
           pictureParameters != before.pictureParameters || field != before.field ||
           bottomField != before.bottomField || reference != before.reference ||
           idr != before.idr || (idr && idrId != before.idrId) || order != before.order ||
           orderDeltas[0] != before.orderDeltas[0] || orderDeltas[1] != before.orderDeltas[1];
}

} // namespace oriel::h264
