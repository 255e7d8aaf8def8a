#include "cameras/camera.h"

#include <QTextBoundaryFinder>
#include <QUrl>

namespace oriel {

namespace {

bool breaksLine(QChar c)
{
    return c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line ||
           c.category() == QChar::Separator_Paragraph;
}

} // namespace

QString Camera::displayName() const
{
    return name.isEmpty() ? url.display() : name;
}

QString savedName(const QString &name)
{
    // What is no valid text would come back changed from the file.
    QString text = name.isValidUtf16() ? name : QString::fromUtf8(name.toUtf8());
    for (QChar &c : text) {
        if (breaksLine(c))
            c = u' ';
    }
    text = text.trimmed();
    if (text.size() <= kMaxCameraName)
        return text;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    finder.setPosition(kMaxCameraName);
    if (!finder.isAtBoundary())
        finder.toPreviousBoundary();
    return text.first(finder.position()).trimmed();
}

QString savedAddress(const StreamUrl &url)
{
    QString user = QString::fromLatin1(QUrl::toPercentEncoding(url.user()));
    if (!user.isEmpty())
        user += u'@';
    return QLatin1String(url.isEncrypted() ? "rtsps://" : "rtsp://") + user + url.hostAndPort() +
           QString::fromLatin1(lineSafeUri(url.pathAndQuery()));
}

Expected<Camera> savedCamera(Camera camera)
{
    auto url = StreamUrl::parse(savedAddress(camera.url));
    if (!url)
        return tl::unexpected(url.error());
    if (camera.id.isNull())
        camera.id = QUuid::createUuid();
    camera.name = savedName(camera.name);
    url->setTrustedCertificate(camera.url.trustedCertificate());
    camera.url = std::move(*url);
    return camera;
}

} // namespace oriel
