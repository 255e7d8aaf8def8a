#include "h26x/h265_nal.h"
#include "h26x/leading_sei.h"
#include "h26x/parameter_sets.h"
#include "h26x/sei.h"
#include "h26x/timing_sei.h"

#include <QTest>

using namespace oriel;
using h265::NalType;

namespace {

QByteArray unitOf(const QList<QByteArray> &hexNals)
{
    QByteArray out;
    for (const QByteArray &hex : hexNals)
        out.append(h264::kStartCode, sizeof h264::kStartCode).append(QByteArray::fromHex(hex));
    return out;
}

/// The same messages in a NAL unit of H.265.
QByteArray timingNal(const h264::FrameTiming &timing, const char *headerHex = "4e01")
{
    return headerHex + h264::writeTimingSei(timing).sliced(1).toHex();
}

const QByteArray kVps = "40010c01ffff01600000030090000003000003005d959809";
const QByteArray kSps = "42010101600000030090000003000003005da0028080";
const QByteArray kPps = "4401c172b46240";
const QByteArray kIdr = "2801af11";
const QByteArray kTrail = "0201d011";

} // namespace

class TestH265Nal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void types_data();
    void types();
    void streamUnits_data();
    void streamUnits();
    void parameterSetsOfSprop();
    void brokenSprop();
    void leadingSei();
    void leadingSeiOfAnyBytes();
    void timing();
    void suffixSeiTellsNoTime();
    void seiHeaderIsTwoBytes();
};

void TestH265Nal::types_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<int>("type");
    QTest::addColumn<bool>("vcl");
    QTest::addColumn<bool>("irap");
    QTest::newRow("TRAIL_N") << QByteArray("0001") << 0 << true << false;
    QTest::newRow("TRAIL_R, upper layer") << QByteArray("03ff") << 1 << true << false;
    QTest::newRow("RASL_R") << QByteArray("1201") << 9 << true << false;
    QTest::newRow("BLA_W_LP") << QByteArray("2001") << 16 << true << true;
    QTest::newRow("IDR_N_LP") << QByteArray("2801") << 20 << true << true;
    QTest::newRow("CRA") << QByteArray("2a01") << 21 << true << true;
    QTest::newRow("RSV_IRAP_VCL23") << QByteArray("2e01") << 23 << true << true;
    QTest::newRow("RSV_VCL24") << QByteArray("3001") << 24 << true << false;
    QTest::newRow("VPS") << QByteArray("4001") << 32 << false << false;
    QTest::newRow("PPS") << QByteArray("4401") << 34 << false << false;
    QTest::newRow("AUD") << QByteArray("4601") << 35 << false << false;
    QTest::newRow("forbidden bit") << QByteArray("c401") << 34 << false << false;
    QTest::newRow("FU") << QByteArray("6201") << 49 << false << false;
}

void TestH265Nal::types()
{
    QFETCH(QByteArray, hex);
    const NalType type = h265::nalType(QByteArray::fromHex(hex));
    QTEST(static_cast<int>(type), "type");
    QTEST(h265::isVcl(type), "vcl");
    QTEST(h265::isIrap(type), "irap");
}

void TestH265Nal::streamUnits_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<bool>("can");
    QTest::newRow("slice") << kTrail << true;
    QTest::newRow("header alone") << QByteArray("0201") << true;
    QTest::newRow("half a header") << QByteArray("02") << false;
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("reserved") << QByteArray("5e01") << true;
    QTest::newRow("AP") << QByteArray("6001") << false;
    QTest::newRow("PACI") << QByteArray("6401") << false;
    QTest::newRow("unspecified") << QByteArray("7e01") << false;
    QTest::newRow("no temporal id") << QByteArray("0000") << false;
}

void TestH265Nal::streamUnits()
{
    QFETCH(QByteArray, hex);
    const QByteArray nal = QByteArray::fromHex(hex);
    QTEST(h265::isStreamUnit(nal), "can");
}

