#include "x264_encoder.h"

#include <QString>

extern "C" {
#include <libavutil/log.h>
}

#include <cstring>

namespace oriel::test {

X264Encoder::X264Encoder(Options options)
{
    av_log_set_level(AV_LOG_QUIET);
    const AVCodec *codec = avcodec_find_encoder_by_name("libx264");
    if (!codec)
        qFatal("libavcodec has no libx264");
    m_context.reset(avcodec_alloc_context3(codec));
    m_context->width = options.size.width();
    m_context->height = options.size.height();
    m_context->pix_fmt = AV_PIX_FMT_YUV420P;
    m_context->time_base = {1, 30};
    m_context->gop_size = options.gop;
    m_context->max_b_frames = 0;
    if (!options.repeatHeaders)
        m_context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    const QByteArray parameters = "repeat-headers=" + QByteArray::number(options.repeatHeaders) +
                                  ":slices=" + QByteArray::number(options.slices) +
                                  ":intra-refresh=" + QByteArray::number(options.intraRefresh) +
                                  ":annexb=1:scenecut=0:threads=1";
    AVDictionary *settings = nullptr;
    av_dict_set(&settings, "preset", "ultrafast", 0);
    av_dict_set(&settings, "tune", "zerolatency", 0);
    av_dict_set(&settings, "x264-params", parameters.constData(), 0);
    if (avcodec_open2(m_context.get(), codec, &settings) < 0)
        qFatal("libx264 does not take its settings");
    const AvDictionaryPtr unused(settings);
    m_frame = makeAvFrame();
    m_frame->format = m_context->pix_fmt;
    m_frame->width = m_context->width;
    m_frame->height = m_context->height;
    m_frame->pts = -1;
    av_frame_get_buffer(m_frame.get(), 0);
}

AccessUnit X264Encoder::next()
{
    ++m_frame->pts;
    av_frame_make_writable(m_frame.get());
    for (int y = 0; y < m_frame->height; ++y) {
        for (int x = 0; x < m_frame->width; ++x)
            m_frame->data[0][y * m_frame->linesize[0] + x] =
                static_cast<std::uint8_t>(lumaAt(x, y));
    }
    for (const int plane : {1, 2})
        std::memset(m_frame->data[plane], 128,
                    static_cast<std::size_t>(m_frame->linesize[plane]) * (m_frame->height / 2));
    avcodec_send_frame(m_context.get(), m_frame.get());
    if (avcodec_receive_packet(m_context.get(), m_packet.get()) < 0)
        qFatal("libx264 holds a picture back");
    AccessUnit unit;
    unit.annexB = QByteArray(reinterpret_cast<const char *>(m_packet->data), m_packet->size);
    unit.keyframe = (m_packet->flags & AV_PKT_FLAG_KEY) != 0;
    unit.rtpTimestamp = static_cast<std::uint32_t>(m_frame->pts * 3000);
    unit.received = wallNow();
    av_packet_unref(m_packet.get());
    return unit;
}

h264::ParameterSets X264Encoder::parameterSets() const
{
    return h264::ParameterSets::fromAnnexB(
        QByteArrayView(m_context->extradata, m_context->extradata_size));
}

int X264Encoder::lumaAt(int x, int y) const
{
    return 40 + (x / 4 + y / 4 + static_cast<int>(m_frame->pts) * 2) % 160;
}

} // namespace oriel::test
