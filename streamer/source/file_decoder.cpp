#include "source/file_decoder.h"

#include "av/av_error.h"

#include <QCoreApplication>

namespace oriel {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::FileDecoder)
};

} // namespace

Expected<FileDecoder> FileDecoder::open(const AVCodecParameters &parameters)
{
    const AVCodec *codec = avcodec_find_decoder(parameters.codec_id);
    if (!codec)
        return fail(ErrorCode::DecoderFailed, {},
                    Words::tr("libavcodec has no decoder for %1")
                        .arg(QLatin1String(avcodec_get_name(parameters.codec_id))));
    AvCodecContextPtr context(avcodec_alloc_context3(codec));
    Q_CHECK_PTR(context.get());
    int result = avcodec_parameters_to_context(context.get(), &parameters);
    context->thread_count = 0;
    if (result >= 0)
        result = avcodec_open2(context.get(), codec, nullptr);
    if (result < 0)
        return fail(ErrorCode::DecoderFailed, {}, avErrorText(result));
    return FileDecoder(std::move(context));
}

void FileDecoder::decode(const AVPacket *packet, const Sink &sink)
{
    // A damaged packet is refused here, and the next one may do.
    (void)avcodec_send_packet(m_context.get(), packet);
    bool goesOn = true;
    while (goesOn && avcodec_receive_frame(m_context.get(), m_frame.get()) >= 0) {
        goesOn = sink(*m_frame);
        av_frame_unref(m_frame.get());
    }
    if (!packet)
        avcodec_flush_buffers(m_context.get());
}

} // namespace oriel
