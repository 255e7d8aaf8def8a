#pragma once

#include "cameras/camera.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QUuid>

#include <optional>

namespace oriel {

/// The saved cameras as one file holds them. A value type.
///
/// The file is UTF-8 JSON: {"version": 1, "lastPlayed": ID, "cameras": [{"id": ID, "name": TEXT,
/// "url": "rtsp://user@host:port/path", "transport": "auto"|"udp"|"tcp"}, ...]}.
struct CameraList
{
    static constexpr int kVersion = 1;

    QList<Camera> cameras;
    QUuid lastPlayed;    ///< Null, or that of one of the cameras.
    QJsonObject unknown; ///< What a newer Oriel wrote beside them, to be written again.
    QHash<QUuid, QJsonObject> unknownOf; ///< The same of single cameras.

    [[nodiscard]] qsizetype indexOf(const QUuid &id) const; ///< -1 for none.

    bool operator==(const CameraList &) const = default;
};

/// A list as it was found in a file.
struct FoundCameraList
{
    CameraList list;
    int version = CameraList::kVersion;
    int unreadable = 0;        ///< Entries that are no camera and are left out.
    bool hadPasswords = false; ///< In addresses; they are left out.
    bool hadNoIds = false;     ///< Some were missing or double; those got new ones.

    /// Whether the file does not say what `list` does, so that it is due to be written.
    [[nodiscard]] bool isDue() const { return unreadable > 0 || hadPasswords || hadNoIds; }
};

/// Nothing if it is no list of cameras at all. Takes any bytes.
[[nodiscard]] std::optional<FoundCameraList> parseCameraList(const QByteArray &json);

/// The complete entries at the beginning of a list that was cut off. Takes any bytes.
[[nodiscard]] std::optional<FoundCameraList> parseCutCameraList(const QByteArray &json);

[[nodiscard]] QByteArray toJson(const CameraList &list);

} // namespace oriel
