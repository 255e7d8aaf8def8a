#pragma once

#include "h26x/access_unit.h"

#include <QByteArray>

namespace oriel::test {

/// Interlaced H.264 whose fields are pictures of their own (ITU-T H.264, 3.30, field pairs), which
/// no encoder of the distribution makes: uncompressed macroblocks (I_PCM), 64x64, one luma a field.
class PcmFields
{
public:
    static constexpr int kSize = 64;

    /// The next field, top and bottom in turn, as an access unit of its own. Every eighth frame
    /// begins with an IDR picture and its parameter sets.
    [[nodiscard]] AccessUnit next();

    /// The luma of a field, the first being 0.
    [[nodiscard]] static int lumaOf(int field) { return 40 + field * 7 % 160; }

private:
    int m_field = 0;
};

} // namespace oriel::test