void TestH265Nal::parameterSetsOfSprop()
{
    const auto coded = [](const QByteArray &hex) { return QByteArray::fromHex(hex).toBase64(); };
    QCOMPARE(h265::annexBOfSprop(coded(kVps), coded(kSps), coded(kPps)).toHex(),
             unitOf({kVps, kSps, kPps}).toHex());
    const QByteArray otherPps = "4401c172b46241";
    QCOMPARE(h265::annexBOfSprop(coded(kVps), coded(kSps), coded(kPps) + ',' + coded(otherPps)),
             unitOf({kVps, kSps, kPps, otherPps}));
    QCOMPARE(h265::annexBOfSprop({}, coded(kSps), {}), unitOf({kSps}));
}

void TestH265Nal::brokenSprop()
{
    // A slice, half a header, an SPS of H.264.
    for (const char *const text : {"", ",,", "****", "AgHQEQ==", "QA==", "Z0IACpZTBYmI"})
        QCOMPARE(h265::annexBOfSprop(text, text, text), QByteArray());
}

void TestH265Nal::leadingSei()
{
    const QByteArray sei = "4e01050180", later = "4e01060180";
    const QByteArray bytes =
        unitOf({"460150", kVps, sei, kSps, kPps, later, kIdr, "5001050180", sei, kIdr});
    LeadingSei leading(VideoCodec::H265, bytes);
    QCOMPARE(leading.next()->toByteArray().toHex(), sei);
    QCOMPARE(leading.next()->toByteArray().toHex(), later);
    QVERIFY(!leading.next());
    QVERIFY(!leading.next());
    // In H.264 the same bytes are of type 14, which is none.
    const QByteArray h264Bytes = unitOf({"06050180", sei, "6588", "06060180"});
    LeadingSei other(VideoCodec::H264, h264Bytes);
    QCOMPARE(other.next()->toByteArray().toHex(), QByteArray("06050180"));
    QVERIFY(!other.next());
}

void TestH265Nal::leadingSeiOfAnyBytes()
{
    for (const char *const hex : {"", "4e", "0000014e", "000001", "00000102", "4e01050180"}) {
        const QByteArray bytes = QByteArray::fromHex(hex);
        LeadingSei leading(VideoCodec::H265, bytes);
        while (const auto nal = leading.next())
            QVERIFY(!h264::SeiReader(*nal, VideoCodec::H265).next());
    }
}

void TestH265Nal::timing()
{
    h264::FrameTiming timing;
    timing.captured = WallTime(std::chrono::seconds(1'800'000'000));
    timing.encoded = timing.captured + std::chrono::milliseconds(3);
    timing.sent = timing.captured + std::chrono::milliseconds(4);
    timing.frame = 7;
    const QByteArray bytes = unitOf({kVps, kSps, kPps, timingNal(timing), kIdr});
    QVERIFY(h264::readTimingSei(bytes, VideoCodec::H265) == timing);
    QVERIFY(!h264::readTimingSei(bytes));
    QVERIFY(!h264::readTimingSei(unitOf({kTrail, timingNal(timing)}), VideoCodec::H265));
}

void TestH265Nal::suffixSeiTellsNoTime()
{
    h264::FrameTiming timing;
    timing.captured = WallTime(std::chrono::seconds(1'800'000'000));
    const QByteArray suffix = timingNal(timing, "5001");
    QVERIFY(!h264::readTimingSei(unitOf({suffix, kTrail}), VideoCodec::H265));
}

void TestH265Nal::seiHeaderIsTwoBytes()
{
    const QByteArray nal = QByteArray::fromHex("4e01 0502aabb 060184 80");
    h264::SeiReader reader(nal, VideoCodec::H265);
    const auto first = reader.next();
    QVERIFY(first && first->type == h264::SeiType::UserDataUnregistered);
    QCOMPARE(first->payload.toByteArray().toHex(), QByteArray("aabb"));
    QVERIFY(reader.next()->type == h264::SeiType::RecoveryPoint);
    QVERIFY(!reader.next());
    for (const char *const hex : {"", "4e", "4e01", "4e0180"}) {
        const QByteArray broken = QByteArray::fromHex(hex);
        QVERIFY(!h264::SeiReader(broken, VideoCodec::H265).next());
    }
}

QTEST_APPLESS_MAIN(TestH265Nal)
#include "tst_h265_nal.moc"
