#include "ui/gl_view.h"

#include "ui/gl_picture.h"

#include <QColor>
#include <QCoreApplication>
#include <QEvent>
#include <QOpenGLContext>
#include <QOpenGLWidget>

#include <utility>

namespace oriel {

class GlView::Surface : public QOpenGLWidget
{
public:
    explicit Surface(GlView &view) : QOpenGLWidget(&view), m_view(view)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    ~Surface() override
    {
        disconnect(m_contextLost);
        release();
    }
    Q_DISABLE_COPY_MOVE(Surface)

    /// The view has another frame.
    void invalidate() { m_isUploaded = m_painted = false; }
    [[nodiscard]] bool wasPainted() const { return m_painted; }
    [[nodiscard]] QString renderer() const { return m_renderer; }

protected:
    void initializeGL() override
    {
        disconnect(m_contextLost);
        m_contextLost =
            connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, [this] { release(); });
        auto &gl = *context()->functions();
        m_renderer =
            QString::fromLatin1(reinterpret_cast<const char *>(gl.glGetString(GL_RENDERER)));
        m_picture = std::make_unique<GlPicture>();
        m_isUploaded = false;
    }

    void paintGL() override
    {
        auto &gl = *context()->functions();
        gl.glClearColor(0, 0, 0, 1);
        gl.glClear(GL_COLOR_BUFFER_BIT);
        m_view.keepPlaced();
        if (const VideoFrame *frame = m_view.frame()) {
            if (!std::exchange(m_isUploaded, true))
                m_picture->upload(*frame->picture);
            m_picture->draw(m_view.viewport(),
                            m_view.isDimmed() ? QColor::fromRgba(kDim) : QColor(0, 0, 0, 0));
        }
        m_painted = true;
    }

private:
    void release()
    {
        if (!m_picture)
            return;
        makeCurrent();
        m_picture.reset();
        doneCurrent();
    }

    GlView &m_view;
    std::unique_ptr<GlPicture> m_picture;
    QMetaObject::Connection m_contextLost;
    QString m_renderer;
    bool m_isUploaded = false, m_painted = false;
};

GlView::GlView(QWidget *parent) : VideoView(parent), m_surface(new Surface(*this)) {}

GlView::~GlView()
{
    // While this is still a view, which its surface refers to.
    delete m_surface;
}

QString GlView::renderer() const
{
    return m_surface->renderer();
}

bool GlView::paintFrame(bool /*all*/, const QRegion &also)
{
    m_surface->invalidate();
    update(also);
    m_surface->update();
    // repaint() would do, but once in a refresh of the screen only: after a picture that came
    // sooner it leaves the next one to the event loop.
    QEvent now(QEvent::UpdateRequest);
    QCoreApplication::sendEvent(window(), &now);
    // The one that update() has posted would compose the same window once more.
    QCoreApplication::removePostedEvents(window(), QEvent::UpdateRequest);
    return m_surface->wasPainted();
}

void GlView::paintLater()
{
    m_surface->invalidate();
    m_surface->update();
}

QRect GlView::viewport() const
{
    const int height = toDevice(rect(), ratio()).height();
    const QRect target = pictureRect();
    return {QPoint(target.x(), height - target.y() - target.height()), target.size()};
}

void GlView::resizeEvent(QResizeEvent *event)
{
    VideoView::resizeEvent(event);
    m_surface->setGeometry(rect());
}

} // namespace oriel
