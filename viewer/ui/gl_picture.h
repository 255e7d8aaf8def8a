#pragma once

#include "ui/frame_converter.h"
#include "ui/plane_layout.h"

#include <QOpenGLBuffer>
#include <QOpenGLFunctions>
#include <QOpenGLShaderProgram>
#include <QRect>
#include <QVector4D>

#include <array>
#include <memory>

namespace oriel {

/// A picture in the textures of one OpenGL context, desktop 2.1 and later or ES 2.0 and later: each
/// plane is uploaded once and as it is, the shader does the rest. What the shader cannot read is
/// converted to RGB first. The context has to be current in every call, the destructor included.
class GlPicture
{
public:
    GlPicture();
    ~GlPicture();
    Q_DISABLE_COPY_MOVE(GlPicture)

    void upload(const AVFrame &picture);
    /// Draws it into that part of the framebuffer, which counts from the bottom left, mixed with
    /// the colour `dim` by its alpha.
    void draw(const QRect &viewport, const QColor &dim);

private:
    struct Texture
    {
        GLuint id = 0;
        GLint format = 0;
        QSize size;
    };
    /// Of a texture's pixels.
    struct Pixels
    {
        GLint internalFormat = 0;
        GLenum format = 0, type = GL_UNSIGNED_BYTE;
        int bytes = 1;
    };
    static constexpr std::size_t kPrograms = 4;

    [[nodiscard]] bool canRead(const AVFrame &picture, const PlaneLayout &layout) const;
    [[nodiscard]] static Pixels pixelsOf(const PlaneLayout &layout, int plane);
    void uploadPlanes(const AVFrame &picture, const PlaneLayout &layout);
    void uploadConverted(const AVFrame &picture);
    void uploadTexture(std::size_t index, const Pixels &pixels, QSize size, const uchar *bits,
                       int bytesPerLine);
    /// The one for planes of a kind, or for a converted picture; compiled when first asked for.
    QOpenGLShaderProgram &program(const std::optional<PlaneLayout::Kind> &kind);

    QOpenGLFunctions m_gl;
    QOpenGLBuffer m_corners;
    std::array<std::unique_ptr<QOpenGLShaderProgram>, kPrograms> m_programs;
    std::array<Texture, 3> m_textures;
    FrameConverter m_converter;
    std::optional<PlaneLayout> m_layout; ///< None: converted.
    QMatrix4x4 m_toRgb;
    QVector4D m_chromaPlace;
    GLint m_largest = 0; ///< Width and height of a texture.
    bool m_readsPlanes = false, m_readsDeepPlanes = false;
};

} // namespace oriel
