#pragma once

#include "base/stream_url.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace oriel {

/// What is seen without an address: a field to paste one into. GUI thread.
class StartPage : public QWidget
{
    Q_OBJECT
public:
    explicit StartPage(QWidget *parent = nullptr);

Q_SIGNALS:
    void connectRequested(const oriel::StreamUrl &url);

private:
    void submit();

    QLineEdit *m_address;
    QLabel *m_problem;
};

} // namespace oriel
