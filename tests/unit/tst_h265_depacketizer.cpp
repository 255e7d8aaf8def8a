#include "depacketizer_collector.h"
#include "h26x/h265_nal.h"
#include "rtsp/h265_depacketizer.h"

#include <QTest>

#include <utility>

using namespace oriel;
using namespace oriel::test;
using h265::NalType;

namespace {

using Collector = DepacketizerCollector<H265Depacketizer>;

QByteArray header(NalType type)
{
    return QByteArray(1, static_cast<char>(static_cast<int>(type) << 1)) + '\x01';
}

/// The first slice of a picture with fill '\xaa', another one with '\x55'.
QByteArray nal(NalType type, qsizetype size, char fill = '\x55')
{
    return header(type) + QByteArray(size - h265::kNalHeaderSize, fill);
}

QByteArray slice(qsizetype size)
{
    return nal(NalType::TrailR, size);
}

const QByteArray kVps = nal(NalType::Vps, 23);
const QByteArray kSps = nal(NalType::Sps, 40);
const QByteArray kPps = nal(NalType::Pps, 7);
const QByteArray kSei = nal(NalType::PrefixSei, 9);

QByteArray aggregate(const QList<QByteArray> &nals)
{
    QByteArray out = header(NalType::Ap);
    for (const QByteArray &one : nals) {
        out.append(static_cast<char>(one.size() >> 8)).append(static_cast<char>(one.size()));
        out.append(one);
    }
    return out;
}

struct Fragments
{
    QByteArray first, middle, last;
};

/// A NAL unit of 302 bytes in three.
Fragments fragments(NalType type)
{
    const QByteArray data(100, '\x33');
    const char fu = static_cast<char>(type);
    const auto one = [&](int flag) {
        return header(NalType::Fu) + static_cast<char>(fu | flag) + data;
    };
    return {one(0x80), one(0), one(0x40)};
}

} // namespace

class TestH265Depacketizer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void completesOnMarker();
    void completesOnTimestampWithoutMarker();
    void keyframes_data();
    void keyframes();
    void parameterSetsInOnePacket();
    void suffixSeiBehindMarker();
    void fragmentsAreJoined();
    void layerAndTemporalIdSurvive();
    void markerOnEverySlice();
    void markerOnEveryFragment();
    void fieldPairsShareATimestamp();
    void lossOfAFragment_data();
    void lossOfAFragment();
    void lossInFrontOfAnIrap_data();
    void lossInFrontOfAnIrap();
    void brokenAggregate_data();
    void brokenAggregate();
    void ignoresOtherTypes();
    void boundsMemory();
};

void TestH265Depacketizer::completesOnMarker()
{
    Collector collector;
    collector.push(slice(10), 1, true);
    QCOMPARE(collector.text(), QStringList{"p10"});
    QCOMPARE(collector.units[0].annexB.first(6).toHex(), QByteArray("000000010201"));
    collector.push(slice(11), 2);
    collector.push(slice(12), 2, true);
    QCOMPARE(collector.text(), QStringList({"p10", "p11,12"}));
    QCOMPARE(collector.units[1].rtpTimestamp, 2U);
}

void TestH265Depacketizer::completesOnTimestampWithoutMarker()
{
    Collector collector;
    collector.push(nal(NalType::IdrNLp, 10), 1);
    collector.push(nal(NalType::IdrNLp, 11), 1);
    QVERIFY(collector.units.empty());
    collector.push(slice(12), 2);
    collector.push(slice(13), 3);
    QCOMPARE(collector.text(), QStringList({"k10,11", "p12"}));
}

void TestH265Depacketizer::keyframes_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<bool>("keyframe");
    QTest::newRow("TRAIL_N") << 0 << false;
    QTest::newRow("RASL_R") << 9 << false;
    QTest::newRow("reserved 15") << 15 << false;
    QTest::newRow("BLA_W_LP") << 16 << true;
    QTest::newRow("BLA_N_LP") << 18 << true;
    QTest::newRow("IDR_W_RADL") << 19 << true;
    QTest::newRow("IDR_N_LP") << 20 << true;
    QTest::newRow("CRA") << 21 << true;
    QTest::newRow("reserved IRAP 23") << 23 << true;
    QTest::newRow("reserved 24") << 24 << false;
}

