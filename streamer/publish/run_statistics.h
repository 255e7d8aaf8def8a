#pragma once

#include "base/error.h"
#include "base/histogram.h"

#include <QJsonObject>

#include <cstdint>

namespace oriel {

/// What a run did, for the log and for scripts. A plain value.
struct RunStatistics
{
    QString source;             ///< "test", "file", "command".
    bool passedThrough = false; ///< Its pictures came encoded.
    std::uint64_t captured = 0; ///< Frames of the source.
    std::uint64_t missed = 0;   ///< Instants at which the source was too late to make one.
    std::uint64_t encoded = 0;  ///< Also those that came so.
    std::uint64_t sent = 0;     ///< Access units that went out to somebody.
    std::uint64_t dropped = 0;  ///< Before, in and after the encoder.
    std::uint64_t bytes = 0;    ///< Of the access units sent.
    int reconnects = 0;
    std::chrono::milliseconds duration{0};
    Histogram encodeTime;
};

/// One JSON object with stable keys; times in milliseconds. `error` is None where the run ended as
/// it was asked to.
[[nodiscard]] QJsonObject toJson(const RunStatistics &statistics, const Error &error);

} // namespace oriel
