#pragma once

#include "base/error.h"
#include "base/stream_url.h"
#include "h26x/access_unit.h"
#include "h26x/parameter_sets.h"
#include "rtsp/rtp_receiver.h"
#include "rtsp/rtsp_connection.h"
#include "rtsp/rtsp_message.h"
#include "rtsp/rtsp_redirects.h"
#include "rtsp/sdp.h"
#include "rtsp/udp_port_pair.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace oriel {

/// Plays the H.264 video of one RTSP URL: OPTIONS, DESCRIBE, SETUP, PLAY, keep-alive, TEARDOWN;
/// follows redirects. One attempt: it ends in failed() or stopped() and is then thrown away; who
/// wants a retry makes a new one. Lives in its owner's thread, nothing blocks.
class RtspPlayer : public QObject
{
    Q_OBJECT
public:
    using Protocol = RtspTransport::Protocol;

    /// From the answer to PLAY to the first packet: NoPackets after that.
    static constexpr std::chrono::milliseconds kFirstPacketDeadline{2500};
    /// How long TEARDOWN may take before the connection is dropped without it.
    static constexpr std::chrono::milliseconds kTeardownDeadline{100};

    explicit RtspPlayer(Protocol protocol, QObject *parent = nullptr);
    ~RtspPlayer() override;

    void start(const StreamUrl &url);
    /// Says TEARDOWN where there is a session; stopped() follows within kTeardownDeadline.
    void stop();

    [[nodiscard]] Protocol protocol() const { return m_protocol; }
    /// Nothing before the answer to SETUP.
    [[nodiscard]] const RtpReceiver *receiver() const { return m_receiver.get(); }

Q_SIGNALS:
    /// The SDP was read; `sets` is empty where it has none. Before the first accessUnit().
    void described(const oriel::h264::ParameterSets &sets);
    void playing(); ///< PLAY was answered; packets may come.
    void accessUnit(const oriel::AccessUnit &unit);
    /// No answer for `waited`; a retry or failure follows later.
    void slow(std::chrono::milliseconds waited);
    void failed(const oriel::Error &error); ///< Final.
    void stopped();                         ///< Final, after stop().

private:
    void open();
    void options();
    void describe();
    void onDescribed(const RtspResponse &response);
    void setup();
    void onSetUp(const RtspResponse &response);
    void startReceiving();
    void punchHoles();
    void onPlaying(const RtspResponse &response);
    void keepAlive();
    void redirect(const RtspResponse &response);
    void onInterleaved(quint8 channel, const QByteArray &payload);
    void onRtp(const QByteArray &packet);
    void onRtcp(const QByteArray &packet);
    void onLost(const Error &error);
    void armReorder();
    void sendReport();
    void fail(const Error &error);
    void finish();
    void release();
    /// Sends a request and ends the attempt on any answer but 200.
    void ask(QByteArray method, QByteArray uri, RtspHeaders headers,
             void (RtspPlayer::*answered)(const RtspResponse &));

    Protocol m_protocol;
    StreamUrl m_url;
    std::unique_ptr<RtspConnection> m_connection;
    std::unique_ptr<UdpPortPair> m_ports;
    std::unique_ptr<RtpReceiver> m_receiver;
    QTimer m_keepAlive, m_report, m_reorder, m_firstPacket, m_teardown;
    QByteArray m_base;      ///< Content-Base or what stands for it.
    QByteArray m_aggregate; ///< URI of PLAY, keep-alive and TEARDOWN.
    SdpMedia m_media;
    quint8 m_rtpChannel = 0, m_rtcpChannel = 1;
    std::optional<std::pair<quint16, quint16>> m_serverPorts;
    QHostAddress m_mediaSource; ///< Datagrams of anyone else are ignored.
    QByteArray m_keepAliveMethod = "OPTIONS";
    RtspRedirects m_redirects;
    bool m_hasSession = false;
    bool m_stopping = false;
    bool m_ended = false;
};

} // namespace oriel
