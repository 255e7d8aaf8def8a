#include "base/certificate.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslError>

namespace oriel {

QByteArray fingerprintOf(const QSslCertificate &certificate)
{
    return certificate.isNull() ? QByteArray() : certificate.digest(QCryptographicHash::Sha256);
}

QString describeCertificate(const QSslCertificate &certificate, const QList<QSslError> &errors)
{
    QStringList reasons;
    for (const QSslError &error : errors) {
        if (const QString reason = error.errorString(); !reasons.contains(reason))
            reasons << reason;
    }
    const QString number = QStringLiteral("SHA-256 ") +
                           QString::fromLatin1(fingerprintOf(certificate).toHex(':').toUpper());
    return reasons.isEmpty() ? number : number + u' ' + reasons.join(QStringLiteral("; "));
}

QByteArray parseFingerprint(const QString &text)
{
    static const QRegularExpression kShape(
        QStringLiteral("(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}[: ]?){31}[0-9A-Fa-f]{2}(?![0-9A-Fa-f])"));
    return QByteArray::fromHex(kShape.match(text).captured().remove(u':').remove(u' ').toLatin1());
}

} // namespace oriel
