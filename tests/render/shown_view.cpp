#include "shown_view.h"

#include <QOpenGLContext>
#include <QScreen>
#include <QSurfaceFormat>
#include <QTest>
#include <QWindow>

#include <cmath>

namespace oriel::test {

namespace {

constexpr int kTolerance = 2;

QString painterUnderTest()
{
    return qEnvironmentVariable("ORIEL_TEST_PAINTER");
}

} // namespace

bool isNear(const QColor &seen, const QColor &wanted)
{
    return std::abs(seen.red() - wanted.red()) <= kTolerance &&
           std::abs(seen.green() - wanted.green()) <= kTolerance &&
           std::abs(seen.blue() - wanted.blue()) <= kTolerance;
}

QByteArray inWords(const QColor &seen, const QColor &wanted)
{
    return (seen.name() + QStringLiteral(", expected ") + wanted.name()).toLatin1();
}

void ShownView::prepareOpenGl()
{
    if (painterUnderTest() != u"gles")
        return;
    QSurfaceFormat format;
    format.setRenderableType(QSurfaceFormat::OpenGLES);
    QSurfaceFormat::setDefaultFormat(format);
    QOpenGLContext context;
    QVERIFY(context.create());
    QVERIFY(context.isOpenGLES());
}

void ShownView::makeView()
{
    // Not the top left of its window, as in the application's layouts.
    m_window = std::make_unique<QWidget>();
    m_window->setWindowFlag(Qt::FramelessWindowHint);
    m_view = VideoView::create(painterUnderTest().startsWith(u"gl") ? PainterKind::Gl
                                                                    : PainterKind::Raster,
                               m_window.get());
}

void ShownView::closeView()
{
    m_window.reset();
}

void ShownView::showView(QSize devicePixels)
{
    const QSizeF size = QSizeF(devicePixels) / m_window->devicePixelRatioF();
    const QSize logical(qRound(size.width()), qRound(size.height()));
    m_view->setGeometry(QRect(QPoint(6, 10), logical));
    m_window->setGeometry(QRect(QPoint(20, 20), logical + QSize(12, 20)));
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

QImage ShownView::screenshot() const
{
    const QPoint origin = m_view->mapTo(m_window.get(), QPoint());
    const QPixmap shot = m_window->screen()->grabWindow(m_window->winId(), origin.x(), origin.y(),
                                                        m_view->width(), m_view->height());
    return shot.toImage().convertToFormat(QImage::Format_RGB32);
}

void ShownView::checkPatches(const QImage &shot, const QRect &picture, const Matrix &matrix,
                             int depth, bool isGrey)
{
    for (int i = 0; i < kColumns * kRows; ++i) {
        const QPoint centre(
            picture.x() + picture.width() * (2 * (i % kColumns) + 1) / (2 * kColumns),
            picture.y() + picture.height() * (2 * (i / kColumns) + 1) / (2 * kRows));
        const QColor seen = shot.pixelColor(centre);
        Yuv yuv = kPatches[static_cast<std::size_t>(i)];
        if (isGrey)
            yuv.u = yuv.v = 128;
        const QColor wanted = expected(yuv, matrix, depth);
        QVERIFY2(isNear(seen, wanted),
                 inWords(seen, wanted) + " in patch " + QByteArray::number(i));
    }
}

} // namespace oriel::test
