#include "scripted_rtsp_server.h"

#include <QHostAddress>
#include <QTcpSocket>

#include <sys/socket.h>

namespace oriel::test {

ScriptedRtspServer::ScriptedRtspServer(Script script) : m_script(std::move(script))
{
    m_server.listen(QHostAddress::LocalHost);
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            m_parsers.try_emplace(socket);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { onReadyRead(socket); });
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                m_parsers.erase(socket);
                socket->deleteLater();
            });
            socket->write(m_greeting);
        }
    });
}

ScriptedRtspServer::~ScriptedRtspServer()
{
    // The sockets close while the server goes: their signals would find no parsers any more.
    for (const auto &[socket, parser] : m_parsers)
        socket->disconnect(this);
}

QString ScriptedRtspServer::url(const QString &credentials) const
{
    return QStringLiteral("rtsp://") + credentials + QStringLiteral("127.0.0.1:%1/cam").arg(port());
}

QList<QByteArray> ScriptedRtspServer::methods() const
{
    QList<QByteArray> methods;
    for (const RtspRequest &request : m_requests)
        methods.append(request.method);
    return methods;
}

void ScriptedRtspServer::send(const QByteArray &bytes)
{
    for (const auto &[socket, parser] : m_parsers)
        socket->write(bytes);
}

void ScriptedRtspServer::reset()
{
    const linger atOnce{1, 0};
    for (const auto &[socket, parser] : m_parsers) {
        socket->disconnect(this);
        ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce,
                     sizeof atOnce);
        socket->abort();
        socket->deleteLater();
    }
    m_parsers.clear();
}

void ScriptedRtspServer::onReadyRead(QTcpSocket *socket)
{
    RtspStreamParser &parser = m_parsers.at(socket);
    parser.append(socket->readAll());
    for (;;) {
        const auto element = parser.next();
        if (std::holds_alternative<RtspStreamParser::NeedMore>(element) ||
            std::holds_alternative<RtspStreamParser::Broken>(element))
            return;
        const auto *request = std::get_if<RtspRequest>(&element);
        if (!request)
            continue;
        m_requests.append(*request);
        const std::optional<QByteArray> reply = m_frozen ? std::nullopt : m_script(*request);
        m_frozen = m_frozen || !reply;
        if (reply)
            socket->write(*reply);
    }
}

QByteArray ScriptedRtspServer::answer(const RtspRequest &request, int status,
                                      const QByteArray &reason,
                                      const QList<std::pair<QByteArray, QByteArray>> &headers,
                                      const QByteArray &body)
{
    RtspResponse response;
    response.status = status;
    response.reason = reason;
    response.headers.add("CSeq", request.headers.value("CSeq"));
    for (const auto &[name, value] : headers)
        response.headers.add(name, value);
    response.body = body;
    return response.serialize();
}

QByteArray ScriptedRtspServer::sdp()
{
    return "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=test\r\nt=0 0\r\n"
           "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=0\r\n";
}

QByteArray ScriptedRtspServer::standardAnswer(const RtspRequest &request)
{
    if (request.method == "OPTIONS")
        return answer(
            request, 200, "OK",
            {{"Public", "DESCRIBE, ANNOUNCE, SETUP, PLAY, RECORD, TEARDOWN, GET_PARAMETER"}});
    if (request.method == "DESCRIBE")
        return answer(request, 200, "OK", {{"Content-Type", "application/sdp"}}, sdp());
    if (request.method == "SETUP") {
        QByteArray transport = request.headers.value("Transport");
        if (transport.contains("client_port"))
            transport += ";server_port=9-9";
        return answer(request, 200, "OK",
                      {{"Transport", transport}, {"Session", "12345678;timeout=60"}});
    }
    return answer(request, 200, "OK");
}

} // namespace oriel::test
