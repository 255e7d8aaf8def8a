#include "ui/painter_probe.h"

#include "platform/child_process.h"
#include "ui/gl_renderer.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QSaveFile>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcProbe, "oriel.painter")

} // namespace

PainterProbe::PainterProbe(Setup setup, QObject *parent)
    : QObject(parent)
    , m_setup(std::move(setup))
{
    child_process::prepare(m_helper);
    m_helper.setStandardErrorFile(QProcess::nullDevice());
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, &m_helper, &QProcess::kill);
    connect(&m_helper, &QProcess::finished, this, &PainterProbe::onFinished);
    connect(&m_helper, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            answer({});
    });
}

PainterProbe::~PainterProbe()
{
    m_helper.disconnect(this);
    m_helper.kill();
    m_helper.waitForFinished();
}

std::optional<QString> PainterProbe::ask()
{
    if (std::optional<QString> kept = readCache())
        return kept;
    m_helper.start(m_setup.program, m_setup.arguments, QIODevice::ReadOnly);
    m_limit.start(m_setup.limit);
    m_helper.waitForFinished(static_cast<int>(m_setup.patience.count()));
    return m_answer;
}

void PainterProbe::onFinished(int exitCode, QProcess::ExitStatus status)
{
    const bool isGood = status == QProcess::NormalExit && exitCode == 0;
    const auto printed = parsePrintedRenderer(m_helper.readAllStandardOutput());
    answer(isGood && printed ? *printed : QString());
}

void PainterProbe::answer(const QString &renderer)
{
    m_limit.stop();
    m_answer = renderer;
    qCDebug(lcProbe).noquote() << "OpenGL renderer:" << (renderer.isEmpty() ? "none" : renderer);
    writeCache(renderer);
    Q_EMIT answered(renderer);
}

std::optional<QString> PainterProbe::readCache() const
{
    QFile file(m_setup.cacheFile);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QJsonObject kept = QJsonDocument::fromJson(file.readAll()).object();
    const QString renderer = kept["renderer"].toString();
    if (!kept["renderer"].isString() || kept["key"] != m_setup.key)
        return std::nullopt;
    const QDateTime asked = QDateTime::fromString(kept["asked"].toString(), Qt::ISODate);
    const qint64 age = asked.secsTo(QDateTime::currentDateTimeUtc());
    const bool isRecent = asked.isValid() && age >= 0 && std::chrono::seconds(age) < kFailureKept;
    return renderer.isEmpty() && !isRecent ? std::nullopt : std::optional(renderer);
}

void PainterProbe::writeCache(const QString &renderer) const
{
    const QJsonObject kept{{"key", m_setup.key},
                           {"renderer", renderer},
                           {"asked", QDateTime::currentDateTimeUtc().toString(Qt::ISODate)}};
    QDir().mkpath(QFileInfo(m_setup.cacheFile).path());
    QSaveFile file(m_setup.cacheFile);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(kept).toJson()) < 0 ||
        !file.commit())
        qCDebug(lcProbe).noquote()
            << m_setup.cacheFile << "cannot be written:" << file.errorString();
}

} // namespace oriel
