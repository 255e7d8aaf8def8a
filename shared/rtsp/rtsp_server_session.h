#pragma once

#include "h26x/parameter_sets.h"
#include "rtsp/rtsp_message.h"
#include "rtsp/rtsp_server_auth.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <optional>

namespace oriel {

/// What a session needs of the connection it is on.
class RtspSessionHost
{
public:
    /// What RTP-Info says (RFC 2326, 12.33).
    struct RtpInfo
    {
        std::uint16_t firstSequence = 0;
        std::uint32_t timestamp = 0;
    };

    [[nodiscard]] virtual const h264::ParameterSets &parameterSets() const = 0;
    /// The literal by which the client reaches this machine.
    [[nodiscard]] virtual QByteArray localAddress() const = 0;
    /// Makes ready what the client offered, in place of what was there before, and completes it
    /// with the server's part; nothing if it cannot be had.
    [[nodiscard]] virtual std::optional<RtspTransport>
    openTransport(const RtspTransport &offer) = 0;
    virtual RtpInfo play() = 0;
    virtual void pause() = 0;
    virtual void tearDown() = 0;

protected:
    ~RtspSessionHost() = default;
};

/// The requests of one connection of the embedded server and their answers (RFC 2326, 10 and A.2),
/// without a socket. One session a connection.
class RtspServerSession
{
public:
    struct Options
    {
        QByteArray path; ///< "/ES_MTX"
        QString user, password;
        std::chrono::seconds timeout{60}; ///< Told to the client.
    };

    struct Answer
    {
        RtspResponse response;
        bool wrongPassword = false;
    };

    enum class State { Init, Ready, Playing };

    /// `host` is borrowed and has to outlive this.
    RtspServerSession(RtspSessionHost &host, Options options);

    [[nodiscard]] Answer answer(const RtspRequest &request);
    [[nodiscard]] State state() const { return m_state; }

private:
    using Handler = RtspResponse (RtspServerSession::*)(const RtspRequest &);

    [[nodiscard]] static Handler handlerOf(QByteArrayView method);
    [[nodiscard]] RtspResponse handle(const RtspRequest &request);
    [[nodiscard]] RtspResponse options(const RtspRequest &request);
    [[nodiscard]] RtspResponse describe(const RtspRequest &request);
    [[nodiscard]] RtspResponse setup(const RtspRequest &request);
    [[nodiscard]] RtspResponse play(const RtspRequest &request);
    [[nodiscard]] RtspResponse pause(const RtspRequest &request);
    [[nodiscard]] RtspResponse parameter(const RtspRequest &request);
    [[nodiscard]] RtspResponse teardown(const RtspRequest &request);
    [[nodiscard]] RtspResponse notAllowed(const RtspRequest &request);

    [[nodiscard]] std::optional<RtspTransport> openFirstUsable(const RtspRequest &request);
    [[nodiscard]] bool isOurPath(QByteArrayView uri) const;
    [[nodiscard]] bool namesSession(const RtspRequest &request) const;
    void addSession(RtspResponse &response) const;

    RtspSessionHost &m_host;
    Options m_options;
    RtspServerAuth m_auth;
    QByteArray m_id;       ///< Of the session; made at SETUP.
    QByteArray m_trackUri; ///< As SETUP named it, because clients look for that in RTP-Info.
    State m_state = State::Init;
};

/// An answer with nothing but its status line, and CSeq where the request has one.
[[nodiscard]] RtspResponse makeRtspResponse(int status, const RtspRequest *request = nullptr);

} // namespace oriel
