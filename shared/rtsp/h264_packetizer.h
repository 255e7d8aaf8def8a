#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <vector>

namespace oriel {

/// Access units to RTP packets after RFC 6184, packetization mode 1: small NAL units that stand
/// together go into a STAP-A, large ones are cut into FU-A. The marker bit is on the last packet
/// of the access unit and on no other. Not thread-safe.
class H264Packetizer
{
public:
    /// MediaMTX re-packetizes above 1440 bytes; 1400 also passes most tunnels.
    static constexpr int kMaxPayload = 1400;

    H264Packetizer(std::uint32_t ssrc, std::uint16_t firstSequenceNumber, std::uint8_t payloadType);

    /// The packets of one access unit, each with its RTP header. AUD NAL units are left out: the
    /// marker bit says the same. No packets if there is no NAL unit to send.
    [[nodiscard]] std::vector<QByteArray> packetize(QByteArrayView annexB, std::uint32_t timestamp);

    [[nodiscard]] std::uint16_t nextSequenceNumber() const { return m_sequenceNumber; }
    [[nodiscard]] std::uint32_t ssrc() const { return m_ssrc; }

private:
    [[nodiscard]] QByteArray startPacket(std::uint32_t timestamp, qsizetype payloadSize);
    void appendFragments(std::vector<QByteArray> &packets, QByteArrayView nal,
                         std::uint32_t timestamp);

    std::uint32_t m_ssrc;
    std::uint16_t m_sequenceNumber;
    std::uint8_t m_payloadType;
};

} // namespace oriel
