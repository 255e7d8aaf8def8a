#pragma once

#include "base/error.h"
#include "base/stream_url.h"
#include "h26x/parameter_sets.h"
#include "rtsp/rtp_sender.h"
#include "rtsp/rtsp_connection.h"
#include "rtsp/rtsp_message.h"
#include "rtsp/rtsp_redirects.h"
#include "rtsp/udp_port_pair.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace oriel {

/// Publishes one H.264 stream to an RTSP server: OPTIONS, ANNOUNCE, SETUP, RECORD, keep-alive,
/// TEARDOWN; follows redirects. One attempt: it ends in failed() or stopped() and is then thrown
/// away; who wants a retry makes a new one. Lives in its owner's thread, nothing blocks.
class RtspPublisher : public QObject
{
    Q_OBJECT
public:
    using Protocol = RtspTransport::Protocol;

    /// Over UDP nothing else tells that the server froze: OPTIONS is asked this often, and the
    /// attempt ends when any request is not answered for kSilenceDeadline.
    static constexpr std::chrono::milliseconds kKeepAlive{750};
    static constexpr std::chrono::milliseconds kSilenceDeadline{4500};
    static constexpr std::chrono::milliseconds kTeardownDeadline{100};
    /// Over TCP: how much may wait to be sent before access units are dropped up to the next IDR.
    static constexpr std::chrono::milliseconds kMaxQueued{200};

    explicit RtspPublisher(Protocol protocol, QObject *parent = nullptr);
    ~RtspPublisher() override;

    /// `sets` goes into the SDP of ANNOUNCE.
    void start(const StreamUrl &url, const h264::ParameterSets &sets);
    /// Sends an access unit (Annex B) now, the first keyframe after recording() before all others.
    /// `captured` becomes the RTP timestamp. Returns false if it was dropped, for want of a first
    /// keyframe or because the network is behind: nothing is sent until the next keyframe, which
    /// the caller should force.
    bool send(QByteArrayView annexB, bool keyframe, WallTime captured);
    /// Says BYE and TEARDOWN where there is a session; stopped() follows within kTeardownDeadline.
    void stop();

    [[nodiscard]] bool isRecording() const { return m_recording; }
    [[nodiscard]] bool hasEnded() const { return m_ended; }
    [[nodiscard]] const RtpSender &sender() const { return m_sender; }

Q_SIGNALS:
    void recording(); ///< RECORD was answered; send() works from here on.
    void slow(std::chrono::milliseconds waited);
    void failed(const oriel::Error &error); ///< Final.
    void stopped();                         ///< Final, after stop().

private:
    void open();
    void redirect(const RtspResponse &response);
    void announce();
    void setup();
    void onSetUp(const RtspResponse &response);
    void keepAlive();
    void sendReport();
    void write(const std::vector<QByteArray> &packets);
    void writeRtcp(const QByteArray &packet);
    [[nodiscard]] bool isBehind();
    void fail(const Error &error);
    void finish();
    void release();
    /// Sends a request and ends the attempt on any answer but 200.
    void ask(QByteArray method, RtspHeaders headers, QByteArray body,
             std::function<void(const RtspResponse &)> answered);

    Protocol m_protocol;
    StreamUrl m_url;
    h264::ParameterSets m_sets;
    std::unique_ptr<RtspConnection> m_connection;
    std::unique_ptr<UdpPortPair> m_ports;
    RtpSender m_sender;
    QTimer m_keepAlive, m_report, m_teardown;
    QByteArray m_control; ///< URI of SETUP.
    QHostAddress m_mediaPeer;
    std::pair<quint16, quint16> m_serverPorts;
    quint8 m_rtpChannel = 0, m_rtcpChannel = 1;
    RtspRedirects m_redirects;
    bool m_recording = false;
    bool m_waitForKeyframe = true;
    bool m_hasSession = false;
    bool m_stopping = false;
    bool m_ended = false;
};

} // namespace oriel
