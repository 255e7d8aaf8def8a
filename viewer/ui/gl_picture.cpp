#include "ui/gl_picture.h"

#include <QColor>
#include <QFile>
#include <QOpenGLContext>

extern "C" {
#include <libavutil/common.h>
#include <libavutil/frame.h>
}

// Outside of a namespace, as the macro wants it; a static library does not do it by itself.
static void initShaders()
{
    Q_INIT_RESOURCE(shaders);
}

namespace oriel {

namespace {

// Their names differ between the headers of desktop OpenGL and of ES.
constexpr GLint kR8 = 0x8229, kR16 = 0x822A, kRg8 = 0x822B, kRg16 = 0x822C;
constexpr GLenum kRed = 0x1903, kRg = 0x8227, kRowLength = 0x0CF2;

QByteArray source(const char *file, const QByteArray &layout)
{
    QFile text(QStringLiteral(":/shaders/") + QLatin1String(file));
    if (!text.open(QIODevice::ReadOnly))
        qFatal("the shader %s is not in the program", file);
    const bool isEs = QOpenGLContext::currentContext()->isOpenGLES();
    return (isEs ? "#version 100\n" : "#version 120\n") + layout + text.readAll();
}

QVector4D toVector(const QColor &colour)
{
    return {colour.redF(), colour.greenF(), colour.blueF(), colour.alphaF()};
}

} // namespace

GlPicture::GlPicture()
{
    initShaders();
    m_gl.initializeOpenGLFunctions();
    const QOpenGLContext &context = *QOpenGLContext::currentContext();
    const bool isThree = context.format().majorVersion() >= 3;
    m_readsPlanes = isThree || (!context.isOpenGLES() && context.hasExtension("GL_ARB_texture_rg"));
    m_readsDeepPlanes =
        m_readsPlanes && (!context.isOpenGLES() || context.hasExtension("GL_EXT_texture_norm16"));
    m_gl.glGetIntegerv(GL_MAX_TEXTURE_SIZE, &m_largest);

    constexpr std::array<GLfloat, 8> kCorners{0, 0, 1, 0, 0, 1, 1, 1};
    m_corners.create();
    m_corners.bind();
    m_corners.allocate(kCorners.data(), sizeof(kCorners));
    m_corners.release();
    for (Texture &texture : m_textures) {
        m_gl.glGenTextures(1, &texture.id);
        m_gl.glBindTexture(GL_TEXTURE_2D, texture.id);
        m_gl.glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
        m_gl.glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
        m_gl.glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        m_gl.glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    }
    // What nearly every stream needs is compiled before its first picture waits for that.
    program(PlaneLayout::Kind::Planar);
}

GlPicture::~GlPicture()
{
    for (Texture &texture : m_textures)
        m_gl.glDeleteTextures(1, &texture.id);
}

void GlPicture::upload(const AVFrame &picture)
{
    m_layout = PlaneLayout::of(picture);
    if (m_layout && !canRead(picture, *m_layout))
        m_layout.reset();
    if (m_layout)
        uploadPlanes(picture, *m_layout);
    else
        uploadConverted(picture);
}

bool GlPicture::canRead(const AVFrame &picture, const PlaneLayout &layout) const
{
    return (layout.bytesPerSample() == 1 ? m_readsPlanes : m_readsDeepPlanes) &&
           picture.width <= m_largest && picture.height <= m_largest;
}

GlPicture::Pixels GlPicture::pixelsOf(const PlaneLayout &layout, int plane)
{
    const bool isPair = plane > 0 && layout.kind == PlaneLayout::Kind::SemiPlanar;
    const int bytes = layout.bytesPerSample() * (isPair ? 2 : 1);
    const GLenum format = isPair ? kRg : kRed;
    if (layout.bytesPerSample() == 1)
        return {isPair ? kRg8 : kR8, format, GL_UNSIGNED_BYTE, bytes};
    return {isPair ? kRg16 : kR16, format, GL_UNSIGNED_SHORT, bytes};
}

void GlPicture::uploadPlanes(const AVFrame &picture, const PlaneLayout &layout)
{
    const QSize size(picture.width, picture.height);
    const QSize chroma(AV_CEIL_RSHIFT(size.width(), layout.chromaShiftX),
                       AV_CEIL_RSHIFT(size.height(), layout.chromaShiftY));
    for (int plane = 0; plane < layout.planes(); ++plane)
        uploadTexture(static_cast<std::size_t>(plane), pixelsOf(layout, plane),
                      plane == 0 ? size : chroma, picture.data[plane], picture.linesize[plane]);
    m_toRgb = layout.toRgb(picture);
    // A chroma sample lies on the left luma sample of those that it belongs to (H.264, figure E-1),
    // and half way between their rows.
    const auto stepX = static_cast<float>(1 << layout.chromaShiftX);
    const auto stepY = static_cast<float>(1 << layout.chromaShiftY);
    const auto width = static_cast<float>(chroma.width());
    m_chromaPlace = {static_cast<float>(size.width()) / (stepX * width),
                     static_cast<float>(size.height()) /
                         (stepY * static_cast<float>(chroma.height())),
                     (0.5F - 0.5F / stepX) / width, 0};
}

void GlPicture::uploadConverted(const AVFrame &picture)
{
    const QSize size = QSize(picture.width, picture.height).boundedTo(QSize(m_largest, m_largest));
    const QImage image = m_converter.toImage(picture, size);
    if (!image.isNull())
        uploadTexture(0, {GL_RGBA, GL_RGBA, GL_UNSIGNED_BYTE, 4}, size, image.constBits(),
                      static_cast<int>(image.bytesPerLine()));
}

void GlPicture::uploadTexture(std::size_t index, const Pixels &pixels, QSize size,
                              const uchar *bits, int bytesPerLine)
{
    Texture &texture = m_textures[index];
    const GLsizei width = size.width(), height = size.height();
    m_gl.glBindTexture(GL_TEXTURE_2D, texture.id);
    if (texture.size != size || texture.format != pixels.internalFormat) {
        texture.size = size;
        texture.format = pixels.internalFormat;
        m_gl.glTexImage2D(GL_TEXTURE_2D, 0, pixels.internalFormat, width, height, 0, pixels.format,
                          pixels.type, nullptr);
    }
    const bool hasPadding = bytesPerLine != width * pixels.bytes;
    m_gl.glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    if (hasPadding)
        m_gl.glPixelStorei(kRowLength, bytesPerLine / pixels.bytes);
    m_gl.glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, pixels.format, pixels.type, bits);
    if (hasPadding)
        m_gl.glPixelStorei(kRowLength, 0);
}

