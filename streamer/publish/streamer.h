#pragma once

#include "publish/pipeline.h"
#include "source/test_source.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace oriel {

/// The source, the encoding thread and what goes between them. Lives in the main thread.
class Streamer : public QObject
{
    Q_OBJECT
public:
    explicit Streamer(const Pipeline::Options &options);
    ~Streamer() override;

    void start();
    /// ended() follows within RtspPublisher::kTeardownDeadline and a frame's time.
    void stop();

Q_SIGNALS:
    void ended(const oriel::RunStatistics &statistics, const oriel::Error &error); ///< Final.
    void frameReady();    ///< For the pipeline; comes from the source's thread.
    void stopRequested(); ///< For the pipeline.

private:
    Streamer(const Pipeline::Options &options, const FrameMailbox &mailbox);
    void onPipelineEnded(RunStatistics statistics, const Error &error);

    QThread m_thread;
    Pipeline *m_pipeline; ///< Deletes itself when m_thread ends.
    TestSource m_source;  // after what it wakes
};

} // namespace oriel
