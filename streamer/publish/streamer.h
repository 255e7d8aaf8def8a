#pragma once

#include "publish/pipeline.h"
#include "source/frame_source.h"
#include "source/source_options.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace oriel {

/// The source, the sending thread and what goes between them. Lives in the main thread.
class Streamer : public QObject
{
    Q_OBJECT
public:
    explicit Streamer(Pipeline::Options options, SourceOptions source = {});
    ~Streamer() override;

    /// Once. Where the source cannot be opened, ended() follows.
    void start();
    /// ended() follows within RtspPublisher::kTeardownDeadline and a frame's time.
    void stop();

Q_SIGNALS:
    void ended(const oriel::RunStatistics &statistics, const oriel::Error &error); ///< Final.
    void frameReady(); ///< For the pipeline; comes from the source's thread.
    void sourceFailed(const oriel::Error &error); ///< The same.
    void stopRequested();                         ///< For the pipeline.

private:
    void startPipeline();
    void onPipelineEnded(RunStatistics statistics, Error error);

    Pipeline::Options m_options;
    SourceOptions m_sourceOptions;
    SourceOutlet m_outlet;
    QThread m_thread;
    Pipeline *m_pipeline = nullptr;        ///< Deletes itself when m_thread ends.
    std::unique_ptr<FrameSource> m_source; // after what it wakes
};

} // namespace oriel
