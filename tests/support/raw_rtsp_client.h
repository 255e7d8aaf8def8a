#pragma once

#include "rtsp/rtsp_message.h"

#include <QHostAddress>
#include <QTcpSocket>
#include <QTest>

#include <optional>

namespace oriel::test {

/// A client of an RTSP server in the same thread that says exactly what it is told to.
class RawRtspClient
{
public:
    explicit RawRtspClient(quint16 port, const QHostAddress &host = QHostAddress::LocalHost)
    {
        // The server may have closed it again by the time the event loop gets to look.
        bool established = false;
        const auto watch = QObject::connect(&socket, &QTcpSocket::connected, &socket,
                                            [&established] { established = true; });
        socket.connectToHost(host, port);
        [&established] { QTRY_VERIFY(established); }();
        QObject::disconnect(watch);
    }

    void send(const QByteArray &bytes)
    {
        socket.write(bytes);
        socket.flush();
    }

    /// The next response; status 0 when the connection ended or none came in time. Interleaved
    /// frames before it are put aside.
    RtspResponse response(int deadlineMs = 5000)
    {
        std::optional<RtspResponse> response;
        const auto take = [&] {
            response = nextResponse();
            return response || socket.state() != QAbstractSocket::ConnectedState;
        };
        static_cast<void>(QTest::qWaitFor(take, deadlineMs));
        if (!response)
            response = nextResponse();
        return response.value_or(RtspResponse{});
    }

    /// A request with the next CSeq; `headers` are whole lines.
    RtspResponse ask(const QByteArray &method, const QByteArray &uri,
                     const QByteArray &headers = {}, const QByteArray &body = {})
    {
        QByteArray text = method + ' ' + uri + " RTSP/1.0\r\nCSeq: " + QByteArray::number(++cseq) +
                          "\r\n" + headers;
        if (!body.isEmpty())
            text += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        send(text + "\r\n" + body);
        return response();
    }

    /// SETUP and PLAY; the answer to PLAY.
    RtspResponse play(const QByteArray &uri, const QByteArray &transport)
    {
        const RtspResponse setup =
            ask("SETUP", uri + "/trackID=0", "Transport: " + transport + "\r\n");
        if (const auto header = RtspSessionHeader::parse(setup.headers.value("Session")))
            session = "Session: " + header->id + "\r\n";
        setupTransport = setup.headers.value("Transport");
        return ask("PLAY", uri, session);
    }

    /// The frames that have come so far and were not taken yet.
    const QList<InterleavedFrame> &readFrames()
    {
        read();
        return frames;
    }
    QList<InterleavedFrame> takeFrames()
    {
        read();
        return std::exchange(frames, {});
    }

    [[nodiscard]] bool isConnected() const
    {
        return socket.state() == QAbstractSocket::ConnectedState;
    }

    QTcpSocket socket;
    QByteArray session; ///< The header line of play().
    QByteArray setupTransport;
    QList<InterleavedFrame> frames;
    int cseq = 0;

private:
    std::optional<RtspResponse> nextResponse()
    {
        read();
        if (m_responses.isEmpty())
            return std::nullopt;
        return m_responses.takeFirst();
    }

    void read()
    {
        m_parser.append(socket.readAll());
        for (;;) {
            const auto element = m_parser.next();
            if (const auto *frame = std::get_if<InterleavedFrame>(&element))
                frames.append(*frame);
            else if (const auto *response = std::get_if<RtspResponse>(&element))
                m_responses.append(*response);
            else
                return;
        }
    }

    RtspStreamParser m_parser;
    QList<RtspResponse> m_responses;
};

} // namespace oriel::test
