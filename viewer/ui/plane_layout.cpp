#include "ui/plane_layout.h"

#include "av/picture_colour.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace oriel {

namespace {

/// The weights of red and blue in luma (ITU-T H.273, table 4).
struct LumaWeights
{
    float red, blue;
};

LumaWeights lumaWeights(AVColorSpace matrix)
{
    switch (matrix) {
    case AVCOL_SPC_BT709:
        return {0.2126F, 0.0722F};
    case AVCOL_SPC_FCC:
        return {0.30F, 0.11F};
    case AVCOL_SPC_SMPTE240M:
        return {0.212F, 0.087F};
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
        return {0.2627F, 0.0593F};
    default:
        return {0.299F, 0.114F};
    }
}

bool isNative(const AVPixFmtDescriptor &format)
{
    const bool bigEndian = (format.flags & AV_PIX_FMT_FLAG_BE) != 0;
    return format.comp[0].depth == 8 || bigEndian == (Q_BYTE_ORDER == Q_BIG_ENDIAN);
}

/// Whether the component's samples lie in `plane`, `step` samples apart.
bool liesIn(const AVPixFmtDescriptor &format, int component, int plane, int step, int offset)
{
    const AVComponentDescriptor &samples = format.comp[component];
    const int bytes = format.comp[0].depth > 8 ? 2 : 1;
    return samples.plane == plane && samples.step == step * bytes &&
           samples.offset == offset * bytes && samples.shift == 0 &&
           samples.depth == format.comp[0].depth;
}

std::optional<PlaneLayout::Kind> kindOf(const AVPixFmtDescriptor &format)
{
    if (!liesIn(format, 0, 0, 1, 0))
        return std::nullopt;
    if (format.nb_components == 1)
        return PlaneLayout::Kind::Grey;
    if (format.nb_components != 3)
        return std::nullopt;
    if (liesIn(format, 1, 1, 1, 0) && liesIn(format, 2, 2, 1, 0))
        return PlaneLayout::Kind::Planar;
    if (liesIn(format, 1, 1, 2, 0) && liesIn(format, 2, 1, 2, 1))
        return PlaneLayout::Kind::SemiPlanar;
    return std::nullopt;
}

} // namespace

std::optional<PlaneLayout> PlaneLayout::of(const AVFrame &picture)
{
    constexpr auto kOthers = AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM |
                             AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_ALPHA |
                             AV_PIX_FMT_FLAG_FLOAT;
    const AVPixFmtDescriptor *format =
        av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture.format));
    if (!format || (format->flags & kOthers) != 0 || format->comp[0].depth < 8 ||
        !isNative(*format))
        return std::nullopt;
    const std::optional<Kind> kind = kindOf(*format);
    if (!kind)
        return std::nullopt;
    PlaneLayout layout{*kind, format->comp[0].depth, format->log2_chroma_w, format->log2_chroma_h};
    for (int plane = 0; plane < layout.planes(); ++plane) {
        if (picture.linesize[plane] <= 0 ||
            picture.linesize[plane] % (2 * layout.bytesPerSample()) != 0)
            return std::nullopt;
    }
    return layout;
}

int PlaneLayout::planes() const
{
    return kind == Kind::Grey ? 1 : kind == Kind::SemiPlanar ? 2 : 3;
}

QMatrix4x4 PlaneLayout::toRgb(const AVFrame &picture) const
{
    const bool fullRange = isFullRange(picture);
    const auto unit = static_cast<float>(1 << (depth - 8));
    const auto largest = static_cast<float>((1 << depth) - 1);
    const float code = bytesPerSample() == 1 ? 255.0F : 65535.0F;
    const float black = fullRange ? 0 : 16 * unit;
    const float luma = code / (fullRange ? largest : 219 * unit);
    const float chroma = code / (fullRange ? largest : 224 * unit);
    const float lumaZero = black / code, chromaZero = 128 * unit / code;

    const auto [red, blue] = lumaWeights(colourMatrixOf(picture));
    const float green = 1 - red - blue;
    const bool isGrey = kind == Kind::Grey;
    const float redOfCr = isGrey ? 0 : 2 * (1 - red) * chroma;
    const float blueOfCb = isGrey ? 0 : 2 * (1 - blue) * chroma;
    const float greenOfCb = -blueOfCb * blue / green, greenOfCr = -redOfCr * red / green;
    QMatrix4x4 matrix(luma, 0, redOfCr, 0, luma, greenOfCb, greenOfCr, 0, luma, blueOfCb, 0, 0, 0,
                      0, 0, 1);
    matrix.translate(-lumaZero, -chromaZero, -chromaZero);
    return matrix;
}

} // namespace oriel
