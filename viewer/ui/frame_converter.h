#pragma once

#include "av/av_ptr.h"

#include <QImage>
#include <QSize>

#include <cstdint>
#include <memory>
#include <vector>

struct AVFrame;
struct SwsContext;

namespace oriel {

/// Memory of a picture in 32 bits a pixel, 0xffRRGGBB in the order of the machine. Borrowed.
struct PixelTarget
{
    uchar *bits = nullptr;
    qsizetype bytesPerLine = 0;
    QSize size;
};

/// Converts decoded pictures to RGB and scales them in the same pass, by the colour matrix and
/// range the picture names (ITU-T H.273); where it names none, BT.709 from 720 lines on and BT.601
/// below, limited range. Keeps one context, made anew when size or format change. Not thread-safe.
class FrameConverter
{
public:
    FrameConverter();
    ~FrameConverter();

    /// Writes every pixel of `target` and nothing beside it. False if the format has no conversion.
    bool convert(const AVFrame &picture, const PixelTarget &target);
    /// The same into a new image; null on failure.
    [[nodiscard]] QImage toImage(const AVFrame &picture, QSize size);

private:
    struct Setup
    {
        QSize from, to;
        int format = -1;
        int matrix = -1;
        bool fullRange = false;

        bool operator==(const Setup &) const = default;
    };
    struct FreeContext
    {
        void operator()(SwsContext *context) const;
    };

    /// A picture of grey as one in 4:2:0, with chroma that is valid until the next call.
    [[nodiscard]] AvFramePtr withNeutralChroma(const AVFrame &grey);
    [[nodiscard]] bool prepare(const Setup &setup);
    [[nodiscard]] bool scale(const AVFrame &picture, const PixelTarget &target);

    Setup m_setup;
    std::unique_ptr<SwsContext, FreeContext> m_context;
    std::vector<std::uint16_t> m_neutralChroma;
    QImage m_padded; ///< For widths that the vector code would write beyond.
};

} // namespace oriel
