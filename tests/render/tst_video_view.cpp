// Known planes in, pixels of the X screen out: where the picture stands, and what stands on it.

#include "shown_view.h"
#include "ui/frame_converter.h"
#include "ui/overlay_chip.h"
#include "ui/theme.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace oriel;
using namespace oriel::test;

class TestVideoView : public QObject, private ShownView
{
    Q_OBJECT

private Q_SLOTS:
    static void initTestCase() { prepareOpenGl(); }
    void init() { makeView(); }
    void cleanup() { closeView(); }
    void writesNothingBeside();
    void sizes_data();
    void sizes();
    void bars_data();
    void bars();
    void widePixels();
    void sizeChange();
    void partsAreRepainted();
    void chipDoesNotDisturb();
    void keepsUp();
    void dimmed();
    void snapshot();
    void notSeenIsNotPainted();
};

void TestVideoView::writesNothingBeside()
{
    constexpr int kHeight = 240, kRoom = 80;
    VideoFrame frame = makeFrame({640, 480});
    fillPatches(*frame.picture);
    FrameConverter converter;
    for (int width = 290; width < 360; ++width) {
        QImage canvas(width + kRoom, kHeight + 1, QImage::Format_RGB32);
        canvas.fill(0xff123456);
        VideoFrame same = makeFrame({width, kHeight});
        fillPatches(*same.picture);
        for (const AVFrame *picture : {frame.picture.get(), same.picture.get()}) {
            QVERIFY(converter.convert(*picture,
                                      {canvas.bits(), canvas.bytesPerLine(), {width, kHeight}}));
            for (int y = 0; y <= kHeight; ++y) {
                for (int x = y < kHeight ? width : 0; x < canvas.width(); ++x)
                    QCOMPARE(canvas.pixel(x, y), 0xff123456);
            }
        }
    }
}

void TestVideoView::sizes_data()
{
    QTest::addColumn<QSize>("picture");
    QTest::addColumn<QSize>("view");
    const auto row = [](QSize picture, QSize view) {
        QTest::addRow("%dx%d in %dx%d", picture.width(), picture.height(), view.width(),
                      view.height())
            << picture << view;
    };
    for (const QSize size : {QSize(320, 240), QSize(322, 242), QSize(326, 240), QSize(321, 241),
                             QSize(64, 48), QSize(640, 360)})
        row(size, size);
    row({320, 240}, {480, 360}); // larger
    row({320, 240}, {201, 151});
    row({1280, 720}, {640, 360}); // smaller, in two threads
    row({1920, 1080}, {606, 342});
    row({640, 480}, {61, 47});
}

void TestVideoView::sizes()
{
    QFETCH(QSize, picture);
    QFETCH(QSize, view);
    showView(view);
    // Twice: the second one is painted onto the first, with the same context.
    for (const int pass : {0, 1}) {
        VideoFrame frame = makeFrame(picture);
        fillPatches(*frame.picture);
        frame.picture->colorspace = AVCOL_SPC_SMPTE170M;
        frame.number = pass;
        QVERIFY(m_view->present(std::move(frame)));
        const QImage shot = screenshot();
        const QRect where = m_view->pictureRect();
        checkPatches(shot, where, k601);
        // Corners: nothing is missing, nothing beside it.
        for (const QPoint corner :
             {where.topLeft(), where.topRight(), where.bottomLeft(), where.bottomRight()}) {
            const bool right = corner.x() != where.left(), low = corner.y() != where.top();
            const std::size_t patch = (low ? kColumns : 0) + (right ? kColumns - 1 : 0);
            const QColor wanted = expected(kPatches[patch], k601);
            const QColor seen = shot.pixelColor(corner);
            QVERIFY2(isNear(seen, wanted), inWords(seen, wanted));
        }
    }
}

