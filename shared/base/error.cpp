#include "base/error.h"

#include <QCoreApplication>

#include <array>

namespace oriel {

namespace {

/// What a sentence has places for.
enum class Places { Nothing, Where, Detail, WhereAndDetail };

struct Entry
{
    ErrorCode code;
    const char *name;
    bool transient;
    Places places;
    const char *sentence;
};

// In the order of ErrorCode, so that a code is its own index.
constexpr std::array kEntries{
    Entry{ErrorCode::None, "none", false, Places::Nothing,
          QT_TRANSLATE_NOOP("oriel::Error", "There is no error.")},
    Entry{ErrorCode::InvalidUrl, "invalid-url", false, Places::WhereAndDetail,
          QT_TRANSLATE_NOOP("oriel::Error", "The address %1 cannot be used: %2. Write it like "
                                            "rtsp://camera.local:8554/path.")},
    Entry{ErrorCode::HostNotFound, "host-not-found", true, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The name %1 cannot be found. Check the spelling, and that the "
                            "device is switched on and in this network.")},
    Entry{ErrorCode::HostUnreachable, "host-unreachable", true, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "There is no way through the network to %1. Check the cables and the "
                            "Wi-Fi of both sides.")},
    Entry{ErrorCode::ConnectionRefused, "connection-refused", true, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The server at %1 refuses the connection. Check that it is running and "
                            "that no firewall closes the port.")},
    Entry{ErrorCode::ConnectionLost, "connection-lost", true, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The connection to %1 broke off. Check the network, and whether the "
                            "server was restarted.")},
    Entry{ErrorCode::NoAnswer, "no-answer", true, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "%1 does not answer. Check that the device is switched on, and that "
                            "address and port are right.")},
    Entry{ErrorCode::NotRtsp, "not-rtsp", false, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "What answers at %1 does not speak RTSP. Check the port; most cameras "
                            "use 554 or 8554.")},
    Entry{ErrorCode::PasswordRequired, "password-required", false, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "%1 asks for a user name and a password. Enter both and connect "
                            "again.")},
    Entry{ErrorCode::PasswordWrong, "password-wrong", false, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "%1 does not accept this user name and password. Check both and enter "
                            "them again.")},
    Entry{ErrorCode::CertificateUntrusted, "certificate-untrusted", false, Places::WhereAndDetail,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The certificate of %1 is not one that this computer trusts. Compare "
                            "its number with that of your server, and trust it in the window or "
                            "with --trust-certificate (%2).")},
    Entry{ErrorCode::CertificateChanged, "certificate-changed", false, Places::WhereAndDetail,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The certificate of %1 is not the one that you trusted. Find out why "
                            "before you trust the new one: another machine may answer in its "
                            "place (%2).")},
    Entry{ErrorCode::TlsFailed, "tls-failed", false, Places::WhereAndDetail,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "No encrypted connection to %1 comes about: %2. Check that this is the "
                            "server's port for rtsps://, often 322 or 8322.")},
    Entry{ErrorCode::PathNotFound, "path-not-found", true, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "Nothing is published at %1 yet. Start the streamer, or check the "
                            "path.")},
    Entry{ErrorCode::PathInUse, "path-in-use", true, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "Another publisher already sends to %1. Stop it, or choose another "
                            "path.")},
    Entry{ErrorCode::PathRefused, "path-refused", true, Places::WhereAndDetail,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The server takes no stream at %1 (%2). Check the path, and whether "
                            "the server's settings let anybody publish there.")},
    Entry{ErrorCode::TransportRefused, "transport-refused", false, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The server at %1 refuses the way the video would travel. Switch "
                            "between TCP and UDP, or allow one of them on the server.")},
    Entry{ErrorCode::NoPackets, "no-packets", true, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The server at %1 plays, but no video arrives. Switch to TCP, or open "
                            "the UDP ports in the firewall.")},
    Entry{ErrorCode::ServerRefused, "server-refused", true, Places::WhereAndDetail,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The server at %1 refuses: %2. Check its settings and its log.")},
    Entry{ErrorCode::RedirectLoop, "redirect-loop", false, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "%1 redirects again and again. Use the address of the camera "
                            "itself.")},
    Entry{ErrorCode::NoVideo, "no-video", false, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "%1 offers no video. Check the path, and that the camera's video is "
                            "switched on.")},
    Entry{ErrorCode::CodecUnsupported, "codec-unsupported", false, Places::WhereAndDetail,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The video of %1 is in a format that cannot be shown (%2). Set the "
                            "camera to H.264 or H.265.")},
    Entry{ErrorCode::StreamStalled, "stream-stalled", true, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "No more pictures come from %1. Check the camera and the network.")},
    Entry{ErrorCode::StreamEnded, "stream-ended", true, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "%1 ended the stream. Check that the streamer or the camera still "
                            "runs.")},
    Entry{ErrorCode::PortInUse, "port-in-use", false, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "Another program already uses %1. Stop that program, or choose another "
                            "port.")},
    Entry{ErrorCode::PortForbidden, "port-forbidden", false, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "This user may not open %1: ports below 1024 need root. Choose a "
                            "higher one, such as 8554.")},
    Entry{ErrorCode::AddressUnusable, "address-unusable", false, Places::WhereAndDetail,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "%1 cannot be served on: %2. Take an address of this computer, or "
                            "leave it out to serve on all of them.")},
    Entry{ErrorCode::NoPermission, "no-permission", false, Places::Where,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "This user may not use %1. Give access to it; a camera needs "
                            "membership in the group video.")},
    Entry{ErrorCode::FileUnusable, "file-unusable", false, Places::WhereAndDetail,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "%1 cannot be used: %2. Check the name, the access rights and the free "
                            "space.")},
    Entry{ErrorCode::KeychainUnavailable, "keychain-unavailable", false, Places::Detail,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "This system has no keychain to keep passwords in (%1). Oriel keeps "
                            "them until it is closed; install a keyring, such as GNOME Keyring or "
                            "KWallet, to keep them for longer.")},
    Entry{ErrorCode::KeychainRefused, "keychain-refused", false, Places::Detail,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The system's keychain is locked or keeps Oriel out (%1). Unlock it, "
                            "or enter the password: Oriel then keeps it until it is closed.")},
    Entry{ErrorCode::KeychainNoAnswer, "keychain-no-answer", false, Places::Nothing,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The system's keychain does not answer. Unlock or restart it, or enter "
                            "the password: Oriel then keeps it until it is closed.")},
    Entry{ErrorCode::EncoderFailed, "encoder-failed", false, Places::Detail,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The video cannot be encoded: %1. Choose another size, frame rate or "
                            "encoder.")},
    Entry{ErrorCode::DecoderFailed, "decoder-failed", false, Places::Detail,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "The video cannot be decoded: %1. Set the camera to H.264, with its "
                            "parameter sets (headers) at each keyframe.")},
    Entry{ErrorCode::SourceFailed, "source-failed", true, Places::WhereAndDetail,
          QT_TRANSLATE_NOOP("oriel::Error",
                            "%1 delivers no pictures: %2. Check that it is connected and that no "
                            "other program uses it.")},
};

