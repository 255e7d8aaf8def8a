#include "source/command_source.h"

#include "base/stream_url.h"
#include "platform/child_process.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLoggingCategory>

#include <algorithm>
#include <utility>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcCommand, "oriel.command")

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::CommandSource)
};

QString notH264()
{
    return Words::tr("what it writes is no H.264 byte stream with its parameter sets");
}

} // namespace

CommandSource::CommandSource(const QStringList &command, SourceOutlet outlet, Timing timing)
    : m_program(command.constFirst())
    , m_arguments(command.sliced(1))
    , m_outlet(std::move(outlet))
    , m_timing(timing)
    , m_splitter([this](AccessUnitSplitter::Unit &&unit) { onUnit(std::move(unit)); })
    , m_words(QFileInfo(m_program).fileName())
{
    for (QTimer *timer : {&m_pause, &m_silence, &m_retry, &m_kill})
        timer->setSingleShot(true);
    m_pause.setTimerType(Qt::PreciseTimer);

    connect(&m_pause, &QTimer::timeout, this, &CommandSource::onPause);
    connect(&m_silence, &QTimer::timeout, this, &CommandSource::onSilence);
    connect(&m_retry, &QTimer::timeout, this, &CommandSource::launch);
    connect(&m_kill, &QTimer::timeout, this, [this] { child_process::killGroup(m_group); });
}

CommandSource::~CommandSource()
{
    CommandSource::stop();
    if (!m_child)
        return;
    m_child->disconnect(this);
    const int left = m_kill.isActive() ? m_kill.remainingTime() : 0;
    if (!m_child->waitForFinished(std::max(left, 0)))
        child_process::killGroup(m_group);
    m_child->waitForFinished(static_cast<int>(kGrace.count()));
    child_process::killGroup(m_group); // What it left behind.
}

void CommandSource::start()
{
    qCDebug(lcCommand).noquote() << "command:"
                                 << redacted((QStringList(m_program) + m_arguments).join(u' '));
    launch();
}

void CommandSource::launch()
{
    m_words.clear();
    m_why.clear();
    m_bytes = 0;
    m_delivers = m_saidSilent = false;
    m_splitter.reset();
    m_passThrough = {};
    m_order = {};
    m_child = std::make_unique<QProcess>();
    m_child->setProgram(m_program);
    m_child->setArguments(m_arguments);
    // It would read the terminal otherwise, as ffmpeg does.
    m_child->setStandardInputFile(QProcess::nullDevice());
    child_process::prepare(*m_child);
    connect(m_child.get(), &QProcess::readyReadStandardOutput, this, &CommandSource::onOutput);
    connect(m_child.get(), &QProcess::readyReadStandardError, this,
            [this] { m_words.append(m_child->readAllStandardError()); });
    connect(m_child.get(), &QProcess::finished, this, &CommandSource::onFinished);
    connect(m_child.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            onFailedToStart();
    });
    m_silence.start(m_timing.silent);
    m_child->start(QIODevice::ReadOnly);
    m_group = m_child->processId();
}

void CommandSource::onOutput()
{
    const QByteArray bytes = m_child->readAllStandardOutput();
    if (m_stopping || !m_why.isEmpty())
        return;
    m_bytes += static_cast<std::uint64_t>(bytes.size());
    m_lastBytes = SteadyClock::now();
    m_splitter.append(bytes, wallNow());
    // One that proved too short is followed by longer ones.
    if (m_splitter.usesPauses())
        m_pause.start(kPause * (1 << m_splitter.badPauses()));
    const bool isRubbish =
        m_splitter.isForeign() || (m_bytes > kRubbish && m_splitter.tables().isEmpty());
    if (isRubbish && !m_delivers) {
        m_why = notH264();
        endChild();
    }
}

void CommandSource::onPause()
{
    // The pipe may have filled while this process did not get its turn; that takes it out.
    const bool more = m_child && m_child->waitForReadyRead(0);
    if (!more && m_child)
        m_splitter.onPause();
}

void CommandSource::onUnit(AccessUnitSplitter::Unit &&unit)
{
    auto picture = m_passThrough.take(unit.annexB);
    if (!picture)
        return;
    if (m_trouble.code != ErrorCode::None)
        qCInfo(lcCommand).noquote() << m_trouble.where << "delivers pictures again";
    m_trouble = {};
    m_said.clear();
    if (!std::exchange(m_delivers, true))
        m_backoff.works(SteadyClock::now());
    m_saidSilent = false;
    m_silence.start(m_timing.silent);
    m_outlet.put(
        EncodedUnit{std::move(*picture), timeOf(unit), static_cast<std::uint32_t>(m_captured++)});
}

