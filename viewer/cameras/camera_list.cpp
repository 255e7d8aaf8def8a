#include "cameras/camera_list.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>
#include <array>

namespace oriel {

namespace {

constexpr QLatin1String kVersionKey("version");
constexpr QLatin1String kLastPlayedKey("lastPlayed");
constexpr QLatin1String kCamerasKey("cameras");
constexpr QLatin1String kIdKey("id");
constexpr QLatin1String kNameKey("name");
constexpr QLatin1String kUrlKey("url");
constexpr QLatin1String kTransportKey("transport");
constexpr QLatin1String kCertificateKey("certificate"); ///< SHA-256 of the one that is trusted.

// In the order of TransportChoice.
constexpr std::array kTransportWords{QLatin1String("auto"), QLatin1String("udp"),
                                     QLatin1String("tcp")};

QString toText(const QUuid &id)
{
    return id.toString(QUuid::WithoutBraces);
}

/// A word of a newer Oriel counts as Auto, which works everywhere.
TransportChoice transportOf(const QString &word)
{
    const auto it = std::find(kTransportWords.begin(), kTransportWords.end(), word);
    return it == kTransportWords.end() ? TransportChoice::Auto
                                       : static_cast<TransportChoice>(it - kTransportWords.begin());
}

/// Reads the entries of a list, one after the other.
class Reader
{
public:
    explicit Reader(FoundCameraList &found) : m_found(found) {}

    void read(const QJsonValue &value)
    {
        QJsonObject entry = value.toObject();
        const auto url = StreamUrl::parse(entry.take(kUrlKey).toString());
        if (!url) {
            ++m_found.unreadable;
            return;
        }
        Camera camera;
        camera.id = freshId(QUuid(entry.take(kIdKey).toString()));
        camera.name = savedName(entry.take(kNameKey).toString());
        camera.transport = transportOf(entry.take(kTransportKey).toString());
        camera.url = *url;
        camera.url.setCredentials(url->user(), {});
        camera.url.setTrustedCertificate(
            QByteArray::fromHex(entry.take(kCertificateKey).toString().toLatin1()));
        m_found.hadPasswords |= !url->password().isEmpty();
        if (!entry.isEmpty())
            m_found.list.unknownOf.insert(camera.id, entry);
        m_found.list.cameras.append(camera);
    }

    [[nodiscard]] bool knows(const QUuid &id) const { return m_ids.contains(id); }

private:
    /// The id, or another one where it is missing or already given.
    QUuid freshId(QUuid id)
    {
        if (id.isNull() || m_ids.contains(id)) {
            id = QUuid::createUuid();
            m_found.hadNoIds = true;
        }
        m_ids.insert(id);
        return id;
    }

    FoundCameraList &m_found;
    QSet<QUuid> m_ids;
};

QJsonObject toJson(const Camera &camera, QJsonObject entry)
{
    entry.insert(kIdKey, toText(camera.id));
    entry.insert(kNameKey, camera.name);
    entry.insert(kUrlKey, savedAddress(camera.url));
    if (const QByteArray &certificate = camera.url.trustedCertificate(); !certificate.isEmpty())
        entry.insert(kCertificateKey, QString::fromLatin1(certificate.toHex()));
    entry.insert(kTransportKey, kTransportWords.at(static_cast<std::size_t>(camera.transport)));
    return entry;
}

} // namespace

qsizetype CameraList::indexOf(const QUuid &id) const
{
    const auto it = std::find_if(cameras.begin(), cameras.end(),
                                 [&](const Camera &camera) { return camera.id == id; });
    return it == cameras.end() ? -1 : it - cameras.begin();
}

std::optional<FoundCameraList> parseCameraList(const QByteArray &json)
{
    QJsonObject root = QJsonDocument::fromJson(json).object();
    const QJsonValue cameras = root.take(kCamerasKey);
    if (!cameras.isArray())
        return std::nullopt;
    FoundCameraList found;
    found.version = root.take(kVersionKey).toInt(CameraList::kVersion);
    const QUuid lastPlayed(root.take(kLastPlayedKey).toString());
    found.list.unknown = root;
    Reader reader(found);
    const QJsonArray entries = cameras.toArray();
    for (const auto &entry : entries)
        reader.read(entry);
    if (reader.knows(lastPlayed))
        found.list.lastPlayed = lastPlayed;
    return found;
}

std::optional<FoundCameraList> parseCutCameraList(const QByteArray &json)
{
    // A brace within a name may look like the end of an entry; a few such names, not thousands.
    constexpr int kMaxTries = 8;
    qsizetype end = json.size();
    for (int i = 0; i < kMaxTries && end > 0; ++i) {
        end = json.lastIndexOf('}', end - 1);
        if (end < 0)
            break;
        if (auto found = parseCameraList(json.first(end + 1) + "]}"))
            return found;
    }
    return std::nullopt;
}

QByteArray toJson(const CameraList &list)
{
    QJsonArray cameras;
    for (const Camera &camera : list.cameras)
        cameras.append(toJson(camera, list.unknownOf.value(camera.id)));
    QJsonObject root = list.unknown;
    root.insert(kVersionKey, CameraList::kVersion);
    root.insert(kLastPlayedKey, list.lastPlayed.isNull() ? QString() : toText(list.lastPlayed));
    root.insert(kCamerasKey, cameras);
    return QJsonDocument(root).toJson();
}

} // namespace oriel
