#include "playback/video_decoder.h"

#include "av/av_error.h"
#include "h26x/bit_reader.h"
#include "h26x/leading_sei.h"
#include "h26x/sei.h"

#include <QCoreApplication>

extern "C" {
#include <libavutil/imgutils.h>
}

#include <algorithm>
#include <thread>

namespace oriel {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::VideoDecoder)
};

/// recovery_poc_cnt of H.265, D.2.8. Pictures without reordering, as those of a gradual refresh,
/// count as the output order does.
int recoveryPocCount(QByteArrayView payload)
{
    auto bits = h264::BitReader::ofRbsp(payload.toByteArray());
    const std::int32_t count = bits.se();
    return bits.ok() ? std::max(count, 0) : 0;
}

/// If decoding may start at this access unit: how many pictures behind it the first whole one is.
std::optional<int> distanceToWhole(const AccessUnit &unit, VideoCodec codec)
{
    if (unit.keyframe)
        return 0;
    LeadingSei leading(codec, unit.annexB);
    while (const auto nal = leading.next()) {
        h264::SeiReader reader(*nal, codec);
        while (const auto message = reader.next()) {
            if (message->type != h264::SeiType::RecoveryPoint)
                continue;
            // libavcodec counts recovery frames itself in H.264, but not in H.265.
            return codec == VideoCodec::H265 ? recoveryPocCount(message->payload) : 0;
        }
    }
    return std::nullopt;
}

AVCodecID idOf(VideoCodec codec)
{
    return codec == VideoCodec::H265 ? AV_CODEC_ID_HEVC : AV_CODEC_ID_H264;
}

bool isCorrupt(const AVFrame &frame)
{
    return (frame.flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags != 0;
}

void copyPicture(const AVFrame &from, AVFrame &to)
{
    if (from.format != to.format || from.width > to.width || from.height > to.height)
        return;
    const std::uint8_t *planes[4] = {from.data[0], from.data[1], from.data[2], from.data[3]};
    av_image_copy(to.data, to.linesize, planes, from.linesize,
                  static_cast<AVPixelFormat>(from.format), from.width, from.height);
}

} // namespace

VideoDecoder::VideoDecoder(Sink sink) : m_sink(std::move(sink)) {}

Expected<void> VideoDecoder::open(VideoCodec codec)
{
    m_context.reset();
    const AVCodec *decoder = avcodec_find_decoder(idOf(codec));
    if (!decoder)
        return fail(ErrorCode::DecoderFailed, {},
                    Words::tr("libavcodec has no %1").arg(QLatin1String(codecName(codec))));
    AvCodecContextPtr context(avcodec_alloc_context3(decoder));
    Q_CHECK_PTR(context.get());
    // Frame threads would hold back one picture each.
    context->thread_type = FF_THREAD_SLICE;
    context->thread_count = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 4);
    context->flags |= AV_CODEC_FLAG_LOW_DELAY | AV_CODEC_FLAG_OUTPUT_CORRUPT;
    context->opaque = this;
    context->get_buffer2 = &VideoDecoder::getBuffer;
    const int result = avcodec_open2(context.get(), decoder, nullptr);
    if (result < 0)
        return fail(ErrorCode::DecoderFailed, {}, avErrorText(result));
    m_context = std::move(context);
    m_codec = codec;
    return {};
}

std::optional<VideoCodec> VideoDecoder::codec() const
{
    return m_context ? std::optional(m_codec) : std::nullopt;
}

int VideoDecoder::getBuffer(AVCodecContext *context, AVFrame *frame, int flags)
{
    // libavcodec's own concealment does not go with slice threads; without it a missing slice would
    // show whatever the buffer held.
    const auto *self = static_cast<const VideoDecoder *>(context->opaque);
    const int result = avcodec_default_get_buffer2(context, frame, flags);
    if (result >= 0 && self->m_concealing)
        copyPicture(*self->m_last, *frame);
    return result;
}

QString VideoDecoder::name() const
{
    if (!m_context)
        return {};
    return QStringLiteral("libavcodec %1, %2 slice threads")
        .arg(QLatin1String(m_context->codec->name))
        .arg(m_context->thread_count);
}

