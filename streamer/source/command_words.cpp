#include "source/command_words.h"

#include "base/stream_url.h"

#include <QLoggingCategory>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcCommand, "oriel.command")

} // namespace

void CommandWords::append(QByteArrayView bytes)
{
    for (const char byte : bytes) {
        // ffmpeg writes over its line of figures again and again.
        if (byte == '\n' || byte == '\r')
            endLine();
        else if (m_open.size() < kMaxLine)
            m_open.append(byte);
    }
}

void CommandWords::endLine()
{
    const QByteArray line = m_open.trimmed();
    m_open.clear();
    if (line.isEmpty())
        return;
    qCDebug(lcCommand).noquote() << m_program + u':' << redacted(QString::fromUtf8(line));
    m_last = line;
}

void CommandWords::clear()
{
    m_open.clear();
    m_last.clear();
}

QString CommandWords::last() const
{
    const QByteArray open = m_open.trimmed();
    return redacted(QString::fromUtf8(open.isEmpty() ? m_last : open));
}

} // namespace oriel
