#pragma once

#include "base/stream_url.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace oriel {

/// What is seen while nothing plays: a field to paste an address into, the camera of the last time,
/// and the test picture for who has no camera at hand. GUI thread.
class StartPage : public QWidget
{
    Q_OBJECT
public:
    explicit StartPage(QWidget *parent = nullptr);

    /// The camera that was played last; without a name there is none.
    void offer(const QString &camera);
    /// Goes on from an address that did not work.
    void continueFrom(const StreamUrl &url);
    /// Under the field; empty says nothing.
    void showProblem(const QString &sentence);

Q_SIGNALS:
    void connectRequested(const oriel::StreamUrl &url);
    void offerAccepted();
    void testStreamRequested();

private:
    QWidget *buildColumn();
    QLayout *buildAddressRow();
    void submit();

    QLineEdit *m_address;
    QLabel *m_problem;
    QPushButton *m_offer;
    QPushButton *m_connect;
};

} // namespace oriel
