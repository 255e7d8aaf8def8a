// Known planes in, pixels of the X screen out.

#include "ui/overlay_chip.h"
#include "ui/video_view.h"

#include <QGuiApplication>
#include <QScreen>
#include <QTest>
#include <QWindow>

#include <algorithm>
#include <array>
#include <cmath>

using namespace oriel;

namespace {

struct Yuv
{
    int y, u, v;
};

/// Colours of patches, in limited range; saturated ones and greys.
constexpr std::array<Yuv, 8> kPatches{{{16, 128, 128},
                                       {235, 128, 128},
                                       {126, 128, 128},
                                       {81, 90, 240},
                                       {145, 54, 34},
                                       {41, 240, 110},
                                       {180, 100, 150},
                                       {100, 160, 90}}};
constexpr int kColumns = 4, kRows = 2;

VideoFrame makeFrame(QSize size, AVPixelFormat format = AV_PIX_FMT_YUV420P)
{
    VideoFrame frame;
    frame.picture = makeAvFrame();
    frame.picture->width = size.width();
    frame.picture->height = size.height();
    frame.picture->format = format;
    if (av_frame_get_buffer(frame.picture.get(), 0) < 0)
        qFatal("no buffer");
    return frame;
}

int patchAt(int x, int y, QSize size)
{
    return std::min(y * kRows / size.height(), kRows - 1) * kColumns +
           std::min(x * kColumns / size.width(), kColumns - 1);
}

void fillPatches(AVFrame &picture)
{
    const QSize size(picture.width, picture.height);
    const QSize chroma((size.width() + 1) / 2, (size.height() + 1) / 2);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x)
            picture.data[0][y * picture.linesize[0] + x] =
                static_cast<uchar>(kPatches[patchAt(x, y, size)].y);
    }
    for (int y = 0; y < chroma.height(); ++y) {
        for (int x = 0; x < chroma.width(); ++x) {
            const Yuv &patch = kPatches[patchAt(x, y, chroma)];
            picture.data[1][y * picture.linesize[1] + x] = static_cast<uchar>(patch.u);
            picture.data[2][y * picture.linesize[2] + x] = static_cast<uchar>(patch.v);
        }
    }
}

/// ITU-T H.273, equations for MatrixCoefficients, from the luma weights.
QColor expected(const Yuv &yuv, double kr, double kb, bool fullRange)
{
    const double luma = fullRange ? yuv.y / 255.0 : (yuv.y - 16) / 219.0;
    const double scale = fullRange ? 255.0 : 224.0;
    const double cb = (yuv.u - 128) / scale, cr = (yuv.v - 128) / scale;
    const double r = luma + 2 * (1 - kr) * cr;
    const double b = luma + 2 * (1 - kb) * cb;
    const double g = (luma - kr * r - kb * b) / (1 - kr - kb);
    const auto byte = [](double value) {
        return std::clamp(static_cast<int>(std::lround(value * 255)), 0, 255);
    };
    return {byte(r), byte(g), byte(b)};
}

bool isNear(const QColor &seen, const QColor &wanted, int tolerance = 2)
{
    return std::abs(seen.red() - wanted.red()) <= tolerance &&
           std::abs(seen.green() - wanted.green()) <= tolerance &&
           std::abs(seen.blue() - wanted.blue()) <= tolerance;
}

QByteArray inWords(const QColor &seen, const QColor &wanted)
{
    return (seen.name() + QStringLiteral(", expected ") + wanted.name()).toLatin1();
}

} // namespace

class TestVideoView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void colours_data();
    void colours();
    void sizes_data();
    void sizes();
    void bars_data();
    void bars();
    void widePixels();
    void sizeChange();
    void partsAreRepainted();
    void chipDoesNotDisturb();
    void dimmed();
    void snapshot();
    void notSeenIsNotPainted();

private:
    /// Shows the view with so many device pixels, or as near as the ratio allows.
    void showView(QSize devicePixels);
    [[nodiscard]] QImage screenshot() const;
    void checkPatches(const QImage &shot, const QRect &picture, double kr, double kb,
                      bool fullRange = false);

    std::unique_ptr<QWidget> m_window;
    VideoView *m_view = nullptr;
};

void TestVideoView::init()
{
    // Not the top left of its window, as in the application's layouts.
    m_window = std::make_unique<QWidget>();
    m_window->setWindowFlag(Qt::FramelessWindowHint);
    m_view = new VideoView(m_window.get());
}

void TestVideoView::cleanup()
{
    m_window.reset();
}

