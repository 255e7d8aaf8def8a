// What the GL painter alone has to care for; the rest is tst_video_view's, with either painter.

#include "shown_view.h"
#include "ui/gl_view.h"

#include <QApplication>
#include <QOpenGLContext>
#include <QOpenGLWidget>
#include <QScreen>
#include <QSignalSpy>
#include <QTest>
#include <QWindow>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace oriel;
using namespace oriel::test;

namespace {

constexpr QSize kSize{320, 240};

VideoFrame patches()
{
    VideoFrame frame = makeFrame(kSize);
    fillPatches(*frame.picture);
    return frame;
}

} // namespace

class TestGlView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void survivesAnotherWindow();
    void survivesTheContextsLoss();
    void paintsOnceAPicture();
    void clears();
    void takesADoubleClick();
    void chromaLiesLeft();
    void linesWithPadding();
    void upsideDown();

private:
    [[nodiscard]] static std::unique_ptr<QWidget> makeWindow();
    void show(QWidget &window);
    [[nodiscard]] QImage screenshot() const;

    std::unique_ptr<QWidget> m_window, m_other;
    VideoView *m_view = nullptr;
    QOpenGLWidget *m_surface = nullptr;
};

std::unique_ptr<QWidget> TestGlView::makeWindow()
{
    auto window = std::make_unique<QWidget>();
    window->setWindowFlag(Qt::FramelessWindowHint);
    window->setGeometry(QRect(QPoint(20, 20), kSize));
    return window;
}

void TestGlView::show(QWidget &window)
{
    m_view->setParent(&window);
    m_view->setGeometry(QRect(QPoint(), kSize));
    m_view->show();
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
}

void TestGlView::init()
{
    m_window = makeWindow();
    m_other = makeWindow();
    m_view = VideoView::create(PainterKind::Gl, m_window.get());
    m_surface = m_view->findChild<QOpenGLWidget *>();
    QVERIFY(m_surface);
    show(*m_window);
}

void TestGlView::cleanup()
{
    m_window.reset();
    m_other.reset();
}

QImage TestGlView::screenshot() const
{
    return m_view->screen()
        ->grabWindow(m_view->window()->winId())
        .toImage()
        .convertToFormat(QImage::Format_RGB32);
}

void TestGlView::survivesAnotherWindow()
{
    QVERIFY(m_view->present(patches()));
    const QImage before = screenshot();
    const QOpenGLContext *context = m_surface->context();
    QSignalSpy lost(context, &QOpenGLContext::aboutToBeDestroyed);
    m_window->hide();
    show(*m_other);
    QCOMPARE(lost.size(), 1);
    // The kept picture comes by itself, and the next one as ever.
    QTRY_COMPARE(screenshot(), before);
    m_view->clear();
    QTRY_VERIFY(screenshot() != before);
    QVERIFY(m_view->present(patches()));
    QCOMPARE(screenshot(), before);
}

void TestGlView::survivesTheContextsLoss()
{
    QVERIFY(m_view->present(patches()));
    const QImage before = screenshot();
    for (int i = 0; i < 3; ++i) {
        // To and fro, with a picture each time: nothing is left of the contexts before.
        QWidget &window = i % 2 == 0 ? *m_other : *m_window;
        QWidget &left = i % 2 == 0 ? *m_window : *m_other;
        left.hide();
        show(window);
        QVERIFY(m_view->present(patches()));
        QCOMPARE(screenshot(), before);
        QCOMPARE(m_surface->context()->isValid(), true);
    }
}

void TestGlView::paintsOnceAPicture()
{
    QVERIFY(m_view->present(patches()));
    QTest::qWait(0);
    QSignalSpy composed(m_surface, &QOpenGLWidget::frameSwapped);
    for (int i = 1; i <= 5; ++i) {
        QVERIFY(m_view->present(patches(), QRect(10, 10, 40, 20)));
        QCOMPARE(composed.size(), i);
        // Nor is a request to paint left.
        QCoreApplication::sendPostedEvents();
        QCOMPARE(composed.size(), i);
    }
}

