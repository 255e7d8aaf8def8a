#include "publish/streamer.h"

#include "source/open_source.h"

namespace oriel {

Streamer::Streamer(Pipeline::Options options, SourceOptions source)
    : m_options(std::move(options))
    , m_sourceOptions(std::move(source))
{
    m_thread.setObjectName(QStringLiteral("encode"));
    m_outlet.wake = [this] { Q_EMIT frameReady(); };
    m_outlet.fail = [this](const Error &error) { Q_EMIT sourceFailed(error); };
}

Streamer::~Streamer()
{
    m_source.reset();
    m_thread.quit();
    m_thread.wait();
}

void Streamer::start()
{
    auto opened = openSource(m_sourceOptions, m_options.encoder, m_outlet);
    if (!opened) {
        // Not from here: nobody expects the end before start() is over.
        const auto end = [this, error = opened.error()] { onPipelineEnded({}, error); };
        QMetaObject::invokeMethod(this, end, Qt::QueuedConnection);
        return;
    }
    m_source = std::move(opened->source);
    m_options.encoder = opened->encoder;
    m_options.passThrough = opened->passedThrough;
    startPipeline();
    m_source->start();
}

void Streamer::startPipeline()
{
    m_pipeline = new Pipeline(m_options, m_outlet);
    m_pipeline->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_pipeline, &Pipeline::start);
    connect(&m_thread, &QThread::finished, m_pipeline, &QObject::deleteLater);
    connect(this, &Streamer::frameReady, m_pipeline, &Pipeline::onFrameReady, Qt::QueuedConnection);
    connect(this, &Streamer::sourceFailed, m_pipeline, &Pipeline::onSourceFailed,
            Qt::QueuedConnection);
    connect(this, &Streamer::stopRequested, m_pipeline, &Pipeline::stop);
    connect(m_pipeline, &Pipeline::ended, this, &Streamer::onPipelineEnded);
    m_thread.start();
}

void Streamer::stop()
{
    if (m_source)
        m_source->stop();
    Q_EMIT stopRequested();
}

void Streamer::onPipelineEnded(RunStatistics statistics, Error error)
{
    statistics.source = sourceName(m_sourceOptions.kind);
    statistics.passedThrough = m_options.passThrough;
    if (m_source) {
        m_source->stop();
        statistics.captured = m_source->captured();
        statistics.missed = m_source->missed();
        // A run without any picture is a failure, however it ended.
        if (error.code == ErrorCode::None && statistics.captured == 0)
            error = m_source->trouble();
    }
    Q_EMIT ended(statistics, error);
}

} // namespace oriel
