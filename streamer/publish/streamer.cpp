#include "publish/streamer.h"

namespace oriel {

Streamer::Streamer(const Pipeline::Options &options)
    : Streamer(options, std::make_shared<Latest<RawFrame>>())
{
}

Streamer::Streamer(const Pipeline::Options &options, const FrameMailbox &mailbox)
    : m_pipeline(new Pipeline(options, mailbox))
    , m_source({options.encoder.size, options.encoder.framesPerSecond}, mailbox,
               [this] { Q_EMIT frameReady(); })
{
    m_thread.setObjectName(QStringLiteral("encode"));
    m_pipeline->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_pipeline, &Pipeline::start);
    connect(&m_thread, &QThread::finished, m_pipeline, &QObject::deleteLater);
    connect(this, &Streamer::frameReady, m_pipeline, &Pipeline::onFrameReady, Qt::QueuedConnection);
    connect(this, &Streamer::stopRequested, m_pipeline, &Pipeline::stop);
    connect(m_pipeline, &Pipeline::ended, this, &Streamer::onPipelineEnded);
}

Streamer::~Streamer()
{
    m_source.stop();
    m_thread.quit();
    m_thread.wait();
}

void Streamer::start()
{
    m_thread.start();
    m_source.start();
}

void Streamer::stop()
{
    m_source.stop();
    Q_EMIT stopRequested();
}

void Streamer::onPipelineEnded(RunStatistics statistics, const Error &error)
{
    m_source.stop();
    statistics.captured = m_source.captured();
    statistics.missed = m_source.missed();
    Q_EMIT ended(statistics, error);
}

} // namespace oriel
