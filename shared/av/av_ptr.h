#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/buffer.h>
#include <libavutil/dict.h>
#include <libavutil/frame.h>
}

#include <QtGlobal>

#include <memory>

namespace oriel {

/// Deleter for the libav types whose free function takes a pointer to the pointer.
template <auto Free>
struct AvFree
{
    template <typename T>
    void operator()(T *object) const
    {
        Free(&object);
    }
};

/// Owners of libav objects; nobody else calls av_*_free.
using AvFramePtr = std::unique_ptr<AVFrame, AvFree<av_frame_free>>;
using AvPacketPtr = std::unique_ptr<AVPacket, AvFree<av_packet_free>>;
using AvCodecContextPtr = std::unique_ptr<AVCodecContext, AvFree<avcodec_free_context>>;
using AvBufferPtr = std::unique_ptr<AVBufferRef, AvFree<av_buffer_unref>>;
using AvDictionaryPtr = std::unique_ptr<AVDictionary, AvFree<av_dict_free>>;

/// A frame without buffers, or an empty packet. Never null: an exhausted heap ends the program.
[[nodiscard]] inline AvFramePtr makeAvFrame()
{
    AvFramePtr frame{av_frame_alloc()};
    Q_CHECK_PTR(frame.get());
    return frame;
}

[[nodiscard]] inline AvPacketPtr makeAvPacket()
{
    AvPacketPtr packet{av_packet_alloc()};
    Q_CHECK_PTR(packet.get());
    return packet;
}

} // namespace oriel
