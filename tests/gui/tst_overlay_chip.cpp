#include "ui/overlay_chip.h"

#include <QTest>

using namespace oriel;

class TestOverlayChip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ageText_data();
    void ageText();
    void detailText_data();
    void detailText();
    void keepsItsWidth();
    void asksForNoRepaint();
};

void TestOverlayChip::ageText_data()
{
    QTest::addColumn<AgeSource>("source");
    QTest::addColumn<bool>("clocksAgree");
    QTest::addColumn<int>("age");
    QTest::addColumn<QString>("text");
    QTest::newRow("measured") << AgeSource::Sei << true << 4130 << "4.1 ms";
    QTest::newRow("long") << AgeSource::Sei << true << 234'600 << "235 ms";
    QTest::newRow("by the server's clock") << AgeSource::Rtcp << true << 4130 << "≈ 4.1 ms";
    QTest::newRow("since it arrived") << AgeSource::Arrival << true << 1300 << "≥ 1.3 ms";
    QTest::newRow("clocks differ")
        << AgeSource::Sei << false << 4130 << "age unknown: the clocks differ";
    QTest::newRow("unknown") << AgeSource::Sei << true << -1 << "age unknown: the clocks differ";
    QTest::newRow("nothing yet") << AgeSource::None << true << -1 << "no picture yet";
}

void TestOverlayChip::ageText()
{
    QFETCH(AgeSource, source);
    QFETCH(bool, clocksAgree);
    QFETCH(int, age);
    QFETCH(QString, text);
    ChipFigures figures;
    figures.source = source;
    figures.clocksAgree = clocksAgree;
    if (age >= 0)
        figures.age = Micros(age);
    QCOMPARE(OverlayChip::ageText(figures), text);
}

void TestOverlayChip::detailText_data()
{
    QTest::addColumn<double>("kbps");
    QTest::addColumn<double>("loss");
    QTest::addColumn<QString>("text");
    QTest::newRow("usual") << 2012.0 << 0.0 << "30 fps · 2.0 Mbit/s · 0 % lost · UDP";
    QTest::newRow("slow") << 312.4 << 0.0 << "30 fps · 312 kbit/s · 0 % lost · UDP";
    QTest::newRow("one packet") << 2012.0 << 0.006 << "30 fps · 2.0 Mbit/s · < 0.1 % lost · UDP";
    QTest::newRow("lossy") << 2012.0 << 1.24 << "30 fps · 2.0 Mbit/s · 1.2 % lost · UDP";
    QTest::newRow("very lossy") << 2012.0 << 31.2 << "30 fps · 2.0 Mbit/s · 31 % lost · UDP";
}

void TestOverlayChip::detailText()
{
    QFETCH(double, kbps);
    QFETCH(double, loss);
    QFETCH(QString, text);
    ChipFigures figures;
    figures.fps = 29.97;
    figures.bitrateKbps = kbps;
    figures.lossPercent = loss;
    figures.transport = RtspTransport::Protocol::Udp;
    QCOMPARE(OverlayChip::detailText(figures), text);
}

void TestOverlayChip::keepsItsWidth()
{
    QWidget parent;
    OverlayChip chip(&parent);
    ChipFigures figures{AgeSource::Sei, true, Micros(9100), 30, 2000, 0, {}};
    chip.setFigures(figures);
    const int width = chip.width();
    QVERIFY(width > 0);
    for (const int age : {4100, 11100, 8800}) {
        figures.age = Micros(age);
        QVERIFY(chip.setFigures(figures));
        QVERIFY(chip.width() - width <= 24);
    }
    const int grown = chip.width();
    figures.age = Micros(4200);
    chip.setFigures(figures);
    QCOMPARE(chip.width(), grown);
}

void TestOverlayChip::asksForNoRepaint()
{
    struct Counter : OverlayChip
    {
        using OverlayChip::OverlayChip;
        void paintEvent(QPaintEvent *event) override
        {
            ++paints;
            OverlayChip::paintEvent(event);
        }
        int paints = 0;
    };
    QWidget parent;
    parent.resize(600, 200);
    Counter chip(&parent);
    ChipFigures figures{AgeSource::Sei, true, Micros(9100), 30, 2000, 0, {}};
    chip.setFigures(figures);
    parent.show();
    QVERIFY(QTest::qWaitForWindowExposed(&parent));
    QTRY_VERIFY(chip.paints > 0);
    QCoreApplication::sendPostedEvents();
    const int before = chip.paints;
    figures.age = Micros(9200);
    QVERIFY(chip.setFigures(figures));
    QCoreApplication::sendPostedEvents();
    QCOMPARE(chip.paints, before);
}

QTEST_MAIN(TestOverlayChip)

#include "tst_overlay_chip.moc"
