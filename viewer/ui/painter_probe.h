#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QTimer>

#include <chrono>
#include <optional>

namespace oriel {

/// Finds out which OpenGL renderer there is without loading it: a helper process does, and the
/// answer is kept in a file until what it depends on has changed. A helper that crashes, hangs or
/// finds none is an answer as well, and believed for a day. GUI thread.
class PainterProbe : public QObject
{
    Q_OBJECT
public:
    struct Setup
    {
        QString program; ///< Prints what printGlRenderer() does.
        QStringList arguments;
        QString cacheFile;
        QString key; ///< Everything that the answer depends on.
        /// How long ask() may wait.
        std::chrono::milliseconds patience{200};
        /// After that the helper is killed.
        std::chrono::milliseconds limit{3000};
    };
    /// How long it is believed that there is no renderer.
    static constexpr std::chrono::hours kFailureKept{24};

    explicit PainterProbe(Setup setup, QObject *parent = nullptr);
    ~PainterProbe() override;

    /// GL_RENDERER, empty where there is none. None if that is not known in time: the helper goes
    /// on, and its answer is kept for the next start. To be called once.
    [[nodiscard]] std::optional<QString> ask();

Q_SIGNALS:
    /// The helper's answer, within ask() or later.
    void answered(const QString &renderer);

private:
    [[nodiscard]] std::optional<QString> readCache() const;
    void writeCache(const QString &renderer) const;
    void onFinished(int exitCode, QProcess::ExitStatus status);
    void answer(const QString &renderer);

    const Setup m_setup;
    QProcess m_helper;
    QTimer m_limit;
    std::optional<QString> m_answer;
};

} // namespace oriel
