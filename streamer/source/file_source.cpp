#include "source/file_source.h"

#include "av/av_error.h"
#include "h26x/parameter_sets.h"
#include "h26x/sequence_parameters.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <algorithm>

namespace oriel {

namespace {

using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(lcFile, "oriel.file")

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::FileSource)
};

constexpr double kUsualRate = 30;
/// What claims more has time stamps that mean nothing.
constexpr double kHighestRate = 240;
/// After a machine that slept nothing is made up for.
constexpr Micros kMostLate = 500ms;

/// The rate of a stream without time stamps: what was given, or what its parameter sets say.
double rateOfRaw(const MediaFile &file, std::optional<double> given)
{
    const AVCodecParameters &parameters = file.parameters();
    const auto sets = h264::ParameterSets::fromAnnexB(
        QByteArrayView(parameters.extradata, parameters.extradata_size));
    const auto sps = h264::SequenceParameters::parse(sets.sps);
    return given.value_or(sps ? sps->framesPerSecond.value_or(kUsualRate) : kUsualRate);
}

std::optional<double> ownRateOf(const MediaFile &file)
{
    const double rate = file.framesPerSecond();
    return rate > 0 && rate <= kHighestRate ? std::optional(rate) : std::nullopt;
}

double rateOf(const MediaFile &file, std::optional<double> given)
{
    if (file.hasNoTime() && file.isH264())
        return rateOfRaw(file, given);
    const std::optional<double> own = ownRateOf(file);
    const std::optional<double> first = file.isH264() ? own : given;
    return first.value_or(given.value_or(own.value_or(kUsualRate)));
}

/// The size that was given, in the file's shape where only one side was; even, as the encoder
/// wants it.
QSize sizeOf(const MediaFile &file, QSize given)
{
    // What is passed through says itself how it is to be shown.
    const QSize own = file.isH264() ? file.size() : file.shownSize();
    if (given.width() == 0 && given.height() == 0)
        given = own;
    else if (given.width() == 0)
        given.setWidth(own.width() * given.height() / own.height());
    else if (given.height() == 0)
        given.setHeight(own.height() * given.width() / own.width());
    return {std::max(given.width() & ~1, 16), std::max(given.height() & ~1, 16)};
}

Micros frameOf(double rate)
{
    return std::chrono::round<Micros>(std::chrono::duration<double>(1 / rate));
}

} // namespace

FileSource::FileSource(const SourceOptions &options, MediaFile file, SourceOutlet outlet)
    : m_outlet(std::move(outlet))
    , m_file(std::move(file))
    , m_size(sizeOf(m_file, options.size))
    , m_framesPerSecond(rateOf(m_file, options.framesPerSecond))
    , m_hasOwnRate(options.framesPerSecond.has_value() && !m_file.hasNoTime())
    , m_timeline(
          frameOf(m_hasOwnRate ? ownRateOf(m_file).value_or(m_framesPerSecond) : m_framesPerSecond))
{
}

FileSource::~FileSource()
{
    FileSource::stop();
}

Expected<std::unique_ptr<FileSource>> FileSource::open(const SourceOptions &options,
                                                       SourceOutlet outlet)
{
    auto file = MediaFile::open(options.file);
    if (!file)
        return tl::unexpected(file.error());
    std::unique_ptr<FileSource> source(
        new FileSource(options, std::move(*file), std::move(outlet)));
    const auto prepared =
        source->m_file.isH264() ? source->prepareFilter() : source->prepareDecoder();
    if (!prepared)
        return tl::unexpected(prepared.error());
    if (const int degrees = source->m_file.rotation(); degrees != 0)
        qCWarning(lcFile).noquote()
            << Words::tr("%1 is meant to be turned by %2°, and is sent as it was recorded.")
                   .arg(options.file)
                   .arg(degrees);
    return source;
}

Expected<void> FileSource::prepareFilter()
{
    AVBSFContext *filter = nullptr;
    int result = av_bsf_alloc(av_bsf_get_by_name("h264_mp4toannexb"), &filter);
    m_filter.reset(filter);
    if (result >= 0)
        result = avcodec_parameters_copy(filter->par_in, &m_file.parameters());
    if (result >= 0) {
        filter->time_base_in = m_file.timeBase();
        result = av_bsf_init(filter);
    }
    if (result < 0)
        return fail(ErrorCode::FileUnusable, m_file.path(), avErrorText(result));
    const AVCodecParameters &out = *filter->par_out;
    m_passThrough.remember(QByteArrayView(out.extradata, out.extradata_size));
    return {};
}

Expected<void> FileSource::prepareDecoder()
{
    auto decoder = FileDecoder::open(m_file.parameters());
    if (!decoder)
        return fail(ErrorCode::FileUnusable, m_file.path(), decoder.error().detail);
    m_decoder = std::move(*decoder);
    m_scaler.emplace(m_size);
    return {};
}

void FileSource::start()
{
    m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
}

void FileSource::stop()
{
    m_thread = {};
}

