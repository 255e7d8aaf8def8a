#pragma once

#include "h26x/parameter_sets.h"
#include "rtsp/rtp_sender.h"
#include "rtsp/rtsp_client_session.h"

#include <QHostAddress>
#include <QTimer>

#include <vector>

namespace oriel {

/// Publishes one H.264 stream to an RTSP server: OPTIONS, ANNOUNCE, SETUP, RECORD, keep-alive,
/// TEARDOWN.
class RtspPublisher final : public RtspClientSession
{
    Q_OBJECT
public:
    /// Over UDP nothing else tells that the server froze: OPTIONS is asked this often, and the
    /// attempt ends when it is not answered in RtspConnection::kRequestDeadline.
    static constexpr std::chrono::milliseconds kKeepAlive{750};
    /// Over TCP: how much may wait to be sent before access units are dropped up to the next IDR.
    static constexpr std::chrono::milliseconds kMaxQueued{200};

    explicit RtspPublisher(Protocol protocol, QObject *parent = nullptr);
    ~RtspPublisher() override;

    /// `sets` goes into the SDP of ANNOUNCE.
    void start(const StreamUrl &url, const h264::ParameterSets &sets);
    /// Sends an access unit (Annex B) now, the first keyframe after recording() before all others.
    /// `time` becomes the RTP timestamp. Returns false if it was dropped, for want of a first
    /// keyframe or because the network is behind: nothing is sent until the next keyframe, which
    /// the caller should force.
    bool send(QByteArrayView annexB, bool keyframe, const PictureTime &time);

    [[nodiscard]] bool isRecording() const { return m_recording; }
    [[nodiscard]] bool isBehind(); ///< Takes nothing at present; only while recording.
    [[nodiscard]] const RtpSender &sender() const { return m_sender; }

Q_SIGNALS:
    void recording(); ///< RECORD was answered; send() works from here on.

private:
    void onEstablished() override;
    void onInterleaved(quint8 channel, const QByteArray &packet) override;
    [[nodiscard]] Error refusal(const QByteArray &method, const RtspResponse &response) override;
    void onStopping() override;
    void announce();
    void setup();
    void onSetUp(const RtspResponse &response);
    void record();
    void keepAlive();
    void sendReport();
    void write(const std::vector<QByteArray> &packets);
    void writeRtcp(const QByteArray &packet);

    h264::ParameterSets m_sets;
    RtpSender m_sender;
    QTimer m_keepAlive, m_report;
    QByteArray m_control; ///< URI of SETUP.
    QHostAddress m_mediaPeer;
    std::pair<quint16, quint16> m_serverPorts;
    quint8 m_rtpChannel = 0, m_rtcpChannel = 1;
    bool m_recording = false;
    bool m_waitForKeyframe = true;
};

} // namespace oriel
