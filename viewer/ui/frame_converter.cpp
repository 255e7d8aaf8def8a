#include "ui/frame_converter.h"

#include "av/picture_colour.h"

extern "C" {
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libavutil/pixfmt.h>
#include <libswscale/swscale.h>
}

#include <algorithm>
#include <cstring>

namespace oriel {

namespace {

/// The vector code of libswscale writes whole groups of pixels, beyond the end of the row: 16 at a
/// time so far.
constexpr int kGroup = 32;
/// Below so many pixels a second thread costs more than it saves.
constexpr int kThreadedPixels = 1 << 20;

int flagsFor(QSize from, QSize to)
{
    // Exact rounding costs nothing while scaling, but takes the unscaled case off its fast path.
    if (from == to)
        return SWS_FAST_BILINEAR;
    return SWS_ACCURATE_RND | (to.width() < from.width() ? SWS_BILINEAR : SWS_FAST_BILINEAR);
}

/// The 4:2:0 format with the same luma, for greys in the byte order of the machine; else the same.
int colouredFormat(int format)
{
    switch (format) {
    case AV_PIX_FMT_GRAY8:
        return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_GRAY10:
        return AV_PIX_FMT_YUV420P10;
    case AV_PIX_FMT_GRAY12:
        return AV_PIX_FMT_YUV420P12;
    default:
        return format;
    }
}

} // namespace

FrameConverter::FrameConverter() = default;
FrameConverter::~FrameConverter() = default;

void FrameConverter::FreeContext::operator()(SwsContext *context) const
{
    sws_freeContext(context);
}

bool FrameConverter::convert(const AVFrame &picture, const PixelTarget &target)
{
    // libswscale takes every grey for one of full range.
    if (colouredFormat(picture.format) != picture.format) {
        const AvFramePtr coloured = withNeutralChroma(picture);
        return coloured && convert(*coloured, target);
    }
    const int format = plainFormat(picture.format);
    if (target.size.isEmpty() || !prepare({{picture.width, picture.height},
                                           target.size,
                                           format,
                                           colourMatrixOf(picture),
                                           isFullRange(picture)}))
        return false;
    if (target.size.width() % kGroup == 0)
        return scale(picture, target);

    const int padded = (target.size.width() / kGroup + 2) * kGroup;
    if (m_padded.width() != padded || m_padded.height() != target.size.height())
        m_padded = QImage(padded, target.size.height(), QImage::Format_RGB32);
    if (!scale(picture, {m_padded.bits(), m_padded.bytesPerLine(), target.size}))
        return false;
    for (int y = 0; y < target.size.height(); ++y)
        std::memcpy(target.bits + y * target.bytesPerLine, m_padded.constScanLine(y),
                    static_cast<std::size_t>(target.size.width()) * 4);
    return true;
}

QImage FrameConverter::toImage(const AVFrame &picture, QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    if (image.isNull() || !convert(picture, {image.bits(), image.bytesPerLine(), size}))
        return {};
    return image;
}

AvFramePtr FrameConverter::withNeutralChroma(const AVFrame &grey)
{
    AvFramePtr coloured = makeAvFrame();
    if (av_frame_ref(coloured.get(), &grey) < 0)
        return nullptr;
    coloured->format = colouredFormat(grey.format);
    const AVPixFmtDescriptor *format =
        av_pix_fmt_desc_get(static_cast<AVPixelFormat>(coloured->format));
    const int width = (grey.width + 1) / 2, height = (grey.height + 1) / 2;
    const AVComponentDescriptor &chroma = format->comp[1];
    // The samples of one byte are written as pairs.
    const int sample = 1 << (chroma.depth - 1);
    const auto pair = static_cast<std::uint16_t>(chroma.step == 1 ? sample * 0x101 : sample);
    const int pairs = (width * chroma.step + 1) / 2;
    m_neutralChroma.assign(static_cast<std::size_t>(pairs) * height, pair);
    for (const int plane : {1, 2}) {
        coloured->data[plane] = reinterpret_cast<std::uint8_t *>(m_neutralChroma.data());
        coloured->linesize[plane] = 2 * pairs;
    }
    return coloured;
}

bool FrameConverter::prepare(const Setup &setup)
{
    if (m_context && setup == m_setup)
        return true;
    m_setup = setup;
    m_context.reset(sws_alloc_context());
    Q_CHECK_PTR(m_context.get());
    const auto set = [this](const char *name, std::int64_t value) {
        av_opt_set_int(m_context.get(), name, value, 0);
    };
    set("srcw", setup.from.width());
    set("srch", setup.from.height());
    set("src_format", setup.format);
    set("src_range", setup.fullRange ? 1 : 0);
    set("dstw", setup.to.width());
    set("dsth", setup.to.height());
    set("dst_format", AV_PIX_FMT_RGB32);
    set("sws_flags", flagsFor(setup.from, setup.to));
    const int pixels =
        std::max(setup.from.width() * setup.from.height(), setup.to.width() * setup.to.height());
    set("threads", pixels >= kThreadedPixels ? 2 : 1);
    if (sws_init_context(m_context.get(), nullptr, nullptr) < 0) {
        m_context.reset();
        return false;
    }
    constexpr int kUnity = 1 << 16;
    sws_setColorspaceDetails(m_context.get(), sws_getCoefficients(setup.matrix),
                             setup.fullRange ? 1 : 0, sws_getCoefficients(SWS_CS_DEFAULT), 1, 0,
                             kUnity, kUnity);
    return true;
}

bool FrameConverter::scale(const AVFrame &picture, const PixelTarget &target)
{
    // sws_scale_frame() is the one that uses the threads, and it wants references to buffers.
    const AvFramePtr out = makeAvFrame();
    out->width = target.size.width();
    out->height = target.size.height();
    out->format = AV_PIX_FMT_RGB32;
    out->data[0] = target.bits;
    out->linesize[0] = static_cast<int>(target.bytesPerLine);
    const auto bytes = static_cast<std::size_t>(target.bytesPerLine) * target.size.height();
    const auto keep = [](void *, std::uint8_t *) {};
    out->buf[0] = av_buffer_create(target.bits, bytes, keep, nullptr, 0);
    return sws_scale_frame(m_context.get(), out.get(), &picture) >= 0;
}

} // namespace oriel
