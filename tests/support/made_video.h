#pragma once

#include "av/av_ptr.h"

#include <QProcess>
#include <QString>
#include <QStringList>

#include <cstring>
#include <vector>

namespace oriel::test {

/// Runs ffmpeg to its end; false, with its words on standard error, if it fails.
inline bool runFfmpeg(const QStringList &arguments)
{
    QProcess ffmpeg;
    ffmpeg.setProcessChannelMode(QProcess::ForwardedChannels);
    ffmpeg.start("ffmpeg", QStringList{"-v", "error", "-nostdin", "-y"} + arguments);
    return ffmpeg.waitForFinished(60'000) && ffmpeg.exitCode() == 0;
}

/// Makes a video of a moving test picture: 320x240, 25 frames a second, so many of them.
inline bool makeVideo(const QString &file, const QStringList &encoding, int frames,
                      const QString &size = QStringLiteral("320x240"))
{
    return runFfmpeg(QStringList{"-f", "lavfi", "-i",
                                 QStringLiteral("testsrc2=size=%1:rate=25").arg(size), "-frames:v",
                                 QString::number(frames)} +
                     encoding + QStringList{file});
}

/// H.264 with B pictures, a keyframe every ten frames.
inline QStringList withBPictures()
{
    return {"-c:v", "libx264", "-preset", "veryfast", "-g",
            "10",   "-bf",     "3",       "-pix_fmt", "yuv420p"};
}

/// As cameras make it.
inline QStringList withoutBPictures()
{
    return {"-c:v",        "libx264", "-preset", "ultrafast", "-tune",
            "zerolatency", "-g",      "10",      "-pix_fmt",  "yuv420p"};
}

/// Decodes access units and is strict about it.
class StrictDecoder
{
public:
    StrictDecoder() : m_context(avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_H264)))
    {
        m_context->err_recognition = AV_EF_EXPLODE | AV_EF_CRCCHECK | AV_EF_BITSTREAM;
        m_context->thread_count = 1;
        avcodec_open2(m_context.get(), nullptr, nullptr);
    }

    /// The pictures that come out; an error is counted.
    void decode(QByteArrayView unit)
    {
        const AvPacketPtr packet = makeAvPacket();
        av_new_packet(packet.get(), static_cast<int>(unit.size()));
        std::memcpy(packet->data, unit.data(), static_cast<std::size_t>(unit.size()));
        feed(packet.get());
    }
    void flush() { feed(nullptr); }

    int pictures = 0;
    int errors = 0;

private:
    void feed(const AVPacket *packet)
    {
        if (avcodec_send_packet(m_context.get(), packet) < 0)
            ++errors;
        const AvFramePtr frame = makeAvFrame();
        for (;;) {
            const int result = avcodec_receive_frame(m_context.get(), frame.get());
            if (result == AVERROR(EAGAIN) || result == AVERROR_EOF)
                return;
            if (result < 0) {
                ++errors;
                return;
            }
            errors += (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame->decode_error_flags != 0;
            ++pictures;
        }
    }

    AvCodecContextPtr m_context;
};

/// Whether each of these encoded units of a source becomes a picture, without an error.
template <typename Units>
bool isDecodable(const Units &units)
{
    StrictDecoder decoder;
    for (const auto &unit : units)
        decoder.decode(unit.picture.parameterSets + unit.picture.slices);
    decoder.flush();
    return decoder.errors == 0 && decoder.pictures == static_cast<int>(units.size());
}

} // namespace oriel::test
