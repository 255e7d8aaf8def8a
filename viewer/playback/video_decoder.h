#pragma once

#include "av/av_ptr.h"
#include "base/error.h"
#include "h26x/access_unit.h"
#include "h26x/video_codec.h"
#include "playback/video_frame.h"

#include <array>
#include <functional>

namespace oriel {

/// H.264 or H.265 access units in, pictures out in the same call: slice threads only and no
/// reordering beyond what the stream itself demands. An interlaced frame whose fields are access
/// units of their own comes with the second one. Says nothing before the first picture that is
/// whole (IDR, any IRAP picture of H.265, or recovery point of ITU-T H.264, D.2.8, or H.265, D.3.8,
/// with its recovery frames), so that no grey smear is shown; after that, what was lost shows the
/// picture before, and the picture is marked. Not thread-safe; lives where it is used.
class VideoDecoder
{
public:
    using Sink = std::function<void(VideoFrame &&)>;

    /// For senders that mark no entry point at all: after so long decoding starts anyway. More than
    /// from one keyframe to the next with any camera that has keyframes.
    static constexpr std::chrono::seconds kPatience{20};

    /// So many whole keyframes over kFruitlessTime of which nothing comes are a stream that cannot
    /// be decoded.
    static constexpr int kFruitlessKeyframes = 3;
    static constexpr std::chrono::seconds kFruitlessTime{2};

    explicit VideoDecoder(Sink sink);
    VideoDecoder(const VideoDecoder &) = delete;
    VideoDecoder &operator=(const VideoDecoder &) = delete;

    /// Must succeed before decode(); before that it may be called again, with another codec. Fails
    /// with DecoderFailed.
    [[nodiscard]] Expected<void> open(VideoCodec codec);
    /// What it was opened for; nothing where it was not.
    [[nodiscard]] std::optional<VideoCodec> codec() const;
    /// What the SDP had, as Annex B; stands in where the stream itself carries none.
    void setParameterSets(const QByteArray &annexB) { m_sets = annexB; }
    /// Any bytes. `captured` goes with the picture. Fails with DecoderFailed where no picture has
    /// ever come though the stream gave every chance, see kFruitlessKeyframes.
    [[nodiscard]] Expected<void> decode(const AccessUnit &unit,
                                        std::optional<WallTime> captured = {});

    /// Access units given to the decoder minus the running number of the last picture: 0 for a
    /// camera, the reorder depth for a stream with B pictures.
    [[nodiscard]] std::int64_t framesOfDelay() const { return m_delay; }
    [[nodiscard]] QString name() const;

private:
    /// What must not depend on how FFmpeg carries side data: found again by the picture's pts.
    struct Companion
    {
        std::int64_t number = 0;
        std::optional<h264::FrameTiming> timing;
        std::optional<WallTime> captured;
        WallTime received{};
        bool damaged = false;
    };

    static int getBuffer(AVCodecContext *context, AVFrame *frame, int flags);
    [[nodiscard]] bool mayStart(const AccessUnit &unit);
    void feed(QByteArrayView annexB);
    void drain();
    [[nodiscard]] bool isPatienceOver(WallTime received);
    [[nodiscard]] bool isFruitless(const AccessUnit &unit);
    [[nodiscard]] bool isPresentable(const VideoFrame &frame, bool corrupt);

    Sink m_sink;
    VideoCodec m_codec = VideoCodec::H264;
    AvCodecContextPtr m_context;
    AvPacketPtr m_packet = makeAvPacket();
    AvFramePtr m_last = makeAvFrame(); ///< What shows through where slices are missing.
    bool m_concealing = false;
    QByteArray m_sets;
    std::array<Companion, 64> m_companions;
    std::int64_t m_number = 0;
    std::int64_t m_delay = 0;
    std::optional<WallTime> m_waitsSince; ///< When the first access unit was received.
    std::int64_t m_wholeFrom = 1;         ///< The number of the first whole picture.
    int m_lastError = 0;                  ///< Of libavcodec, since the last picture.
    int m_fruitlessKeyframes = 0;
    bool m_started = false;
    bool m_shownWhole = false;
};

} // namespace oriel
