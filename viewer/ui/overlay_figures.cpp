#include "ui/overlay_figures.h"

#include "platform/clock_discipline.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace oriel {

namespace {

/// Over how many pictures the medians go.
constexpr std::size_t kRecent = 30;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::overlay)
};

std::optional<Micros> median(const RecentDurations &durations)
{
    const auto values = durations.percentiles(kRecent);
    return values ? std::optional(values->p50) : std::nullopt;
}

QString msText(Micros time)
{
    const double ms = toMs(time);
    return Words::tr("%1 ms").arg(ms, 0, 'f', std::abs(ms) < 100 ? 1 : 0);
}

QString rateText(double kbps)
{
    return kbps < 1000 ? Words::tr("%1 kbit/s").arg(kbps, 0, 'f', 0)
                       : Words::tr("%1 Mbit/s").arg(kbps / 1000, 0, 'f', 1);
}

QString lossText(double percent)
{
    if (percent > 0 && percent < 0.1)
        return Words::tr("< 0.1 % lost");
    return Words::tr("%1 % lost").arg(percent, 0, 'f', percent > 0 && percent < 10 ? 1 : 0);
}

QString transportText(const StreamFigures &stream)
{
    if (!stream.transport)
        return {};
    return *stream.transport == RtspTransport::Protocol::Udp ? QStringLiteral("UDP")
                                                             : QStringLiteral("TCP");
}

QString joined(QStringList parts)
{
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

} // namespace

OverlayFigures collectOverlayFigures(const PlaybackSession &session, const Statistics &statistics,
                                     SteadyTime now)
{
    OverlayFigures figures;
    figures.source = statistics.ageSource();
    figures.clocksAgree = statistics.clocksAgree();
    figures.age = median(statistics.recentAges());
    figures.history = statistics.ageHistory().slots(now);
    figures.paintedFps = statistics.painted().recent(now);
    figures.dropped = session.droppedFrames();
    figures.reconnects = static_cast<std::uint64_t>(session.reconnects());
    figures.stream = session.figures();
    // Both clocks follow a reference, so that their difference means something.
    const bool synchronised = statistics.clockSynchronised() && isClockSynchronised();
    for (std::size_t i = 0; i < Statistics::kLegs; ++i) {
        const auto leg = static_cast<Statistics::Leg>(i);
        const bool acrossClocks = leg == Statistics::SentToReceived;
        figures.legs[i] = {median(statistics.recentLeg(leg)),
                           !acrossClocks || (synchronised && figures.clocksAgree)};
        // Behind the sender's clock: no time at all is better than a wrong one.
        if (acrossClocks && (!figures.clocksAgree || figures.legs[i].time < Micros{0}))
            figures.legs[i].time.reset();
    }
    return figures;
}

namespace overlay {

QString ageText(const OverlayFigures &figures)
{
    if (figures.source == AgeSource::None)
        return Words::tr("no picture yet");
    if (!figures.clocksAgree || !figures.age)
        return Words::tr("age unknown: the clocks differ");
    switch (figures.source) {
    case AgeSource::Rtcp:
        return QStringLiteral("≈ ") + msText(*figures.age);
    case AgeSource::Arrival:
        return QStringLiteral("≥ ") + msText(*figures.age);
    default:
        return msText(*figures.age);
    }
}

QString compactText(const OverlayFigures &figures)
{
    return joined({Words::tr("%1 fps").arg(std::lround(figures.paintedFps)),
                   rateText(figures.stream.bitrateKbps), lossText(figures.stream.recentLossPercent),
                   transportText(figures.stream)});
}

QString sourceText(const OverlayFigures &figures)
{
    switch (figures.source) {
    case AgeSource::None:
        return {};
    case AgeSource::Arrival:
        return Words::tr("since it arrived; its way here is not known");
    case AgeSource::Rtcp:
        return Words::tr("by the server's clock, an estimate");
    case AgeSource::Sei:
        break;
    }
    if (!figures.clocksAgree)
        return Words::tr("let both machines follow NTP");
    return figures.legs[Statistics::SentToReceived].measured
               ? Words::tr("since the camera's picture, measured")
               : Words::tr("since the camera's picture, if both clocks are right");
}

QString legName(Statistics::Leg leg)
{
    switch (leg) {
    case Statistics::CapturedToEncoded:
        return Words::tr("captured → encoded");
    case Statistics::EncodedToSent:
        return Words::tr("→ sent");
    case Statistics::SentToReceived:
        return Words::tr("→ received");
    case Statistics::ReceivedToDecoded:
        return Words::tr("→ decoded");
    case Statistics::DecodedToPainted:
        return Words::tr("→ painted");
    }
    Q_UNREACHABLE();
}

QString legText(const OverlayFigures::Leg &leg)
{
    if (!leg.time)
        return Words::tr("unknown");
    return (leg.measured ? Words::tr("%1 measured") : Words::tr("%1 estimated"))
        .arg(msText(*leg.time));
}

QString historyText(const OverlayFigures &figures)
{
    std::optional<Micros> worst;
    for (const auto &slot : figures.history) {
        if (slot)
            worst = std::max(worst.value_or(*slot), *slot);
    }
    return worst ? Words::tr("last minute, worst %1").arg(msText(*worst)) : QString();
}

QList<Row> rows(const OverlayFigures &figures)
{
    const StreamFigures &stream = figures.stream;
    const QString rates = Words::tr("%1 received · %2 decoded · %3 painted")
                              .arg(stream.receivedFps, 0, 'f', 1)
                              .arg(stream.decodedFps, 0, 'f', 1)
                              .arg(figures.paintedFps, 0, 'f', 1);
    const QString size =
        stream.size.isEmpty()
            ? QString()
            : QStringLiteral("%1×%2").arg(stream.size.width()).arg(stream.size.height());
    const QString codec = stream.codec ? QString::fromLatin1(codecName(*stream.codec)) : QString();
    const QString gop =
        stream.gopLength > 0 ? Words::tr("GOP %1").arg(stream.gopLength) : QString();
    const QString reorder = stream.framesOfDelay > 0
                                ? Words::tr("%n picture(s) of reordering", nullptr,
                                            static_cast<int>(stream.framesOfDelay))
                                : QString();
    return {
        {Words::tr("Frames/s"), rates},
        {Words::tr("Trouble"), Words::tr("%1 dropped · %2 damaged · %3 reconnects")
                                   .arg(figures.dropped)
                                   .arg(stream.damaged)
                                   .arg(figures.reconnects)},
        {Words::tr("Network"), joined({transportText(stream), rateText(stream.bitrateKbps),
                                       Words::tr("jitter %1").arg(msText(stream.jitter))})},
        {Words::tr("Packets"), joined({lossText(stream.recentLossPercent),
                                       Words::tr("%1 reordered").arg(stream.reordered),
                                       Words::tr("%1 twice").arg(stream.duplicate)})},
        {Words::tr("Stream"), joined({codec, size, gop, reorder})},
        {Words::tr("Decoding"), stream.decoder},
        {Words::tr("Drawing"), figures.painter},
    };
}

QString plainText(const OverlayFigures &figures)
{
    QStringList lines{joined({ageText(figures), sourceText(figures), historyText(figures)})};
    for (std::size_t i = 0; i < figures.legs.size(); ++i)
        lines << legName(static_cast<Statistics::Leg>(i)) + QStringLiteral(": ") +
                     legText(figures.legs[i]);
    for (const Row &row : rows(figures))
        lines << row.name + QStringLiteral(": ") + row.value;
    return lines.join(u'\n') + u'\n';
}

} // namespace overlay

} // namespace oriel
