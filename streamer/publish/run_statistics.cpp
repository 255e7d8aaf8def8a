#include "publish/run_statistics.h"

#include "base/clock.h"

namespace oriel {

namespace {

QJsonValue count(std::uint64_t value)
{
    return static_cast<qint64>(value);
}

} // namespace

QJsonObject toJson(const RunStatistics &statistics, const Error &error)
{
    const double seconds = toMs(statistics.duration) / 1000;
    const auto encodeMs = [&](double share) {
        return toMs(statistics.encodeTime.percentile(share).value_or(Micros(0)));
    };
    const bool failed = error.code != ErrorCode::None;
    return {
        {"source", statistics.source},
        {"passed_through", statistics.passedThrough},
        {"captured", count(statistics.captured)},
        {"missed", count(statistics.missed)},
        {"encoded", count(statistics.encoded)},
        {"sent", count(statistics.sent)},
        {"dropped", count(statistics.dropped)},
        {"bytes", count(statistics.bytes)},
        {"reconnects", statistics.reconnects},
        {"seconds", seconds},
        {"fps", seconds > 0 ? static_cast<double>(statistics.encoded) / seconds : 0},
        {"encode_ms_p50", encodeMs(0.5)},
        {"encode_ms_p95", encodeMs(0.95)},
        {"error", failed ? QJsonValue(errorName(error.code)) : QJsonValue()},
    };
}

} // namespace oriel
