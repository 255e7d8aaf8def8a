#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace oriel {

/// An `rtsp://` or `rtsps://` address as a person types it: user, password, host name, IPv4 or
/// [IPv6] literal, port, path and query. A value type. Path and query are kept byte for byte,
/// because cameras compare them so; user and password are percent-decoded, and the *last* '@'
/// before the path ends them, so that an '@' in a password needs no escape.
class StreamUrl
{
public:
    static constexpr quint16 kDefaultPort = 554;          ///< RFC 2326, 3.2
    static constexpr quint16 kDefaultEncryptedPort = 322; ///< RFC 7826, 4.2

    /// Trims surrounding white space. Fails with InvalidUrl and a detail that names the part at
    /// fault; neither the detail nor `where` ever holds the password.
    [[nodiscard]] static Expected<StreamUrl> parse(const QString &text);

    /// RTSP over TLS.
    [[nodiscard]] bool isEncrypted() const { return m_encrypted; }
    [[nodiscard]] const QString &host() const { return m_host; } ///< Without brackets.
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] const QString &user() const { return m_user; }
    [[nodiscard]] const QString &password() const { return m_password; }
    [[nodiscard]] bool hasCredentials() const { return !m_user.isEmpty() || !m_password.isEmpty(); }
    /// Path with its query, "/" at least; percent-encoded as in the address.
    [[nodiscard]] const QByteArray &pathAndQuery() const { return m_pathAndQuery; }

    /// The SHA-256 of the one certificate that is taken there, whoever signed it; empty for all
    /// that the system trusts. Never in the text of the address.
    [[nodiscard]] const QByteArray &trustedCertificate() const { return m_trustedCertificate; }

    void setCredentials(QString user, QString password);
    void setTrustedCertificate(QByteArray sha256) { m_trustedCertificate = std::move(sha256); }
    /// A "/" is put in front where there is none.
    void setPathAndQuery(QByteArray pathAndQuery);

    /// What goes on the request line: ASCII, no credentials (RFC 2326, 3.2), no IPv6 zone (RFC
    /// 6874, 3), nothing that could end the line.
    [[nodiscard]] QByteArray requestUri() const;
    /// "host:port", for error sentences.
    [[nodiscard]] QString hostAndPort() const;
    /// The address without user and password, for people, logs and titles; those that a camera
    /// wants in its query are starred.
    [[nodiscard]] QString display() const;

    /// The address without user and password, for parse() to read again. What a camera wants in its
    /// query is in it, secrets too: for files and fields of the person's own, never for a log.
    [[nodiscard]] QString withoutCredentials() const;

    bool operator==(const StreamUrl &) const = default;

private:
    [[nodiscard]] bool isDefaultPort() const;
    [[nodiscard]] QString schemeToPort() const;

    QString m_user, m_password, m_host;
    QByteArray m_pathAndQuery = "/";
    QByteArray m_trustedCertificate;
    quint16 m_port = kDefaultPort;
    bool m_encrypted = false;
};

/// Percent-encodes what must not stand in a request line: control characters, spaces and bytes
/// above ASCII. All else stays as it is.
[[nodiscard]] QByteArray lineSafeUri(QByteArrayView uri);

/// Replaces the user information of every URL in a text by "***", and the value of parameters named
/// like a password ("pwd=", "password="). For logs and foreign messages. Where a text can be read
/// in two ways it hides too much: up to the last '@' of the word, unless a '/' comes before any
/// ':'. Takes any text, in linear time.
[[nodiscard]] QString redacted(const QString &text);

} // namespace oriel
