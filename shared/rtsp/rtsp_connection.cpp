#include "rtsp/rtsp_connection.h"

#include "base/certificate.h"
#include "rtsp/rtsp_log_line.h"

#include <QLoggingCategory>
#include <QSslCertificate>
#include <QSslError>
#include <QSslSocket>

#include <algorithm>

namespace oriel {

namespace {

Q_LOGGING_CATEGORY(lcRtsp, "oriel.rtsp")

constexpr int kOk = 200;
constexpr int kUnauthorized = 401;
constexpr int kNotFound = 404;
constexpr int kUnsupportedTransport = 461;
constexpr int kNotImplemented = 501;

} // namespace

RtspConnection::RtspConnection(QObject *parent) : QObject(parent)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &RtspConnection::onDeadline);
}

RtspConnection::~RtspConnection()
{
    // The socket closes while members go: its signals must not reach a half-destroyed owner.
    if (m_socket)
        m_socket->disconnect(this);
}

QHostAddress RtspConnection::peerAddress() const
{
    return m_socket ? m_socket->peerAddress() : QHostAddress();
}

QHostAddress RtspConnection::localAddress() const
{
    return m_socket ? m_socket->localAddress() : QHostAddress();
}

void RtspConnection::open(const StreamUrl &url,
                          std::function<void(const Expected<void> &)> established)
{
    m_url = url;
    m_authenticator.setCredentials(url.user(), url.password());
    m_established = std::move(established);
    m_connecting = {"CONNECT", SteadyClock::now()};
    m_open = true;
    m_connector = std::make_unique<TcpConnector>(url.isEncrypted());
    m_connector->open(url.host(), url.port(), [this](Expected<std::unique_ptr<QTcpSocket>> socket) {
        if (socket)
            onConnected(std::move(*socket));
        else
            end(placed(socket.error()));
    });
    armDeadline();
}

void RtspConnection::onConnected(std::unique_ptr<QTcpSocket> socket)
{
    m_socket = std::move(socket);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, kReceiveBuffer);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &RtspConnection::onReadyRead);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, &RtspConnection::onSocketError);
    if (m_url.isEncrypted())
        encrypt(static_cast<QSslSocket &>(*m_socket));
    else
        onEstablished();
}

void RtspConnection::encrypt(QSslSocket &socket)
{
    m_connecting.what = "TLS";
    connect(&socket, &QSslSocket::encrypted, this, [this, &socket] { onEncrypted(socket); });
    connect(&socket, &QSslSocket::sslErrors, this,
            [this, &socket](const QList<QSslError> &errors) { onTlsErrors(socket, errors); });
    socket.setPeerVerifyName(m_url.host());
    socket.startClientEncryption();
}

void RtspConnection::onTlsErrors(QSslSocket &socket, const QList<QSslError> &errors)
{
    const QSslCertificate certificate = socket.peerCertificate();
    const QByteArray &trusted = m_url.trustedCertificate();
    if (!trusted.isEmpty() && fingerprintOf(certificate) == trusted)
        return socket.ignoreSslErrors();
    const auto code =
        trusted.isEmpty() ? ErrorCode::CertificateUntrusted : ErrorCode::CertificateChanged;
    m_untrusted = {code, {}, describeCertificate(certificate, errors)};
}

void RtspConnection::onEncrypted(const QSslSocket &socket)
{
    // One that the system trusts raises no errors, and is not the one that was trusted either.
    const QByteArray &trusted = m_url.trustedCertificate();
    const QSslCertificate certificate = socket.peerCertificate();
    if (trusted.isEmpty() || fingerprintOf(certificate) == trusted)
        onEstablished();
    else
        end(placed({ErrorCode::CertificateChanged, {}, describeCertificate(certificate, {})}));
}

void RtspConnection::onSocketError()
{
    const ErrorCode code = errorCodeOf(m_socket->error());
    if (code == ErrorCode::TlsFailed && m_untrusted.code != ErrorCode::None)
        end(placed(m_untrusted));
    else
        end(placed({code, {}, m_socket->errorString()}));
}

