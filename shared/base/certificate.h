#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

class QSslCertificate;
class QSslError;

namespace oriel {

/// How a certificate is named to a person and recognised again: by the SHA-256 of its DER form, as
/// "AB:CD:…", which is what `openssl x509 -fingerprint -sha256` prints. Any thread.

/// The 32 bytes; empty for no certificate.
[[nodiscard]] QByteArray fingerprintOf(const QSslCertificate &certificate);
/// Its fingerprint, in front so that it is never cut, and what is wrong with it: the detail of
/// CertificateUntrusted and CertificateChanged.
[[nodiscard]] QString describeCertificate(const QSslCertificate &certificate,
                                          const QList<QSslError> &errors);
/// The fingerprint in such a detail, or typed by a person: 64 hexadecimal digits in any case, with
/// or without colons or spaces, anything before and behind them. Empty where there is none.
[[nodiscard]] QByteArray parseFingerprint(const QString &text);

} // namespace oriel
