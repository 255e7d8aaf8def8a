#pragma once

#include "source/frame_pool.h"

#include <memory>

struct SwsContext;

namespace oriel {

/// Brings decoded pictures of any format to what is encoded: yuv420p, limited range, one size, the
/// colour matrix of usualColourMatrix(). Not thread-safe.
class FrameScaler
{
public:
    explicit FrameScaler(QSize size); ///< Even.
    ~FrameScaler();
    FrameScaler(const FrameScaler &) = delete;
    FrameScaler &operator=(const FrameScaler &) = delete;

    /// Null where there is no way from the picture's format.
    [[nodiscard]] AvFramePtr scale(const AVFrame &picture);

private:
    struct Setup
    {
        QSize size;
        int format = -1;
        int matrix = -1;
        bool fullRange = false;

        bool operator==(const Setup &) const = default;
    };
    struct FreeContext
    {
        void operator()(SwsContext *context) const;
    };

    [[nodiscard]] bool prepare(const Setup &from);

    QSize m_size;
    FramePool m_pool;
    Setup m_from;
    std::unique_ptr<SwsContext, FreeContext> m_context;
};

} // namespace oriel
