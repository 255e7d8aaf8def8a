#include "ui/overlay_panel.h"

#include <QElapsedTimer>
#include <QTest>

using namespace oriel;

namespace {

OverlayFigures usualFigures()
{
    OverlayFigures figures;
    figures.source = AgeSource::Sei;
    figures.age = Micros(4100);
    for (OverlayFigures::Leg &leg : figures.legs)
        leg = {Micros(820), true};
    figures.history.fill(Micros(5000));
    return figures;
}

/// What a person sees of it over a black picture.
QImage seen(OverlayPanel &panel)
{
    QImage image(panel.size(), QImage::Format_RGB32);
    image.fill(Qt::black);
    panel.render(&image, {}, {}, QWidget::DrawChildren);
    return image;
}

} // namespace

class TestOverlayPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void growsWithItsWords();
    void marksClocksThatDiffer();
    void asksForNoRepaint();
    void paintsFast();
};

void TestOverlayPanel::growsWithItsWords()
{
    QWidget parent;
    OverlayPanel panel(&parent);
    panel.setFigures(usualFigures());
    QVERIFY(panel.height() > 200 && panel.width() > 300);
    const QSize before = panel.size();
    panel.setFigures({});
    QCOMPARE(panel.size(), before); // Nothing jumps about when a figure is missing.
}

void TestOverlayPanel::marksClocksThatDiffer()
{
    QWidget parent;
    OverlayPanel panel(&parent);
    OverlayFigures figures = usualFigures();
    panel.setFigures(figures);
    const QImage trusted = seen(panel);
    figures.clocksAgree = false;
    panel.setFigures(figures);
    QVERIFY(seen(panel) != trusted);
}

void TestOverlayPanel::asksForNoRepaint()
{
    struct Counter : OverlayPanel
    {
        using OverlayPanel::OverlayPanel;
        void paintEvent(QPaintEvent *event) override
        {
            ++paints;
            OverlayPanel::paintEvent(event);
        }
        int paints = 0;
    };
    QWidget parent;
    parent.resize(600, 500);
    Counter panel(&parent);
    panel.setFigures(usualFigures());
    parent.show();
    QVERIFY(QTest::qWaitForWindowExposed(&parent));
    QTRY_VERIFY(panel.paints > 0);
    QCoreApplication::sendPostedEvents();
    const int before = panel.paints;
    panel.setFigures(usualFigures());
    QCoreApplication::sendPostedEvents();
    QCOMPARE(panel.paints, before);
}

/// The bar is 1 ms a frame; a blit is far below it even on a busy machine.
void TestOverlayPanel::paintsFast()
{
    QWidget parent;
    OverlayPanel panel(&parent);
    panel.setFigures(usualFigures());
    QImage picture(640, 480, QImage::Format_RGB32);
    constexpr int kFrames = 200;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < kFrames; ++i)
        panel.render(&picture, {}, {}, QWidget::DrawChildren);
    const double ms = static_cast<double>(timer.nsecsElapsed()) / 1e6 / kFrames;
    qInfo("painting the full overlay: %.3f ms a frame", ms);
    QVERIFY(ms < 5);
}

QTEST_MAIN(TestOverlayPanel)

#include "tst_overlay_panel.moc"
