#pragma once

#include "ui/frame_converter.h"
#include "ui/video_view.h"

namespace oriel {

/// Draws without OpenGL. The GUI thread converts and scales the picture straight into the window's
/// backing store, so that there is one pass over the pixels and no other copy of them in this
/// process. GUI thread.
class RasterView : public VideoView
{
    Q_OBJECT
public:
    explicit RasterView(QWidget *parent);

    /// Waits until the X server has read the picture out of the shared memory.
    void readyForNext() override;
    [[nodiscard]] PainterKind kind() const override { return PainterKind::Raster; }

protected:
    [[nodiscard]] bool paintFrame(bool all, const QRegion &also) override;
    void paintLater() override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] bool paintDirectly(const QRegion &dirty);
    void paintStill(const QRegion &dirty);

    FrameConverter m_converter;
    QImage m_still; ///< The frame for repaints of parts; made when one comes.
    bool m_painted = false;
    const bool m_sharedMemory;
};

} // namespace oriel
