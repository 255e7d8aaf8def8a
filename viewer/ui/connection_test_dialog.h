#pragma once

#include "playback/connection_test.h"

#include <QDialog>

class QGridLayout;
class QLabel;
class QPushButton;

namespace oriel {

/// Shows a ConnectionTest while it runs: each step with its mark and its word, and at the end one
/// sentence that says what to do. GUI thread.
class ConnectionTestDialog : public QDialog
{
    Q_OBJECT
public:
    /// Begins at once. `name` is the camera's, or its address.
    ConnectionTestDialog(const QString &name, const StreamUrl &url, TransportChoice transport,
                         QWidget *parent = nullptr);

    [[nodiscard]] const ConnectionTest &test() const { return m_test; }
    /// All that is to be read, as lines.
    [[nodiscard]] QString plainText() const;

private:
    struct Row
    {
        QLabel *mark, *name, *detail;
    };

    void buildRows(QGridLayout *grid);
    void refresh();
    void refreshRow(ConnectionTest::Step step, bool ended);
    void showEnd();

    QString m_name;
    ConnectionTest m_test;
    std::array<Row, ConnectionTest::kSteps> m_rows{};
    QLabel *m_end;
    QPushButton *m_copy;
};

} // namespace oriel
