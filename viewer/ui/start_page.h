#pragma once

#include "base/stream_url.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace oriel {

/// What is seen without an address: a field to paste one into, and where the camera asked for them
/// also fields for user name and password. GUI thread.
class StartPage : public QWidget
{
    Q_OBJECT
public:
    explicit StartPage(QWidget *parent = nullptr);
    /// Goes on from an address that did not work, and says why.
    void continueFrom(const StreamUrl &url, const Error &error);

Q_SIGNALS:
    void connectRequested(const oriel::StreamUrl &url);

private:
    void submit();

    QLineEdit *m_address, *m_user, *m_password;
    QWidget *m_login; ///< The last two.
    QLabel *m_problem;
};

} // namespace oriel
