#include "source/media_file.h"

#include "av/av_error.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

extern "C" {
#include <libavutil/display.h>
}

#include <cmath>
#include <cstring>

namespace oriel {

namespace {

/// So many damaged packets in a row, and the rest of the file is given up.
constexpr int kMostDamaged = 10'000;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::MediaFile)
};

tl::unexpected<Error> unusable(const QString &path, const QString &why)
{
    return fail(ErrorCode::FileUnusable, path, why);
}

tl::unexpected<Error> unusable(const QString &path, int code)
{
    return unusable(path, code == AVERROR_INVALIDDATA
                              ? Words::tr("it is no video file, or a part of it is missing")
                              : avErrorText(code));
}

bool isMissing(const AVPacket &packet)
{
    return packet.size == 0 || (packet.flags & AV_PKT_FLAG_CORRUPT) != 0;
}

} // namespace

MediaFile::MediaFile(QString path, AvFormatContextPtr context, int track)
    : m_path(std::move(path))
    , m_context(std::move(context))
    , m_track(track)
{
    for (unsigned i = 0; i < m_context->nb_streams; ++i) {
        if (static_cast<int>(i) != m_track)
            m_context->streams[i]->discard = AVDISCARD_ALL;
    }
}

Expected<MediaFile> MediaFile::open(const QString &path)
{
    // A pipe would be waited for, for ever.
    if (const QFileInfo info(path); info.exists() && !info.isFile())
        return unusable(path, Words::tr("it is no file"));
    AVDictionary *settings = nullptr;
    // Play lists are not to reach out into the network.
    av_dict_set(&settings, "protocol_whitelist", "file", 0);
    AVFormatContext *opened = nullptr;
    const QByteArray url = "file:" + QFile::encodeName(path);
    int result = avformat_open_input(&opened, url.constData(), nullptr, &settings);
    const AvDictionaryPtr unused(settings);
    AvFormatContextPtr context(opened);
    if (result >= 0)
        result = avformat_find_stream_info(context.get(), nullptr);
    if (result < 0)
        return unusable(path, result);
    const int track = av_find_best_stream(context.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    const bool isVideo =
        track >= 0 && (context->streams[track]->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;
    if (!isVideo)
        return unusable(path, Words::tr("there is no video in it"));
    if (context->streams[track]->codecpar->width <= 0)
        return unusable(path, AVERROR_INVALIDDATA);
    return MediaFile(path, std::move(context), track);
}

bool MediaFile::hasNoTime() const
{
    // Those of one codec alone are called like it.
    const AVInputFormat &format = *m_context->iformat;
    return (format.flags & AVFMT_NOTIMESTAMPS) != 0 ||
           std::strcmp(format.name, avcodec_get_name(parameters().codec_id)) == 0;
}

QSize MediaFile::shownSize() const
{
    const QSize own = size();
    const AVRational pixel =
        av_guess_sample_aspect_ratio(m_context.get(), m_context->streams[m_track], nullptr);
    if (pixel.num <= 0 || pixel.den <= 0)
        return own;
    return {static_cast<int>(av_rescale(own.width(), pixel.num, pixel.den)), own.height()};
}

int MediaFile::rotation() const
{
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 31, 100)
    const AVPacketSideData *data = av_packet_side_data_get(
        parameters().coded_side_data, parameters().nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    const std::uint8_t *matrix = data ? data->data : nullptr;
#else
    const std::uint8_t *matrix =
        av_stream_get_side_data(&video(), AV_PKT_DATA_DISPLAYMATRIX, nullptr);
#endif
    if (!matrix)
        return 0;
    const double degrees = av_display_rotation_get(reinterpret_cast<const std::int32_t *>(matrix));
    return std::isnan(degrees) ? 0 : static_cast<int>(std::lround(degrees));
}

double MediaFile::framesPerSecond() const
{
    const AVRational rate =
        video().avg_frame_rate.num > 0 ? video().avg_frame_rate : video().r_frame_rate;
    return rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0;
}

Expected<bool> MediaFile::read(AVPacket &packet)
{
    for (int damaged = 0; damaged < kMostDamaged;) {
        av_packet_unref(&packet);
        const int result = av_read_frame(m_context.get(), &packet);
        if (result == AVERROR_EOF)
            return false;
        const bool isDamaged = result == AVERROR_INVALIDDATA || (result >= 0 && isMissing(packet));
        if (isDamaged) {
            ++damaged;
            ++m_damaged;
        } else if (result < 0) {
            return unusable(m_path, result);
        } else if (packet.stream_index == m_track) {
            if (!m_firstTime && packet.dts != AV_NOPTS_VALUE)
                m_firstTime = packet.dts;
            return true;
        }
    }
    return false;
}

Expected<void> MediaFile::rewind()
{
    // Where times are made up or may jump, only the first byte is known for sure.
    const bool byBytes = hasNoTime() || std::strcmp(m_context->iformat->name, "mpegts") == 0;
    const int flags = byBytes ? AVSEEK_FLAG_BYTE : AVSEEK_FLAG_BACKWARD;
    // That of single pictures (image2) succeeds in seeking, and is at its end all the same.
    const bool seeks = (m_context->iformat->flags & AVFMT_NOFILE) == 0;
    if (seeks &&
        av_seek_frame(m_context.get(), m_track, byBytes ? 0 : m_firstTime.value_or(0), flags) >= 0)
        return {};
    auto again = open(m_path);
    if (!again)
        return tl::unexpected(again.error());
    const std::uint64_t damaged = m_damaged;
    *this = std::move(*again);
    m_damaged = damaged;
    return {};
}

} // namespace oriel
