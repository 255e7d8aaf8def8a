#include "test_picture.h"

#include <algorithm>
#include <cmath>

namespace oriel::test {

namespace {

int patchAt(int x, int y, QSize size)
{
    return std::min(y * kRows / size.height(), kRows - 1) * kColumns +
           std::min(x * kColumns / size.width(), kColumns - 1);
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
    const QSize size(picture.width, picture.height);
    const QSize chroma((size.width() + 1) / 2, (size.height() + 1) / 2);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x)
            picture.data[0][y * picture.linesize[0] + x] =
                static_cast<uchar>(kPatches[patchAt(x, y, size)].y);
    }
    for (int y = 0; y < chroma.height(); ++y) {
        for (int x = 0; x < chroma.width(); ++x) {
            const Yuv &patch = kPatches[patchAt(x, y, chroma)];
            picture.data[1][y * picture.linesize[1] + x] = static_cast<uchar>(patch.u);
            picture.data[2][y * picture.linesize[2] + x] = static_cast<uchar>(patch.v);
        }
    }
}

QColor expected(const Yuv &yuv, const Matrix &matrix)
{
    const auto [kr, kb, fullRange] = matrix;
    const double luma = fullRange ? yuv.y / 255.0 : (yuv.y - 16) / 219.0;
    const double scale = fullRange ? 255.0 : 224.0;
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
