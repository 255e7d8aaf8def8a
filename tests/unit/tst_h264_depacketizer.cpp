#include "h264_units.h"
#include "h26x/timing_sei.h"

#include <QTest>

#include <utility>

using namespace oriel;
using namespace oriel::test;

namespace {

struct Fragments
{
    QByteArray first, middle, last;
};

Fragments fragments(char header, qsizetype third)
{
    const QByteArray data(third, '\x33');
    const char indicator = static_cast<char>((header & 0x60) | 28);
    const char type = static_cast<char>(header & 0x1f);
    return {QByteArray(1, indicator) + static_cast<char>(type | 0x80) + data,
            QByteArray(1, indicator) + type + data,
            QByteArray(1, indicator) + static_cast<char>(type | 0x40) + data};
}

} // namespace

class TestH264Depacketizer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void completesOnMarker();
    void completesOnTimestampWithoutMarker();
    void parameterSetsSentAhead();
    void trailingSeiBehindMarker();
    void markerOnEverySlice();
    void markerOnEveryFragment();
    void fieldPairs_data();
    void fieldPairs();
    void lossOfAFragment_data();
    void lossOfAFragment();
    void lossBetweenUnits();
    void lossInFrontOfAnIdr_data();
    void lossInFrontOfAnIdr();
    void lossOfTheMarker();
    void lossBetweenSlices();
    void lostPictureLeavesNoSei();
    void fragmentNeverEnded();
    void brokenStap_data();
    void brokenStap();
    void ignoresOtherTypes();
    void boundsMemory();
};

void TestH264Depacketizer::completesOnMarker()
{
    Collector collector;
    collector.push(nal(kSlice, 10), 1, true);
    QCOMPARE(collector.text(), QStringList{"p10"});
    QCOMPARE(collector.units[0].annexB.first(4).toHex(), QByteArray("00000001"));
    collector.push(nal(kSlice, 11), 2);
    collector.push(nal(kSlice, 12), 2, true);
    QCOMPARE(collector.text(), QStringList({"p10", "p11,12"}));
}

void TestH264Depacketizer::completesOnTimestampWithoutMarker()
{
    Collector collector;
    collector.push(nal(kIdr, 10), 1);
    collector.push(nal(kIdr, 11), 1);
    QVERIFY(collector.units.empty());
    collector.push(nal(kSlice, 12), 2);
    collector.push(nal(kSlice, 13), 3);
    QCOMPARE(collector.text(), QStringList({"k10,11", "p12"}));
    QCOMPARE(collector.units[1].rtpTimestamp, 2U);
}

void TestH264Depacketizer::parameterSetsSentAhead()
{
    Collector collector;
    collector.push(kSps, 1, true);
    collector.push(kPps, 1, true);
    collector.push(nal(kIdr, 20), 2, true);
    QCOMPARE(collector.text(), QStringList{"k9,4,20"});
    QCOMPARE(collector.units[0].rtpTimestamp, 2U);
}

void TestH264Depacketizer::trailingSeiBehindMarker()
{
    Collector collector;
    for (std::uint32_t i = 1; i < 4; ++i) {
        collector.push(nal(kSlice, 20), i, true);
        collector.push(h264::trailingSei(), i);
    }
    // No misuse of the marker: the units still come at once.
    QCOMPARE(collector.text(), QStringList({"p20", "p5,20", "p5,20"}));
}

void TestH264Depacketizer::markerOnEverySlice()
{
    Collector collector;
    for (std::uint32_t i = 1; i < 5; ++i) {
        collector.push(nal(kSlice, 20), i, true);
        collector.push(nal(kSlice, 21), i, true);
        collector.push(nal(kSlice, 22), i, true);
    }
    // The first slice was passed on alone; from the second on the timestamp decides.
    QCOMPARE(collector.text(), QStringList({"p20", "p!21,22", "p20,21,22", "p20,21,22"}));
}

void TestH264Depacketizer::markerOnEveryFragment()
{
    const Fragments parts = fragments(kIdr, 100);
    Collector collector;
    for (std::uint32_t i = 1; i < 4; ++i) {
        collector.push(parts.first, i, true);
        collector.push(parts.middle, i, true);
        collector.push(parts.last, i, true);
    }
    QCOMPARE(collector.text(), QStringList({"k301", "k301"}));
}

void TestH264Depacketizer::fieldPairs_data()
{
    QTest::addColumn<bool>("sameTimestamp");
    QTest::addColumn<bool>("markerOnFirst");
    QTest::addColumn<QStringList>("units");
    const QStringList fields{"p20,10", "p21,11", "p20,10", "p21,11"};
    QTest::newRow("two units") << false << true << fields;
    QTest::newRow("two units, one timestamp") << true << true << fields;
    QTest::newRow("one unit") << true << false << QStringList{"p20,10,21,11", "p20,10,21,11"};
}

