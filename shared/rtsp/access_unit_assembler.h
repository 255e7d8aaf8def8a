#pragma once

#include "h26x/access_unit.h"
#include "rtsp/rtp_packet.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <functional>
#include <optional>

namespace oriel {

/// What a NAL unit is for the access unit that it stands in.
enum class NalRole : std::uint8_t {
    Foreign,   ///< Of no byte stream: not passed on.
    Companion, ///< Neither of the others: PPS, SEI.
    Beginning, ///< Stands in front of the first slice, and little in front of it: AUD, VPS, SPS.
    Slice,
    KeySlice, ///< Of a picture that refers to none before it.
};

/// How the NAL units of one codec are told apart.
struct NalSyntax
{
    /// Of a NAL unit without start code, or of its header alone; at least one byte.
    NalRole (*roleOf)(QByteArrayView nal);
    /// Whether a slice is the first one of its picture or field.
    bool (*beginsPicture)(QByteArrayView slice);
    std::uint8_t typeMask; ///< The bits of the type in the first byte of a NAL unit.
};

/// A part of a NAL unit, as FU-A of RFC 6184 and FU of RFC 7798 carry it.
struct NalFragment
{
    QByteArrayView header; ///< Of the whole NAL unit, put together again.
    QByteArrayView data;
    bool first = false;
    bool last = false;
};

/// NAL units out of RTP packets in sequence, to access units; of any codec of the H.26x family.
///
/// An access unit is complete on the marker bit, so that no frame waits for the next one. Senders
/// that never set it, and senders that set it on every packet, are served at the next timestamp: a
/// slice that goes on with a picture which was already completed switches to that for good. A
/// second picture with the same timestamp is none of that: the two fields of an interlaced frame
/// may share it. NAL units without a slice among them (parameter sets sent ahead, a trailing SEI
/// behind the marker) are put in front of the next access unit. Takes any bytes; memory is bounded
/// by kMaxAccessUnit.
///
/// What loss may have touched is `damaged`: the access unit it fell into, one that was not finished
/// by its marker when the loss was seen, and the one that begins behind it, because a whole one
/// may be missing that it refers to. A key picture refers to none, so that it is whole if its SPS
/// came behind the loss. Only whole NAL units are passed on.
class AccessUnitAssembler
{
public:
    using Sink = std::function<void(AccessUnit &&)>;
    static constexpr qsizetype kMaxAccessUnit = 16 * 1024 * 1024;

    /// `syntax` outlives the assembler.
    AccessUnitAssembler(const NalSyntax &syntax, Sink sink);

    /// Before the NAL units of a packet; `lossBefore` says that packets before it are missing.
    void beginPacket(std::uint32_t timestamp, bool lossBefore);
    void append(QByteArrayView nal);
    void append(const NalFragment &fragment);
    /// NAL units with their sizes in front, as STAP-A of RFC 6184 and AP of RFC 7798 hold them.
    void appendAggregate(QByteArrayView units);
    /// Behind them.
    void endPacket(bool marker);

private:
    /// What is known about the beginning of the open access unit.
    enum class Start {
        Whole,
        BehindLoss,     ///< Packets before it, or of it, are missing.
        SetsBehindLoss, ///< The same, and the SPS or AUD that begins it is there.
    };

    void noteLoss(std::uint32_t timestamp);
    void noteNal(NalRole role, QByteArrayView nal);
    void noteSlice(NalRole role, QByteArrayView nal);
    void openFragment(QByteArrayView header);
    void closeFragment(NalRole role);
    void dropFragment();
    void closeUnit();
    void finish();
    void clear();
    [[nodiscard]] bool makeRoom(qsizetype size);
    [[nodiscard]] bool fragmentOpen() const { return m_fragmentStart >= 0; }
    [[nodiscard]] bool isOfOpenFragment(QByteArrayView header) const;

    const NalSyntax *m_syntax;
    Sink m_sink;
    AccessUnit m_unit;
    bool m_hasVcl = false;
    bool m_markerMisused = false;
    Start m_start = Start::Whole;
    qsizetype m_fragmentStart = -1; ///< Where the open fragment begins in annexB; -1: none open.
    std::optional<std::uint32_t> m_markedTimestamp; ///< Of the last unit that a marker finished.
    qsizetype m_expectedSize = 0; ///< The size of the last unit, to reserve for the next.
};

} // namespace oriel
