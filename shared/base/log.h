#pragma once

#include "base/clock.h"

#include <QByteArray>
#include <QString>
#include <QTime>

#include <chrono>
#include <mutex>
#include <optional>

namespace oriel {

enum class LogLevel { Debug, Info, Warning, Error };

struct LogOptions
{
    /// The least level written. Debug is switched on for Oriel's own categories only.
    LogLevel level = LogLevel::Info;
    /// Further rules as QLoggingCategory takes them ("oriel.rtsp.debug=true"); they win.
    QString rules;
};

/// Sends every Qt message to standard error, one line each, passed through redacted(). Call it once
/// in main(), before other threads start. Areas are logging categories named "oriel.<area>".
void installLog(const LogOptions &options = {});

/// Sends libav's warnings and errors to the category "libav", redacted and at most one a second.
void installLibavLog();

/// How a line looks: with the time of day for people, with an sd-daemon(3) priority for journald,
/// which keeps the time itself.
enum class LogStyle { Plain, Journal };

/// One line of the log with its line end: "12:34:56.789 info  rtsp: text". Line breaks and control
/// characters in the text, which may be a stranger's, become visible and harmless. Thread-safe.
[[nodiscard]] QByteArray formatLogLine(LogStyle style, QtMsgType type, const char *category,
                                       const QString &text, QTime time);

/// Keeps floods of one kind of message out of the log: the first is admitted at once, then one in
/// each interval, which tells how many were held back. Any thread.
class RateLimitedLog
{
public:
    explicit RateLimitedLog(std::chrono::milliseconds interval = std::chrono::seconds(1));

    /// What to log now; nothing if the text is held back and only counted.
    [[nodiscard]] std::optional<QString> admit(const QString &text,
                                               SteadyTime now = SteadyClock::now());

private:
    std::mutex m_mutex;
    std::chrono::milliseconds m_interval;
    std::optional<SteadyTime> m_lastAdmitted;
    std::uint64_t m_heldBack = 0;
};

} // namespace oriel
