#include "h26x/access_unit_splitter.h"
#include "h26x/picture_order.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

using namespace oriel;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

constexpr QByteArrayView kStart(h264::kStartCode, sizeof h264::kStartCode);

struct Bench
{
    explicit Bench(bool usePauses)
        : splitter([this](AccessUnitSplitter::Unit &&unit) { take(std::move(unit)); }, usePauses)
    {
    }

    void take(AccessUnitSplitter::Unit &&unit)
    {
        check(unit.annexB.startsWith(kStart));
        check(!units.empty() || unit.keyframe);
        bool hasSlice = false;
        for (const QByteArrayView nal : h264::splitAnnexB(unit.annexB))
            hasSlice = hasSlice || h264::isVcl(h264::nalType(nal));
        check(hasSlice);
        check(order.framesLater(unit.annexB) >= 0);
        units.push_back(std::move(unit.annexB));
    }

    std::vector<QByteArray> units;
    h264::PictureOrder order;
    AccessUnitSplitter splitter;
};

std::vector<QByteArray> inPieces(QByteArrayView bytes, qsizetype size)
{
    Bench bench(false);
    for (qsizetype at = 0; at < bytes.size(); at += size)
        bench.splitter.append(bytes.sliced(at, std::min(size, bytes.size() - at)), {});
    bench.splitter.finish();
    return bench.units;
}

} // namespace

/// A byte for the size of the pieces, and a stream: what comes out does not depend on the pieces,
/// and pauses may be wherever they like.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 1)
        return 0;
    const qsizetype piece = data[0] + 1;
    const QByteArrayView bytes(data + 1, static_cast<qsizetype>(size) - 1);
    const auto whole = inPieces(bytes, std::max<qsizetype>(bytes.size(), 1));
    check(inPieces(bytes, piece) == whole);

    Bench pausing(true);
    qsizetype out = 0;
    // Again and again, so that pauses may come to be trusted.
    for (int round = 0; round < AccessUnitSplitter::kPausesToTrust + 2; ++round) {
        for (qsizetype at = 0; at < bytes.size(); at += piece * 16) {
            const qsizetype end = std::min(at + piece * 16, bytes.size());
            pausing.splitter.append(bytes.sliced(at, end - at), {});
            pausing.splitter.onPause();
        }
        pausing.splitter.onPause();
    }
    for (const QByteArray &unit : pausing.units)
        out += unit.size();
    check(out <= (bytes.size() * 2 + 4) * (AccessUnitSplitter::kPausesToTrust + 2));
    return 0;
}