void TestVideoView::bars_data()
{
    QTest::addColumn<QSize>("view");
    QTest::newRow("above and below") << QSize(320, 400);
    QTest::newRow("left and right") << QSize(500, 240);
    QTest::newRow("left and right, by an odd width") << QSize(437, 240);
    QTest::newRow("scaled") << QSize(300, 300);
    QTest::newRow("scaled, odd") << QSize(311, 307);
}

void TestVideoView::bars()
{
    QFETCH(QSize, view);
    showView(view);
    for (int i = 0; i < 3; ++i) {
        VideoFrame frame = makeFrame({320, 240});
        std::fill_n(frame.picture->data[0], frame.picture->linesize[0] * 240, uchar(235));
        for (const int plane : {1, 2})
            std::fill_n(frame.picture->data[plane], frame.picture->linesize[plane] * 120,
                        uchar(128));
        QVERIFY(m_view->present(std::move(frame)));
        const QImage shot = screenshot();
        const QRect picture = m_view->pictureRect();
        const double aspect = double(picture.width()) / picture.height();
        QVERIFY2(std::abs(aspect - 4.0 / 3) < 0.01, QByteArray::number(aspect));
        QVERIFY(picture.width() == shot.width() || picture.height() == shot.height());
        for (int y = 0; y < shot.height(); ++y) {
            for (int x = 0; x < shot.width(); ++x) {
                const QColor wanted = picture.contains(x, y) ? Qt::white : Qt::black;
                const QColor seen = shot.pixelColor(x, y);
                if (!isNear(seen, wanted))
                    QFAIL(inWords(seen, wanted) + " at " + QByteArray::number(x) + ", " +
                          QByteArray::number(y));
            }
        }
    }
}

void TestVideoView::widePixels()
{
    showView({640, 240});
    VideoFrame frame = makeFrame({320, 240});
    fillPatches(*frame.picture);
    frame.picture->colorspace = AVCOL_SPC_SMPTE170M;
    frame.picture->sample_aspect_ratio = {2, 1};
    QVERIFY(m_view->present(std::move(frame)));
    QCOMPARE(m_view->pictureRect().height() * 640, m_view->pictureRect().width() * 240);
    checkPatches(screenshot(), m_view->pictureRect(), k601);
}

void TestVideoView::sizeChange()
{
    showView({400, 300});
    for (const QSize size : {QSize(400, 300), QSize(320, 100), QSize(100, 300), QSize(400, 300)}) {
        VideoFrame frame = makeFrame(size);
        fillPatches(*frame.picture);
        frame.picture->colorspace = AVCOL_SPC_SMPTE170M;
        QVERIFY(m_view->present(std::move(frame)));
        const QImage shot = screenshot();
        checkPatches(shot, m_view->pictureRect(), k601);
        const bool bars = m_view->pictureRect().size() != shot.size();
        if (bars)
            QCOMPARE(shot.pixelColor(shot.width() - 1, shot.height() - 1), QColor(Qt::black));
    }
}

void TestVideoView::partsAreRepainted()
{
    showView({320, 240});
    VideoFrame frame = makeFrame({320, 240});
    fillPatches(*frame.picture);
    frame.picture->colorspace = AVCOL_SPC_SMPTE170M;
    QVERIFY(m_view->present(std::move(frame)));
    const QImage before = screenshot();
    QWidget cover(m_view);
    cover.setAutoFillBackground(true);
    cover.setGeometry(20, 30, 50, 40);
    cover.show();
    QTRY_VERIFY(screenshot() != before);
    cover.hide();
    QTRY_COMPARE(screenshot(), before);
    // And what is asked for by others than the window system is the same picture.
    QImage grabbed = m_view->grab().toImage().convertToFormat(QImage::Format_RGB32);
    grabbed.setDevicePixelRatio(before.devicePixelRatio());
    QCOMPARE(grabbed, before);
}

