#pragma once

#include "av/av_ptr.h"
#include "base/error.h"

extern "C" {
#include <libavformat/avformat.h>
}

#include <QSize>
#include <QString>

#include <cstdint>
#include <optional>

namespace oriel {

using AvFormatContextPtr = std::unique_ptr<AVFormatContext, AvFree<avformat_close_input>>;

/// The video track of a local file, read through libavformat; other tracks are left aside.
/// Move-only; used from one thread at a time. Reading blocks for as long as the disk does.
class MediaFile
{
public:
    /// Fails with FileUnusable: not there, no video in it, not readable, cut.
    [[nodiscard]] static Expected<MediaFile> open(const QString &path);

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] const AVCodecParameters &parameters() const { return *video().codecpar; }
    [[nodiscard]] AVRational timeBase() const { return video().time_base; }
    [[nodiscard]] bool isH264() const { return parameters().codec_id == AV_CODEC_ID_H264; }
    /// A byte stream without time stamps of its own, such as raw H.264.
    [[nodiscard]] bool hasNoTime() const;
    [[nodiscard]] QSize size() const { return {parameters().width, parameters().height}; }
    /// With square pixels: an anamorphic picture is as wide as it is meant to be seen.
    [[nodiscard]] QSize shownSize() const;
    /// Degrees counter-clockwise by which a player is to turn the picture.
    [[nodiscard]] int rotation() const;
    /// As the file says or libavformat guesses; 0 where neither does.
    [[nodiscard]] double framesPerSecond() const;

    /// The next packet in decoding order; false at the end. What is damaged is left out. Fails with
    /// FileUnusable where the file can no longer be read.
    [[nodiscard]] Expected<bool> read(AVPacket &packet);
    /// Back to the beginning. Fails with FileUnusable.
    [[nodiscard]] Expected<void> rewind();
    /// Packets that were left out.
    [[nodiscard]] std::uint64_t damaged() const { return m_damaged; }

private:
    MediaFile(QString path, AvFormatContextPtr context, int track);
    [[nodiscard]] const AVStream &video() const { return *m_context->streams[m_track]; }

    QString m_path;
    AvFormatContextPtr m_context;
    int m_track;
    std::optional<std::int64_t> m_firstTime; ///< In timeBase().
    std::uint64_t m_damaged = 0;
};

} // namespace oriel