void TestH264Depacketizer::fieldPairs()
{
    QFETCH(bool, sameTimestamp);
    QFETCH(bool, markerOnFirst);
    // The first slice of a picture says so: its first macroblock is number 0.
    const auto firstSlice = [](qsizetype size) { return nal(kSlice, size, '\xaa'); };
    Collector collector;
    for (std::uint32_t i = 1; i < 3; ++i) {
        const std::uint32_t second = sameTimestamp ? 2 * i : 2 * i + 1;
        collector.push(firstSlice(20), 2 * i);
        collector.push(nal(kSlice, 10), 2 * i, markerOnFirst);
        collector.push(firstSlice(21), second);
        collector.push(nal(kSlice, 11), second, true);
    }
    QTEST(collector.text(), "units");
}

void TestH264Depacketizer::lossOfAFragment_data()
{
    QTest::addColumn<int>("missing");
    QTest::newRow("start") << 0;
    QTest::newRow("middle") << 1;
    QTest::newRow("end") << 2;
}

void TestH264Depacketizer::lossOfAFragment()
{
    QFETCH(int, missing);
    const Fragments parts = fragments(kSlice, 100);
    const QList<QByteArray> payloads = {parts.first, parts.middle, parts.last};
    Collector collector;
    collector.push(nal(kSlice, 10), 1, true);
    collector.push(nal(kSlice, 20), 2);
    for (int i = 0; i < 3; ++i) {
        if (i != missing)
            collector.push(payloads[i], 2, i == 2, i == missing + 1);
    }
    collector.push(nal(kSlice, 30), 3, true, missing == 2);
    // The other slice of the picture is kept, the cut one is not.
    QCOMPARE(collector.text(), QStringList({"p10", "p!20", missing == 2 ? "p!30" : "p30"}));
}

void TestH264Depacketizer::lossBetweenUnits()
{
    Collector collector;
    collector.push(nal(kSlice, 10), 1, true);
    collector.push(nal(kSlice, 11), 3, true, true); // Timestamp 2 is gone, 3 refers to it.
    collector.push(nal(kSlice, 12), 4, true);
    QCOMPARE(collector.text(), QStringList({"p10", "p!11", "p12"}));
    // Parameter sets make no picture whole that refers to another.
    collector.push(kSps, 6, false, true);
    collector.push(nal(kSlice, 13), 6, true);
    QCOMPARE(collector.text().last(), QString("p!9,13"));
}

void TestH264Depacketizer::lossInFrontOfAnIdr_data()
{
    QTest::addColumn<QList<QByteArray>>("nals");
    QTest::addColumn<bool>("damaged");
    QTest::newRow("SPS") << QList<QByteArray>{kSps, kPps} << false;
    QTest::newRow("SEI and SPS") << QList<QByteArray>{h264::trailingSei(), kSps, kPps} << false;
    QTest::newRow("AUD") << QList<QByteArray>{nal('\x09', 2)} << false;
    QTest::newRow("PPS") << QList<QByteArray>{kPps} << true;
    QTest::newRow("SEI") << QList<QByteArray>{h264::trailingSei()} << true;
    QTest::newRow("nothing") << QList<QByteArray>{} << true;
}

void TestH264Depacketizer::lossInFrontOfAnIdr()
{
    QFETCH(QList<QByteArray>, nals);
    Collector collector;
    collector.push(nal(kSlice, 10), 1); // Its marker is lost.
    bool loss = true;
    for (const QByteArray &one : nals)
        collector.push(one, 2, false, std::exchange(loss, false));
    collector.push(nal(kIdr, 20), 2, true, loss);
    QCOMPARE(collector.units.size(), 2U);
    QVERIFY(collector.units[0].damaged);
    QVERIFY(collector.units[1].keyframe);
    QTEST(bool{collector.units[1].damaged}, "damaged");
    QCOMPARE(collector.units[1].annexB, annexB(nals + QList<QByteArray>{nal(kIdr, 20)}));
}

void TestH264Depacketizer::lossOfTheMarker()
{
    Collector collector;
    collector.push(nal(kSlice, 10), 1);
    QVERIFY(collector.units.empty());
    collector.push(nal(kSlice, 11), 2, false, true);
    QCOMPARE(collector.text(), QStringList{"p!10"});
    collector.push(nal(kSlice, 12), 2, true);
    QCOMPARE(collector.text(), QStringList({"p!10", "p!11,12"}));
}

