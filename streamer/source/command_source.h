#pragma once

#include "base/backoff.h"
#include "encode/pass_through.h"
#include "h26x/access_unit_splitter.h"
#include "h26x/picture_order.h"
#include "source/command_words.h"
#include "source/frame_source.h"

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>

#include <memory>

namespace oriel {

/// Runs a program that writes an H.264 byte stream to its standard output, and runs it again, with
/// backoff, whenever it ends. What it writes is passed through; its standard error goes to the log.
/// A picture's capture time is when its first bytes were read. Lives in the main thread, whose
/// death is the child's; nothing blocks but the destructor, for kGrace.
class CommandSource final : public QObject, public FrameSource
{
    Q_OBJECT
public:
    /// Without a picture for so long it is said, and then the program is started anew.
    struct Timing
    {
        std::chrono::milliseconds silent{5'000};
        std::chrono::milliseconds giveUp{20'000};
    };

    /// How long the pipe has to be empty for the picture in it to count as whole, at least, see
    /// AccessUnitSplitter.
    static constexpr std::chrono::milliseconds kPause{3};
    /// From SIGTERM to SIGKILL.
    static constexpr std::chrono::milliseconds kGrace{500};
    /// So much without a sequence parameter set is no H.264.
    static constexpr std::uint64_t kRubbish = 256 * 1024;

    /// `command`: the program, found in PATH, and its arguments; not empty.
    CommandSource(const QStringList &command, SourceOutlet outlet, Timing timing);
    CommandSource(const QStringList &command, SourceOutlet outlet)
        : CommandSource(command, std::move(outlet), Timing())
    {
    }
    ~CommandSource() override;

    void start() override;
    void stop() override;
    [[nodiscard]] std::uint64_t captured() const override { return m_captured; }
    [[nodiscard]] Error trouble() const override { return m_trouble; }

private:
    void launch();
    void onOutput();
    void onPause();
    void onUnit(AccessUnitSplitter::Unit &&unit);
    [[nodiscard]] PictureTime timeOf(const AccessUnitSplitter::Unit &unit);
    void onSilence();
    void onFailedToStart();
    void onFinished(int exitCode, QProcess::ExitStatus status);
    void endChild();
    void discardChild();
    void giveUp(const Error &error);
    void retry(const QString &why);
    void complain(const QString &why, const QString &consequence);

    QString m_program;
    QStringList m_arguments;
    SourceOutlet m_outlet;
    Timing m_timing;
    std::unique_ptr<QProcess> m_child;
    qint64 m_group = 0; ///< Process id of the child; 0: none runs.
    AccessUnitSplitter m_splitter;
    PassThrough m_passThrough;
    h264::PictureOrder m_order;
    CommandWords m_words;
    QTimer m_pause, m_silence, m_retry, m_kill;
    Backoff m_backoff;
    Error m_trouble;
    QStringList m_said; ///< Of what went wrong since the last picture.
    QString m_why;      ///< Why the child is being ended; empty where it ends by itself.
    std::uint64_t m_captured = 0;
    std::uint64_t m_bytes = 0; ///< Of this run.
    SteadyTime m_lastBytes;
    bool m_delivers = false; ///< This run does.
    bool m_saidSilent = false;
    bool m_stopping = false;
};

} // namespace oriel
