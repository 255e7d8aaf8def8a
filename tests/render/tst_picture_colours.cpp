// Known samples in, colours of the X screen out.

#include "shown_view.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <QTest>

#include <array>
#include <utility>

using namespace oriel;
using namespace oriel::test;

class TestPictureColours : public QObject, private ShownView
{
    Q_OBJECT

private Q_SLOTS:
    static void initTestCase() { prepareOpenGl(); }
    void init() { makeView(); }
    void cleanup() { closeView(); }
    void colours_data();
    void colours();
    void fullRangeFormat();
    void formats_data();
    void formats();
    void greyOfBothRanges_data();
    void greyOfBothRanges();
};

void TestPictureColours::colours_data()
{
    QTest::addColumn<AVColorSpace>("colourSpace");
    QTest::addColumn<AVColorRange>("range");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<Matrix>("matrix");
    const QSize small(320, 240), large(960, 720);
    const auto limited = AVCOL_RANGE_MPEG, full = AVCOL_RANGE_JPEG,
               unsaid = AVCOL_RANGE_UNSPECIFIED;
    const Matrix full601{k601.kr, k601.kb, true}, full709{k709.kr, k709.kb, true};
    QTest::newRow("601 limited") << AVCOL_SPC_SMPTE170M << limited << small << k601;
    QTest::newRow("601 limited, 470BG") << AVCOL_SPC_BT470BG << limited << small << k601;
    QTest::newRow("709 limited") << AVCOL_SPC_BT709 << limited << small << k709;
    QTest::newRow("601 full") << AVCOL_SPC_SMPTE170M << full << small << full601;
    QTest::newRow("709 full") << AVCOL_SPC_BT709 << full << small << full709;
    QTest::newRow("2020 limited") << AVCOL_SPC_BT2020_NCL << limited << small << k2020;
    QTest::newRow("2020 full") << AVCOL_SPC_BT2020_NCL << full << small
                               << Matrix{k2020.kr, k2020.kb, true};
    QTest::newRow("240M") << AVCOL_SPC_SMPTE240M << limited << small << Matrix{0.212, 0.087};
    QTest::newRow("unsaid, small") << AVCOL_SPC_UNSPECIFIED << unsaid << small << k601;
    QTest::newRow("unsaid, 720 lines") << AVCOL_SPC_UNSPECIFIED << unsaid << large << k709;
}

void TestPictureColours::colours()
{
    QFETCH(AVColorSpace, colourSpace);
    QFETCH(AVColorRange, range);
    QFETCH(QSize, size);
    QFETCH(Matrix, matrix);
    showView(size);
    VideoFrame frame = makeFrame(size);
    fillPatches(*frame.picture);
    frame.picture->colorspace = colourSpace;
    frame.picture->color_range = range;
    QVERIFY(m_view->present(std::move(frame)));
    checkPatches(screenshot(), m_view->pictureRect(), matrix);
}

void TestPictureColours::fullRangeFormat()
{
    showView({320, 240});
    VideoFrame frame = makeFrame({320, 240}, AV_PIX_FMT_YUVJ420P);
    fillPatches(*frame.picture);
    QVERIFY(m_view->present(std::move(frame)));
    checkPatches(screenshot(), m_view->pictureRect(), {k601.kr, k601.kb, true});
}

void TestPictureColours::formats_data()
{
    QTest::addColumn<AVPixelFormat>("format");
    QTest::addColumn<AVColorSpace>("colourSpace");
    QTest::addColumn<Matrix>("matrix");
    const std::array formats{AV_PIX_FMT_YUV420P,   AV_PIX_FMT_YUV422P,   AV_PIX_FMT_YUV444P,
                             AV_PIX_FMT_YUV420P10, AV_PIX_FMT_YUV422P10, AV_PIX_FMT_YUV444P10,
                             AV_PIX_FMT_YUV420P12, AV_PIX_FMT_NV12,      AV_PIX_FMT_NV21,
                             AV_PIX_FMT_P010,      AV_PIX_FMT_YUYV422};
    const std::array<std::pair<AVColorSpace, Matrix>, 3> matrices{
        {{AVCOL_SPC_SMPTE170M, k601}, {AVCOL_SPC_BT709, k709}, {AVCOL_SPC_BT2020_NCL, k2020}}};
    for (const AVPixelFormat format : formats) {
        for (const auto &[colourSpace, limited] : matrices) {
            for (const bool fullRange : {false, true}) {
                QTest::addRow("%s, %s, %s", av_get_pix_fmt_name(format),
                              av_color_space_name(colourSpace), fullRange ? "full" : "limited")
                    << format << colourSpace << Matrix{limited.kr, limited.kb, fullRange};
            }
        }
    }
}

void TestPictureColours::formats()
{
    QFETCH(AVPixelFormat, format);
    QFETCH(AVColorSpace, colourSpace);
    QFETCH(Matrix, matrix);
    showView({320, 240});
    VideoFrame frame = makeFrame({320, 240}, format);
    fillPatches(*frame.picture);
    frame.picture->colorspace = colourSpace;
    frame.picture->color_range = matrix.fullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    QVERIFY(m_view->present(std::move(frame)));
    const int depth = av_pix_fmt_desc_get(format)->comp[0].depth;
    checkPatches(screenshot(), m_view->pictureRect(), matrix, depth);
}

void TestPictureColours::greyOfBothRanges_data()
{
    QTest::addColumn<AVPixelFormat>("format");
    QTest::addColumn<bool>("fullRange");
    QTest::addColumn<QSize>("size");
    for (const AVPixelFormat format : {AV_PIX_FMT_GRAY8, AV_PIX_FMT_GRAY10, AV_PIX_FMT_GRAY12}) {
        for (const bool fullRange : {false, true}) {
            for (const QSize size : {QSize(320, 240), QSize(321, 241), QSize(640, 480)}) {
                QTest::addRow("%s, %s, %d wide", av_get_pix_fmt_name(format),
                              fullRange ? "full" : "limited", size.width())
                    << format << fullRange << size;
            }
        }
    }
}

void TestPictureColours::greyOfBothRanges()
{
    QFETCH(AVPixelFormat, format);
    QFETCH(bool, fullRange);
    QFETCH(QSize, size);
    showView({320, 240});
    VideoFrame frame = makeFrame(size, format);
    fillPatches(*frame.picture);
    frame.picture->color_range = fullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_UNSPECIFIED;
    QVERIFY(m_view->present(std::move(frame)));
    const int depth = av_pix_fmt_desc_get(format)->comp[0].depth;
    checkPatches(screenshot(), m_view->pictureRect(), {k601.kr, k601.kb, fullRange}, depth, true);
}

QTEST_MAIN(TestPictureColours)

#include "tst_picture_colours.moc"
