#include "ui/certificate_dialog.h"

#include "base/certificate.h"
#include "ui/theme.h"

#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace oriel {

namespace {

constexpr int kWidth = 420;

QLabel *makeText(const QString &name, const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setWordWrap(true);
    label->setMinimumWidth(kWidth);
    return label;
}

/// In lines of eight bytes, as people compare them.
QString inLines(const QByteArray &sha256)
{
    QStringList lines;
    for (qsizetype i = 0; i < sha256.size(); i += 8)
        lines << QString::fromLatin1(sha256.sliced(i, 8).toHex(':').toUpper());
    return lines.join(u'\n');
}

} // namespace

CertificateDialog::CertificateDialog(const QString &where, const Error &error, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("certificateDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setStyleSheet(theme::dialogStyleSheet());
    setWindowTitle(tr("Certificate"));
    const QByteArray sha256 = parseFingerprint(error.detail);
    const bool changed = error.code == ErrorCode::CertificateChanged;
    const QString title = changed ? tr("%1 shows another certificate than the one you trusted.")
                                  : tr("The certificate of %1 is not known to this computer.");
    auto *number = makeText(QStringLiteral("certificateNumber"), inLines(sha256), this);
    number->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    auto *trust = buttons->addButton(tr("Trust it"), QDialogButtonBox::ActionRole);
    trust->setObjectName(QStringLiteral("certificateTrust"));
    trust->setAutoDefault(false);
    trust->setEnabled(!sha256.isEmpty());
    connect(trust, &QPushButton::clicked, this, [this, sha256] {
        Q_EMIT trusted(sha256);
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(14);
    column->addWidget(makeText(QStringLiteral("certificateTitle"), title.arg(where), this));
    column->addWidget(makeText(QStringLiteral("certificateHint"),
                               tr("Trust it only if the server itself shows this number, as "
                                  "“openssl x509 -fingerprint -sha256” prints it there:"),
                               this));
    column->addWidget(number);
    column->addWidget(buttons);
}

} // namespace oriel
