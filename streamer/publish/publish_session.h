#pragma once

#include "base/backoff.h"
#include "base/stream_url.h"
#include "publish/path_contest.h"
#include "rtsp/rtsp_publisher.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace oriel {

/// Publishes to one URL for as long as it lives: an RtspPublisher for each attempt, a backoff
/// between them, and a longer wait where another publisher wants the path too. Gives up only on
/// what a person has to mend, see isTransient(). Lives in the encoding thread; nothing blocks.
class PublishSession : public QObject
{
    Q_OBJECT
public:
    enum class Transport {
        Auto, ///< TCP, and UDP where the server refuses that.
        Udp,
        Tcp,
    };

    PublishSession(StreamUrl url, Transport transport, QObject *parent = nullptr);
    ~PublishSession() override;

    void start(const h264::ParameterSets &sets);
    /// What the next attempt announces.
    void setParameterSets(const h264::ParameterSets &sets) { m_sets = sets; }
    /// Returns whether the access unit went out. The first of a connection, and the first after one
    /// that the network was too slow for, is a keyframe: others before it are dropped.
    bool send(QByteArrayView annexB, bool keyframe, const PictureTime &time);
    /// stopped() follows within RtspPublisher::kTeardownDeadline, at once where nothing is open.
    void stop();

    [[nodiscard]] const StreamUrl &url() const { return m_url; }
    [[nodiscard]] bool isRecording() const { return m_publisher && m_publisher->isRecording(); }
    /// Whether any attempt got as far as recording().
    [[nodiscard]] bool hasRecorded() const { return m_recordings > 0; }
    /// How often it published again after the first time.
    [[nodiscard]] int reconnects() const { return m_recordings > 0 ? m_recordings - 1 : 0; }
    [[nodiscard]] int attempts() const { return m_attempts; }
    /// Why the last attempt ended; None while it has not.
    [[nodiscard]] const Error &lastError() const { return m_lastError; }

Q_SIGNALS:
    void recording();
    void keyframeWanted();                  ///< One would go out now.
    void gaveUp(const oriel::Error &error); ///< Final.
    void stopped();                         ///< Final, after stop().

private:
    void attempt();
    void onRecording();
    void askForKeyframe();
    void onFailed(const Error &error);
    /// Whether there is another one that was not refused.
    [[nodiscard]] bool tryOtherTransport();
    void retry(const Error &error, std::chrono::milliseconds wait);
    void yield(std::chrono::milliseconds wait);
    void giveUp(const Error &error);
    void discardPublisher();

    StreamUrl m_url;
    Transport m_transport;
    RtspPublisher::Protocol m_protocol;
    h264::ParameterSets m_sets;
    std::unique_ptr<RtspPublisher> m_publisher;
    Backoff m_backoff;
    PathContest m_contest;
    QTimer m_retry;
    Error m_lastError;
    SteadyTime m_mayAskAt; ///< For a keyframe.
    int m_attempts = 0;
    int m_recordings = 0;
    int m_refusedTransports = 0;
    bool m_stopping = false;
};

} // namespace oriel
