#pragma once

#include "h26x/access_unit.h"
#include "h26x/video_codec.h"
#include "rtsp/rtp_receiver.h"
#include "rtsp/rtsp_client_session.h"
#include "rtsp/sdp.h"

#include <QHostAddress>
#include <QTimer>

#include <memory>
#include <optional>

namespace oriel {

/// Plays the H.264 or H.265 video of one RTSP URL: OPTIONS, DESCRIBE, SETUP, PLAY, keep-alive,
/// TEARDOWN.
class RtspPlayer final : public RtspClientSession
{
    Q_OBJECT
public:
    /// From the answer to PLAY to the first packet: NoPackets after that.
    static constexpr std::chrono::milliseconds kFirstPacketDeadline{2500};

    explicit RtspPlayer(Protocol protocol, QObject *parent = nullptr);
    ~RtspPlayer() override;

    void start(const StreamUrl &url) { open(url); }

    /// Nothing before the answer to SETUP.
    [[nodiscard]] const RtpReceiver *receiver() const { return m_receiver.get(); }

Q_SIGNALS:
    /// The SDP was read; `parameterSets` are its own, see SdpMedia. Before the first accessUnit().
    void described(const QByteArray &parameterSets, oriel::VideoCodec codec);
    void playing(); ///< PLAY was answered; packets may come.
    void accessUnit(const oriel::AccessUnit &unit);

private:
    void onEstablished() override;
    void onInterleaved(quint8 channel, const QByteArray &packet) override;
    void onLost(const Error &error) override;
    void onDescribed(const RtspResponse &response);
    void setup();
    void onSetUp(const RtspResponse &response);
    void startReceiving();
    void punchHoles();
    /// Datagrams of anyone else are ignored.
    [[nodiscard]] bool isMediaSource(const QHostAddress &from);
    void onPlaying();
    void keepAlive();
    void onRtp(const QByteArray &packet);
    void onRtcp(const QByteArray &packet);
    void armReorder();
    void sendReport();

    std::unique_ptr<RtpReceiver> m_receiver;
    QTimer m_keepAlive, m_report, m_reorder, m_firstPacket;
    QByteArray m_base;      ///< Content-Base or what stands for it.
    QByteArray m_aggregate; ///< URI of PLAY, keep-alive and TEARDOWN.
    SdpMedia m_media;
    quint8 m_rtpChannel = 0, m_rtcpChannel = 1;
    std::optional<std::pair<quint16, quint16>> m_serverPorts;
    QHostAddress m_mediaSource; ///< What SETUP named besides the server itself.
    QByteArray m_keepAliveMethod = "OPTIONS";
};

} // namespace oriel
