#include "source/frame_scaler.h"

#include "av/picture_colour.h"

extern "C" {
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

namespace oriel {

FrameScaler::FrameScaler(QSize size) : m_size(size), m_pool(size) {}
FrameScaler::~FrameScaler() = default;

void FrameScaler::FreeContext::operator()(SwsContext *context) const
{
    sws_freeContext(context);
}

AvFramePtr FrameScaler::scale(const AVFrame &picture)
{
    const int format = plainFormat(picture.format);
    if (!prepare({{picture.width, picture.height},
                  format,
                  colourMatrixOf(picture),
                  isFullRange(picture)}))
        return nullptr;
    AvFramePtr scaled = m_pool.take();
    // The context was made for the plain format.
    const AvFramePtr plain(av_frame_clone(&picture));
    if (!plain)
        return nullptr;
    plain->format = format;
    return sws_scale_frame(m_context.get(), scaled.get(), plain.get()) < 0 ? nullptr
                                                                           : std::move(scaled);
}

bool FrameScaler::prepare(const Setup &from)
{
    if (m_context && from == m_from)
        return true;
    m_from = from;
    m_context.reset(sws_alloc_context());
    Q_CHECK_PTR(m_context.get());
    // Before it is initialized: whether pictures may be copied as they are depends on the ranges.
    const auto set = [this](const char *name, std::int64_t value) {
        av_opt_set_int(m_context.get(), name, value, 0);
    };
    set("srcw", from.size.width());
    set("srch", from.size.height());
    set("src_format", from.format);
    set("src_range", from.fullRange ? 1 : 0);
    set("dstw", m_size.width());
    set("dsth", m_size.height());
    set("dst_format", AV_PIX_FMT_YUV420P);
    set("dst_range", 0);
    set("sws_flags", SWS_BICUBIC | SWS_ACCURATE_RND);
    if (sws_init_context(m_context.get(), nullptr, nullptr) < 0) {
        m_context.reset();
        return false;
    }
    constexpr int kUnity = 1 << 16;
    sws_setColorspaceDetails(
        m_context.get(), sws_getCoefficients(from.matrix), from.fullRange ? 1 : 0,
        sws_getCoefficients(usualColourMatrix(m_size.height())), 0, 0, kUnity, kUnity);
    return true;
}

} // namespace oriel
