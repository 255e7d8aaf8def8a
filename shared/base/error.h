#pragma once

#include <QString>

#include <tl/expected.hpp>

namespace oriel {

/// What went wrong, as far as a person can act on it. The values are stable names for tests and
/// for `--stats-json`; see errorName().
enum class ErrorCode {
    None,
    InvalidUrl,
    HostNotFound,
    HostUnreachable,
    ConnectionRefused,
    ConnectionLost,
    NoAnswer,             ///< A request's deadline passed.
    NotRtsp,              ///< What answers there does not speak RTSP.
    PasswordRequired,     ///< 401, and the URL carries no password.
    PasswordWrong,        ///< 401 after the password was sent.
    CertificateUntrusted, ///< Detail: its fingerprint and why, see base/certificate.h.
    CertificateChanged,   ///< It is not the one that was trusted; detail as above.
    TlsFailed,            ///< What answers there does not encrypt, or not in a way we can.
    PathNotFound,         ///< 404: nothing publishes there yet.
    PathInUse,            ///< Another publisher has the path.
    PathRefused,          ///< The server takes no stream on that path; detail has its words.
    TransportRefused,     ///< 461, or a Transport header that cannot be used.
    NoPackets,            ///< PLAY was accepted, and no RTP packet came.
    ServerRefused,        ///< Any other status of 300 and above; detail has the server's words.
    RedirectLoop,
    NoVideo, ///< The SDP offers no video.
    CodecUnsupported,
    StreamStalled, ///< Packets stopped while playing.
    StreamEnded,   ///< BYE, or the server closed the connection.
    PortInUse,
    PortForbidden,   ///< Below 1024, and this user may not.
    AddressUnusable, ///< No address of this computer, or none to listen on; detail says why.
    NoPermission,
    FileUnusable,
    KeychainUnavailable, ///< This system has none that could be used; detail says why.
    KeychainRefused,     ///< It is locked, or keeps Oriel out; detail has its words.
    KeychainNoAnswer,    ///< It is there, and its deadline passed.
    EncoderFailed,
    DecoderFailed,
    SourceFailed,
};

/// An error as a value. Copyable, thread-neutral; carries no secret.
struct Error
{
    ErrorCode code = ErrorCode::None;
    QString where;  ///< What it is about, redacted: "camera.local:8554", a file name, a path.
    QString detail; ///< The technical words behind it (server's reason, errno text), redacted.
};

template <typename T>
using Expected = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, QString where = {},
                                                QString detail = {})
{
    return tl::unexpected<Error>(Error{code, std::move(where), std::move(detail)});
}

/// One plain sentence, translated: what is wrong and what to do about it.
[[nodiscard]] QString sentence(const Error &error);

/// The code as a stable identifier ("connection-refused"), for scripts and tests.
[[nodiscard]] QString errorName(ErrorCode code);

/// Whether a user name and a password are what is missing.
[[nodiscard]] inline bool isAboutPassword(ErrorCode code)
{
    return code == ErrorCode::PasswordRequired || code == ErrorCode::PasswordWrong;
}

/// Whether trusting the certificate that is named in the detail would do.
[[nodiscard]] inline bool isAboutCertificate(ErrorCode code)
{
    return code == ErrorCode::CertificateUntrusted || code == ErrorCode::CertificateChanged;
}

/// Whether it may pass by itself, so that a state machine tries again with backoff. The others
/// stop, because only a person can mend them.
[[nodiscard]] bool isTransient(ErrorCode code);

} // namespace oriel
