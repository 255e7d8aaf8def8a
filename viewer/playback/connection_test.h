#pragma once

#include "playback/playback_session.h"
#include "rtsp/tcp_connector.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QObject>
#include <QTimer>

#include <array>
#include <memory>

namespace oriel {

/// Goes to one camera step by step, from its name to its first picture, and says where the way
/// ends. Has a session of its own, so that what plays is left alone. One use each; destroying it
/// gives up. Owned and called by the GUI thread; nothing blocks but what PlaybackSession's
/// destructor does.
class ConnectionTest : public QObject
{
    Q_OBJECT
public:
    enum class Step { Name, Device, Port, Rtsp, Password, Path, Packets, Picture };
    static constexpr std::size_t kSteps = 8;
    enum class State { Waiting, Running, Passed, Failed };

    struct Result
    {
        State state = State::Waiting;
        QString detail;                    ///< In passing: addresses, transport, size.
        std::chrono::milliseconds took{0}; ///< Once it passed or failed.
    };

    /// How long the name, and then the port, may take.
    static constexpr std::chrono::seconds kPatience{5};
    /// How long the first keyframe may take: cameras exist that send one every ten seconds.
    static constexpr std::chrono::seconds kPicturePatience{15};

    explicit ConnectionTest(QObject *parent = nullptr);
    ~ConnectionTest() override;

    void start(const StreamUrl &url, TransportChoice transport);

    [[nodiscard]] const Result &result(Step step) const { return m_results[index(step)]; }
    [[nodiscard]] bool isFinished() const { return m_finished; }
    /// What the failed step says; code None while nothing failed.
    [[nodiscard]] const Error &error() const { return m_error; }

    /// At which step an error of an attempt to play ends the way.
    [[nodiscard]] static Step stepOf(ErrorCode code);

Q_SIGNALS:
    void changed();
    /// Once: each step passed, or one failed.
    void finished();

private:
    [[nodiscard]] static std::size_t index(Step step) { return static_cast<std::size_t>(step); }
    void run(Step step);
    void pass(Step step, const QString &detail = {});
    void passUpTo(Step step);
    void fail(Step step, const Error &error);
    void finish();
    void lookUp();
    void onAddresses(const QList<QHostAddress> &addresses);
    void onConnected(const Expected<std::unique_ptr<QTcpSocket>> &socket);
    void play();
    void onStatus();
    void onPicture();
    void onDeadline();

    StreamUrl m_url;
    TransportChoice m_transport = TransportChoice::Auto;
    std::array<Result, kSteps> m_results;
    Error m_error;
    QElapsedTimer m_since; ///< The step that runs began.
    QTimer m_deadline;
    int m_lookup = -1;
    std::unique_ptr<TcpConnector> m_connector;
    std::unique_ptr<PlaybackSession> m_session;
    Step m_running = Step::Name;
    bool m_finished = false;
};

} // namespace oriel
