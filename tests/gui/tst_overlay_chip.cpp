#include "ui/overlay_chip.h"

#include <QTest>

using namespace oriel;

namespace {

OverlayFigures usualFigures()
{
    OverlayFigures figures;
    figures.source = AgeSource::Sei;
    figures.age = Micros(9100);
    figures.paintedFps = 30;
    figures.stream.bitrateKbps = 2000;
    return figures;
}

} // namespace

class TestOverlayChip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsItsWidth();
    void asksForNoRepaint();
};

void TestOverlayChip::keepsItsWidth()
{
    QWidget parent;
    OverlayChip chip(&parent);
    OverlayFigures figures = usualFigures();
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
    OverlayFigures figures = usualFigures();
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
