#include "playback/stats_json.h"

#include <QJsonArray>
#include <QMetaEnum>

#include <cmath>

namespace oriel {

namespace {

QJsonValue rounded(double value)
{
    return std::round(value * 1000) / 1000;
}

QJsonValue ms(std::optional<Micros> time)
{
    return time ? rounded(toMs(*time)) : QJsonValue();
}

QJsonObject percentiles(const std::optional<Percentiles> &values)
{
    const auto pick = [&](Micros Percentiles::*member) {
        return values ? rounded(toMs((*values).*member)) : QJsonValue();
    };
    return {{"p50", pick(&Percentiles::p50)},
            {"p95", pick(&Percentiles::p95)},
            {"p99", pick(&Percentiles::p99)},
            {"max", pick(&Percentiles::max)}};
}

QJsonObject ages(const Statistics &statistics)
{
    QJsonObject object = percentiles(statistics.ages().percentiles());
    object["source"] = QLatin1String(ageSourceName(statistics.ageSource()));
    object["clocks_agree"] = statistics.clocksAgree();
    object["clock_synchronised"] = statistics.clockSynchronised();
    object["recent"] = percentiles(statistics.recentAges().percentiles());
    return object;
}

QJsonObject legs(const Statistics &statistics)
{
    const auto median = [&](Statistics::Leg leg) {
        return ms(statistics.leg(leg).percentile(0.5));
    };
    return {{"captured_encoded", median(Statistics::CapturedToEncoded)},
            {"encoded_sent", median(Statistics::EncodedToSent)},
            {"sent_received", median(Statistics::SentToReceived)},
            {"received_decoded", median(Statistics::ReceivedToDecoded)},
            {"decoded_painted", median(Statistics::DecodedToPainted)}};
}

QJsonValue transportName(const std::optional<RtspTransport::Protocol> &protocol)
{
    if (!protocol)
        return {};
    return QLatin1String(*protocol == RtspTransport::Protocol::Udp ? "udp" : "tcp");
}

QJsonValue codecValue(std::optional<VideoCodec> codec)
{
    return codec ? QJsonValue(QLatin1String(codecName(*codec))) : QJsonValue();
}

QJsonValue errorObject(const Error &error)
{
    if (error.code == ErrorCode::None)
        return {};
    return QJsonObject{{"code", errorName(error.code)}, {"sentence", sentence(error)}};
}

QJsonValue sizeArray(QSize size)
{
    if (size.isEmpty())
        return {};
    return QJsonArray{size.width(), size.height()};
}

template <typename Number>
QJsonValue count(Number number)
{
    return static_cast<qint64>(number);
}

QJsonObject frames(const StreamFigures &figures, const PlaybackSession &session,
                   const Statistics &statistics)
{
    return {{"received", count(figures.received)},
            {"decoded", count(figures.decoded)},
            {"painted", count(statistics.painted().total())},
            {"dropped", count(session.droppedFrames())},
            {"damaged", count(figures.damaged)},
            {"decoder_delay", count(figures.framesOfDelay)}};
}

} // namespace

QString stateName(PlaybackSession::State state)
{
    return QString::fromLatin1(
               QMetaEnum::fromType<PlaybackSession::State>().valueToKey(static_cast<int>(state)))
        .toLower();
}

QJsonObject statsJson(const PlaybackSession &session, const Statistics &statistics)
{
    const StreamFigures figures = session.figures();
    const PlaybackSession::Status &status = session.status();
    return {{"age_ms", ages(statistics)},
            {"legs_ms", legs(statistics)},
            {"frames", frames(figures, session, statistics)},
            {"fps", QJsonObject{{"received", rounded(figures.meanReceivedFps)},
                                {"decoded", rounded(figures.meanDecodedFps)},
                                {"painted", rounded(statistics.painted().mean())}}},
            {"bitrate_kbps", rounded(figures.meanBitrateKbps)},
            {"loss", QJsonObject{{"packets", count(figures.packets)},
                                 {"lost", count(figures.lost)},
                                 {"reordered", count(figures.reordered)},
                                 {"duplicate", count(figures.duplicate)}}},
            {"jitter_ms", rounded(toMs(figures.jitter))},
            {"gop", count(figures.gopLength)},
            {"transport", transportName(figures.transport)},
            {"first_picture_ms", ms(statistics.firstPicture())},
            {"reconnects", session.reconnects()},
            {"event_loop_gap_ms_max", ms(statistics.eventLoopGap())},
            {"state", stateName(status.state)},
            {"error", errorObject(status.error)},
            {"size", sizeArray(figures.size)},
            {"codec", codecValue(figures.codec)},
            {"decoder", figures.decoder}};
}

} // namespace oriel
