#pragma once

#include "av/av_ptr.h"
#include "h26x/access_unit.h"

#include <QSize>

#include <optional>

namespace oriel::test {

/// Encodes a moving gradient with an encoder of libavcodec, one access unit a call. In 10 bits the
/// luma is four times what lumaOf() says.
class GradientEncoder
{
public:
    virtual ~GradientEncoder() = default;

    /// The next access unit; there must be one for each picture.
    [[nodiscard]] AccessUnit next();
    /// The same for encoders that hold pictures back.
    [[nodiscard]] std::optional<AccessUnit> tryNext();
    /// The number of the picture that went in last, from 0 on.
    [[nodiscard]] std::int64_t lastPicture() const { return m_frame->pts; }
    /// The luma of a picture before it was encoded.
    [[nodiscard]] static int lumaOf(std::int64_t picture, int x, int y);

protected:
    /// What both encoders must be told alike.
    struct Setup
    {
        const char *encoder;
        QSize size;
        int gop = 15;
        int bFrames = 0;
        int flags = 0; ///< AV_CODEC_FLAG_*
        AVPixelFormat format = AV_PIX_FMT_YUV420P;
        bool zeroLatency = true;
        const char *parametersName = nullptr;
        QByteArray parameters; ///< The encoder library's own.
    };

    explicit GradientEncoder(const Setup &setup);

    [[nodiscard]] QByteArrayView extradata() const
    {
        return {m_context->extradata, m_context->extradata_size};
    }

private:
    void paint();
    void setLuma(int x, int y);

    AvCodecContextPtr m_context;
    AvFramePtr m_frame = makeAvFrame();
    AvPacketPtr m_packet = makeAvPacket();
    int m_shift = 0; ///< From 8 bits to those of the format.
};

} // namespace oriel::test