/// B pictures are no good for a live picture, but they are shown in their order.
PictureTime CommandSource::timeOf(const AccessUnitSplitter::Unit &unit)
{
    const int later = m_order.framesLater(unit.annexB);
    const auto *sps = m_order.sequence();
    if (later == 0 || !sps || !sps->framesPerSecond)
        return unit.begun;
    const std::chrono::duration<double> frame(1 / *sps->framesPerSecond);
    return {unit.begun, std::chrono::round<std::chrono::microseconds>(later * frame)};
}

void CommandSource::onSilence()
{
    const bool isRubbish = !m_delivers && m_bytes > 0 && m_splitter.tables().isEmpty();
    const auto waited = m_saidSilent ? m_timing.giveUp : m_timing.silent;
    const bool writes = m_bytes > 0 && SteadyClock::now() - m_lastBytes < m_timing.silent / 2;
    QString why = isRubbish ? notH264()
                  : writes  ? Words::tr("it writes, but no keyframe has come for %1 s")
                            : Words::tr("nothing has come from it for %1 s");
    if (!isRubbish)
        why = why.arg(toMs(waited) / 1000);
    if (const QString last = m_words.last(); !last.isEmpty() && !isRubbish)
        why += QStringLiteral(": ") + last;
    if (m_saidSilent) {
        m_why = why;
        return endChild();
    }
    m_saidSilent = true;
    m_silence.start(m_timing.giveUp - m_timing.silent);
    complain(why, QString());
}

void CommandSource::onFailedToStart()
{
    const QString why = m_child->errorString();
    discardChild();
    if (m_captured > 0)
        retry(why);
    else
        giveUp({ErrorCode::FileUnusable, m_program, why});
}

void CommandSource::onFinished(int exitCode, QProcess::ExitStatus status)
{
    const bool endedWell = status == QProcess::NormalExit && exitCode == 0 && m_why.isEmpty();
    // What was killed in the middle of a picture leaves half of it.
    if (endedWell && !m_stopping)
        m_splitter.finish();
    else
        m_splitter.reset();
    m_words.append(m_child->readAllStandardError());
    discardChild();
    if (m_stopping)
        return;
    const bool isRubbish = m_why == notH264() || (endedWell && m_bytes > 0 && !m_delivers);
    if (isRubbish && m_captured == 0)
        return giveUp({ErrorCode::CodecUnsupported, m_words.program(), notH264()});
    QString why = m_why;
    if (why.isEmpty())
        why = status == QProcess::CrashExit ? Words::tr("it was ended by signal %1").arg(exitCode)
                                            : Words::tr("it ended with status %1").arg(exitCode);
    if (const QString last = m_words.last(); !last.isEmpty() && m_why.isEmpty())
        why += QStringLiteral(": ") + last;
    retry(why);
}

/// Asks it to, and sees that it does.
void CommandSource::endChild()
{
    m_silence.stop();
    m_pause.stop();
    child_process::terminateGroup(m_group);
    m_kill.start(kGrace);
}

void CommandSource::discardChild()
{
    m_pause.stop();
    m_silence.stop();
    m_kill.stop();
    child_process::killGroup(std::exchange(m_group, 0)); // What it left behind.
    // It is its own signal that led here.
    m_child->disconnect(this);
    m_child.release()->deleteLater();
}

void CommandSource::giveUp(const Error &error)
{
    m_trouble = error;
    m_outlet.fail(error);
}

void CommandSource::retry(const QString &why)
{
    complain(why, Words::tr("Starting it again."));
    m_retry.start(m_backoff.next(SteadyClock::now()));
}

/// What goes wrong again and again is said once, until pictures come.
void CommandSource::complain(const QString &why, const QString &consequence)
{
    constexpr qsizetype kMost = 16; // Words with a time in them are never the same.
    m_trouble = {ErrorCode::SourceFailed, m_words.program(), why};
    if (m_said.contains(why))
        return;
    if (m_said.size() < kMost)
        m_said << why;
    qCWarning(lcCommand).noquote() << sentence(m_trouble) << consequence;
}

void CommandSource::stop()
{
    if (std::exchange(m_stopping, true))
        return;
    m_retry.stop();
    if (m_child)
        endChild();
}

} // namespace oriel
