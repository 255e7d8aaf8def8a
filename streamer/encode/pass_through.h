#pragma once

#include "encode/encoded_picture.h"

#include <QByteArrayView>

#include <optional>

namespace oriel {

/// Makes access units of a foreign encoder fit to be sent as ours are: parameter sets with each
/// keyframe, and without what stood for another sender's time or for nothing (AUD, filler, an
/// earlier timing SEI or trailing SEI). The slices stay as they are. Not thread-safe.
class PassThrough
{
public:
    /// Parameter sets that come beside the stream, such as those in the head of a file (Annex B).
    void remember(QByteArrayView annexB);

    /// Any bytes (Annex B). Nothing where there is no slice.
    [[nodiscard]] std::optional<EncodedPicture> take(QByteArrayView annexB);

private:
    void prepareKeyframe(EncodedPicture &picture, const QByteArray &sets);

    QByteArray m_sets; ///< What the next keyframe needs that has none of its own.
};

} // namespace oriel
