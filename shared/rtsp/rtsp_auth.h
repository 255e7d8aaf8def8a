#pragma once

#include "rtsp/rtsp_message.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace oriel {

/// One challenge of a 401: Basic (RFC 7617) or Digest with MD5 or SHA-256 (RFC 7616, 2617).
struct RtspChallenge
{
    enum class Scheme { Basic, Digest };
    enum class Algorithm { Md5, Sha256 };

    Scheme scheme = Scheme::Basic;
    Algorithm algorithm = Algorithm::Md5;
    QByteArray realm, nonce, opaque;
    bool qopAuth = false; ///< The server offers qop="auth".
    bool stale = false;

    /// The strongest of the challenges in one field value. Takes any bytes; nothing for schemes and
    /// algorithms that Oriel does not speak.
    [[nodiscard]] static std::optional<RtspChallenge> parse(QByteArrayView header);
    /// The strongest of a response's WWW-Authenticate fields: Digest SHA-256, Digest MD5, Basic.
    [[nodiscard]] static std::optional<RtspChallenge> strongest(const RtspResponse &response);
    /// As a WWW-Authenticate value.
    [[nodiscard]] QByteArray serialize() const;
};

/// The client's side: answers challenges on one connection. Holds the password in memory only.
class RtspAuthenticator
{
public:
    void setCredentials(QString user, QString password);
    /// Takes the challenge of a 401. False if it cannot be answered: no credentials, an unknown
    /// scheme, or the same credentials were refused already (a stale nonce does not count, nor one
    /// that was accepted before and is replaced now).
    [[nodiscard]] bool takeChallenge(const RtspResponse &response);
    /// The value of the Authorization header; empty while no challenge was taken.
    [[nodiscard]] QByteArray authorization(QByteArrayView method, QByteArrayView uri);

private:
    QString m_user, m_password;
    std::optional<RtspChallenge> m_challenge;
    std::uint32_t m_nonceCount = 0; ///< Answers to the nonce of m_challenge (RFC 7616, 3.4).
    int m_answers = 0;              ///< To m_challenge with the present credentials.
};

/// The server's side: whether an Authorization header answers the challenge for this user. The
/// comparison takes the same time for every wrong answer.
[[nodiscard]] bool verifyAuthorization(const RtspChallenge &challenge, QByteArrayView authorization,
                                       QByteArrayView method, const QString &user,
                                       const QString &password);

} // namespace oriel
