#pragma once

#include "base/backoff.h"
#include "base/latest.h"
#include "base/stream_url.h"
#include "playback/playback_worker.h"
#include "playback/stream_counters.h"
#include "playback/transport_policy.h"

#include <QObject>
#include <QThread>
#include <QTimer>

#include <optional>

namespace oriel {

/// Keeps one camera on the screen: makes attempts in a worker thread of its own, tries again with
/// backoff after what may pass by itself, and says at any time what the matter is. Owned and called
/// by the GUI thread, where all signals are emitted; nothing blocks but the destructor, for no
/// longer than RtspPlayer::kTeardownDeadline.
class PlaybackSession : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Idle,
        Connecting, ///< An attempt is under way, and no picture of it came yet.
        Playing,
        Stalled,  ///< Connected, and no access unit for PlaybackWorker::kStalledAfter.
        Retrying, ///< Waits for the next attempt at `nextTry`.
        Failed,   ///< Only a person can mend it.
    };
    Q_ENUM(State)

    struct Status
    {
        State state = State::Idle;
        /// Why it does not play: of the last attempt in Connecting, code None in the first one.
        Error error;
        SteadyTime nextTry; ///< In Retrying.
        /// In Connecting: the server plays, and no picture can be shown before its next keyframe.
        bool awaitsKeyframe = false;
        /// In Connecting, once the server is slow: since when it has owed an answer.
        std::optional<SteadyTime> unansweredSince;
    };

    explicit PlaybackSession(QObject *parent = nullptr);
    ~PlaybackSession() override;

    /// Stops what played and starts anew.
    void open(const StreamUrl &url, TransportChoice transport);
    /// Idle at once; the worker says goodbye to the server on its own.
    void stop();
    /// In Retrying and Failed: the next attempt now.
    void tryNow();

    /// The newest picture, after frameReady(); nothing if it was taken already.
    [[nodiscard]] std::optional<VideoFrame> takeFrame() { return m_mailbox->take(); }

    [[nodiscard]] const Status &status() const { return m_status; }
    [[nodiscard]] const StreamUrl &url() const { return m_url; }
    [[nodiscard]] StreamFigures figures() const { return m_counters.figures(SteadyClock::now()); }
    /// Pictures that a newer one displaced before they were taken.
    [[nodiscard]] std::uint64_t droppedFrames() const;
    /// How often it played again after an attempt had ended.
    [[nodiscard]] int reconnects() const { return m_reconnects; }

Q_SIGNALS:
    void frameReady();
    void statusChanged();
    void attemptDropped(QPrivateSignal);

private:
    void startAttempt();
    /// Its signals that are still under way count for nothing from here on.
    void dropWorker();
    void onConnected();
    void onFrameReady();
    void onStalled();
    void onSlow(std::chrono::milliseconds waited);
    void onEnded(const Error &error);
    void logFailure(const Error &error);
    void setState(State state);

    PlaybackWorker::Mailbox m_mailbox = std::make_shared<Latest<VideoFrame>>();
    std::uint64_t m_droppedEarlier = 0; ///< In the mailboxes before this one.
    StreamCounters m_counters;
    QThread m_thread;
    QTimer m_retry;
    PlaybackWorker *m_worker = nullptr; ///< Lives in m_thread, which deletes it.
    StreamUrl m_url;
    TransportPolicy m_transport;
    Backoff m_backoff;
    std::optional<SteadyTime> m_serverBackSince; ///< While nothing is published there yet.
    Status m_status;
    quint64 m_attempt = 0;
    int m_reconnects = 0;
    ErrorCode m_logged = ErrorCode::None; ///< What the log said last, and goes on.
    bool m_hasPlayed = false;             ///< Since open(), in an attempt before this one.
    bool m_attemptPlayed = false;
};

} // namespace oriel
