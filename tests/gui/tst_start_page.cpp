#include "ui/start_page.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace oriel;

class TestStartPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void connects();
    void emptyMeansThisComputer();
    void tellsWhatIsWrong();
    void asksForAPassword();
    void goesOnFromAnAddress();

private:
    std::unique_ptr<StartPage> m_page;
    QLineEdit *m_address = nullptr;
    QLabel *m_problem = nullptr;
};

void TestStartPage::init()
{
    m_page = std::make_unique<StartPage>();
    m_page->show();
    m_address = m_page->findChild<QLineEdit *>("addressField");
    m_problem = m_page->findChild<QLabel *>("startProblem");
    QVERIFY(m_address && m_problem);
}

void TestStartPage::connects()
{
    QList<QString> requested;
    connect(m_page.get(), &StartPage::connectRequested, m_page.get(),
            [&](const StreamUrl &url) { requested << url.display(); });
    QTest::keyClicks(m_address, "rtsp://camera.local:8554/x");
    QTest::mouseClick(m_page->findChild<QPushButton *>("connectButton"), Qt::LeftButton);
    QTest::keyClick(m_address, Qt::Key_Return);
    QCOMPARE(requested, QList<QString>(2, "rtsp://camera.local:8554/x"));
}

void TestStartPage::emptyMeansThisComputer()
{
    QString requested;
    connect(m_page.get(), &StartPage::connectRequested, m_page.get(),
            [&](const StreamUrl &url) { requested = url.display(); });
    QTest::keyClick(m_address, Qt::Key_Return);
    QCOMPARE(requested, QStringLiteral("rtsp://localhost:8554/ES_MTX"));
    QCOMPARE(m_address->placeholderText(), requested);
}

void TestStartPage::tellsWhatIsWrong()
{
    QSignalSpy requested(m_page.get(), &StartPage::connectRequested);
    QTest::keyClicks(m_address, "http://camera/");
    QTest::keyClick(m_address, Qt::Key_Return);
    QCOMPARE(requested.size(), 0);
    QVERIFY(m_problem->text().contains("rtsp://"));
    QTest::keyClicks(m_address, "x");
    QVERIFY(m_problem->text().isEmpty());
}

void TestStartPage::asksForAPassword()
{
    StreamUrl requested;
    connect(m_page.get(), &StartPage::connectRequested, m_page.get(),
            [&](const StreamUrl &url) { requested = url; });
    auto *user = m_page->findChild<QLineEdit *>("userField");
    auto *password = m_page->findChild<QLineEdit *>("passwordField");
    QVERIFY(!user->isVisible() && !password->isVisible());
    m_page->continueFrom(StreamUrl::parse("rtsp://eye:wrong@camera.local:8554/x?y=1").value(),
                         {ErrorCode::PasswordWrong, "camera.local:8554", {}});
    QVERIFY(user->isVisible() && password->isVisible());
    QCOMPARE(m_address->text(), QStringLiteral("rtsp://camera.local:8554/x?y=1"));
    QCOMPARE(user->text(), QStringLiteral("eye"));
    QCOMPARE(password->text(), QString());
    QCOMPARE(password->echoMode(), QLineEdit::Password);
    QCOMPARE(m_page->focusProxy(), password);
    QVERIFY(m_problem->text().contains("does not accept"));
    password->setText(QStringLiteral("p@ss:/ wörd"));
    QTest::keyClick(password, Qt::Key_Return);
    QCOMPARE(requested.user(), QStringLiteral("eye"));
    QCOMPARE(requested.password(), QStringLiteral("p@ss:/ wörd"));
    QCOMPARE(requested.host(), QStringLiteral("camera.local"));
}

void TestStartPage::goesOnFromAnAddress()
{
    m_page->continueFrom(StreamUrl::parse("rtsp://camera/x").value(),
                         {ErrorCode::HostNotFound, "camera", {}});
    QCOMPARE(m_address->text(), QStringLiteral("rtsp://camera/x"));
    QVERIFY(!m_page->findChild<QLineEdit *>("passwordField")->isVisible());
    QVERIFY(m_problem->text().contains("cannot be found"));
    m_address->clear();
    // A secret in the query is shown nowhere, and stars are no address.
    m_page->continueFrom(StreamUrl::parse("rtsp://camera/x?password=c4nary").value(), {});
    QCOMPARE(m_address->text(), QString());
}

QTEST_MAIN(TestStartPage)

#include "tst_start_page.moc"
