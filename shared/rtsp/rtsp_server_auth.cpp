#include "rtsp/rtsp_server_auth.h"

#include <QRandomGenerator>

#include <algorithm>

namespace oriel {

RtspServerAuth::RtspServerAuth(QString user, QString password)
    : m_user(std::move(user))
    , m_password(std::move(password))
    , m_allowed(m_user.isEmpty() && m_password.isEmpty())
{
    const auto random = [] {
        return QByteArray::number(QRandomGenerator::system()->generate64(), 16);
    };
    m_nonce = random() + random();
}

RtspServerAuth::Verdict RtspServerAuth::check(const RtspRequest &request)
{
    if (m_allowed)
        return Verdict::Allowed;
    const QByteArray authorization = request.headers.value("Authorization");
    m_stale = false;
    if (authorization.isEmpty())
        return Verdict::Challenge;
    const bool digest = authorization.left(6).toLower() == "digest";
    if (digest && !authorization.contains(m_nonce)) {
        m_stale = true;
        return Verdict::Challenge;
    }
    const auto offered = challenges();
    m_allowed = std::any_of(offered.begin(), offered.end(), [&](const RtspChallenge &challenge) {
        return verifyAuthorization(challenge, authorization, request.method, m_user, m_password);
    });
    return m_allowed ? Verdict::Allowed : Verdict::Wrong;
}

void RtspServerAuth::addChallenges(RtspHeaders &headers) const
{
    for (const RtspChallenge &challenge : challenges())
        headers.add("WWW-Authenticate", challenge.serialize());
}

RtspChallenge RtspServerAuth::challenge(RtspChallenge::Scheme scheme,
                                        RtspChallenge::Algorithm algorithm) const
{
    RtspChallenge challenge;
    challenge.scheme = scheme;
    challenge.algorithm = algorithm;
    challenge.realm = "Oriel";
    challenge.nonce = m_nonce;
    challenge.stale = m_stale;
    return challenge;
}

std::vector<RtspChallenge> RtspServerAuth::challenges() const
{
    using Scheme = RtspChallenge::Scheme;
    using Algorithm = RtspChallenge::Algorithm;
    return {challenge(Scheme::Digest, Algorithm::Sha256), challenge(Scheme::Digest, Algorithm::Md5),
            challenge(Scheme::Basic, Algorithm::Md5)};
}

} // namespace oriel
