#pragma once

#include "rtsp/rtsp_auth.h"
#include "rtsp/rtsp_message.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace oriel {

/// Whether the client of one connection of the embedded server may use it. The nonce is of this
/// connection; who once showed the password on it needs not again.
class RtspServerAuth
{
public:
    enum class Verdict {
        Allowed,
        Challenge, ///< No credentials, or an answer to a nonce of another connection.
        Wrong,
    };

    /// Without user and password everybody is allowed.
    RtspServerAuth(QString user, QString password);

    [[nodiscard]] Verdict check(const RtspRequest &request);
    /// Adds WWW-Authenticate, strongest first: Digest SHA-256, Digest MD5, Basic. FFmpeg, GStreamer
    /// and live555 take the last Digest, and MD5 is the one they know.
    void addChallenges(RtspHeaders &headers) const;

private:
    [[nodiscard]] RtspChallenge challenge(RtspChallenge::Scheme scheme,
                                          RtspChallenge::Algorithm algorithm) const;
    [[nodiscard]] std::vector<RtspChallenge> challenges() const;

    QString m_user, m_password;
    QByteArray m_nonce;
    bool m_allowed;
    bool m_stale = false;
};

} // namespace oriel
