#pragma once

#include "base/error.h"
#include "base/stream_url.h"
#include "playback/transport_policy.h"

#include <QString>
#include <QUuid>

namespace oriel {

/// A camera that a person saved. A value type. Its password is PasswordStore's, under the id.
struct Camera
{
    QUuid id;      ///< Never null for a saved one.
    QString name;  ///< As the person wrote it, in any script; may be empty.
    StreamUrl url; ///< With the user name; of a saved one never with the password.
    TransportChoice transport = TransportChoice::Auto;

    /// The name, or the address where there is none.
    [[nodiscard]] QString displayName() const;

    bool operator==(const Camera &) const = default;
};

/// UTF-16 code units of the longest name.
inline constexpr qsizetype kMaxCameraName = 200;

/// A name as it is saved: trimmed, on one line, cut between two letters if it is too long.
[[nodiscard]] QString savedName(const QString &name);

/// An address as it is saved: with the user name, without the password. StreamUrl::parse() reads
/// it back. A password that a camera wants in the path or the query is a part of the address.
[[nodiscard]] QString savedAddress(const StreamUrl &url);

/// A camera as it is saved: with an id, savedName(), without the password. Fails with InvalidUrl
/// where the address could not be read back.
[[nodiscard]] Expected<Camera> savedCamera(Camera camera);

} // namespace oriel
