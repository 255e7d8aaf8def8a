#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;

namespace oriel {

/// Asks for the user name and the password of one camera. Opened without a nested event loop. GUI
/// thread.
class PasswordDialog : public QDialog
{
    Q_OBJECT
public:
    /// `where` is whom they are for. `note` says, where it is not empty, what becomes of the
    /// password.
    PasswordDialog(const QString &where, const QString &user, const QString &note,
                   QWidget *parent = nullptr);

Q_SIGNALS:
    void entered(const QString &user, const QString &password);

private:
    void submit();

    QLineEdit *m_user, *m_password;
};

} // namespace oriel