void TestVideoView::showView(QSize devicePixels)
{
    const QSizeF size = QSizeF(devicePixels) / m_window->devicePixelRatioF();
    const QSize logical(qRound(size.width()), qRound(size.height()));
    m_view->setGeometry(QRect(QPoint(6, 10), logical));
    m_window->setGeometry(QRect(QPoint(20, 20), logical + QSize(12, 20)));
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

QImage TestVideoView::screenshot() const
{
    const QPoint origin = m_view->mapTo(m_window.get(), QPoint());
    const QPixmap shot = m_window->screen()->grabWindow(m_window->winId(), origin.x(), origin.y(),
                                                        m_view->width(), m_view->height());
    return shot.toImage().convertToFormat(QImage::Format_RGB32);
}

void TestVideoView::checkPatches(const QImage &shot, const QRect &picture, double kr, double kb,
                                 bool fullRange)
{
    for (int i = 0; i < kColumns * kRows; ++i) {
        const QPoint centre(
            picture.x() + picture.width() * (2 * (i % kColumns) + 1) / (2 * kColumns),
            picture.y() + picture.height() * (2 * (i / kColumns) + 1) / (2 * kRows));
        const QColor seen = shot.pixelColor(centre);
        const QColor wanted = expected(kPatches[static_cast<std::size_t>(i)], kr, kb, fullRange);
        QVERIFY2(isNear(seen, wanted),
                 inWords(seen, wanted) + " in patch " + QByteArray::number(i));
    }
}

void TestVideoView::colours_data()
{
    QTest::addColumn<int>("colourSpace");
    QTest::addColumn<int>("range");
    QTest::addColumn<int>("format");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("kr");
    QTest::addColumn<double>("kb");
    QTest::addColumn<bool>("fullRange");
    const QSize small(320, 240), large(960, 720);
    const int plain = AV_PIX_FMT_YUV420P, limited = AVCOL_RANGE_MPEG, full = AVCOL_RANGE_JPEG;
    const auto row = [](const char *name) -> QTestData & { return QTest::newRow(name); };
    row("601 limited") << int(AVCOL_SPC_SMPTE170M) << limited << plain << small << 0.299 << 0.114
                       << false;
    row("601 limited, 470BG") << int(AVCOL_SPC_BT470BG) << limited << plain << small << 0.299
                              << 0.114 << false;
    row("709 limited") << int(AVCOL_SPC_BT709) << limited << plain << small << 0.2126 << 0.0722
                       << false;
    row("601 full") << int(AVCOL_SPC_SMPTE170M) << full << plain << small << 0.299 << 0.114 << true;
    row("709 full") << int(AVCOL_SPC_BT709) << full << plain << small << 0.2126 << 0.0722 << true;
    row("unsaid, small") << int(AVCOL_SPC_UNSPECIFIED) << int(AVCOL_RANGE_UNSPECIFIED) << plain
                         << small << 0.299 << 0.114 << false;
    row("unsaid, 720 lines") << int(AVCOL_SPC_UNSPECIFIED) << int(AVCOL_RANGE_UNSPECIFIED) << plain
                             << large << 0.2126 << 0.0722 << false;
    row("J format") << int(AVCOL_SPC_UNSPECIFIED) << int(AVCOL_RANGE_UNSPECIFIED)
                    << int(AV_PIX_FMT_YUVJ420P) << small << 0.299 << 0.114 << true;
}

void TestVideoView::colours()
{
    QFETCH(int, colourSpace);
    QFETCH(int, range);
    QFETCH(int, format);
    QFETCH(QSize, size);
    QFETCH(double, kr);
    QFETCH(double, kb);
    QFETCH(bool, fullRange);
    showView(size);
    VideoFrame frame = makeFrame(size, static_cast<AVPixelFormat>(format));
    fillPatches(*frame.picture);
    frame.picture->colorspace = static_cast<AVColorSpace>(colourSpace);
    frame.picture->color_range = static_cast<AVColorRange>(range);
    QVERIFY(m_view->present(std::move(frame)));
    checkPatches(screenshot(), m_view->pictureRect(), kr, kb, fullRange);
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
        checkPatches(shot, where, 0.299, 0.114);
        // Corners: nothing is missing, nothing beside it.
        for (const QPoint corner :
             {where.topLeft(), where.topRight(), where.bottomLeft(), where.bottomRight()}) {
            const bool right = corner.x() != where.left(), low = corner.y() != where.top();
            const auto patch =
                static_cast<std::size_t>((low ? kColumns : 0) + (right ? kColumns - 1 : 0));
            const QColor wanted = expected(kPatches[patch], 0.299, 0.114, false);
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
    checkPatches(screenshot(), m_view->pictureRect(), 0.299, 0.114);
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
        checkPatches(shot, m_view->pictureRect(), 0.299, 0.114);
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
    QVERIFY(chip.setFigures({AgeSource::Sei, true, Micros(4100), 30, 2000, 0, {}}));
    QVERIFY(!chip.setFigures({AgeSource::Sei, true, Micros(4100), 30, 2000, 0, {}}));
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
    chip.hide();
    QTRY_COMPARE(screenshot(), plain);
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
    checkPatches(image, image.rect(), 0.2126, 0.0722);
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
