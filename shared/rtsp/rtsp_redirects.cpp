#include "rtsp/rtsp_redirects.h"

#include <QCoreApplication>

namespace oriel {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::RtspRedirects)
};

} // namespace

Expected<StreamUrl> RtspRedirects::follow(const RtspResponse &response, const StreamUrl &from)
{
    const QString location = QString::fromUtf8(response.headers.value("Location"));
    Expected<StreamUrl> target = StreamUrl::parse(location);
    if (!target)
        return fail(ErrorCode::ServerRefused, from.hostAndPort(),
                    Words::tr("%1 without a usable Location").arg(response.status));
    if (++m_followed > kMax)
        return fail(ErrorCode::RedirectLoop, from.hostAndPort(), target->display());
    const bool sameServer = target->host() == from.host() && target->port() == from.port();
    if (!sameServer || target->isEncrypted() != from.isEncrypted())
        return target;
    target->setTrustedCertificate(from.trustedCertificate());
    if (!target->hasCredentials())
        target->setCredentials(from.user(), from.password());
    return target;
}

} // namespace oriel