void TestH265Depacketizer::keyframes()
{
    QFETCH(int, type);
    Collector collector;
    collector.push(nal(static_cast<NalType>(type), 10), 1, true);
    QCOMPARE(collector.units.size(), 1U);
    QTEST(bool{collector.units[0].keyframe}, "keyframe");
}

void TestH265Depacketizer::parameterSetsInOnePacket()
{
    Collector collector;
    collector.push(aggregate({kVps, kSps, kPps, kSei}), 1);
    collector.push(nal(NalType::IdrWRadl, 20), 1, true);
    // Sent ahead, with a timestamp of their own.
    collector.push(aggregate({kVps, kSps, kPps}), 2, true);
    collector.push(nal(NalType::Cra, 21), 3, true);
    QCOMPARE(collector.text(), QStringList({"k23,40,7,9,20", "k23,40,7,21"}));
    QCOMPARE(collector.units[0].annexB,
             annexB({kVps, kSps, kPps, kSei, nal(NalType::IdrWRadl, 20)}));
}

void TestH265Depacketizer::suffixSeiBehindMarker()
{
    Collector collector;
    for (std::uint32_t i = 1; i < 4; ++i) {
        collector.push(slice(20), i, true);
        collector.push(nal(NalType::SuffixSei, 5), i);
    }
    QCOMPARE(collector.text(), QStringList({"p20", "p5,20", "p5,20"}));
}

void TestH265Depacketizer::fragmentsAreJoined()
{
    const Fragments parts = fragments(NalType::IdrWRadl);
    Collector collector;
    collector.push(parts.first, 1);
    collector.push(parts.middle, 1);
    collector.push(parts.last, 1, true);
    QCOMPARE(collector.text(), QStringList{"k302"});
    QCOMPARE(collector.units[0].annexB, annexB({nal(NalType::IdrWRadl, 302, '\x33')}));
}

void TestH265Depacketizer::layerAndTemporalIdSurvive()
{
    // Layer 33, temporal id 2: 0b0'110001'1 0b00001'011 as FU, type TRAIL_R inside.
    Collector collector;
    collector.push(QByteArray::fromHex("630b8122"), 1);
    collector.push(QByteArray::fromHex("630b4133"), 1, true);
    QCOMPARE(collector.units.size(), 1U);
    QCOMPARE(collector.units[0].annexB.toHex(), QByteArray("00000001030b2233"));
}

void TestH265Depacketizer::markerOnEverySlice()
{
    Collector collector;
    for (std::uint32_t i = 1; i < 4; ++i) {
        collector.push(nal(NalType::TrailR, 20, '\xaa'), i, true);
        collector.push(slice(21), i, true);
        collector.push(slice(22), i, true);
    }
    // The first slice was passed on alone; from the second on the timestamp decides.
    QCOMPARE(collector.text(), QStringList({"p20", "p!21,22", "p20,21,22"}));
}

void TestH265Depacketizer::markerOnEveryFragment()
{
    const Fragments parts = fragments(NalType::Cra);
    Collector collector;
    for (std::uint32_t i = 1; i < 4; ++i) {
        collector.push(parts.first, i, true);
        collector.push(parts.middle, i, true);
        collector.push(parts.last, i, true);
    }
    QCOMPARE(collector.text(), QStringList({"k302", "k302"}));
}

void TestH265Depacketizer::fieldPairsShareATimestamp()
{
    Collector collector;
    for (std::uint32_t i = 1; i < 3; ++i) {
        collector.push(nal(NalType::TrailR, 20, '\xaa'), i, true);
        collector.push(nal(NalType::TrailR, 21, '\xaa'), i, true);
    }
    QCOMPARE(collector.text(), QStringList({"p20", "p21", "p20", "p21"}));
}

void TestH265Depacketizer::lossOfAFragment_data()
{
    QTest::addColumn<int>("missing");
    QTest::newRow("start") << 0;
    QTest::newRow("middle") << 1;
    QTest::newRow("end") << 2;
}

