#include "encode/x264_encoder.h"

#include "av/av_error.h"
#include "av/picture_colour.h"
#include "h26x/nal.h"

#include <QCoreApplication>

#include <algorithm>
#include <thread>

namespace oriel {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::X264Encoder)
};

/// How many frames' worth of bits one picture may be large: more is sharper, and longer on the way.
constexpr int kBufferFrames = 4;

/// Where libx264 has threads, it makes one slice for each. On few cores waking them costs a small
/// picture more than they save, several milliseconds at the 95th percentile; from 720p on they win.
int threadCount(QSize size)
{
    constexpr unsigned kEnoughCores = 4;
    constexpr int kLarge = 1280 * 720;
    const bool worthIt = size.width() * size.height() >= kLarge ||
                         std::thread::hardware_concurrency() >= kEnoughCores;
    return worthIt ? X264Encoder::kSlices : 1;
}

void setUp(AVCodecContext &context, const EncoderSettings &settings)
{
    context.width = settings.size.width();
    context.height = settings.size.height();
    context.pix_fmt = AV_PIX_FMT_YUV420P;
    context.framerate = av_d2q(settings.framesPerSecond, 1001000);
    context.time_base = av_inv_q(context.framerate);
    context.bit_rate = settings.bitsPerSecond;
    context.rc_max_rate = settings.bitsPerSecond;
    context.rc_buffer_size = static_cast<int>(
        std::clamp(settings.bitsPerSecond / settings.framesPerSecond * kBufferFrames, 1.0, 2.0e9));
    context.gop_size = settings.intra;
    context.max_b_frames = 0;
    const bool hd = usualColourMatrix(context.height) == AVCOL_SPC_BT709;
    context.color_range = AVCOL_RANGE_MPEG;
    context.colorspace = usualColourMatrix(context.height);
    context.color_primaries = hd ? AVCOL_PRI_BT709 : AVCOL_PRI_SMPTE170M;
    context.color_trc = hd ? AVCOL_TRC_BT709 : AVCOL_TRC_SMPTE170M;
}

AvDictionaryPtr privateOptions(const EncoderSettings &settings)
{
    AVDictionary *options = nullptr;
    const auto set = [&options](const char *key, const QString &value) {
        av_dict_set(&options, key, qUtf8Printable(value), 0);
    };
    set("preset", QStringLiteral("ultrafast"));
    set("tune", QStringLiteral("zerolatency"));
    set("profile", settings.profile);
    set("level", settings.level);
    set("forced-idr", QStringLiteral("1"));
    QString parameters =
        QStringLiteral("repeat-headers=1:aud=0:scenecut=0:sliced-threads=1:slices=%1")
            .arg(X264Encoder::kSlices);
    // The preset leaves out what sets these profiles apart; a stream without it is baseline.
    if (settings.profile != u"baseline")
        parameters += QStringLiteral(":cabac=1");
    if (settings.profile == u"high")
        parameters += QStringLiteral(":8x8dct=1");
    set("x264-params", parameters);
    return AvDictionaryPtr(options);
}

QString unusedOption(const AVDictionary *options)
{
    const AVDictionaryEntry *left = av_dict_get(options, "", nullptr, AV_DICT_IGNORE_SUFFIX);
    return left ? QString::fromUtf8(left->key) : QString();
}

/// SEI and AUD of the encoder are left out: its version takes 600 bytes and says nothing of use.
EncodedPicture takeApart(QByteArrayView annexB)
{
    constexpr QByteArrayView kStart(h264::kStartCode, sizeof(h264::kStartCode));
    EncodedPicture picture;
    picture.slices.reserve(annexB.size() + 64);
    for (const QByteArrayView nal : h264::splitAnnexB(annexB)) {
        if (nal.isEmpty())
            continue;
        const h264::NalType type = h264::nalType(nal);
        if (type == h264::NalType::Sps || type == h264::NalType::Pps)
            picture.parameterSets.append(kStart).append(nal);
        else if (h264::isVcl(type))
            picture.slices.append(kStart).append(nal);
        picture.keyframe = picture.keyframe || type == h264::NalType::Idr;
    }
    return picture;
}

} // namespace

Expected<X264Encoder> X264Encoder::open(const EncoderSettings &settings)
{
    const AVCodec *codec = avcodec_find_encoder_by_name("libx264");
    if (!codec)
        return fail(ErrorCode::EncoderFailed, {},
                    Words::tr("libavcodec was built without libx264"));
    AvCodecContextPtr context(avcodec_alloc_context3(codec));
    Q_CHECK_PTR(context.get());
    setUp(*context, settings);
    context->thread_count = threadCount(settings.size);
    AVDictionary *options = privateOptions(settings).release();
    const int result = avcodec_open2(context.get(), codec, &options);
    const AvDictionaryPtr left(options);
    if (result < 0)
        return fail(ErrorCode::EncoderFailed, {}, avErrorText(result));
    if (const QString unused = unusedOption(left.get()); !unused.isEmpty())
        return fail(ErrorCode::EncoderFailed, {},
                    Words::tr("it does not know the option %1").arg(unused));
    return X264Encoder(std::move(context));
}

Expected<std::optional<EncodedPicture>> X264Encoder::encode(AVFrame &frame, bool forceIdr)
{
    frame.pts = m_pictures++;
    frame.pict_type = forceIdr ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    int result = avcodec_send_frame(m_context.get(), &frame);
    if (result < 0)
        return fail(ErrorCode::EncoderFailed, {}, avErrorText(result));
    result = avcodec_receive_packet(m_context.get(), m_packet.get());
    if (result == AVERROR(EAGAIN))
        return std::optional<EncodedPicture>();
    if (result < 0)
        return fail(ErrorCode::EncoderFailed, {}, avErrorText(result));
    EncodedPicture picture = takeApart(QByteArrayView(m_packet->data, m_packet->size));
    av_packet_unref(m_packet.get());
    return picture;
}

} // namespace oriel
