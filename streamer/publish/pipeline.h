#pragma once

#include "encode/x264_encoder.h"
#include "publish/destination.h"
#include "publish/run_statistics.h"
#include "source/raw_frame.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace oriel {

/// Takes the newest raw frame, encodes it and sends it on. Made in one thread and then moved to the
/// one it encodes in; everything but the constructor runs there.
class Pipeline : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        EncoderSettings encoder;
        Destination::Options destination;
        bool trailingSei = true;
    };

    static constexpr std::chrono::seconds kStatusInterval{10};

    Pipeline(Options options, FrameMailbox mailbox);
    ~Pipeline() override;

    void start();
    /// ended() follows within RtspPublisher::kTeardownDeadline.
    void stop();
    /// To be called (queued) once for each frame that came into the empty mailbox.
    void onFrameReady();

Q_SIGNALS:
    /// Final; after stop() `error` says why nothing was ever published, None if it was. `captured`
    /// and `missed` are the source's to fill in.
    void ended(const oriel::RunStatistics &statistics, const oriel::Error &error);

private:
    void encodeAndSend(RawFrame &frame);
    void send(const EncodedPicture &picture, const RawFrame &frame);
    void logStatus();
    void end(const Error &error);

    Options m_options;
    FrameMailbox m_mailbox;
    std::optional<X264Encoder> m_encoder;
    std::unique_ptr<Destination> m_destination;
    QTimer m_status{this}; // a child, so that it moves along
    RunStatistics m_statistics;
    SteadyTime m_started;
    std::uint64_t m_encodedAtStatus = 0, m_bytesAtStatus = 0, m_encodedBytes = 0;
    bool m_forceIdr = false;
    bool m_clockSynchronised = false;
    bool m_ended = false;
};

} // namespace oriel
