#pragma once

#include "rtsp/rtsp_message.h"
#include "rtsp/rtsp_reader.h"
#include "rtsp/rtsp_server.h"
#include "rtsp/rtsp_server_session.h"

#include <QHostAddress>
#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <memory>
#include <optional>

namespace oriel {

/// One TCP connection of the embedded server: its bytes, its deadlines, and the reader that it may
/// become. Ends by itself, says so once, and is then thrown away. In the server's thread.
class RtspServerConnection : public QObject, private RtspSessionHost
{
    Q_OBJECT
public:
    /// What all connections share; the server outlives them.
    struct Shared
    {
        const RtspServer::Options &options;
        const RtpSender &sender;
        const h264::ParameterSets &sets;
        const std::optional<WallTime> &newest;
    };

    /// Whether the server has room for one more. Where it has none, 503 is the only answer, and
    /// the first request after OPTIONS, to which clients take any answer, ends the connection.
    enum class Room { Free, None };

    static constexpr qsizetype kMaxHead = 16'384;
    static constexpr qsizetype kMaxBody = 65'536;
    static constexpr int kMaxWrongPasswords = 3;

    /// Takes the socket over.
    RtspServerConnection(QTcpSocket *socket, const Shared &shared, Room room, QObject *parent);
    ~RtspServerConnection() override;

    [[nodiscard]] bool isPlaying() const { return !m_ended && m_reader && m_reader->isPlaying(); }
    /// The packets of one access unit; their sequence numbers are overwritten.
    [[nodiscard]] RtspReader::Result send(std::span<QByteArray> packets, bool keyframe,
                                          SteadyTime now);
    void sendReport();
    /// RTCP BYE to a reader, then the end.
    void close();

Q_SIGNALS:
    void joined(); ///< PLAY was answered.
    void paused();
    void ended(); ///< Once; not after close().

private:
    [[nodiscard]] const h264::ParameterSets &parameterSets() const override;
    [[nodiscard]] QByteArray localAddress() const override;
    [[nodiscard]] std::optional<RtspTransport> openTransport(const RtspTransport &offer) override;
    RtpInfo play() override;
    void pause() override;
    void tearDown() override;

    [[nodiscard]] std::unique_ptr<RtspMediaPath> openUdp(RtspTransport &transport);
    [[nodiscard]] std::unique_ptr<RtspMediaPath> openTcp(RtspTransport &transport);
    void onReadyRead();
    void readOn();
    /// False when nothing more is to be read now.
    [[nodiscard]] bool readElement();
    void onRequest(const RtspRequest &request);
    void turnAway(const RtspRequest &request);
    void onWrongPassword(RtspResponse response);
    void onRtcp(QByteArrayView bytes);
    void write(const RtspResponse &response);
    void restartDeadline();
    void onDeadline();
    void leave(const QString &why);
    void end(const QString &why);

    Shared m_shared;
    Room m_room;
    QTcpSocket *m_socket; ///< A child.
    QString m_peer;       ///< For the log.
    RtspStreamParser m_parser;
    RtspServerSession m_session;
    std::unique_ptr<RtspReader> m_reader;
    std::optional<quint8> m_rtcpChannel; ///< Of a reader over TCP.
    QTimer m_deadline, m_wrongPassword;
    RtspResponse m_heldBack; ///< Goes out when m_wrongPassword is over.
    int m_wrongPasswords = 0;
    bool m_turnQueued = false;
    bool m_ended = false;
};

} // namespace oriel
