#include "h26x/leading_sei.h"

#include "h26x/h265_nal.h"

namespace oriel {

namespace {

enum class Place { Slice, Sei, Other };

Place placeOf(VideoCodec codec, char header)
{
    if (codec == VideoCodec::H265) {
        const h265::NalType type = h265::nalType(header);
        return h265::isVcl(type)                  ? Place::Slice
               : type == h265::NalType::PrefixSei ? Place::Sei
                                                  : Place::Other;
    }
    const h264::NalType type = h264::nalType(header);
    return h264::isVcl(type)            ? Place::Slice
           : type == h264::NalType::Sei ? Place::Sei
                                        : Place::Other;
}

} // namespace

LeadingSei::LeadingSei(VideoCodec codec, QByteArrayView annexB) : m_codec(codec), m_reader(annexB)
{
}

std::optional<QByteArrayView> LeadingSei::next()
{
    while (!m_reader.peek().isEmpty()) {
        const Place place = placeOf(m_codec, m_reader.peek()[0]);
        if (place == Place::Slice)
            return std::nullopt; // Without a search for its end.
        const auto nal = m_reader.next();
        if (place == Place::Sei)
            return nal;
    }
    return std::nullopt;
}

} // namespace oriel
