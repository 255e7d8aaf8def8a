#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

namespace oriel {

/// Header fields of an RTSP message in the order they came. Names compare without case (RFC 2326,
/// 4.2); a field may occur several times (WWW-Authenticate).
class RtspHeaders
{
public:
    void add(QByteArray name, QByteArray value);
    /// The first field of that name, empty where there is none.
    [[nodiscard]] QByteArray value(QByteArrayView name) const;
    [[nodiscard]] QList<QByteArray> values(QByteArrayView name) const;
    [[nodiscard]] bool contains(QByteArrayView name) const;
    [[nodiscard]] const QList<std::pair<QByteArray, QByteArray>> &all() const { return m_fields; }

private:
    QList<std::pair<QByteArray, QByteArray>> m_fields;
};

struct RtspRequest
{
    QByteArray method; ///< As sent, "DESCRIBE".
    QByteArray uri;
    RtspHeaders headers;
    QByteArray body;

    /// Adds Content-Length where there is a body. No value, a stranger's included, can end a line.
    [[nodiscard]] QByteArray serialize() const;
};

struct RtspResponse
{
    int status = 0;
    QByteArray reason;
    RtspHeaders headers;
    QByteArray body;

    [[nodiscard]] QByteArray serialize() const;
};

/// An interleaved binary frame (RFC 2326, 10.12).
struct InterleavedFrame
{
    std::uint8_t channel = 0;
    QByteArray payload;
};

/// Appends a packet of at most 65535 bytes as an interleaved frame.
inline void appendInterleaved(QByteArray &out, std::uint8_t channel, QByteArrayView packet)
{
    out.append('$').append(static_cast<char>(channel));
    out.append(static_cast<char>(packet.size() >> 8)).append(static_cast<char>(packet.size()));
    out.append(packet);
}

/// Cuts the byte stream of an RTSP connection into requests, responses and interleaved frames.
/// Takes any bytes in any portions, and cuts them the same way whatever the portions. Call next()
/// after each append() until it wants more: then no more than one incomplete element is held, which
/// the limits bound. Line ends of LF alone, folded lines and empty lines between messages are
/// accepted.
class RtspStreamParser
{
public:
    static constexpr qsizetype kMaxHead = 64 * 1024;
    static constexpr qsizetype kMaxBody = 1024 * 1024;

    struct NeedMore
    {
    };
    /// The stream is no RTSP (or over the limits); `reason` names what was seen, printable.
    struct Broken
    {
        QByteArray reason;
    };
    using Element = std::variant<NeedMore, Broken, RtspRequest, RtspResponse, InterleavedFrame>;

    explicit RtspStreamParser(qsizetype maxHead = kMaxHead, qsizetype maxBody = kMaxBody);

    void append(QByteArrayView bytes);
    /// The next element. After Broken every further call returns Broken.
    [[nodiscard]] Element next();

private:
    using Message = std::variant<RtspRequest, RtspResponse>;

    [[nodiscard]] static std::optional<Message> parseStartLine(QByteArrayView line);
    [[nodiscard]] Element takeFrame();
    [[nodiscard]] Element takeHead();
    [[nodiscard]] std::optional<Element> checkStartLine();
    [[nodiscard]] std::optional<qsizetype> findHeadEnd();
    [[nodiscard]] Element parseHead(QByteArrayView head);
    [[nodiscard]] Element takeBody();
    [[nodiscard]] Element broken(QByteArray reason);
    [[nodiscard]] QByteArrayView unread() const;
    void skipLineEnds();

    QByteArray m_buffer;
    qsizetype m_consumed = 0; ///< Bytes of m_buffer already returned; compacted now and then.
    qsizetype m_scanned = 0;  ///< Unread bytes that hold no end of head.
    qsizetype m_maxHead, m_maxBody;
    bool m_startLineChecked = false;
    std::optional<Message> m_awaitingBody;
    qsizetype m_bodySize = 0;
    std::optional<QByteArray> m_broken;
};

/// The fields of a `Transport` header that Oriel offers and reads (RFC 2326, 12.39).
struct RtspTransport
{
    enum class Protocol { Udp, Tcp };

    Protocol protocol = Protocol::Udp;
    std::optional<std::pair<quint16, quint16>> clientPorts; ///< RTP, RTCP.
    std::optional<std::pair<quint16, quint16>> serverPorts;
    std::optional<std::pair<quint8, quint8>> interleaved; ///< Channels of RTP, RTCP.
    std::optional<std::uint32_t> ssrc;
    QByteArray source; ///< Address the server sends from, where it differs.
    bool record = false;
    bool multicast = false;

    [[nodiscard]] QByteArray serialize() const;
    /// The first alternative of the header that can be read; takes any bytes. Ports of 0 count as
    /// none.
    [[nodiscard]] static std::optional<RtspTransport> parse(QByteArrayView header);
};

/// A `Session` header: identifier and time-out in seconds (RFC 2326, 12.37; 60 where unsaid).
struct RtspSessionHeader
{
    QByteArray id;
    int timeoutSeconds = 60;

    [[nodiscard]] static std::optional<RtspSessionHeader> parse(QByteArrayView header);
};

} // namespace oriel
