#pragma once

#include "playback/playback_session.h"
#include "playback/statistics.h"

#include <QStringList>

namespace oriel {

/// What the overlay says, at one instant; kept apart from where it comes from.
struct OverlayFigures
{
    struct Leg
    {
        std::optional<Micros> time; ///< Nothing: not known for this stream.
        bool measured = false;      ///< Else an estimate: two clocks, of which one may be off.
    };

    AgeSource source = AgeSource::None;
    bool clocksAgree = true;
    std::optional<Micros> age;
    std::array<Leg, Statistics::kLegs> legs;
    AgeHistory::Slots history;
    double paintedFps = 0;
    std::uint64_t dropped = 0;
    std::uint64_t reconnects = 0;
    StreamFigures stream;
    QString painter;
};

[[nodiscard]] OverlayFigures collectOverlayFigures(const PlaybackSession &session,
                                                   const Statistics &statistics, SteadyTime now);

/// The words of the overlay, the same in the compact and the full one. GUI thread.
namespace overlay {
Q_NAMESPACE

enum class Mode { Off, Compact, Full };
Q_ENUM_NS(Mode)

/// "4.1 ms", "≈ 4 ms" by the server's clock, "≥ 1 ms" since arrival, "age unknown".
[[nodiscard]] QString ageText(const OverlayFigures &figures);
/// "30 fps · 2.0 Mbit/s · 0 % lost · UDP". Any loss at all is more than "0 %".
[[nodiscard]] QString compactText(const OverlayFigures &figures);
/// What the age counts from, and whether it may be trusted.
[[nodiscard]] QString sourceText(const OverlayFigures &figures);
/// "captured → encoded" and so on.
[[nodiscard]] QString legName(Statistics::Leg leg);
/// "1.1 ms, measured", "unknown".
[[nodiscard]] QString legText(const OverlayFigures::Leg &leg);
/// The worst age in the history; empty where there is none.
[[nodiscard]] QString historyText(const OverlayFigures &figures);

struct Row
{
    QString name, value;
};
[[nodiscard]] QList<Row> rows(const OverlayFigures &figures);

/// All of it as lines, for the clipboard.
[[nodiscard]] QString plainText(const OverlayFigures &figures);

} // namespace overlay

} // namespace oriel
