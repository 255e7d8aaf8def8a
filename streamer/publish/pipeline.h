#pragma once

#include "encode/x264_encoder.h"
#include "publish/destination.h"
#include "publish/run_statistics.h"
#include "source/frame_source.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace oriel {

/// Takes the newest raw frame, encodes it and sends it on; or sends on every picture that comes
/// encoded. Made in one thread and then moved to the one it encodes in; everything but the
/// constructor runs there.
class Pipeline : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        EncoderSettings encoder;
        Destination::Options destination;
        bool trailingSei = true;  ///< Where there are no B pictures.
        bool passThrough = false; ///< Pictures come encoded; no encoder is opened.
    };

    static constexpr std::chrono::seconds kStatusInterval{10};

    Pipeline(Options options, SourceOutlet inlet);
    ~Pipeline() override;

    void start();
    /// ended() follows within RtspPublisher::kTeardownDeadline.
    void stop();
    /// To be called (queued) each time the source wakes.
    void onFrameReady();
    /// To be called (queued) when the source has given up: as stop(), but ended() has `error`.
    void onSourceFailed(const Error &error);

Q_SIGNALS:
    /// Final; after stop() `error` says why nothing was ever published, None if it was. `captured`
    /// and `missed` are the source's to fill in.
    void ended(const oriel::RunStatistics &statistics, const oriel::Error &error);

private:
    [[nodiscard]] bool isOver() const { return m_ended || m_stopping; }
    void onKeyframeWanted();
    void encodeAndSend(RawFrame &frame);
    void send(const EncodedPicture &picture, const PictureTime &time, std::uint32_t number);
    void announce(const EncodedPicture &picture);
    void logStatus();
    void end(const Error &error);

    Options m_options;
    SourceOutlet m_inlet;
    std::optional<X264Encoder> m_encoder;
    std::unique_ptr<Destination> m_destination;
    h264::ParameterSets m_sets; ///< Of the last keyframe.
    QTimer m_status{this};      // a child, so that it moves along
    RunStatistics m_statistics;
    Error m_sourceError;
    SteadyTime m_started;
    std::uint64_t m_encodedAtStatus = 0, m_bytesAtStatus = 0, m_encodedBytes = 0;
    bool m_forceIdr = false;
    bool m_saidNoForce = false;
    bool m_reorders = false; ///< The stream has B pictures.
    bool m_stopping = false;
    bool m_clockSynchronised = false;
    bool m_ended = false;
};

} // namespace oriel
