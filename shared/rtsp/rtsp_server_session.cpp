#include "rtsp/rtsp_server_session.h"

#include "rtsp/sdp.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace oriel {

namespace {

constexpr QByteArrayView kControl = "trackID=0";
constexpr QByteArrayView kMethods =
    "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN";

QByteArray reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 451:
        return "Parameter Not Understood";
    case 454:
        return "Session Not Found";
    case 455:
        return "Method Not Valid In This State";
    case 461:
        return "Unsupported Transport";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 551:
        return "Option not supported";
    default:
        return "Error";
    }
}

/// Without query and the slashes at its end.
QByteArrayView trimmedUri(QByteArrayView uri)
{
    if (const qsizetype query = uri.indexOf('?'); query >= 0)
        uri.truncate(query);
    while (uri.endsWith('/'))
        uri.chop(1);
    return uri;
}

/// The path of an absolute RTSP URL or of a bare path.
QByteArray pathOf(QByteArrayView uri)
{
    uri = trimmedUri(uri);
    if (const qsizetype scheme = uri.indexOf("://"); scheme >= 0) {
        const qsizetype path = uri.indexOf('/', scheme + 3);
        uri = path < 0 ? QByteArrayView() : uri.sliced(path);
    }
    return QByteArray::fromPercentEncoding(uri.toByteArray());
}

bool isUsable(const RtspTransport &transport)
{
    if (transport.multicast || transport.record)
        return false;
    if (transport.protocol == RtspTransport::Protocol::Udp)
        return transport.clientPorts && transport.clientPorts->first != 0 &&
               transport.clientPorts->second != 0;
    return !transport.interleaved || transport.interleaved->first != transport.interleaved->second;
}

bool acceptsSdp(const RtspRequest &request)
{
    const QByteArray accept = request.headers.value("Accept").toLower();
    return accept.isEmpty() || accept.contains("application/sdp") || accept.contains("*/*") ||
           accept.contains("application/*");
}

} // namespace

RtspResponse makeRtspResponse(int status, const RtspRequest *request)
{
    RtspResponse response;
    response.status = status;
    response.reason = reasonOf(status);
    if (request && request->headers.contains("CSeq"))
        response.headers.add("CSeq", request->headers.value("CSeq"));
    response.headers.add("Server", "Oriel/" ORIEL_VERSION);
    return response;
}

RtspServerSession::RtspServerSession(RtspSessionHost &host, Options options)
    : m_host(host)
    , m_options(std::move(options))
    , m_auth(m_options.user, m_options.password)
{
    m_options.path = pathOf(m_options.path);
}

RtspServerSession::Answer RtspServerSession::answer(const RtspRequest &request)
{
    if (!request.headers.contains("CSeq"))
        return {makeRtspResponse(400, &request)};
    // Asked before anything is known of the server; the answer is the same for everybody.
    const auto verdict =
        request.method == "OPTIONS" ? RtspServerAuth::Verdict::Allowed : m_auth.check(request);
    if (verdict != RtspServerAuth::Verdict::Allowed) {
        RtspResponse response = makeRtspResponse(401, &request);
        m_auth.addChallenges(response.headers);
        return {std::move(response), verdict == RtspServerAuth::Verdict::Wrong};
    }
    return {handle(request)};
}

RtspServerSession::Handler RtspServerSession::handlerOf(QByteArrayView method)
{
    struct Entry
    {
        QByteArrayView method;
        Handler handler;
    };
    static constexpr std::array kHandlers = {
        Entry{"OPTIONS", &RtspServerSession::options},
        Entry{"DESCRIBE", &RtspServerSession::describe},
        Entry{"SETUP", &RtspServerSession::setup},
        Entry{"PLAY", &RtspServerSession::play},
        Entry{"PAUSE", &RtspServerSession::pause},
        Entry{"GET_PARAMETER", &RtspServerSession::parameter},
        Entry{"SET_PARAMETER", &RtspServerSession::parameter},
        Entry{"TEARDOWN", &RtspServerSession::teardown},
        Entry{"ANNOUNCE", &RtspServerSession::notAllowed},
        Entry{"RECORD", &RtspServerSession::notAllowed},
    };
    const auto found = std::find_if(kHandlers.begin(), kHandlers.end(),
                                    [&](const Entry &entry) { return entry.method == method; });
    return found == kHandlers.end() ? nullptr : found->handler;
}

RtspResponse RtspServerSession::handle(const RtspRequest &request)
{
    const Handler handler = handlerOf(request.method);
    if (!handler) {
        RtspResponse response = makeRtspResponse(501, &request);
        response.headers.add("Public", kMethods.toByteArray());
        return response;
    }
    if (request.headers.contains("Require")) {
        RtspResponse response = makeRtspResponse(551, &request);
        response.headers.add("Unsupported", request.headers.value("Require"));
        return response;
    }
    const bool aboutServer = request.uri == "*" || request.method == "OPTIONS";
    if (!aboutServer && !isOurPath(request.uri))
        return makeRtspResponse(404, &request);
    if (request.headers.contains("Session") && !namesSession(request))
        return makeRtspResponse(454, &request);
    return (this->*handler)(request);
}

