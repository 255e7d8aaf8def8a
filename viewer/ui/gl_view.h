#pragma once

#include "ui/video_view.h"

namespace oriel {

/// Draws with OpenGL, in a widget that fills this one and lies below its other children. Survives
/// the loss of the context: the kept frame is uploaded into the next one. GUI thread.
class GlView : public VideoView
{
    Q_OBJECT
public:
    explicit GlView(QWidget *parent);
    ~GlView() override;

    [[nodiscard]] PainterKind kind() const override { return PainterKind::Gl; }
    [[nodiscard]] QString renderer() const override;

protected:
    [[nodiscard]] bool paintFrame(bool all, const QRegion &also) override;
    void paintLater() override;
    void resizeEvent(QResizeEvent *event) override;

private:
    class Surface;

    /// The part of the framebuffer for the picture, from the bottom left.
    [[nodiscard]] QRect viewport() const;

    Surface *m_surface;
};

} // namespace oriel
