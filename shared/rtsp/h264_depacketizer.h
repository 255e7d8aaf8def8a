#pragma once

#include "rtsp/access_unit_assembler.h"

namespace oriel {

/// RFC 6184 payload to access units: single NAL units, STAP-A, FU-A (packetization modes 0 and 1).
/// What completes an access unit and what damages it is said at AccessUnitAssembler. Takes any
/// bytes.
class H264Depacketizer
{
public:
    using Sink = AccessUnitAssembler::Sink;
    static constexpr qsizetype kMaxAccessUnit = AccessUnitAssembler::kMaxAccessUnit;

    explicit H264Depacketizer(Sink sink);

    /// One packet in sequence; `lossBefore` says that packets before it are missing.
    void push(const RtpPacket &packet, bool lossBefore);

private:
    void pushPayload(QByteArrayView payload);
    void pushFuA(QByteArrayView payload);

    AccessUnitAssembler m_assembler;
};

} // namespace oriel