QOpenGLShaderProgram &GlPicture::program(const std::optional<PlaneLayout::Kind> &kind)
{
    constexpr std::array<const char *, kPrograms> kLayouts{
        "#define GREY\n", "#define PLANAR\n", "#define SEMI_PLANAR\n", "#define CONVERTED\n"};
    const std::size_t index = kind ? static_cast<std::size_t>(*kind) : kPrograms - 1;
    std::unique_ptr<QOpenGLShaderProgram> &program = m_programs[index];
    if (program)
        return *program;
    program = std::make_unique<QOpenGLShaderProgram>();
    program->addShaderFromSourceCode(QOpenGLShader::Vertex, source("picture.vert", {}));
    program->addShaderFromSourceCode(QOpenGLShader::Fragment,
                                     source("picture.frag", kLayouts[index]));
    program->bindAttributeLocation("corner", 0);
    program->link();
    program->bind();
    for (int plane = 0; plane < 3; ++plane)
        program->setUniformValue(("plane" + QByteArray::number(plane)).constData(), plane);
    program->release();
    return *program;
}

void GlPicture::draw(const QRect &viewport, const QColor &dim)
{
    QOpenGLShaderProgram &shader = program(m_layout ? std::optional(m_layout->kind) : std::nullopt);
    shader.bind();
    shader.setUniformValue("toRgb", m_toRgb);
    shader.setUniformValue("chromaPlace", m_chromaPlace);
    shader.setUniformValue("dim", toVector(dim));
    for (std::size_t i = 0; i < m_textures.size(); ++i) {
        m_gl.glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(i));
        m_gl.glBindTexture(GL_TEXTURE_2D, m_textures[i].id);
    }
    m_gl.glActiveTexture(GL_TEXTURE0);
    m_gl.glViewport(viewport.x(), viewport.y(), viewport.width(), viewport.height());
    m_corners.bind();
    shader.enableAttributeArray(0);
    shader.setAttributeBuffer(0, GL_FLOAT, 0, 2);
    m_gl.glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    shader.disableAttributeArray(0);
    m_corners.release();
    shader.release();
}

} // namespace oriel