void RtspConnection::onEstablished()
{
    const auto established = std::exchange(m_established, nullptr);
    armDeadline();
    established({});
}

Error RtspConnection::placed(Error error) const
{
    // A name is looked up without its port.
    error.where = error.code == ErrorCode::HostNotFound ? m_url.host() : m_url.hostAndPort();
    return error;
}

void RtspConnection::request(RtspRequest request, Reply reply, Unanswered unanswered)
{
    const QByteArray method = request.method;
    send({std::move(request), std::move(reply), {method, {}, unanswered}});
}

void RtspConnection::send(Pending pending)
{
    if (!isEstablished())
        return;
    const int cseq = ++m_cseq;
    RtspRequest request = pending.request;
    RtspHeaders headers;
    headers.add("CSeq", QByteArray::number(cseq));
    headers.add("User-Agent", "Oriel/" ORIEL_VERSION);
    if (!m_session.isEmpty())
        headers.add("Session", m_session);
    const QByteArray authorization = m_authenticator.authorization(request.method, request.uri);
    if (!authorization.isEmpty())
        headers.add("Authorization", authorization);
    for (const auto &[name, value] : request.headers.all())
        headers.add(name, value);
    request.headers = std::move(headers);
    pending.wait.since = SteadyClock::now();
    pending.wait.slowSaid = false;
    m_pending.emplace(cseq, std::move(pending));
    qCDebug(lcRtsp).noquote() << "sent to" << m_url.hostAndPort() + u':' << logLine(request);
    m_socket->write(request.serialize());
    m_socket->flush();
    armDeadline();
}

void RtspConnection::writeInterleaved(const QByteArray &framed)
{
    if (!isEstablished())
        return;
    m_socket->write(framed);
    m_socket->flush();
    m_backlog.add(*m_socket, framed.size(), SteadyClock::now());
}

std::chrono::milliseconds RtspConnection::backlog()
{
    return m_socket ? m_backlog.age(*m_socket, SteadyClock::now()) : std::chrono::milliseconds(0);
}

void RtspConnection::close()
{
    m_open = false;
    m_deadline.stop();
    m_pending.clear();
    m_established = nullptr;
    m_connector.reset();
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
    }
}

Error RtspConnection::refusal(const RtspResponse &response) const
{
    const QString words =
        QString::fromUtf8(QByteArray::number(response.status) + ' ' + response.reason);
    switch (response.status) {
    case kNotFound:
        return {ErrorCode::PathNotFound, m_url.display(), words};
    case kUnsupportedTransport:
        return {ErrorCode::TransportRefused, m_url.hostAndPort(), words};
    default:
        return {ErrorCode::ServerRefused, m_url.hostAndPort(), words};
    }
}

void RtspConnection::onReadyRead()
{
    m_parser.append(m_socket->readAll());
    while (m_open) {
        const RtspStreamParser::Element element = m_parser.next();
        if (std::holds_alternative<RtspStreamParser::NeedMore>(element))
            return;
        if (const auto *frame = std::get_if<InterleavedFrame>(&element))
            Q_EMIT interleaved(frame->channel, frame->payload);
        else if (const auto *response = std::get_if<RtspResponse>(&element))
            onResponse(*response);
        else if (const auto *request = std::get_if<RtspRequest>(&element))
            answerRequest(*request);
        else if (const auto *broken = std::get_if<RtspStreamParser::Broken>(&element))
            end({m_answered ? ErrorCode::ConnectionLost : ErrorCode::NotRtsp, m_url.hostAndPort(),
                 QString::fromUtf8(broken->reason)});
    }
}

