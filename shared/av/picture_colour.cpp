#include "av/picture_colour.h"

extern "C" {
#include <libavutil/pixfmt.h>
}

namespace oriel {

AVColorSpace colourMatrixOf(const AVFrame &picture)
{
    switch (picture.colorspace) {
    case AVCOL_SPC_BT709:
    case AVCOL_SPC_FCC:
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
    case AVCOL_SPC_SMPTE240M:
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
        return picture.colorspace;
    default:
        return usualColourMatrix(picture.height);
    }
}

int plainFormat(int format)
{
    switch (format) {
    case AV_PIX_FMT_YUVJ420P:
        return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P:
        return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P:
        return AV_PIX_FMT_YUV444P;
    default:
        return format;
    }
}

bool isFullRange(const AVFrame &picture)
{
    return picture.color_range == AVCOL_RANGE_JPEG || plainFormat(picture.format) != picture.format;
}

} // namespace oriel