RtspResponse RtspServerSession::options(const RtspRequest &request)
{
    RtspResponse response = makeRtspResponse(200, &request);
    response.headers.add("Public", kMethods.toByteArray());
    addSession(response);
    return response;
}

RtspResponse RtspServerSession::describe(const RtspRequest &request)
{
    if (!acceptsSdp(request))
        return makeRtspResponse(406, &request);
    const h264::ParameterSets &sets = m_host.parameterSets();
    if (request.uri == "*" || !sets.complete())
        return makeRtspResponse(404, &request);
    RtspResponse response = makeRtspResponse(200, &request);
    response.headers.add("Content-Type", "application/sdp");
    response.headers.add("Content-Base", trimmedUri(request.uri).toByteArray() + '/');
    response.body = makeH264Sdp("Oriel", m_host.localAddress(), sets, kControl);
    return response;
}

RtspResponse RtspServerSession::setup(const RtspRequest &request)
{
    if (m_state == State::Playing)
        return makeRtspResponse(455, &request);
    const auto transport = openFirstUsable(request);
    if (!transport)
        return makeRtspResponse(461, &request);
    if (m_id.isEmpty())
        m_id = QByteArray::number(QRandomGenerator::system()->generate64(), 16);
    m_state = State::Ready;
    m_trackUri = request.uri;
    RtspResponse response = makeRtspResponse(200, &request);
    response.headers.add("Transport", transport->serialize());
    addSession(response);
    return response;
}

std::optional<RtspTransport> RtspServerSession::openFirstUsable(const RtspRequest &request)
{
    for (const QByteArray &field : request.headers.values("Transport")) {
        for (const QByteArray &alternative : field.split(',')) {
            const auto offer = RtspTransport::parse(alternative);
            if (!offer || !isUsable(*offer))
                continue;
            if (auto transport = m_host.openTransport(*offer))
                return transport;
        }
    }
    return std::nullopt;
}

RtspResponse RtspServerSession::play(const RtspRequest &request)
{
    if (m_state == State::Init)
        return makeRtspResponse(455, &request);
    if (!namesSession(request))
        return makeRtspResponse(454, &request);
    RtspResponse response = makeRtspResponse(200, &request);
    addSession(response);
    // A PLAY while playing is a keep-alive of some clients.
    if (m_state == State::Playing)
        return response;
    m_state = State::Playing;
    const RtspSessionHost::RtpInfo info = m_host.play();
    response.headers.add("Range", "npt=now-");
    response.headers.add("RTP-Info", "url=" + m_trackUri +
                                         ";seq=" + QByteArray::number(info.firstSequence) +
                                         ";rtptime=" + QByteArray::number(info.timestamp));
    return response;
}

RtspResponse RtspServerSession::pause(const RtspRequest &request)
{
    if (m_state == State::Init)
        return makeRtspResponse(455, &request);
    if (!namesSession(request))
        return makeRtspResponse(454, &request);
    if (m_state == State::Playing)
        m_host.pause();
    m_state = State::Ready;
    RtspResponse response = makeRtspResponse(200, &request);
    addSession(response);
    return response;
}

RtspResponse RtspServerSession::parameter(const RtspRequest &request)
{
    // A sign of life where there is nothing in it; there is no parameter that could be asked for.
    RtspResponse response = makeRtspResponse(request.body.isEmpty() ? 200 : 451, &request);
    addSession(response);
    return response;
}

RtspResponse RtspServerSession::teardown(const RtspRequest &request)
{
    if (!namesSession(request))
        return makeRtspResponse(454, &request);
    m_host.tearDown();
    m_state = State::Init;
    m_id.clear();
    return makeRtspResponse(200, &request);
}

RtspResponse RtspServerSession::notAllowed(const RtspRequest &request)
{
    RtspResponse response = makeRtspResponse(405, &request);
    response.headers.add("Allow", kMethods.toByteArray());
    response.headers.add("Content-Type", "text/plain");
    response.body = "This server shows its own camera; nothing can be published to it.\r\n";
    return response;
}

bool RtspServerSession::isOurPath(QByteArrayView uri) const
{
    const QByteArray path = pathOf(uri);
    return path == m_options.path || path == m_options.path + '/' + kControl.toByteArray();
}

bool RtspServerSession::namesSession(const RtspRequest &request) const
{
    const auto session = RtspSessionHeader::parse(request.headers.value("Session"));
    return session && !m_id.isEmpty() && session->id == m_id;
}

void RtspServerSession::addSession(RtspResponse &response) const
{
    if (m_id.isEmpty())
        return;
    response.headers.add("Session",
                         m_id + ";timeout=" + QByteArray::number(m_options.timeout.count()));
}

} // namespace oriel
