#pragma once

#include "playback/video_frame.h"

#include <QImage>
#include <QRegion>
#include <QWidget>

#include <memory>
#include <optional>

namespace oriel {

/// Which of the two a window draws its picture with, all its life: one that has held an OpenGL
/// widget stays an OpenGL surface.
enum class PainterKind { Raster, Gl };

/// Shows the newest picture, its aspect ratio kept, black around it. What stands on the picture are
/// children of this widget. GUI thread.
class VideoView : public QWidget
{
    Q_OBJECT
public:
    /// One of the kind; Qt's parent owns it.
    [[nodiscard]] static VideoView *create(PainterKind kind, QWidget *parent);

    /// Paints it at once: when this returns it was handed to the window system. `also` is painted
    /// with it, for children that changed. False if the window is not to be seen.
    bool present(VideoFrame frame, const QRegion &also = {});
    /// To be called when there is time after present(): does now what the next present() would have
    /// to do first otherwise.
    virtual void readyForNext() {}
    /// Black, as before the first picture.
    void clear();
    /// Says without colour that this is no live picture any more.
    void setDimmed(bool dimmed);

    [[nodiscard]] const VideoFrame *frame() const { return m_frame ? &*m_frame : nullptr; }
    /// The last picture in its own size; null before the first.
    [[nodiscard]] QImage snapshot() const;
    /// Where the picture is, in device pixels from the top left of this widget.
    [[nodiscard]] QRect pictureRect() const { return m_target; }
    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] virtual PainterKind kind() const = 0;
    /// The OpenGL renderer's own name, as soon as it has drawn; empty for the raster painter.
    [[nodiscard]] virtual QString renderer() const { return {}; }

Q_SIGNALS:
    void doubleClicked();

protected:
    /// What lies over a picture that is not live.
    static constexpr QRgb kDim = qRgba(8, 10, 14, 168);

    explicit VideoView(QWidget *parent);

    /// The picture has another frame than before. Paints it now: all of the widget, or the picture
    /// and `also`. False if nothing was painted.
    [[nodiscard]] virtual bool paintFrame(bool all, const QRegion &also) = 0;
    /// Paints all of it when Qt finds the time.
    virtual void paintLater() = 0;

    /// To be called before painting: the window may have come to a screen of another density.
    void keepPlaced();
    [[nodiscard]] bool isDimmed() const { return m_dimmed; }
    /// Device pixel ratio that pictureRect() was computed for.
    [[nodiscard]] qreal ratio() const { return m_ratio; }
    [[nodiscard]] QRect logicalTarget() const;
    [[nodiscard]] static QRect toDevice(const QRect &rect, qreal ratio);

    void resizeEvent(QResizeEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    void placePicture();

    std::optional<VideoFrame> m_frame;
    QSize m_pictureSize; ///< With square pixels.
    QRect m_target;      ///< Device pixels.
    qreal m_ratio = 0;
    bool m_dimmed = false;
};

} // namespace oriel
