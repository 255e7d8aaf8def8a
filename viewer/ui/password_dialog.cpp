#include "ui/password_dialog.h"

#include "ui/theme.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace oriel {

namespace {

constexpr int kWidth = 380;

QLabel *makeText(const QString &name, const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setMinimumWidth(kWidth);
    return label;
}

} // namespace

PasswordDialog::PasswordDialog(const QString &where, const QString &user, const QString &note,
                               QWidget *parent)
    : QDialog(parent)
    , m_user(new QLineEdit(user, this))
    , m_password(new QLineEdit(this))
{
    setObjectName(QStringLiteral("passwordDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setStyleSheet(theme::dialogStyleSheet());
    setWindowTitle(tr("Password"));
    m_user->setObjectName(QStringLiteral("passwordUser"));
    m_password->setObjectName(QStringLiteral("passwordField"));
    m_password->setEchoMode(QLineEdit::Password);
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(10);
    form->addRow(tr("&User name"), m_user);
    form->addRow(tr("&Password"), m_password);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setObjectName(QStringLiteral("passwordOk"));
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Connect"));
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    // RTSP knows no password without a user name.
    QPushButton *const ok = buttons->button(QDialogButtonBox::Ok);
    ok->setEnabled(!user.isEmpty());
    connect(m_user, &QLineEdit::textChanged, ok,
            [ok](const QString &text) { ok->setEnabled(!text.isEmpty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &PasswordDialog::submit);
    connect(buttons, &QDialogButtonBox::rejected, this, &PasswordDialog::reject);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(14);
    column->addWidget(makeText(QStringLiteral("passwordTitle"),
                               tr("%1 asks for a user name and a password.").arg(where), this));
    column->addLayout(form);
    if (!note.isEmpty())
        column->addWidget(makeText(QStringLiteral("passwordNote"), note, this));
    column->addWidget(buttons);
    (user.isEmpty() ? m_user : m_password)->setFocus();
}

void PasswordDialog::submit()
{
    Q_EMIT entered(m_user->text(), m_password->text());
    accept();
}

} // namespace oriel
