#include "publish/pipeline.h"

#include "encode/access_unit_assembly.h"
#include "platform/clock_discipline.h"

#include <QLoggingCategory>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcPipeline, "oriel.pipeline")

} // namespace

Pipeline::Pipeline(Options options, FrameMailbox mailbox)
    : m_options(std::move(options))
    , m_mailbox(std::move(mailbox))
{
    connect(&m_status, &QTimer::timeout, this, &Pipeline::logStatus);
}

Pipeline::~Pipeline() = default;

void Pipeline::start()
{
    m_started = SteadyClock::now();
    m_destination = std::make_unique<Destination>(m_options.destination);
    connect(m_destination.get(), &Destination::keyframeWanted, this, [this] { m_forceIdr = true; });
    connect(m_destination.get(), &Destination::failed, this, &Pipeline::end);
    connect(m_destination.get(), &Destination::stopped, this,
            [this] { end(m_destination->unpublished()); });
    auto encoder = X264Encoder::open(m_options.encoder);
    if (!encoder)
        return end(encoder.error());
    m_encoder = std::move(*encoder);
    if (const auto listening = m_destination->listen(); !listening)
        return end(listening.error());
    m_status.start(kStatusInterval);
}

void Pipeline::stop()
{
    m_encoder.reset();
    if (!m_ended)
        m_destination->stop();
}

void Pipeline::onFrameReady()
{
    std::optional<RawFrame> frame = m_mailbox->take();
    if (frame && m_encoder && !m_ended)
        encodeAndSend(*frame);
}

void Pipeline::encodeAndSend(RawFrame &frame)
{
    const SteadyTime begin = SteadyClock::now();
    const auto encoded = m_encoder->encode(*frame.picture, m_forceIdr);
    m_statistics.encodeTime.add(std::chrono::duration_cast<Micros>(SteadyClock::now() - begin));
    if (!encoded)
        return end(encoded.error());
    if (!*encoded) {
        ++m_statistics.dropped;
        return;
    }
    ++m_statistics.encoded;
    send(**encoded, frame);
}

void Pipeline::send(const EncodedPicture &picture, const RawFrame &frame)
{
    if (picture.keyframe) {
        m_forceIdr = false;
        m_clockSynchronised = isClockSynchronised();
    }
    if (!m_destination->isStarted())
        m_destination->start(h264::ParameterSets::fromAnnexB(picture.parameterSets));
    h264::FrameTiming timing;
    timing.captured = frame.captured;
    timing.frame = frame.number;
    timing.encoded = wallNow();
    timing.clockSynchronised = m_clockSynchronised;
    const QByteArray unit = assembleAccessUnit(picture, timing, m_options.trailingSei);
    m_encodedBytes += static_cast<std::uint64_t>(unit.size());
    if (m_destination->send(unit, picture.keyframe, frame.captured)) {
        ++m_statistics.sent;
        m_statistics.bytes += static_cast<std::uint64_t>(unit.size());
    }
}

void Pipeline::logStatus()
{
    const double seconds = toMs(kStatusInterval) / 1000;
    qCInfo(lcPipeline, "%.1f frames/s, %.2f Mbit/s, %s",
           static_cast<double>(m_statistics.encoded - m_encodedAtStatus) / seconds,
           static_cast<double>(m_encodedBytes - m_bytesAtStatus) * 8 / seconds / 1e6,
           qPrintable(m_destination->describe()));
    m_encodedAtStatus = m_statistics.encoded;
    m_bytesAtStatus = m_encodedBytes;
}

void Pipeline::end(const Error &error)
{
    if (m_ended)
        return;
    m_ended = true;
    m_status.stop();
    m_statistics.reconnects = m_destination->reconnects();
    m_statistics.dropped += m_mailbox->displaced() + m_destination->dropped();
    m_statistics.duration =
        std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - m_started);
    Q_EMIT ended(m_statistics, error);
}

} // namespace oriel
