#include "publish/pipeline.h"

#include "encode/access_unit_assembly.h"
#include "h26x/sequence_parameters.h"
#include "platform/clock_discipline.h"

#include <QLoggingCategory>

#include <utility>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcPipeline, "oriel.pipeline")

} // namespace

Pipeline::Pipeline(Options options, SourceOutlet inlet)
    : m_options(std::move(options))
    , m_inlet(std::move(inlet))
{
    connect(&m_status, &QTimer::timeout, this, &Pipeline::logStatus);
}

Pipeline::~Pipeline() = default;

void Pipeline::start()
{
    m_started = SteadyClock::now();
    m_destination = std::make_unique<Destination>(m_options.destination);
    connect(m_destination.get(), &Destination::keyframeWanted, this, &Pipeline::onKeyframeWanted);
    connect(m_destination.get(), &Destination::failed, this, &Pipeline::end);
    connect(m_destination.get(), &Destination::stopped, this, [this] {
        end(m_sourceError.code != ErrorCode::None ? m_sourceError : m_destination->unpublished());
    });
    if (!m_options.passThrough) {
        auto encoder = X264Encoder::open(m_options.encoder);
        if (!encoder)
            return end(encoder.error());
        m_encoder = std::move(*encoder);
    }
    if (const auto listening = m_destination->listen(); !listening)
        return end(listening.error());
    m_status.start(kStatusInterval);
}

void Pipeline::stop()
{
    if (std::exchange(m_stopping, true))
        return;
    m_encoder.reset();
    if (!m_ended)
        m_destination->stop();
}

void Pipeline::onKeyframeWanted()
{
    m_forceIdr = true;
    if (m_options.passThrough && !std::exchange(m_saidNoForce, true))
        qCDebug(lcPipeline,
                "who joins a stream that is passed through waits for its next keyframe");
}

void Pipeline::onFrameReady()
{
    std::optional<RawFrame> frame = m_inlet.frames->take();
    if (frame && m_encoder && !isOver())
        encodeAndSend(*frame);
    while (const std::optional<EncodedUnit> unit = m_inlet.units->take()) {
        if (isOver())
            continue;
        ++m_statistics.encoded;
        send(unit->picture, unit->time, unit->number);
    }
}

void Pipeline::onSourceFailed(const Error &error)
{
    onFrameReady();
    m_sourceError = error;
    stop();
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
    send(**encoded, frame.captured, frame.number);
}

void Pipeline::send(const EncodedPicture &picture, const PictureTime &time, std::uint32_t number)
{
    if (picture.keyframe) {
        m_forceIdr = false;
        m_clockSynchronised = isClockSynchronised();
        announce(picture);
    }
    h264::FrameTiming timing;
    timing.captured = time.captured;
    timing.frame = number;
    timing.encoded = wallNow();
    timing.clockSynchronised = m_clockSynchronised;
    // Viewers on FFmpeg's libraries give a picture the RTP time of the SEI that was sent ahead of
    // it: with B pictures that is the time of another one.
    m_reorders = m_reorders || time.shownAfter > std::chrono::microseconds(0);
    const QByteArray unit =
        assembleAccessUnit(picture, timing, m_options.trailingSei && !m_reorders);
    m_encodedBytes += static_cast<std::uint64_t>(unit.size());
    if (m_destination->send(unit, picture.keyframe, time)) {
        ++m_statistics.sent;
        m_statistics.bytes += static_cast<std::uint64_t>(unit.size());
    }
}

/// What readers are told before the first picture; a foreign stream may change in its middle.
void Pipeline::announce(const EncodedPicture &picture)
{
    const auto sets = h264::ParameterSets::fromAnnexB(picture.parameterSets);
    if (!sets.complete() || sets == m_sets)
        return;
    m_sets = sets;
    const auto sps = h264::SequenceParameters::parse(sets.sps);
    if (m_options.passThrough && sps)
        qCInfo(lcPipeline, "%s, passed through as it is", qPrintable(sps->describe()));
    if (m_destination->isStarted())
        m_destination->setParameterSets(sets);
    else
        m_destination->start(sets);
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
    m_statistics.dropped +=
        m_inlet.frames->displaced() + m_inlet.units->dropped() + m_destination->dropped();
    m_statistics.duration =
        std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - m_started);
    Q_EMIT ended(m_statistics, error);
}

} // namespace oriel