void TestH264Depacketizer::lossBetweenSlices()
{
    Collector collector;
    collector.push(nal(kIdr, 10), 1);
    collector.push(nal(kIdr, 12), 1, true, true);
    collector.push(nal(kSlice, 13), 2, true);
    QCOMPARE(collector.text(), QStringList({"k!10,12", "p13"}));
}

void TestH264Depacketizer::lostPictureLeavesNoSei()
{
    h264::FrameTiming lost;
    lost.captured = WallTime(std::chrono::seconds(1000));
    const Fragments parts = fragments(kSlice, 100);
    Collector collector;
    collector.push(h264::writeTimingSei(lost), 1);
    collector.push(parts.first, 1);
    collector.push(parts.last, 1, true, true);
    collector.push(nal(kSlice, 10), 2, true);
    QCOMPARE(collector.text(), QStringList{"p!10"});
    QVERIFY(!h264::readTimingSei(collector.units[0].annexB));
}

void TestH264Depacketizer::fragmentNeverEnded()
{
    const Fragments slice = fragments(kSlice, 100);
    const Fragments idr = fragments(kIdr, 100);
    Collector collector;
    collector.push(nal(kSlice, 9), 1);
    collector.push(slice.first, 1);
    collector.push(slice.first, 1); // Starts again.
    collector.push(idr.last, 1);    // Ends another type.
    collector.push(slice.first, 1);
    collector.push(nal(kSlice, 10), 1); // Another NAL unit between.
    collector.push(slice.middle, 1);
    collector.push(slice.first, 1);
    collector.push(nal(kSlice, 11), 2, true); // The timestamp ends.
    QCOMPARE(collector.text(), QStringList({"p!9,10", "p11"}));
}

void TestH264Depacketizer::brokenStap_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QStringList>("units");
    QTest::newRow("good") << QByteArray("78"
                                        "0002"
                                        "4111"
                                        "0003"
                                        "412222")
                          << QStringList{"p2,3"};
    QTest::newRow("padded by a byte") << QByteArray("78"
                                                    "0002"
                                                    "4111"
                                                    "00")
                                      << QStringList{"p2"};
    QTest::newRow("size beyond") << QByteArray("78"
                                               "0002"
                                               "4111"
                                               "0004"
                                               "412222")
                                 << QStringList{"p!2"};
    QTest::newRow("size 0") << QByteArray("78"
                                          "0002"
                                          "4111"
                                          "0000"
                                          "412222")
                            << QStringList{"p!2"};
    QTest::newRow("nested") << QByteArray("78"
                                          "0003"
                                          "780002"
                                          "0002"
                                          "4111")
                            << QStringList{"p2"};
    QTest::newRow("empty") << QByteArray("78") << QStringList{};
    QTest::newRow("size alone") << QByteArray("780002") << QStringList{};
}

void TestH264Depacketizer::brokenStap()
{
    QFETCH(QByteArray, payload);
    Collector collector;
    collector.push(QByteArray::fromHex(payload), 1, true);
    QTEST(collector.text(), "units");
}

void TestH264Depacketizer::ignoresOtherTypes()
{
    Collector collector;
    for (const char *const hex : {"", "00ff", "59ff", "5aff", "5bff", "5dff", "5eff", "5fff", "7c",
                                  "7c00", "7c9c11", "7c8011"})
        collector.push(QByteArray::fromHex(hex), 1);
    collector.push(nal(kSlice, 10), 1, true);
    QCOMPARE(collector.units.size(), 1U);
    QCOMPARE(collector.units[0].annexB, annexB({nal(kSlice, 10)}));
}

void TestH264Depacketizer::boundsMemory()
{
    constexpr qsizetype kSize = 60000;
    constexpr int kTooMany = 2 * H264Depacketizer::kMaxAccessUnit / kSize;
    const Fragments parts = fragments(kSlice, kSize);
    Collector collector;
    for (int i = 0; i < kTooMany; ++i)
        collector.push(nal(kSlice, kSize), 1);
    collector.push(nal(kSlice, 10), 2, true);
    collector.push(parts.first, 3);
    for (int i = 0; i < kTooMany; ++i)
        collector.push(parts.middle, 3);
    collector.push(parts.last, 3, true);
    for (int i = 0; i < kTooMany; ++i)
        collector.push(nal('\x06', kSize), 4);
    collector.push(nal(kSlice, 11), 5, true);

    QCOMPARE(collector.units.size(), 3U);
    QVERIFY(collector.units[0].damaged);
    QVERIFY(!collector.units[1].damaged);
    QVERIFY(collector.units[2].damaged);
    for (const AccessUnit &unit : collector.units)
        QVERIFY(unit.annexB.size() <= H264Depacketizer::kMaxAccessUnit);
}

QTEST_APPLESS_MAIN(TestH264Depacketizer)
#include "tst_h264_depacketizer.moc"
