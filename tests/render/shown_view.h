#pragma once

#include "test_picture.h"
#include "ui/video_view.h"

#include <QImage>

#include <memory>

namespace oriel::test {

/// Within what is rounded on the way through a painter.
[[nodiscard]] bool isNear(const QColor &seen, const QColor &wanted);
[[nodiscard]] QByteArray inWords(const QColor &seen, const QColor &wanted);

/// A window of its own on the X screen with a view of the painter under test, which
/// ORIEL_TEST_PAINTER names: raster, gl, or gles for OpenGL ES.
class ShownView
{
protected:
    /// To be called once, before the first window.
    static void prepareOpenGl();
    void makeView();
    void closeView();
    /// Shows the view with so many device pixels, or as near as the ratio allows.
    void showView(QSize devicePixels);
    [[nodiscard]] QImage screenshot() const;
    /// That the picture in there is that of fillPatches().
    static void checkPatches(const QImage &shot, const QRect &picture, const Matrix &matrix,
                             int depth = 8, bool isGrey = false);

    std::unique_ptr<QWidget> m_window;
    VideoView *m_view = nullptr;
};

} // namespace oriel::test
