#include "source/frame_pool.h"

extern "C" {
#include <libavutil/imgutils.h>
}

namespace oriel {

namespace {

constexpr int kAlignment = 64;

} // namespace

FramePool::FramePool(QSize size)
    : m_size(size)
    , m_pool(av_buffer_pool_init(static_cast<std::size_t>(av_image_get_buffer_size(
                                     AV_PIX_FMT_YUV420P, size.width(), size.height(), kAlignment)),
                                 nullptr))
{
}

AvFramePtr FramePool::take()
{
    AvFramePtr frame = makeAvFrame();
    frame->format = AV_PIX_FMT_YUV420P;
    frame->width = m_size.width();
    frame->height = m_size.height();
    frame->color_range = AVCOL_RANGE_MPEG;
    frame->buf[0] = av_buffer_pool_get(m_pool.get());
    Q_CHECK_PTR(frame->buf[0]);
    av_image_fill_arrays(frame->data, frame->linesize, frame->buf[0]->data, AV_PIX_FMT_YUV420P,
                         frame->width, frame->height, kAlignment);
    return frame;
}

} // namespace oriel
