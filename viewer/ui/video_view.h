#pragma once

#include "playback/video_frame.h"
#include "ui/frame_converter.h"

#include <QImage>
#include <QRegion>
#include <QWidget>

#include <optional>

namespace oriel {

/// Shows the newest picture, its aspect ratio kept, black around it. The GUI thread converts and
/// scales it straight into the window's backing store, so that there is one pass over the pixels
/// and no other copy of them in this process. GUI thread.
class VideoView : public QWidget
{
    Q_OBJECT
public:
    explicit VideoView(QWidget *parent = nullptr);
    ~VideoView() override;

    /// Paints it at once: when this returns it was handed to the window system. `also` is painted
    /// with it, for children that changed. False if the window is not to be seen.
    bool present(VideoFrame frame, const QRegion &also = {});
    /// To be called when there is time after present(): waits until the X server has read the
    /// picture out of the shared memory, which the next present() would have to do first otherwise.
    void readyForNext();
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

Q_SIGNALS:
    void doubleClicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    void placePicture();
    [[nodiscard]] bool paintDirectly(const QRegion &dirty);
    void paintStill(const QRegion &dirty);
    [[nodiscard]] QRect logicalTarget() const;

    std::optional<VideoFrame> m_frame;
    QSize m_pictureSize; ///< With square pixels.
    QRect m_target;      ///< Device pixels.
    qreal m_ratio = 0;   ///< Device pixel ratio that m_target was computed for.
    FrameConverter m_converter;
    QImage m_still; ///< m_frame for repaints of parts; made when one comes.
    bool m_dimmed = false;
    bool m_painted = false;
    const bool m_sharedMemory;
};

} // namespace oriel
