#pragma once

#include "base/error.h"
#include "base/stream_url.h"
#include "rtsp/rtsp_connection.h"
#include "rtsp/rtsp_message.h"
#include "rtsp/rtsp_redirects.h"
#include "rtsp/udp_port_pair.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace oriel {

/// What playing and publishing have in common: one attempt at one URL over one connection,
/// redirects followed. It ends in failed() or stopped() and is then thrown away; who wants a retry
/// makes a new one. Lives in its owner's thread, nothing blocks. A slot may delete it later, but
/// must not destroy it.
class RtspClientSession : public QObject
{
    Q_OBJECT
public:
    using Protocol = RtspTransport::Protocol;

    /// How long TEARDOWN may take before the connection is dropped without it.
    static constexpr std::chrono::milliseconds kTeardownDeadline{100};

    ~RtspClientSession() override;

    /// Says TEARDOWN where there is a session; stopped() follows within kTeardownDeadline.
    void stop();

    [[nodiscard]] Protocol protocol() const { return m_protocol; }
    [[nodiscard]] bool hasEnded() const { return m_ended; }

Q_SIGNALS:
    /// No answer for `waited`; a retry or failure follows later.
    void slow(std::chrono::milliseconds waited);
    void failed(const oriel::Error &error); ///< Final.
    void stopped();                         ///< Final, after stop().

protected:
    using Answered = std::function<void(const RtspResponse &)>;

    RtspClientSession(Protocol protocol, QObject *parent);

    /// Connects; onEstablished() follows, again after each redirect.
    void open(const StreamUrl &url);
    virtual void onEstablished() = 0;
    virtual void onInterleaved(quint8 channel, const QByteArray &packet) = 0;
    /// The connection ended by itself.
    virtual void onLost(const Error &error) { fail(error); }
    /// Sends a request, and ends the attempt on any answer but 2xx; with `anyStatus` only
    /// authentication and redirects are dealt with here.
    void ask(RtspRequest request, Answered answered, bool anyStatus = false);
    /// Asks for a sign of life while the stream runs, and any status is one. A redirect ends the
    /// attempt, as refused: the way to the other server begins with a new one. So does silence, but
    /// for a request without `lives`.
    void askForLife(RtspRequest request, std::function<void()> lives = {});
    /// Takes the session identifier; from here on stop() says TEARDOWN to `aggregate`.
    void enterSession(QByteArray id, QByteArray aggregate);
    /// Adds what this side offers to a Transport header and binds ports for it.
    [[nodiscard]] Expected<void> offer(RtspTransport &transport);
    /// Ends the attempt, as stopped() if that is under way. Safe within any callback.
    void fail(const Error &error);
    /// A timer that ends with the attempt.
    void addTimer(QTimer &timer);
    /// The error that an answer other than 2xx to a request of this method stands for.
    [[nodiscard]] virtual Error refusal(const QByteArray &method, const RtspResponse &response);
    /// What to do once before TEARDOWN is said.
    virtual void onStopping() {}

    [[nodiscard]] const StreamUrl &url() const { return m_url; }
    /// Null once the attempt has ended.
    [[nodiscard]] RtspConnection *connection() { return m_connection.get(); }
    [[nodiscard]] UdpPortPair *ports() { return m_ports.get(); }

private:
    void redirect(const RtspResponse &response);
    void finish();
    void release();
    void sayTeardown(); ///< Waits for no answer.
    void discardConnection();

    Protocol m_protocol;
    StreamUrl m_url;
    std::unique_ptr<RtspConnection> m_connection;
    std::unique_ptr<UdpPortPair> m_ports;
    RtspRedirects m_redirects;
    QByteArray m_aggregate;
    QTimer m_teardown;
    QList<QTimer *> m_timers;
    bool m_hasSession = false;
    bool m_stopping = false;
    bool m_ended = false;
};

} // namespace oriel
