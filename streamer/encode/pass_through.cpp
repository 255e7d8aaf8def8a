#include "encode/pass_through.h"

#include "h26x/nal.h"
#include "h26x/parameter_sets.h"
#include "h26x/sei.h"
#include "h26x/timing_sei.h"

namespace oriel {

using h264::NalType;

namespace {

void append(QByteArray &annexB, QByteArrayView nal)
{
    annexB.append(h264::kStartCode, sizeof h264::kStartCode).append(nal.data(), nal.size());
}

bool isParameterSet(NalType type)
{
    return type == NalType::Sps || type == NalType::Pps || type == NalType::SpsExtension ||
           type == NalType::SubsetSps;
}

/// A clock that ticked elsewhere, perhaps long ago, and filler, which is a trailing SEI of ours.
/// One that says, too, that decoding may begin here is needed; a newer clock is put behind its own.
bool isStaleSei(QByteArrayView nal)
{
    if (h264::isEntryPoint(nal))
        return false;
    h264::SeiReader reader(nal);
    const auto first = reader.next();
    if (first && first->type == h264::SeiType::FillerPayload && !reader.next())
        return true;
    QByteArray alone;
    append(alone, nal);
    return h264::readTimingSei(alone).has_value();
}

bool isLeftOut(QByteArrayView nal)
{
    const NalType type = h264::nalType(nal);
    const bool saysNothing = type == NalType::Aud || type == NalType::Filler ||
                             type == NalType::EndOfSequence || type == NalType::EndOfStream;
    return saysNothing || !h264::isStreamType(type) || (type == NalType::Sei && isStaleSei(nal));
}

} // namespace

void PassThrough::remember(QByteArrayView annexB)
{
    for (const QByteArrayView nal : h264::splitAnnexB(annexB)) {
        if (isParameterSet(h264::nalType(nal)))
            append(m_sets, nal);
    }
}

std::optional<EncodedPicture> PassThrough::take(QByteArrayView annexB)
{
    EncodedPicture picture;
    picture.slices.reserve(annexB.size() + 64);
    QByteArray sets;
    for (const QByteArrayView nal : h264::splitAnnexB(annexB)) {
        if (isLeftOut(nal))
            continue;
        const NalType type = h264::nalType(nal);
        picture.keyframe = picture.keyframe || h264::isEntryPoint(nal);
        if (isParameterSet(type))
            append(sets, nal);
        if (h264::isVcl(type) || !picture.slices.isEmpty())
            append(picture.slices, nal);
        else
            append(picture.parameterSets, nal);
    }
    if (picture.slices.isEmpty())
        return std::nullopt;
    prepareKeyframe(picture, sets);
    return picture;
}

void PassThrough::prepareKeyframe(EncodedPicture &picture, const QByteArray &sets)
{
    constexpr qsizetype kMost = 64 * 1024; // Beyond it no stream means to go on.
    if (h264::ParameterSets::fromAnnexB(sets).complete())
        m_sets = sets;
    else if (!sets.isEmpty() && !m_sets.contains(sets) && m_sets.size() < kMost)
        m_sets.append(sets); // One that came between keyframes holds for the next one too.
    if (picture.keyframe && !h264::ParameterSets::fromAnnexB(sets).complete())
        picture.parameterSets.prepend(m_sets);
}

} // namespace oriel
