#pragma once

#include "playback/video_frame.h"

#include <QColor>
#include <QSize>

#include <array>

namespace oriel::test {

struct Yuv
{
    int y, u, v;
};

/// Colours of patches, in limited range; saturated ones and greys.
inline constexpr std::array<Yuv, 8> kPatches{{{16, 128, 128},
                                              {235, 128, 128},
                                              {126, 128, 128},
                                              {81, 90, 240},
                                              {145, 54, 34},
                                              {41, 240, 110},
                                              {180, 100, 150},
                                              {100, 160, 90}}};
/// Luma weights of red and blue, and the range.
struct Matrix
{
    double kr, kb;
    bool fullRange = false;
};
inline constexpr Matrix k601{0.299, 0.114}, k709{0.2126, 0.0722}, k2020{0.2627, 0.0593};

inline constexpr int kColumns = 4, kRows = 2;

/// A picture with buffers and without content.
[[nodiscard]] VideoFrame makeFrame(QSize size, AVPixelFormat format = AV_PIX_FMT_YUV420P);
/// Fills a picture in YUV or grey with the patches, kColumns by kRows.
void fillPatches(AVFrame &picture);
/// The colour that a sample stands for, by the equations of ITU-T H.273 for MatrixCoefficients.
[[nodiscard]] QColor expected(const Yuv &yuv, const Matrix &matrix, int depth = 8);

} // namespace oriel::test