void RtspConnection::onResponse(const RtspResponse &response)
{
    m_answered = true;
    qCDebug(lcRtsp).noquote() << m_url.hostAndPort() << "answered:" << logLine(response);
    // Informational (RFC 2326, 7.1.1): the answer is still to come.
    if (response.status < kOk)
        return;
    // Answers come in the order of the requests, where a server leaves their numbers out.
    const auto found = response.headers.contains("CSeq")
                           ? m_pending.find(response.headers.value("CSeq").trimmed().toInt())
                           : m_pending.begin();
    // A response nobody waits for any more is harmless.
    if (found == m_pending.end())
        return;
    Pending pending = std::move(found->second);
    m_pending.erase(found);
    armDeadline();
    if (response.status != kUnauthorized) {
        pending.reply(response);
        return;
    }
    if (++pending.challenges <= kMaxChallenges && m_authenticator.takeChallenge(response)) {
        send(std::move(pending));
        return;
    }
    const auto code =
        m_url.password().isEmpty() ? ErrorCode::PasswordRequired : ErrorCode::PasswordWrong;
    pending.reply(oriel::fail(code, m_url.hostAndPort(), QString::fromUtf8(response.reason)));
}

void RtspConnection::answerRequest(const RtspRequest &request)
{
    // Some servers ask their clients for a sign of life; nothing else is expected of a client.
    const bool known = request.method == "OPTIONS" || request.method == "GET_PARAMETER";
    RtspResponse response;
    response.status = known ? kOk : kNotImplemented;
    response.reason = known ? "OK" : "Not Implemented";
    response.headers.add("CSeq", request.headers.value("CSeq"));
    m_socket->write(response.serialize());
    m_socket->flush();
}

void RtspConnection::onDeadline()
{
    const SteadyTime now = SteadyClock::now();
    std::erase_if(m_pending, [now](const auto &entry) {
        const Wait &wait = entry.second.wait;
        return wait.unanswered == Unanswered::IsFine && wait.isOver(now);
    });
    if (m_established)
        check(m_connecting, now);
    for (auto &[cseq, pending] : m_pending) {
        check(pending.wait, now);
        // The map is gone with the connection.
        if (!m_open)
            return;
    }
    if (m_open)
        armDeadline();
}

void RtspConnection::check(Wait &wait, SteadyTime now)
{
    if (wait.unanswered == Unanswered::IsFine)
        return;
    const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(now - wait.since);
    if (wait.isOver(now)) {
        end(overdue(wait));
    } else if (waited >= kSlowAfter && !wait.slowSaid) {
        wait.slowSaid = true;
        Q_EMIT slow(waited);
    }
}

Error RtspConnection::overdue(const Wait &wait) const
{
    const auto seconds = toMs(kRequestDeadline) / 1000;
    if (m_connector->isLookingUp())
        return placed(
            {ErrorCode::HostNotFound, {}, tr("the look-up took more than %1 s").arg(seconds)});
    const QString what = QString::fromLatin1(wait.what);
    return placed(
        {ErrorCode::NoAnswer, {}, tr("%1 was not answered within %2 s").arg(what).arg(seconds)});
}

SteadyTime RtspConnection::Wait::nextDue() const
{
    const bool maySaySlow = unanswered == Unanswered::IsTheEnd && !slowSaid;
    return since + (maySaySlow ? kSlowAfter : kRequestDeadline);
}

void RtspConnection::armDeadline()
{
    using namespace std::chrono_literals;
    std::optional<SteadyTime> next;
    const auto consider = [&next](const Wait &wait) {
        next = std::min(next.value_or(SteadyTime::max()), wait.nextDue());
    };
    if (m_established)
        consider(m_connecting);
    for (const auto &[cseq, pending] : m_pending)
        consider(pending.wait);
    if (!next) {
        m_deadline.stop();
        return;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next - SteadyClock::now());
    m_deadline.start(std::max(left, 0ms));
}

void RtspConnection::end(const Error &error)
{
    if (!m_open)
        return;
    const auto established = std::exchange(m_established, nullptr);
    close();
    if (established)
        established(tl::unexpected(error));
    else
        Q_EMIT lost(error);
}

} // namespace oriel