Expected<void> VideoDecoder::decode(const AccessUnit &unit, std::optional<WallTime> captured)
{
    if (!m_context || unit.annexB.isEmpty() || !mayStart(unit))
        return {};
    const std::int64_t number = ++m_number;
    m_companions[static_cast<std::size_t>(number) % m_companions.size()] = {
        number, h264::readTimingSei(unit.annexB, m_codec), captured, unit.received, unit.damaged};
    m_concealing = unit.damaged;
    if (number == 1 && !m_sets.isEmpty())
        feed(m_sets + unit.annexB); // The stream's own sets, behind them, win.
    else
        feed(unit.annexB);
    drain();
    // libavcodec says nothing of H.265 without parameter sets since 7.1.
    if (isFruitless(unit))
        return fail(ErrorCode::DecoderFailed, {},
                    avErrorText(m_lastError != 0 ? m_lastError : AVERROR_INVALIDDATA));
    return {};
}

bool VideoDecoder::isFruitless(const AccessUnit &unit)
{
    if (m_shownWhole || !unit.keyframe || unit.damaged)
        return false;
    return ++m_fruitlessKeyframes >= kFruitlessKeyframes &&
           unit.received - *m_waitsSince >= kFruitlessTime;
}

bool VideoDecoder::mayStart(const AccessUnit &unit)
{
    if (m_started)
        return true;
    const std::optional<int> distance = distanceToWhole(unit, m_codec);
    const bool patienceOver = isPatienceOver(unit.received);
    m_started = (distance && !unit.damaged) || patienceOver;
    m_wholeFrom = 1 + distance.value_or(0);
    return m_started;
}

bool VideoDecoder::isPatienceOver(WallTime received)
{
    if (!m_waitsSince)
        m_waitsSince = received;
    return received - *m_waitsSince >= kPatience;
}

void VideoDecoder::feed(QByteArrayView annexB)
{
    // Without a buffer reference libavcodec copies the bytes itself, with the padding it needs.
    m_packet->data = reinterpret_cast<std::uint8_t *>(const_cast<char *>(annexB.data()));
    m_packet->size = static_cast<int>(annexB.size());
    m_packet->pts = m_number;
    m_packet->dts = m_number;
    // A refused access unit is a damaged one: the pictures after it show that.
    if (const int result = avcodec_send_packet(m_context.get(), m_packet.get()); result < 0)
        m_lastError = result;
    m_packet->data = nullptr;
    m_packet->size = 0;
}

void VideoDecoder::drain()
{
    for (;;) {
        AvFramePtr picture = makeAvFrame();
        const int result = avcodec_receive_frame(m_context.get(), picture.get());
        if (result < 0) {
            if (result != AVERROR(EAGAIN))
                m_lastError = result;
            return;
        }
        // Even a corrupt one: what damages it may pass.
        m_lastError = m_fruitlessKeyframes = 0;
        const bool corrupt = isCorrupt(*picture);
        av_frame_unref(m_last.get());
        av_frame_ref(m_last.get(), picture.get());
        VideoFrame frame;
        frame.number = picture->pts;
        frame.decoded = wallNow();
        frame.damaged = corrupt;
        frame.picture = std::move(picture);
        m_delay = m_number - frame.number;
        const Companion &companion =
            m_companions[static_cast<std::size_t>(frame.number) % m_companions.size()];
        if (companion.number == frame.number) {
            frame.timing = companion.timing;
            frame.rtcpCaptured = companion.captured;
            frame.received = companion.received;
            frame.damaged = corrupt || companion.damaged;
        }
        if (isPresentable(frame, corrupt))
            m_sink(std::move(frame));
    }
}

bool VideoDecoder::isPresentable(const VideoFrame &frame, bool corrupt)
{
    const bool whole = !corrupt && frame.number >= m_wholeFrom;
    m_shownWhole = m_shownWhole || whole || isPatienceOver(frame.received);
    return m_shownWhole;
}

} // namespace oriel
