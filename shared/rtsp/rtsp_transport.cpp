#include "rtsp/header_value.h"
#include "rtsp/rtsp_message.h"

#include <algorithm>
#include <limits>

namespace oriel {

namespace {

template <typename T>
std::optional<T> toNumber(QByteArrayView text)
{
    const bool digits = !text.isEmpty() && std::all_of(text.begin(), text.end(),
                                                       [](char c) { return c >= '0' && c <= '9'; });
    bool fits = false;
    const qulonglong number = text.toULongLong(&fits);
    if (!digits || !fits || number > std::numeric_limits<T>::max())
        return std::nullopt;
    return static_cast<T>(number);
}

/// "8000-8001"; a single number means itself and the next one.
template <typename T>
std::optional<std::pair<T, T>> toPair(QByteArrayView text)
{
    const qsizetype dash = text.indexOf('-');
    const QByteArrayView low = (dash < 0 ? text : text.first(dash)).trimmed();
    const QByteArrayView high = dash < 0 ? QByteArrayView() : text.sliced(dash + 1).trimmed();
    const auto first = toNumber<T>(low);
    if (!first)
        return std::nullopt;
    if (!high.isEmpty()) {
        const auto second = toNumber<T>(high);
        return second ? std::optional(std::pair(*first, *second)) : std::nullopt;
    }
    if (*first == std::numeric_limits<T>::max())
        return std::nullopt;
    return std::pair(*first, static_cast<T>(*first + 1));
}

bool readPorts(std::optional<std::pair<quint16, quint16>> &ports, QByteArrayView value)
{
    ports = toPair<quint16>(value);
    const bool readable = ports.has_value();
    if (ports && ports->first == 0)
        ports.reset();
    return readable;
}

QByteArray readSource(QByteArrayView value)
{
    const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               QByteArrayView(".:-_%[]").contains(c);
    });
    return plain ? value.toByteArray() : QByteArray();
}

/// False if the alternative cannot be used.
bool readParameter(RtspTransport &transport, QByteArrayView name, QByteArrayView value)
{
    const auto is = [&](QByteArrayView known) {
        return name.compare(known, Qt::CaseInsensitive) == 0;
    };
    if (is("multicast"))
        transport.multicast = true;
    else if (is("client_port"))
        return readPorts(transport.clientPorts, value);
    else if (is("server_port"))
        return readPorts(transport.serverPorts, value);
    else if (is("interleaved"))
        return (transport.interleaved = toPair<quint8>(value)).has_value();
    else if (is("source"))
        transport.source = readSource(value);
    else if (is("mode"))
        transport.record = value.toByteArray().toUpper().contains("RECORD");
    else if (is("ssrc")) {
        bool isHex = false;
        const std::uint32_t ssrc = value.toUInt(&isHex, 16);
        transport.ssrc = isHex ? std::optional(ssrc) : std::nullopt;
    }
    return true;
}

std::optional<RtspTransport::Protocol> toProtocol(QByteArrayView text)
{
    const QByteArray spec = text.toByteArray().toUpper();
    if (spec == "RTP/AVP" || spec == "RTP/AVP/UDP")
        return RtspTransport::Protocol::Udp;
    if (spec == "RTP/AVP/TCP")
        return RtspTransport::Protocol::Tcp;
    return std::nullopt;
}

std::optional<RtspTransport> parseAlternative(QByteArrayView text)
{
    QByteArrayView rest = text;
    const auto protocol = toProtocol(takeField(rest, ';'));
    if (!protocol)
        return std::nullopt;
    RtspTransport transport;
    transport.protocol = *protocol;
    while (!rest.isEmpty()) {
        const auto [name, value] = splitParameter(takeField(rest, ';'));
        if (!readParameter(transport, name, value))
            return std::nullopt;
    }
    return transport;
}

template <typename T>
void appendRange(QByteArray &out, QByteArrayView name, const std::optional<std::pair<T, T>> &range)
{
    if (range)
        out += ';' + name.toByteArray() + '=' + QByteArray::number(range->first) + '-' +
               QByteArray::number(range->second);
}

} // namespace

QByteArray RtspTransport::serialize() const
{
    QByteArray out = protocol == Protocol::Tcp ? "RTP/AVP/TCP" : "RTP/AVP";
    out += multicast ? ";multicast" : ";unicast";
    appendRange(out, "client_port", clientPorts);
    appendRange(out, "server_port", serverPorts);
    appendRange(out, "interleaved", interleaved);
    if (!source.isEmpty())
        out += ";source=" + source;
    if (ssrc)
        out += ";ssrc=" + QByteArray::number(*ssrc, 16).rightJustified(8, '0').toUpper();
    if (record)
        out += ";mode=record";
    return out;
}

std::optional<RtspTransport> RtspTransport::parse(QByteArrayView header)
{
    QByteArrayView rest = header;
    while (!rest.isEmpty()) {
        if (auto transport = parseAlternative(takeField(rest, ',')))
            return transport;
    }
    return std::nullopt;
}

std::optional<RtspSessionHeader> RtspSessionHeader::parse(QByteArrayView header)
{
    constexpr int kMaxTimeoutSeconds = 24 * 3600;
    QByteArrayView rest = header;
    const QByteArrayView id = takeField(rest, ';');
    const bool readable =
        std::all_of(id.begin(), id.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (id.isEmpty() || !readable)
        return std::nullopt;
    RtspSessionHeader session{id.toByteArray()};
    while (!rest.isEmpty()) {
        const auto [name, value] = splitParameter(takeField(rest, ';'));
        const auto seconds = toNumber<std::uint32_t>(value);
        if (name.compare("timeout", Qt::CaseInsensitive) == 0 && seconds && *seconds > 0)
            session.timeoutSeconds =
                static_cast<int>(std::min<std::uint32_t>(*seconds, kMaxTimeoutSeconds));
    }
    return session;
}

} // namespace oriel
