#pragma once

#include "raw_rtsp_client.h"
#include "rtsp/rtp_packet.h"
#include "rtsp/rtsp_server.h"

#include <QByteArray>
#include <QtEndian>

#include <chrono>

namespace oriel::test {

using namespace std::chrono_literals;

inline const QByteArray kUri = "rtsp://127.0.0.1/cam";
inline const QByteArray kStartCode("\0\0\0\1", 4);
inline const QByteArray kSps = QByteArray::fromHex("6742c01eda0280bfe5c0440000030004000003");
inline const QByteArray kPps = QByteArray::fromHex("68ce3c80");
inline constexpr auto kTcp = "RTP/AVP/TCP;unicast;interleaved=0-1";

inline RtspServer::Options options(RtspServer::Timing timing = {})
{
    RtspServer::Options options;
    options.address = QHostAddress::Any;
    options.port = 0;
    options.path = "/cam";
    options.timing = timing;
    return options;
}

inline RtspServer::Options withPassword(std::chrono::milliseconds delay = 50ms)
{
    RtspServer::Options secured = options({.wrongPassword = delay});
    secured.user = "me";
    secured.password = "secret";
    return secured;
}

/// A server that listens, with parameter sets.
class Server : public RtspServer
{
public:
    explicit Server(const Options &with = options()) : RtspServer(with)
    {
        const auto listening = listen();
        [&] { QVERIFY2(listening, listening ? "" : qPrintable(listening.error().detail)); }();
        setParameterSets({kSps, kPps});
    }

    void sendKeyframe(qsizetype size = 100)
    {
        send(kStartCode + kSps + kStartCode + kPps + kStartCode + 'e' + QByteArray(size, 'k'), true,
             wallNow());
    }
    void sendPicture(qsizetype size = 100)
    {
        send(kStartCode + 'A' + QByteArray(size, 'p'), false, wallNow());
    }
};

inline quint16 sequenceOf(const QByteArray &rtp)
{
    return RtpPacket::parse(rtp).value().sequenceNumber;
}

/// The number behind "name=" in RTP-Info or Transport.
inline quint32 numberAfter(const QByteArray &text, const QByteArray &name)
{
    const qsizetype at = text.indexOf(name + '=');
    if (at < 0)
        return 0;
    QByteArray digits;
    for (qsizetype i = at + name.size() + 1; i < text.size() && std::isdigit(text[i]); ++i)
        digits += text[i];
    return digits.toUInt();
}

} // namespace oriel::test
