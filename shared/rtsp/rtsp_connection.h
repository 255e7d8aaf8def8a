#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "base/stream_url.h"
#include "rtsp/rtsp_auth.h"
#include "rtsp/rtsp_message.h"
#include "rtsp/send_backlog.h"
#include "rtsp/tcp_connector.h"

#include <QHostAddress>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <map>
#include <memory>

class QSslError;
class QSslSocket;

namespace oriel {

/// The client's end of one RTSP connection (RFC 2326 over TCP, TCP_NODELAY; over TLS where the
/// address says rtsps://): sends requests,
/// matches responses by CSeq (one without it answers the oldest request), answers one
/// authentication challenge a request, and hands on interleaved frames. No retries, no redirects:
/// its owner decides. Lives in its owner's thread and is used from there alone; nothing blocks. A
/// callback or slot may close() it, and delete it later, but must not destroy it.
class RtspConnection : public QObject
{
    Q_OBJECT
public:
    /// Either the response, of any final status but 401, or PasswordRequired or PasswordWrong.
    using Reply = std::function<void(const Expected<RtspResponse> &)>;
    /// What follows when nothing answers a request in time: lost(NoAnswer), or nothing at all, not
    /// even slow().
    enum class Unanswered { IsTheEnd, IsFine };

    /// MediaMTX answers a wrong password up to 4 s late, on purpose.
    static constexpr std::chrono::milliseconds kRequestDeadline{5000};
    static constexpr std::chrono::milliseconds kSlowAfter{1000};
    /// What the kernel may hold for this side: over TCP a reader that is too slow must make the
    /// sender wait, which drops pictures, instead of falling behind by seconds.
    static constexpr int kReceiveBuffer = 128 * 1024;
    /// Of one request: more is a server that never lets anybody in.
    static constexpr int kMaxChallenges = 2;

    explicit RtspConnection(QObject *parent = nullptr);
    ~RtspConnection() override;

    /// Connects; `established` runs once, with the error if it does not come about in time.
    void open(const StreamUrl &url, std::function<void(const Expected<void> &)> established);

    /// Sends a request and calls `reply` once it is answered. CSeq, User-Agent, Session and
    /// Authorization are filled in. Before the connection is established and after its end nothing
    /// is sent, and `reply` is not called.
    void request(RtspRequest request, Reply reply, Unanswered unanswered = Unanswered::IsTheEnd);
    /// Writes interleaved frames, already framed (RFC 2326, 10.12), now; to nobody before the
    /// connection is established and after its end.
    void writeInterleaved(const QByteArray &framed);
    /// The age of the oldest interleaved byte that waits to be sent.
    [[nodiscard]] std::chrono::milliseconds backlog();

    void setSession(QByteArray id) { m_session = std::move(id); }
    /// Drops the connection without a word; no callback and no signal comes any more.
    void close();
    /// The error that a status other than 2xx stands for.
    [[nodiscard]] Error refusal(const RtspResponse &response) const;
    /// Null before the connection is established.
    [[nodiscard]] QHostAddress peerAddress() const;
    [[nodiscard]] QHostAddress localAddress() const;

Q_SIGNALS:
    void interleaved(quint8 channel, const QByteArray &payload);
    /// A request (or the connection itself) has waited for `waited` without an answer. Once each.
    void slow(std::chrono::milliseconds waited);
    /// The connection ended by itself, once established. No pending request gets a reply any more.
    void lost(const oriel::Error &error);

private:
    /// Something that the server owes, and for how long.
    struct Wait
    {
        QByteArray what;
        SteadyTime since;
        Unanswered unanswered = Unanswered::IsTheEnd;
        bool slowSaid = false;

        [[nodiscard]] SteadyTime nextDue() const;
        [[nodiscard]] bool isOver(SteadyTime now) const { return now - since >= kRequestDeadline; }
    };

    struct Pending
    {
        RtspRequest request;
        Reply reply;
        Wait wait;
        int challenges = 0;
    };

    [[nodiscard]] bool isEstablished() const { return m_open && m_socket && !m_established; }
    void send(Pending pending);
    void onConnected(std::unique_ptr<QTcpSocket> socket);
    void encrypt(QSslSocket &socket);
    void onTlsErrors(QSslSocket &socket, const QList<QSslError> &errors);
    void onEncrypted(const QSslSocket &socket);
    void onSocketError();
    void onEstablished();
    [[nodiscard]] Error placed(Error error) const;
    void onReadyRead();
    void onResponse(const RtspResponse &response);
    void answerRequest(const RtspRequest &request);
    void onDeadline();
    void check(Wait &wait, SteadyTime now);
    [[nodiscard]] Error overdue(const Wait &wait) const;
    void armDeadline();
    void end(const Error &error);

    std::unique_ptr<TcpConnector> m_connector;
    std::unique_ptr<QTcpSocket> m_socket; ///< Null before it is connected.
    Error m_untrusted;                    ///< What was found wrong with the certificate.
    QTimer m_deadline;
    StreamUrl m_url;
    RtspAuthenticator m_authenticator;
    RtspStreamParser m_parser;
    QByteArray m_session;
    std::function<void(const Expected<void> &)> m_established;
    Wait m_connecting;
    SendBacklog m_backlog;
    bool m_open = false;              ///< Between open() and the end.
    bool m_answered = false;          ///< The peer has proven to speak RTSP.
    std::map<int, Pending> m_pending; ///< By CSeq.
    int m_cseq = 0;
};

} // namespace oriel
