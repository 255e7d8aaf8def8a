#include "gradient_encoder.h"

#include <QString>

extern "C" {
#include <libavutil/log.h>
#include <libavutil/pixdesc.h>
}

namespace oriel::test {

namespace {

AvDictionaryPtr optionsOf(const char *parametersName, const QByteArray &parameters,
                          bool zeroLatency)
{
    AVDictionary *settings = nullptr;
    av_dict_set(&settings, "preset", "ultrafast", 0);
    if (zeroLatency)
        av_dict_set(&settings, "tune", "zerolatency", 0);
    av_dict_set(&settings, parametersName, parameters.constData(), 0);
    return AvDictionaryPtr(settings);
}

} // namespace

GradientEncoder::GradientEncoder(const Setup &setup)
{
    av_log_set_level(AV_LOG_QUIET);
    const AVCodec *codec = avcodec_find_encoder_by_name(setup.encoder);
    if (!codec)
        qFatal("libavcodec has no %s", setup.encoder);
    m_context.reset(avcodec_alloc_context3(codec));
    m_context->width = setup.size.width();
    m_context->height = setup.size.height();
    m_context->pix_fmt = setup.format;
    m_context->time_base = {1, 30};
    m_context->gop_size = setup.gop;
    m_context->max_b_frames = setup.bFrames;
    m_context->flags |= setup.flags;
    AVDictionary *options =
        optionsOf(setup.parametersName, setup.parameters, setup.zeroLatency).release();
    if (avcodec_open2(m_context.get(), codec, &options) < 0)
        qFatal("%s does not take its settings", setup.encoder);
    const AvDictionaryPtr unused(options);
    m_frame->format = m_context->pix_fmt;
    m_frame->width = m_context->width;
    m_frame->height = m_context->height;
    m_frame->pts = -1;
    m_shift = av_pix_fmt_desc_get(setup.format)->comp[0].depth - 8;
    av_frame_get_buffer(m_frame.get(), 0);
}

AccessUnit GradientEncoder::next()
{
    auto unit = tryNext();
    if (!unit)
        qFatal("%s holds a picture back", m_context->codec->name);
    return *unit;
}

std::optional<AccessUnit> GradientEncoder::tryNext()
{
    ++m_frame->pts;
    paint();
    avcodec_send_frame(m_context.get(), m_frame.get());
    if (avcodec_receive_packet(m_context.get(), m_packet.get()) < 0)
        return std::nullopt;
    AccessUnit unit;
    unit.annexB = QByteArray(reinterpret_cast<const char *>(m_packet->data), m_packet->size);
    unit.keyframe = (m_packet->flags & AV_PKT_FLAG_KEY) != 0;
    unit.rtpTimestamp = static_cast<std::uint32_t>(m_packet->pts * 3000);
    unit.received = wallNow();
    av_packet_unref(m_packet.get());
    return unit;
}

void GradientEncoder::paint()
{
    av_frame_make_writable(m_frame.get());
    for (int y = 0; y < m_frame->height; ++y) {
        for (int x = 0; x < m_frame->width; ++x)
            setLuma(x, y);
    }
    const AVPixFmtDescriptor *const format =
        av_pix_fmt_desc_get(static_cast<AVPixelFormat>(m_frame->format));
    const int height = AV_CEIL_RSHIFT(m_frame->height, format->log2_chroma_h);
    for (const int plane : {1, 2}) {
        for (int i = 0; i < m_frame->linesize[plane] * height; ++i) {
            // Grey: 128 in 8 bits, 0x0200 in 10 bits.
            const bool high = m_shift > 0 && i % 2 == 1;
            m_frame->data[plane][i] = m_shift == 0 ? 128 : high ? 2 : 0;
        }
    }
}

void GradientEncoder::setLuma(int x, int y)
{
    const int luma = lumaOf(m_frame->pts, x, y);
    std::uint8_t *const line = m_frame->data[0] + y * m_frame->linesize[0];
    if (m_shift == 0)
        line[x] = static_cast<std::uint8_t>(luma);
    else
        reinterpret_cast<std::uint16_t *>(line)[x] = static_cast<std::uint16_t>(luma << m_shift);
}

int GradientEncoder::lumaOf(std::int64_t picture, int x, int y)
{
    return 40 + (x / 4 + y / 4 + static_cast<int>(picture) * 2) % 160;
}

} // namespace oriel::test
