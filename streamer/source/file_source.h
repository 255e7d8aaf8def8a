#pragma once

#include "encode/encoder_settings.h"
#include "encode/pass_through.h"
#include "h26x/picture_order.h"
#include "source/file_decoder.h"
#include "source/frame_scaler.h"
#include "source/frame_source.h"
#include "source/loop_timeline.h"
#include "source/media_file.h"
#include "source/source_options.h"

extern "C" {
#include <libavcodec/bsf.h>
}

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace oriel {

using AvBsfPtr = std::unique_ptr<AVBSFContext, AvFree<av_bsf_free>>;

/// Plays a file again and again, at its own pace, in a thread of its own. H.264 is passed through
/// as it is, in decoding order; anything else is decoded and gives raw frames. A picture's capture
/// time is the instant at which it was due, so that the age of a picture is what it spent on its
/// way from here.
class FileSource final : public FrameSource
{
public:
    /// Opens the file; fails as MediaFile and FileDecoder do.
    [[nodiscard]] static Expected<std::unique_ptr<FileSource>> open(const SourceOptions &options,
                                                                    SourceOutlet outlet);
    ~FileSource() override;

    [[nodiscard]] bool isPassedThrough() const { return m_filter != nullptr; }
    /// Whether the file's own time stamps set the pace, and not a rate that was given.
    [[nodiscard]] bool hasOwnPace() const { return !m_file.hasNoTime(); }
    /// Of the raw frames.
    [[nodiscard]] QSize size() const { return m_size; }
    [[nodiscard]] double framesPerSecond() const { return m_framesPerSecond; }

    void start() override;
    void stop() override;
    [[nodiscard]] std::uint64_t captured() const override { return m_captured; }

private:
    FileSource(const SourceOptions &options, MediaFile file, SourceOutlet outlet);
    [[nodiscard]] Expected<void> prepareFilter();
    [[nodiscard]] Expected<void> prepareDecoder();

    void run(const std::stop_token &stop);
    /// Once through the file.
    [[nodiscard]] Expected<void> play(const std::stop_token &stop);
    void sayWhatIsMissing();
    void takePacket(AVPacket *packet, const std::stop_token &stop);
    void passOn(const std::stop_token &stop);
    [[nodiscard]] LoopTimeline::Place placeOf(const AVPacket &packet);
    [[nodiscard]] bool show(const AVFrame &picture, const std::stop_token &stop);
    [[nodiscard]] bool waitUntil(Micros due, const std::stop_token &stop);
    [[nodiscard]] WallTime instantOf(Micros due) const;
    [[nodiscard]] std::optional<Micros> toMicros(std::int64_t time) const;

    SourceOutlet m_outlet;
    MediaFile m_file;
    QSize m_size;
    double m_framesPerSecond;
    bool m_hasOwnRate = false; ///< Frames are left out or repeated for it.
    LoopTimeline m_timeline;
    Micros m_nextOut{0}; ///< With a rate of its own: when the next frame is due.

    AvBsfPtr m_filter;
    PassThrough m_passThrough;
    h264::PictureOrder m_order;     ///< For packets without time stamps.
    bool m_waitsForKeyframe = true; ///< At the begin of a pass.
    std::optional<FileDecoder> m_decoder;
    std::optional<FrameScaler> m_scaler;
    AvPacketPtr m_filtered = makeAvPacket();

    SteadyTime m_begin{}; ///< When the first picture of all was due.
    std::mutex m_mutex;
    std::condition_variable_any m_stopped;
    bool m_saidDamaged = false;
    std::atomic<std::uint64_t> m_captured = 0;
    std::jthread m_thread; // last: it uses the others until it is joined
};

} // namespace oriel
