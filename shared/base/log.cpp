#include "base/log.h"

#include "base/stream_url.h"
#include "platform/journal.h"

#include <QLoggingCategory>

extern "C" {
#include <libavutil/log.h>
}

#include <array>
#include <cstdarg>
#include <cstdio>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcLibav, "libav")

LogStyle g_style = LogStyle::Plain;

struct LevelName
{
    const char *name;     ///< Padded to one width.
    const char *priority; ///< sd-daemon(3)
};

LevelName levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return {"debug", "<7>"};
    case QtInfoMsg:
        return {"info ", "<6>"};
    case QtWarningMsg:
        return {"warn ", "<4>"};
    case QtCriticalMsg:
        return {"error", "<3>"};
    case QtFatalMsg:
        return {"fatal", "<2>"};
    }
    Q_UNREACHABLE();
}

QByteArray areaOf(const char *category)
{
    const QByteArray name(category);
    if (name.isEmpty() || name == "default")
        return "oriel";
    return name.startsWith("oriel.") ? name.sliced(6) : name;
}

QString oneLine(const QString &text)
{
    QString line = text.trimmed();
    line.replace(QLatin1String("\r\n"), QLatin1String(" | "));
    line.replace(u'\n', QLatin1String(" | "));
    for (QChar &c : line) {
        if (c == u'\t')
            c = u' ';
        else if (c.category() == QChar::Other_Control)
            c = u'?';
    }
    return line;
}

void writeMessage(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    const QByteArray line =
        formatLogLine(g_style, type, context.category, text, QTime::currentTime());
    // One call, so that lines of several threads do not mix.
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
    std::fflush(stderr);
}

QString filterRules(const LogOptions &options)
{
    QString rules = QStringLiteral("*.debug=false\n");
    if (options.level == LogLevel::Debug)
        rules += QLatin1String("oriel.*.debug=true\ndefault.debug=true\n");
    if (options.level >= LogLevel::Warning)
        rules += QLatin1String("*.info=false\n");
    if (options.level >= LogLevel::Error)
        rules += QLatin1String("*.warning=false\n");
    return rules + options.rules;
}

void writeLibavLine(const QByteArray &line)
{
    static RateLimitedLog limit;
    // Redacted here too: another message handler may be in place of ours.
    if (const auto text = limit.admit(redacted(QString::fromUtf8(line).trimmed())))
        qCWarning(lcLibav).noquote() << *text;
}

void takeLibavMessage(void *object, int level, const char *format, va_list arguments)
{
    constexpr qsizetype kMaxLine = 4096;
    // The bits above are a colour.
    if (level < 0 || (level & 0xff) > AV_LOG_WARNING)
        return;
    thread_local QByteArray line;
    thread_local int printPrefix = 1;
    std::array<char, 1024> part{};
    av_log_format_line2(object, level, format, arguments, part.data(),
                        static_cast<int>(part.size()), &printPrefix);
    line += part.data();
    if (!line.endsWith('\n') && line.size() < kMaxLine)
        return;
    writeLibavLine(std::exchange(line, {}));
}

} // namespace

void installLog(const LogOptions &options)
{
    g_style = standardErrorIsJournal() ? LogStyle::Journal : LogStyle::Plain;
    QLoggingCategory::setFilterRules(filterRules(options));
    qInstallMessageHandler(writeMessage);
}

void installLibavLog()
{
    av_log_set_callback(takeLibavMessage);
}

QByteArray formatLogLine(LogStyle style, QtMsgType type, const char *category, const QString &text,
                         QTime time)
{
    const LevelName level = levelName(type);
    const QByteArray message = areaOf(category) + ": " + oneLine(redacted(text)).toUtf8() + '\n';
    if (style == LogStyle::Journal)
        return level.priority + message;
    return time.toString(QStringLiteral("HH:mm:ss.zzz")).toLatin1() + ' ' + level.name + ' ' +
           message;
}

RateLimitedLog::RateLimitedLog(std::chrono::milliseconds interval) : m_interval(interval) {}

std::optional<QString> RateLimitedLog::admit(const QString &text, SteadyTime now)
{
    const std::lock_guard lock(m_mutex);
    if (m_lastAdmitted && now - *m_lastAdmitted < m_interval) {
        ++m_heldBack;
        return std::nullopt;
    }
    m_lastAdmitted = now;
    const auto heldBack = std::exchange(m_heldBack, 0);
    return heldBack == 0 ? text : text + QStringLiteral(" (and %1 more before it)").arg(heldBack);
}

} // namespace oriel
