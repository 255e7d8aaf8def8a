#include "live_encoder.h"

#include "av/av_ptr.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <random>

namespace oriel::test {

struct LiveEncoder::Codec
{
    AvCodecContextPtr context;
    AvFramePtr frame = makeAvFrame();
    AvPacketPtr packet = makeAvPacket();
    std::minstd_rand random;
};

LiveEncoder::LiveEncoder(int width, int height, Content content)
    : m_codec(std::make_unique<Codec>())
    , m_content(content)
{
    av_log_set_level(AV_LOG_ERROR);
    const AVCodec *encoder = avcodec_find_encoder_by_name("libx264");
    Q_ASSERT_X(encoder, "LiveEncoder", "FFmpeg has no libx264");
    m_codec->context.reset(avcodec_alloc_context3(encoder));
    AVCodecContext &context = *m_codec->context;
    context.width = width;
    context.height = height;
    context.pix_fmt = AV_PIX_FMT_YUV420P;
    context.time_base = {1, 30};
    context.gop_size = 100'000;
    context.max_b_frames = 0;
    context.thread_count = 1;
    av_opt_set(context.priv_data, "preset", "ultrafast", 0);
    av_opt_set(context.priv_data, "tune", "zerolatency", 0);
    av_opt_set(context.priv_data, "forced-idr", "1", 0);
    if (avcodec_open2(&context, encoder, nullptr) < 0)
        qFatal("libx264 cannot be opened");
    AVFrame &frame = *m_codec->frame;
    frame.format = context.pix_fmt;
    frame.width = width;
    frame.height = height;
    if (av_frame_get_buffer(&frame, 0) < 0)
        qFatal("no memory for a picture");
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        bool keyframe = false;
        const WallTime captured = wallNow();
        const QByteArray unit = encode(keyframe);
        Q_EMIT encoded(unit, keyframe, captured);
    });
}

LiveEncoder::~LiveEncoder() = default;

QByteArray LiveEncoder::encodeNow()
{
    bool keyframe = false;
    return encode(keyframe);
}

QByteArray LiveEncoder::encode(bool &keyframe)
{
    paint();
    AVFrame &frame = *m_codec->frame;
    frame.pts = m_frame++;
    frame.pict_type = std::exchange(m_force, false) ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    AVPacket &packet = *m_codec->packet;
    if (avcodec_send_frame(m_codec->context.get(), &frame) < 0 ||
        avcodec_receive_packet(m_codec->context.get(), &packet) < 0)
        qFatal("libx264 gave no access unit");
    keyframe = (packet.flags & AV_PKT_FLAG_KEY) != 0;
    QByteArray unit(reinterpret_cast<const char *>(packet.data), packet.size);
    av_packet_unref(&packet);
    return unit;
}

void LiveEncoder::paint()
{
    AVFrame &frame = *m_codec->frame;
    if (av_frame_make_writable(&frame) < 0)
        qFatal("no memory for a picture");
    for (int plane = 0; plane < 3; ++plane) {
        const int height = plane == 0 ? frame.height : frame.height / 2;
        for (int i = 0; i < frame.linesize[plane] * height; ++i) {
            const auto shade = m_content == Content::Noise
                                   ? m_codec->random() >> 8
                                   : static_cast<unsigned long>(i + m_frame);
            frame.data[plane][i] = static_cast<std::uint8_t>(shade);
        }
    }
}

} // namespace oriel::test
