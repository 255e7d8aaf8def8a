#pragma once

#include "base/clock.h"
#include "h26x/nal.h"
#include "h26x/slice_header.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <functional>
#include <optional>

namespace oriel {

/// Cuts an H.264 byte stream (ITU-T H.264, Annex B) that comes in pieces of any size into access
/// units, by 7.4.1.2.3 and 7.4.1.2.4. The first one out begins with an IDR picture, or a recovery
/// point, whose parameter sets are there. Takes any bytes; bounded by kMaxAccessUnit.
///
/// The byte stream has no end of a picture: a unit is known to be complete when the next one
/// begins, one frame interval later. Who writes whole pictures and then pauses can be served
/// sooner: onPause() says that nothing has come for a while. Only once kPausesToTrust of these in a
/// row were seen to fall between two pictures does a pause end a unit. Before that, one that falls
/// into a picture does no harm, and longer ones may do better; after kMostBadPauses they are given
/// up. The first one that ends a unit wrongly ends that for good: what is left of the picture, and
/// what follows up to the next keyframe, is dropped. Not thread-safe.
class AccessUnitSplitter
{
public:
    struct Unit
    {
        QByteArray annexB; ///< Four-byte start codes; no zero bytes between NAL units.
        bool keyframe = false;
        WallTime begun{}; ///< When its first bytes came.
    };
    using Sink = std::function<void(Unit &&)>;

    static constexpr qsizetype kMaxAccessUnit = 16 * 1024 * 1024;
    static constexpr int kPausesToTrust = 30;
    static constexpr int kMostBadPauses = 2;

    explicit AccessUnitSplitter(Sink sink, bool usePauses = true);

    /// The next bytes; `now` is when they came.
    void append(QByteArrayView bytes, WallTime now);
    void onPause();
    /// The stream has ended as it should: what is there is all of the last unit.
    void finish();
    /// What is there may be cut: it is dropped. Another stream begins.
    void reset();

    /// Whether it makes sense to look for pauses.
    [[nodiscard]] bool usesPauses() const { return m_pauses != Pauses::Useless; }
    /// Pauses that fell into a picture: the longer should the next ones be.
    [[nodiscard]] int badPauses() const { return m_badPauses; }
    /// Units that a pause ended before the next one began.
    [[nodiscard]] std::uint64_t endedByPause() const { return m_endedByPause; }
    /// Something came that no H.264 has, before any unit: it is another format, MPEG-TS perhaps, in
    /// which H.264 may be hidden. Nothing comes out until reset().
    [[nodiscard]] bool isForeign() const { return m_isForeign; }
    /// Bytes of something else than H.264.
    [[nodiscard]] std::uint64_t strayBytes() const { return m_strayBytes; }
    /// The parameter sets that were met.
    [[nodiscard]] const h264::ParameterTables &tables() const { return m_tables; }

private:
    enum class Pauses {
        Watched, ///< So far each fell between two pictures.
        Trusted,
        Useless,
    };

    [[nodiscard]] bool step();
    [[nodiscard]] QByteArrayView openNal() const;
    void meetNal(QByteArrayView nal, bool isWhole);
    [[nodiscard]] bool beginsUnit(QByteArrayView nal);
    void judgePause(bool beginsUnit);
    void onBadPause();
    void onCutUnit();
    void closeNal(QByteArrayView nal);
    void noteKeyframe(QByteArrayView nal);
    void closeUnit();
    void skipStray(QByteArrayView bytes);
    void dropOpen();

    Sink m_sink;
    h264::ParameterTables m_tables;

    QByteArray m_buffer;
    qsizetype m_begin = 0; ///< In m_buffer: of the open NAL unit, or of what is not looked at yet.
    qsizetype m_searched = 0; ///< From m_begin: no start code up to here.
    bool m_inNal = false;
    bool m_met = false; ///< meetNal() has seen the open NAL unit.
    WallTime m_now{}, m_nalBegun{};

    Unit m_unit;
    bool m_hasSlice = false;   ///< Also one that is open.
    bool m_isReadable = false; ///< It refers to parameter sets that are there.
    bool m_isCut = false;      ///< A part of m_unit went out already.
    bool m_waitsForKeyframe = true;
    bool m_hasDelivered = false; ///< Since the stream began.
    bool m_isForeign = false;
    std::optional<h264::SliceHeader> m_slice; ///< The last one.

    Pauses m_pauses;
    int m_goodPauses = 0, m_badPauses = 0;
    std::optional<qsizetype> m_pausedAt; ///< So much of the open NAL unit was there.
    std::optional<bool> m_pauseAtEnd;    ///< Of that NAL unit; set once its end is known.
    bool m_released = false;             ///< A pause ended the last unit; the next bytes prove it.
    std::uint64_t m_endedByPause = 0, m_strayBytes = 0;
};

} // namespace oriel
