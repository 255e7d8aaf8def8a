#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "h26x/parameter_sets.h"
#include "rtsp/rtp_sender.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QString>
#include <QTcpServer>
#include <QTimer>

#include <optional>

namespace oriel {

class RtspServerConnection;

/// A small RTSP server for a handful of readers of one H.264 stream (RFC 2326: OPTIONS, DESCRIBE,
/// SETUP, PLAY, PAUSE, GET_PARAMETER, TEARDOWN), over UDP or TCP interleaved, with optional Digest
/// or Basic authentication. A slow reader loses pictures up to the next keyframe and then its
/// connection, and never delays another. UDP packets go to the address of the reader's TCP
/// connection and to no other. Lives in the thread that sends; nothing blocks.
class RtspServer : public QObject
{
    Q_OBJECT
public:
    /// Deadlines; only tests have a reason to change them.
    struct Timing
    {
        /// From connecting to SETUP, whatever is asked meanwhile; and from TEARDOWN to the next.
        std::chrono::milliseconds firstSetup{10'000};
        /// Silence of a session over UDP, or of one that does not play (RFC 2326, 12.37).
        std::chrono::milliseconds session{60'000};
        std::chrono::milliseconds stall{10'000};        ///< A TCP reader that takes nothing.
        std::chrono::milliseconds wrongPassword{1'000}; ///< How late a wrong password is answered.
        std::chrono::milliseconds senderReport{5'000};
        std::chrono::milliseconds turnAway{2'000}; ///< To ask, and be told that there is no room.
    };

    struct Options
    {
        QHostAddress address = QHostAddress::Any; ///< Any is [::] and 0.0.0.0.
        quint16 port = 8554;                      ///< 0: any free one.
        QByteArray path = "/ES_MTX";
        QString user, password; ///< Empty: open to everybody.
        int maxConnections = 32;
        Timing timing;
    };

    /// How close keyframeWanted() may follow upon the last one.
    static constexpr std::chrono::milliseconds kKeyframeInterval{250};
    /// Connections beyond the limit that may wait for their 503; more are closed without a word.
    static constexpr qsizetype kMaxTurnedAway = 8;

    explicit RtspServer(Options options, QObject *parent = nullptr);
    ~RtspServer() override;

    /// Fails with PortInUse, PortForbidden or AddressUnusable.
    [[nodiscard]] Expected<void> listen();
    [[nodiscard]] quint16 port() const;

    /// What DESCRIBE answers; 404 until this is complete.
    void setParameterSets(const h264::ParameterSets &sets);
    /// Sends an access unit (Annex B) to every playing reader now.
    void send(QByteArrayView annexB, bool keyframe, const PictureTime &time);
    /// Says goodbye to all readers and closes; RTCP BYE is sent.
    void close();

    [[nodiscard]] int readers() const; ///< Connections that play.

Q_SIGNALS:
    /// A reader's PLAY was answered; it gets pictures from the next keyframe on.
    void readerJoined();
    void readersChanged(int readers);
    /// The next picture should be an IDR: a reader joined, or one that was too slow has caught up.
    /// However many readers ask, and however often, it comes at most every kKeyframeInterval.
    void keyframeWanted();

private:
    void onNewConnections();
    void admit(QTcpSocket *socket);
    void turnAway(QTcpSocket *socket);
    void onAcceptError();
    void onJoined();
    void onEnded(RtspServerConnection *connection);
    void updateReaders();
    void sendReports();
    void askForKeyframe();

    Options m_options;
    RtpSender m_sender;
    h264::ParameterSets m_sets;
    std::optional<WallTime> m_newest; ///< When the newest picture was captured.
    QTcpServer m_listener;
    QTimer m_report, m_keyframe, m_acceptAgain;
    std::optional<SteadyTime> m_keyframeAskedAt;
    QList<RtspServerConnection *> m_connections; ///< Children of this.
    QList<RtspServerConnection *> m_turnedAway;  ///< Children of this; nobody among them plays.
    int m_readers = 0;
    bool m_full = false; ///< The limit was logged.
};

} // namespace oriel