void TestVideoView::chipDoesNotDisturb()
{
    showView({400, 300});
    const auto present = [this](const QRegion &also) {
        VideoFrame frame = makeFrame({400, 300});
        fillPatches(*frame.picture);
        QVERIFY(m_view->present(std::move(frame), also));
    };
    present({});
    const QImage plain = screenshot();
    OverlayChip chip(m_view);
    chip.move(7, 9);
    OverlayFigures figures;
    figures.source = AgeSource::Sei;
    figures.age = Micros(4100);
    QVERIFY(chip.setFigures(figures));
    QVERIFY(!chip.setFigures(figures));
    chip.show();
    present(chip.geometry());
    const QImage with = screenshot();
    const qreal ratio = m_window->devicePixelRatioF();
    const QRect covered = QRectF(QPointF(chip.pos()) * ratio, QSizeF(chip.size()) * ratio)
                              .toAlignedRect()
                              .adjusted(-1, -1, 1, 1);
    bool differs = false;
    for (int y = 0; y < plain.height(); ++y) {
        for (int x = 0; x < plain.width(); ++x) {
            const bool same = plain.pixel(x, y) == with.pixel(x, y);
            differs = differs || !same;
            QVERIFY2(same || covered.contains(x, y), "outside the chip");
        }
    }
    QVERIFY(differs);
    // Left of its text the picture, which is black there, shines through.
    const QPoint beside =
        (QPointF(chip.geometry().left() + 4, chip.geometry().center().y()) * ratio).toPoint();
    const QColor panel = theme::kPanel;
    const auto mixed = [&](int above, int below) {
        return qRound(above * panel.alphaF() + below * (1 - panel.alphaF()));
    };
    const QColor below = plain.pixelColor(beside), seen = with.pixelColor(beside);
    const QColor wanted(mixed(panel.red(), below.red()), mixed(panel.green(), below.green()),
                        mixed(panel.blue(), below.blue()));
    QVERIFY2(isNear(seen, wanted), inWords(seen, wanted));
    chip.hide();
    QTRY_COMPARE(screenshot(), plain);
}

void TestVideoView::keepsUp()
{
    // Thirty a second, and each of them on the screen when present() returns.
    showView({640, 480});
    constexpr int kPictures = 60;
    const VideoFrame patches = makeFrame({640, 480});
    fillPatches(*patches.picture);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < kPictures; ++i) {
        VideoFrame frame;
        frame.picture.reset(av_frame_clone(patches.picture.get()));
        QVERIFY(m_view->present(std::move(frame)));
    }
    const qint64 elapsed = timer.elapsed();
    QVERIFY2(elapsed < 1000 * kPictures / 30, QByteArray::number(elapsed) + " ms");
}

void TestVideoView::dimmed()
{
    showView({320, 240});
    const auto present = [this] {
        VideoFrame frame = makeFrame({320, 240});
        fillPatches(*frame.picture);
        QVERIFY(m_view->present(std::move(frame)));
    };
    present();
    const QImage bright = screenshot();
    m_view->setDimmed(true);
    const QPoint white(bright.width() * 3 / 8, bright.height() / 4);
    QVERIFY(bright.pixelColor(white).lightness() > 250);
    QTRY_VERIFY(screenshot().pixelColor(white).lightness() < 120);
    QVERIFY(screenshot().pixelColor(white).lightness() > 30);
    present();
    QCOMPARE(screenshot(), bright);
}

void TestVideoView::snapshot()
{
    showView({200, 100});
    QVERIFY(m_view->snapshot().isNull());
    VideoFrame frame = makeFrame({322, 242});
    fillPatches(*frame.picture);
    frame.picture->colorspace = AVCOL_SPC_BT709;
    QVERIFY(m_view->present(std::move(frame)));
    const QImage image = m_view->snapshot();
    QCOMPARE(image.size(), QSize(322, 242));
    checkPatches(image, image.rect(), k709);
}

void TestVideoView::notSeenIsNotPainted()
{
    VideoFrame frame = makeFrame({320, 240});
    fillPatches(*frame.picture);
    QVERIFY(!m_view->present(std::move(frame)));
    QVERIFY(m_view->frame());
}

QTEST_MAIN(TestVideoView)

#include "tst_video_view.moc"
