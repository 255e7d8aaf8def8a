#include "test_picture.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <QtEndian>

#include <algorithm>
#include <cmath>

namespace oriel::test {

namespace {

int patchAt(int x, int y, QSize size)
{
    return std::min(y * kRows / size.height(), kRows - 1) * kColumns +
           std::min(x * kColumns / size.width(), kColumns - 1);
}

int valueOf(const Yuv &yuv, int component)
{
    return component == 0 ? yuv.y : component == 1 ? yuv.u : yuv.v;
}

void putSample(uchar *at, const AVComponentDescriptor &samples, int value)
{
    if (samples.depth == 8)
        *at = static_cast<uchar>(value);
    else
        qToUnaligned(static_cast<quint16>(value << (samples.depth - 8 + samples.shift)), at);
}

} // namespace

VideoFrame makeFrame(QSize size, AVPixelFormat format)
{
    VideoFrame frame;
    frame.picture = makeAvFrame();
    frame.picture->width = size.width();
    frame.picture->height = size.height();
    frame.picture->format = format;
    if (av_frame_get_buffer(frame.picture.get(), 0) < 0)
        qFatal("no buffer");
    return frame;
}

void fillPatches(AVFrame &picture)
{
    const AVPixFmtDescriptor *format =
        av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture.format));
    for (int component = 0; component < format->nb_components; ++component) {
        const AVComponentDescriptor &samples = format->comp[component];
        const bool isChroma = component > 0;
        const QSize size(AV_CEIL_RSHIFT(picture.width, isChroma ? format->log2_chroma_w : 0),
                         AV_CEIL_RSHIFT(picture.height, isChroma ? format->log2_chroma_h : 0));
        for (int y = 0; y < size.height(); ++y) {
            uchar *at = picture.data[samples.plane] + y * picture.linesize[samples.plane];
            for (int x = 0; x < size.width(); ++x)
                putSample(at + samples.offset + x * samples.step, samples,
                          valueOf(kPatches[patchAt(x, y, size)], component));
        }
    }
}

QColor expected(const Yuv &yuv, const Matrix &matrix, int depth)
{
    const auto [kr, kb, fullRange] = matrix;
    // H.273 scales by the power of two for limited range, and by the largest number for full range.
    const double unit = 1 << (depth - 8), largest = (1 << depth) - 1;
    const double luma = fullRange ? yuv.y * unit / largest : (yuv.y - 16) / 219.0;
    const double scale = fullRange ? largest / unit : 224.0;
    const double cb = (yuv.u - 128) / scale, cr = (yuv.v - 128) / scale;
    const double r = luma + 2 * (1 - kr) * cr;
    const double b = luma + 2 * (1 - kb) * cb;
    const double g = (luma - kr * r - kb * b) / (1 - kr - kb);
    const auto byte = [](double value) {
        return std::clamp(static_cast<int>(std::lround(value * 255)), 0, 255);
    };
    return {byte(r), byte(g), byte(b)};
}

} // namespace oriel::test