void FileSource::run(const std::stop_token &stop)
{
    m_begin = SteadyClock::now();
    for (;;) {
        const std::uint64_t before = m_captured;
        auto played = play(stop);
        if (stop.stop_requested())
            return;
        if (played && m_captured == before)
            played = fail(ErrorCode::FileUnusable, m_file.path(),
                          Words::tr("no picture of it can be read"));
        if (played)
            played = m_file.rewind();
        if (!played)
            return m_outlet.fail(played.error());
        m_timeline.beginPass();
        m_waitsForKeyframe = true;
    }
}

Expected<void> FileSource::play(const std::stop_token &stop)
{
    const AvPacketPtr packet = makeAvPacket();
    while (!stop.stop_requested()) {
        const auto read = m_file.read(*packet);
        if (!read)
            return tl::unexpected(read.error());
        if (!*read)
            break;
        takePacket(packet.get(), stop);
    }
    sayWhatIsMissing();
    takePacket(nullptr, stop);
    return {};
}

void FileSource::sayWhatIsMissing()
{
    if (m_file.damaged() > 0 && !std::exchange(m_saidDamaged, true))
        qCWarning(lcFile).noquote()
            << Words::tr("A part of %1 cannot be read and is left out.").arg(m_file.path());
}

/// Null: the end of a pass.
void FileSource::takePacket(AVPacket *packet, const std::stop_token &stop)
{
    if (m_decoder)
        return m_decoder->decode(packet,
                                 [&](const AVFrame &picture) { return show(picture, stop); });
    if (!packet)
        return av_bsf_flush(m_filter.get());
    if (av_bsf_send_packet(m_filter.get(), packet) < 0)
        return;
    while (av_bsf_receive_packet(m_filter.get(), m_filtered.get()) >= 0) {
        passOn(stop);
        av_packet_unref(m_filtered.get());
    }
}

void FileSource::passOn(const std::stop_token &stop)
{
    auto picture = m_passThrough.take(QByteArrayView(m_filtered->data, m_filtered->size));
    if (!picture || (m_waitsForKeyframe && !picture->keyframe))
        return;
    m_waitsForKeyframe = false;
    const LoopTimeline::Place place = placeOf(*m_filtered);
    if (!waitUntil(place.due, stop))
        return;
    m_outlet.put(EncodedUnit{std::move(*picture),
                             {instantOf(place.due), place.shownAfter},
                             static_cast<std::uint32_t>(m_captured++)});
}

LoopTimeline::Place FileSource::placeOf(const AVPacket &packet)
{
    // Of every picture, because it counts them.
    const int later = m_order.framesLater(QByteArrayView(packet.data, packet.size));
    const auto shown = toMicros(packet.pts), decoded = toMicros(packet.dts);
    if (m_file.hasNoTime() || !decoded)
        return m_timeline.place(std::nullopt, later * frameOf(m_framesPerSecond));
    return m_timeline.place(decoded, shown ? *shown - *decoded : Micros(0));
}

/// Whether to go on.
bool FileSource::show(const AVFrame &picture, const std::stop_token &stop)
{
    const auto time = m_file.hasNoTime() ? std::nullopt : toMicros(picture.best_effort_timestamp);
    const Micros due = m_timeline.place(time, Micros(0)).due;
    if (m_hasOwnRate && due < m_nextOut)
        return true;
    const AvFramePtr scaled = m_scaler->scale(picture);
    if (!scaled)
        return true;
    if (!m_hasOwnRate)
        m_nextOut = due;
    do {
        if (!waitUntil(m_nextOut, stop))
            return false;
        RawFrame frame{AvFramePtr(av_frame_clone(scaled.get())), instantOf(m_nextOut),
                       static_cast<std::uint32_t>(m_captured++)};
        Q_CHECK_PTR(frame.picture.get());
        m_outlet.put(std::move(frame));
        m_nextOut += frameOf(m_framesPerSecond);
    } while (m_hasOwnRate && m_nextOut <= due);
    return true;
}

/// False when it is over.
bool FileSource::waitUntil(Micros due, const std::stop_token &stop)
{
    if (SteadyClock::now() - (m_begin + due) > kMostLate)
        m_begin = SteadyClock::now() - due;
    std::unique_lock lock(m_mutex);
    // Nothing but the stop request ends the wait early.
    m_stopped.wait_until(lock, stop, m_begin + due, [] { return false; });
    return !stop.stop_requested();
}

/// By the wall clock as it is now: it may have been set.
WallTime FileSource::instantOf(Micros due) const
{
    return wallNow() - std::chrono::duration_cast<Micros>(SteadyClock::now() - (m_begin + due));
}

std::optional<Micros> FileSource::toMicros(std::int64_t time) const
{
    constexpr AVRational kMicro{1, 1'000'000};
    if (time == AV_NOPTS_VALUE)
        return std::nullopt;
    return Micros(av_rescale_q(time, m_file.timeBase(), kMicro));
}

} // namespace oriel