constexpr bool inOrder()
{
    for (std::size_t i = 0; i < kEntries.size(); ++i) {
        if (static_cast<std::size_t>(kEntries[i].code) != i)
            return false;
    }
    return static_cast<std::size_t>(ErrorCode::SourceFailed) + 1 == kEntries.size();
}
static_assert(inOrder());

const Entry &entryOf(ErrorCode code)
{
    return kEntries[static_cast<std::size_t>(code)];
}

QString whereOf(const Error &error)
{
    if (!error.where.isEmpty())
        return error.where;
    switch (error.code) {
    case ErrorCode::FileUnusable:
        return QCoreApplication::translate("oriel::Error", "The file");
    case ErrorCode::SourceFailed:
        return QCoreApplication::translate("oriel::Error", "The video source");
    case ErrorCode::NoPermission:
        return QCoreApplication::translate("oriel::Error", "the device");
    case ErrorCode::PortInUse:
    case ErrorCode::PortForbidden:
        return QCoreApplication::translate("oriel::Error", "the port");
    default:
        return QCoreApplication::translate("oriel::Error", "the given address");
    }
}

/// The detail as a part of a sentence: one line, of bounded length, without a full stop.
QString detailOf(const Error &error)
{
    constexpr qsizetype kMaxLength = 200;
    QString detail = error.detail.simplified();
    if (detail.size() > kMaxLength)
        detail = detail.first(kMaxLength) + QChar(0x2026);
    while (detail.endsWith(u'.'))
        detail.chop(1);
    return detail.isEmpty() ? QCoreApplication::translate("oriel::Error", "the reason is not known")
                            : detail;
}

} // namespace

QString sentence(const Error &error)
{
    const Entry &entry = entryOf(error.code);
    QString text = QCoreApplication::translate("oriel::Error", entry.sentence);
    switch (entry.places) {
    case Places::Nothing:
        return text;
    case Places::Where:
        return text.arg(whereOf(error));
    case Places::Detail:
        return text.arg(detailOf(error));
    case Places::WhereAndDetail:
        // One call for both: a second one would take a "%2" of the address for its place.
        return text.arg(whereOf(error), detailOf(error));
    }
    Q_UNREACHABLE();
}

QString errorName(ErrorCode code)
{
    return QString::fromLatin1(entryOf(code).name);
}

bool isTransient(ErrorCode code)
{
    return entryOf(code).transient;
}

} // namespace oriel