void TestGlView::clears()
{
    QVERIFY(m_view->present(patches()));
    m_view->clear();
    QImage black(kSize, QImage::Format_RGB32);
    black.fill(Qt::black);
    QTRY_COMPARE(screenshot(), black);
}

void TestGlView::takesADoubleClick()
{
    QSignalSpy clicked(m_view, &VideoView::doubleClicked);
    QTest::mouseDClick(m_window->windowHandle(), Qt::LeftButton, {}, {100, 100});
    QCOMPARE(clicked.size(), 1);
}

void TestGlView::chromaLiesLeft()
{
    // Cb rises from sample to sample. Where it lies on the left luma sample (H.264, figure E-1),
    // each even column has the value of a sample, and each odd one the mean of two.
    constexpr int kStep = 12, kFirst = 60, kSamples = 12;
    VideoFrame frame = makeFrame(kSize);
    AVFrame &picture = *frame.picture;
    std::fill_n(picture.data[0], picture.linesize[0] * kSize.height(), uchar(120));
    std::fill_n(picture.data[2], picture.linesize[2] * kSize.height() / 2, uchar(128));
    for (int y = 0; y < kSize.height() / 2; ++y) {
        for (int x = 0; x < kSize.width() / 2; ++x)
            picture.data[1][y * picture.linesize[1] + x] =
                static_cast<uchar>(kFirst + kStep * std::min(x, kSamples));
    }
    QVERIFY(m_view->present(std::move(frame)));
    const QImage shot = screenshot();
    for (int x = 0; x < 2 * kSamples; ++x) {
        const Yuv yuv{120, kFirst + kStep * x / 2, 128};
        const int blue = shot.pixelColor(x, kSize.height() / 2).blue();
        const int wanted = expected(yuv, k601).blue();
        QVERIFY2(
            std::abs(blue - wanted) <= 2,
            qPrintable(QStringLiteral("column %1: %2, expected %3").arg(x).arg(blue).arg(wanted)));
    }
}

void TestGlView::linesWithPadding()
{
    QVERIFY(m_view->present(patches()));
    const QImage wanted = screenshot();
    // As decoders leave them: with room behind each line, in which there is anything.
    VideoFrame wide = makeFrame({kSize.width() + 96, kSize.height()});
    const VideoFrame tight = patches();
    for (const int plane : {0, 1, 2}) {
        const int lines = plane == 0 ? kSize.height() : kSize.height() / 2;
        const int bytes = plane == 0 ? kSize.width() : kSize.width() / 2;
        std::fill_n(wide.picture->data[plane], wide.picture->linesize[plane] * lines, uchar(77));
        for (int y = 0; y < lines; ++y)
            std::copy_n(tight.picture->data[plane] + y * tight.picture->linesize[plane], bytes,
                        wide.picture->data[plane] + y * wide.picture->linesize[plane]);
    }
    wide.picture->width = kSize.width();
    m_view->clear();
    QVERIFY(m_view->present(std::move(wide)));
    QCOMPARE(screenshot(), wanted);
}

void TestGlView::upsideDown()
{
    // Lines that go backwards through memory are converted first; flat patches are the same.
    VideoFrame frame = patches();
    AVFrame &picture = *frame.picture;
    for (const int plane : {0, 1, 2}) {
        const int lines = plane == 0 ? kSize.height() : kSize.height() / 2;
        picture.data[plane] += (lines - 1) * picture.linesize[plane];
        picture.linesize[plane] = -picture.linesize[plane];
    }
    QVERIFY(m_view->present(std::move(frame)));
    const QImage shot = screenshot();
    for (int i = 0; i < kColumns; ++i) {
        const QColor seen = shot.pixelColor(kSize.width() * (2 * i + 1) / (2 * kColumns), 20);
        const QColor wanted = expected(kPatches[static_cast<std::size_t>(kColumns + i)], k601);
        QVERIFY2(isNear(seen, wanted), inWords(seen, wanted));
    }
}

QTEST_MAIN(TestGlView)

#include "tst_gl_view.moc"
