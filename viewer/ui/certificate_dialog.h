#pragma once

#include "base/error.h"

#include <QDialog>

namespace oriel {

/// Shows the whole number of a certificate that is not trusted, for the person to compare it with
/// the server's own, and asks whether to trust it. Opened without a nested event loop. GUI thread.
class CertificateDialog : public QDialog
{
    Q_OBJECT
public:
    /// `error` is one of those that isAboutCertificate() names.
    CertificateDialog(const QString &where, const Error &error, QWidget *parent = nullptr);

Q_SIGNALS:
    void trusted(const QByteArray &sha256);
};

} // namespace oriel
