#pragma once

#include "rtsp/access_unit_assembler.h"

namespace oriel {

/// RFC 7798 payload to access units: single NAL units, aggregation packets (4.4.2), fragmentation
/// units (4.4.3). PACI packets (4.4.4) are left out. NAL units carry no decoding order numbers: a
/// stream whose SDP says `sprop-max-don-diff` above 0 is not for it. What completes an access unit
/// and what damages it is said at AccessUnitAssembler. Takes any bytes.
class H265Depacketizer
{
public:
    using Sink = AccessUnitAssembler::Sink;
    static constexpr qsizetype kMaxAccessUnit = AccessUnitAssembler::kMaxAccessUnit;

    explicit H265Depacketizer(Sink sink);

    /// One packet in sequence; `lossBefore` says that packets before it are missing.
    void push(const RtpPacket &packet, bool lossBefore);

private:
    void pushPayload(QByteArrayView payload);
    void pushFu(QByteArrayView payload);

    AccessUnitAssembler m_assembler;
};

} // namespace oriel