void TestH265Depacketizer::lossOfAFragment()
{
    QFETCH(int, missing);
    const Fragments parts = fragments(NalType::TrailR);
    const QList<QByteArray> payloads = {parts.first, parts.middle, parts.last};
    Collector collector;
    collector.push(slice(10), 1, true);
    collector.push(slice(20), 2);
    for (int i = 0; i < 3; ++i) {
        if (i != missing)
            collector.push(payloads[i], 2, i == 2, i == missing + 1);
    }
    collector.push(slice(30), 3, true, missing == 2);
    QCOMPARE(collector.text(), QStringList({"p10", "p!20", missing == 2 ? "p!30" : "p30"}));
}

void TestH265Depacketizer::lossInFrontOfAnIrap_data()
{
    QTest::addColumn<QList<QByteArray>>("nals");
    QTest::addColumn<bool>("damaged");
    QTest::newRow("VPS") << QList<QByteArray>{kVps, kSps, kPps} << false;
    QTest::newRow("SPS") << QList<QByteArray>{kSps, kPps} << false;
    QTest::newRow("AUD") << QList<QByteArray>{nal(NalType::Aud, 3)} << false;
    QTest::newRow("PPS") << QList<QByteArray>{kPps} << true;
    QTest::newRow("SEI") << QList<QByteArray>{kSei} << true;
    QTest::newRow("nothing") << QList<QByteArray>{} << true;
}

void TestH265Depacketizer::lossInFrontOfAnIrap()
{
    QFETCH(QList<QByteArray>, nals);
    Collector collector;
    collector.push(slice(10), 1); // Its marker is lost.
    bool loss = true;
    for (const QByteArray &one : nals)
        collector.push(one, 2, false, std::exchange(loss, false));
    collector.push(nal(NalType::Cra, 20), 2, true, loss);
    QCOMPARE(collector.units.size(), 2U);
    QVERIFY(collector.units[0].damaged);
    QVERIFY(collector.units[1].keyframe);
    QTEST(bool{collector.units[1].damaged}, "damaged");
}

void TestH265Depacketizer::brokenAggregate_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QStringList>("units");
    const QByteArray two = aggregate({slice(3), slice(4)});
    QTest::newRow("good") << two << QStringList{"p3,4"};
    QTest::newRow("padded by a byte") << two + '\0' << QStringList{"p3,4"};
    QTest::newRow("cut") << two.chopped(1) << QStringList{"p!3"};
    QTest::newRow("size 0") << aggregate({slice(3), {}, slice(4)}) << QStringList{"p!3"};
    QTest::newRow("half a header")
        << aggregate({slice(3), QByteArray(1, '\x02')}) << QStringList{"p3"};
    QTest::newRow("nested") << aggregate({aggregate({slice(3)}), slice(4)}) << QStringList{"p4"};
    QTest::newRow("header alone") << header(NalType::Ap) << QStringList{};
    QTest::newRow("half a header alone") << QByteArray(1, '\x60') << QStringList{};
}

void TestH265Depacketizer::brokenAggregate()
{
    QFETCH(QByteArray, payload);
    Collector collector;
    collector.push(payload, 1, true);
    QTEST(collector.text(), "units");
}

void TestH265Depacketizer::ignoresOtherTypes()
{
    Collector collector;
    // Cut ones, PACI, unspecified types, a temporal id that is none, an FU of an AP.
    for (const char *const hex : {"", "02", "6201", "640111223344", "660111", "7e0111", "000011",
                                  "620181", "6201b01122", "6200811122"})
        collector.push(QByteArray::fromHex(hex), 1);
    collector.push(slice(10), 1, true);
    QCOMPARE(collector.units.size(), 1U);
    QCOMPARE(collector.units[0].annexB, annexB({slice(10)}));
}

void TestH265Depacketizer::boundsMemory()
{
    constexpr qsizetype kSize = 60000;
    constexpr int kTooMany = 2 * H265Depacketizer::kMaxAccessUnit / kSize;
    QByteArray middle = fragments(NalType::TrailR).middle;
    middle.resize(kSize, '\x33');
    Collector collector;
    collector.push(fragments(NalType::TrailR).first, 1);
    for (int i = 0; i < kTooMany; ++i)
        collector.push(middle, 1);
    collector.push(fragments(NalType::TrailR).last, 1, true);
    collector.push(slice(10), 2, true);
    QCOMPARE(collector.text(), QStringList{"p!10"});
}

QTEST_APPLESS_MAIN(TestH265Depacketizer)
#include "tst_h265_depacketizer.moc"
