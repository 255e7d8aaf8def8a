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
    void forgetsAPassword();
    void goesOnFromAnAddress();
    void offersTheLastCamera();
    void testStream();

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
    QVERIFY(m_problem->isVisible());
    QTest::keyClicks(m_address, "x");
    QVERIFY(!m_problem->isVisible());
}

void TestStartPage::forgetsAPassword()
{
    StreamUrl requested;
    connect(m_page.get(), &StartPage::connectRequested, m_page.get(),
            [&](const StreamUrl &url) { requested = url; });
    m_address->setText(QStringLiteral("rtsp://eye:p@ss@camera.local:8554/x"));
    QTest::keyClick(m_address, Qt::Key_Return);
    QCOMPARE(requested.password(), QStringLiteral("p@ss"));
    QCOMPARE(m_address->text(), QString());
}

void TestStartPage::goesOnFromAnAddress()
{
    m_page->continueFrom(StreamUrl::parse("rtsp://eye:s3cret@camera/x").value());
    QCOMPARE(m_address->text(), QStringLiteral("rtsp://camera/x"));
    m_page->showProblem(QStringLiteral("It cannot be found."));
    QVERIFY(m_problem->isVisible());
    m_page->showProblem({});
    QVERIFY(!m_problem->isVisible());
    m_address->clear();
    // A secret in the query is shown nowhere, and stars are no address.
    m_page->continueFrom(StreamUrl::parse("rtsp://camera/x?password=c4nary").value());
    QCOMPARE(m_address->text(), QString());
}

void TestStartPage::offersTheLastCamera()
{
    QSignalSpy accepted(m_page.get(), &StartPage::offerAccepted);
    auto *offer = m_page->findChild<QPushButton *>("offerButton");
    QVERIFY(!offer->isVisible());
    m_page->offer(QString::fromUtf8("Cửa trước"));
    QVERIFY(offer->isVisible());
    QVERIFY(offer->text().contains(QString::fromUtf8("Cửa trước")));
    QCOMPARE(m_page->focusProxy(), offer);
    QTest::mouseClick(offer, Qt::LeftButton);
    QCOMPARE(accepted.size(), 1);
    m_page->offer({});
    QVERIFY(!offer->isVisible());
}

void TestStartPage::testStream()
{
    QSignalSpy requested(m_page.get(), &StartPage::testStreamRequested);
    QTest::mouseClick(m_page->findChild<QPushButton *>("testStreamButton"), Qt::LeftButton);
    QCOMPARE(requested.size(), 1);
}

QTEST_MAIN(TestStartPage)

#include "tst_start_page.moc"
