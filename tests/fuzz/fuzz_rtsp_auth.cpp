#include "rtsp/rtsp_auth.h"

#include <cstdlib>

using namespace oriel;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

bool isOneLine(const QByteArray &text)
{
    return !text.contains('\r') && !text.contains('\n') && !text.contains('\0');
}

/// What a client answers to a challenge is what a server with that challenge accepts.
void checkAnswer(const RtspChallenge &challenge, const QString &user)
{
    RtspResponse response;
    response.headers.add("WWW-Authenticate", challenge.serialize());
    RtspAuthenticator client;
    client.setCredentials(user, QStringLiteral("pw"));
    require(client.takeChallenge(response));
    const QByteArray answer = client.authorization("PLAY", "rtsp://cam/x");
    require(isOneLine(answer));
    require(verifyAuthorization(challenge, answer, "PLAY", user, QStringLiteral("pw")));
    require(!verifyAuthorization(challenge, answer, "PLAY", user, QStringLiteral("other")));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    RtspChallenge server;
    require(!verifyAuthorization(server, bytes, "PLAY", QStringLiteral("me"),
                                 QStringLiteral("a password that no input holds")));
    server.scheme = RtspChallenge::Scheme::Digest;
    server.nonce = "n";
    require(!verifyAuthorization(server, bytes, "PLAY", QStringLiteral("me"),
                                 QStringLiteral("a password that no input holds")));
    const auto challenge = RtspChallenge::parse(bytes);
    if (!challenge)
        return 0;
    const QByteArray wire = challenge->serialize();
    require(isOneLine(wire));
    const auto again = RtspChallenge::parse(wire);
    require(again && again->serialize() == wire);
    const QString user = QString::fromUtf8(challenge->opaque).remove(QChar::Null);
    QString printable;
    for (const QChar c : user)
        printable += c.unicode() >= 0x20 && c.unicode() != 0x7f ? c : QChar(u'x');
    checkAnswer(*again, printable);
    return 0;
}
