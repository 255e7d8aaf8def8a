#pragma once

#include "rtsp/rtsp_message.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QTcpServer>

#include <functional>
#include <map>
#include <optional>

class QTcpSocket;

namespace oriel::test {

/// A server that answers as a test tells it to: for what no real server does on demand. Parses
/// requests, sends whatever bytes the script returns, and remembers what was asked.
class ScriptedRtspServer : public QObject
{
public:
    /// The bytes to answer a request with; nothing: never answer it, nor anything later.
    using Script = std::function<std::optional<QByteArray>(const RtspRequest &)>;

    explicit ScriptedRtspServer(Script script);
    ~ScriptedRtspServer() override;

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    [[nodiscard]] QString url(const QString &credentials = {}) const;
    [[nodiscard]] const QList<RtspRequest> &requests() const { return m_requests; }
    [[nodiscard]] QList<QByteArray> methods() const;
    [[nodiscard]] int openConnections() const { return static_cast<int>(m_parsers.size()); }
    /// Sent to each client as soon as it connects.
    void setGreeting(QByteArray greeting) { m_greeting = std::move(greeting); }
    void send(const QByteArray &bytes);
    /// Drops every connection with a TCP reset, as a killed process with unread data does.
    void reset();

    /// What a well-behaved server of an H.264 stream answers; `transport` is echoed by SETUP.
    [[nodiscard]] static QByteArray standardAnswer(const RtspRequest &request);
    [[nodiscard]] static QByteArray
    answer(const RtspRequest &request, int status, const QByteArray &reason,
           const QList<std::pair<QByteArray, QByteArray>> &headers = {},
           const QByteArray &body = {});
    [[nodiscard]] static QByteArray sdp();

private:
    void onReadyRead(QTcpSocket *socket);

    QTcpServer m_server;
    Script m_script;
    QByteArray m_greeting;
    QList<RtspRequest> m_requests;
    std::map<QTcpSocket *, RtspStreamParser> m_parsers;
    bool m_frozen = false;
};

} // namespace oriel::test
