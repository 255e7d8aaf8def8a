#pragma once

#include "av/av_ptr.h"

#include <QSize>

namespace oriel {

/// Gives out yuv420p frames of one size whose memory is used again once a frame is gone. Frames may
/// outlive the pool and be freed in any thread; take() is called from one.
class FramePool
{
public:
    explicit FramePool(QSize size);

    /// A frame with whatever an earlier one left in it. Never null.
    [[nodiscard]] AvFramePtr take();

private:
    QSize m_size;
    std::unique_ptr<AVBufferPool, AvFree<av_buffer_pool_uninit>> m_pool;
};

} // namespace oriel
