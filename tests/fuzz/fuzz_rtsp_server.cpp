// A client of the embedded server that says anything at all, with and without a password to guess.

#include "rtsp/rtsp_server_session.h"

#include <cstddef>

using namespace oriel;

namespace {

class Host final : public RtspSessionHost
{
public:
    const h264::ParameterSets &parameterSets() const override { return m_sets; }
    QByteArray localAddress() const override { return "127.0.0.1"; }
    std::optional<RtspTransport> openTransport(const RtspTransport &offer) override
    {
        RtspTransport transport = offer;
        if (offer.protocol == RtspTransport::Protocol::Udp)
            transport.serverPorts.emplace(quint16{5000}, quint16{5001});
        m_open = true;
        return transport;
    }
    RtpInfo play() override
    {
        Q_ASSERT(m_open && !m_playing);
        m_playing = true;
        return {};
    }
    void pause() override
    {
        Q_ASSERT(m_playing);
        m_playing = false;
    }
    void tearDown() override
    {
        Q_ASSERT(m_open);
        m_open = m_playing = false;
    }

private:
    h264::ParameterSets m_sets{QByteArray::fromHex("6742c01eda0280bfe5c044"),
                               QByteArray::fromHex("68ce3c80")};
    bool m_open = false;
    bool m_playing = false;
};

void feed(QByteArrayView bytes, const QString &password)
{
    Host host;
    RtspServerSession session(host, {"/cam", {}, password});
    RtspStreamParser parser(16 * 1024, 64 * 1024);
    parser.append(bytes);
    for (;;) {
        const auto element = parser.next();
        if (std::holds_alternative<RtspStreamParser::NeedMore>(element) ||
            std::holds_alternative<RtspStreamParser::Broken>(element))
            return;
        if (const auto *request = std::get_if<RtspRequest>(&element)) {
            const auto answer = session.answer(*request);
            if (answer.response.status < 200 || answer.response.serialize().isEmpty())
                qFatal("no answer");
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    feed(bytes, {});
    feed(bytes, QStringLiteral("secret"));
    return 0;
}
