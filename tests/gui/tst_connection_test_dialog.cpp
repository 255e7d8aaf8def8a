#include "live_stream.h"
#include "ui/connection_test_dialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace oriel;
using oriel::test::LiveStream;

class TestConnectionTestDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void works();
    void saysWhatToDo();

private:
    void open(const QString &url);
    [[nodiscard]] QString end() const { return m_dialog->findChild<QLabel *>("testEnd")->text(); }

    std::unique_ptr<ConnectionTestDialog> m_dialog;
};

void TestConnectionTestDialog::open(const QString &url)
{
    m_dialog = std::make_unique<ConnectionTestDialog>(
        QStringLiteral("Door"), StreamUrl::parse(url).value(), TransportChoice::Auto);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    m_dialog->open();
}

void TestConnectionTestDialog::works()
{
    LiveStream stream;
    stream.start();
    open(stream.url());
    QVERIFY(!m_dialog->findChild<QPushButton *>("testCopy")->isEnabled());
    QTRY_COMPARE_WITH_TIMEOUT(end(), QStringLiteral("This camera works."), 20'000);
    QVERIFY(m_dialog->findChild<QLabel *>("testDetail7")->text().contains(u"320×240"));
}

void TestConnectionTestDialog::saysWhatToDo()
{
    open(QStringLiteral("rtsp://eye:s3cret@127.0.0.1:1/x"));
    QTRY_VERIFY(end().contains("refuses the connection"));
    QCOMPARE(m_dialog->findChild<QLabel *>("testDetail7")->text(), QStringLiteral("not reached"));
    QTest::mouseClick(m_dialog->findChild<QPushButton *>("testCopy"), Qt::LeftButton);
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.startsWith("Door\n"));
    QVERIFY(copied.contains("Port is open: no") && copied.contains("Device answers: yes"));
    QVERIFY(!copied.contains("s3cret"));
}

QTEST_MAIN(TestConnectionTestDialog)

#include "tst_connection_test_dialog.moc"
