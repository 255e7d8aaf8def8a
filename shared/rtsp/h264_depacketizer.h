#pragma once

#include "h26x/access_unit.h"
#include "h26x/nal.h"
#include "rtsp/rtp_packet.h"

#include <QByteArray>

#include <cstdint>
#include <functional>
#include <optional>

namespace oriel {

/// RFC 6184 payload to access units: single NAL units, STAP-A, FU-A (packetization modes 0 and 1).
///
/// An access unit is complete on the marker bit, so that no frame waits for the next one. Senders
/// that never set it, and senders that set it on every packet, are served at the next timestamp: a
/// slice with the timestamp of an already completed access unit switches to that for good. NAL
/// units without a slice among them (parameter sets sent ahead, a trailing SEI behind the marker)
/// are put in front of the next access unit. Takes any bytes; memory is bounded by kMaxAccessUnit.
///
/// What loss may have touched is `damaged`: the access unit it fell into, one that was not finished
/// by its marker when the loss was seen, and the one that begins behind it, because a whole one
/// may be missing that it refers to. An IDR picture refers to none, so that it is whole if its SPS
/// came behind the loss. Only whole NAL units are passed on.
class H264Depacketizer
{
public:
    using Sink = std::function<void(AccessUnit &&)>;
    static constexpr qsizetype kMaxAccessUnit = 16 * 1024 * 1024;

    explicit H264Depacketizer(Sink sink);

    /// One packet in sequence; `lossBefore` says that packets before it are missing.
    void push(const RtpPacket &packet, bool lossBefore);

private:
    /// What is known about the beginning of the open access unit.
    enum class Start {
        Whole,
        BehindLoss,     ///< Packets before it, or of it, are missing.
        SetsBehindLoss, ///< The same, and the SPS or AUD that begins it is there.
    };

    void enterUnit(std::uint32_t timestamp);
    void noteLoss(std::uint32_t timestamp);
    void noteNal(h264::NalType type);
    void noteSlice(h264::NalType type);
    void appendNal(QByteArrayView nal);
    void pushStapA(QByteArrayView payload);
    void pushFuA(QByteArrayView payload);
    void openFragment(char header);
    void dropFragment();
    void closeUnit();
    void finish();
    void clear();
    [[nodiscard]] bool makeRoom(qsizetype size);
    [[nodiscard]] bool fragmentOpen() const { return m_fragmentStart >= 0; }

    Sink m_sink;
    AccessUnit m_unit;
    bool m_hasVcl = false;
    bool m_markerMisused = false;
    Start m_start = Start::Whole;
    qsizetype m_fragmentStart = -1; ///< Where the open FU-A begins in m_unit.annexB; -1: none open.
    std::optional<std::uint32_t> m_markedTimestamp; ///< Of the last unit that a marker finished.
    qsizetype m_expectedSize = 0; ///< The size of the last unit, to reserve for the next.
};

} // namespace oriel
