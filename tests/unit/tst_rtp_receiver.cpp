#include "rtsp/rtp_packet.h"
#include "rtsp/rtp_receiver.h"

#include <QTest>

#include <cstdlib>
#include <vector>

using namespace oriel;
using namespace std::chrono_literals;

namespace {

constexpr std::uint8_t kPayloadType = 96;

QByteArray packet(std::uint16_t sequenceNumber, std::uint32_t timestamp, bool marker = true,
                  std::uint32_t ssrc = 77, std::uint8_t payloadType = kPayloadType)
{
    RtpPacket header;
    header.sequenceNumber = sequenceNumber;
    header.timestamp = timestamp;
    header.marker = marker;
    header.ssrc = ssrc;
    header.payloadType = payloadType;
    QByteArray out;
    appendRtpHeader(out, header);
    return out + QByteArray::fromHex("41112233");
}

QByteArray idrPacket(std::uint16_t sequenceNumber, std::uint32_t timestamp)
{
    return packet(sequenceNumber, timestamp).first(kRtpHeaderSize) + QByteArray::fromHex("658811");
}

struct Driver
{
    std::vector<AccessUnit> units;
    SteadyTime now{1h};
    RtpReceiver receiver;

    explicit Driver(std::chrono::milliseconds wait = RtpReceiver::kUdpReorderWait,
                    VideoCodec codec = VideoCodec::H264)
        : receiver({kPayloadType, kRtpVideoClockHz, codec}, wait,
                   [this](AccessUnit &&unit) { units.push_back(std::move(unit)); })
    {
    }
    void push(const QByteArray &bytes) { receiver.onRtp(bytes, now); }
    [[nodiscard]] const RtpStatistics &figures() const { return receiver.statistics(); }
    [[nodiscard]] RtcpReportBlock report()
    {
        return RtcpCompound::parse(receiver.makeReport(now))->reports.at(0);
    }
};

} // namespace

class TestRtpReceiver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deliversAndCounts();
    void deliversH265();
    void countsWhatItIgnores();
    void gapEndsAtTheDeadline();
    void tcpKnowsALossAtOnce();
    void gopLength();
    void jitter_data();
    void jitter();
    void reportBeforeAnyPacket();
    void reportFigures();
    void reportOverTheWrap();
    void duplicatesMakeLossNegative();
    void reportOfARestartedSequence();
    void lastSenderReport();
    void wallClock();
    void noWallClock();
    void nextNtpEra();
    void bye();
    void changeOfSsrc();
};

void TestRtpReceiver::deliversAndCounts()
{
    Driver driver;
    const WallTime before = wallNow();
    driver.push(packet(1, 100, false));
    QVERIFY(driver.units.empty());
    driver.push(packet(2, 100));
    QCOMPARE(driver.units.size(), 1U);
    QCOMPARE(driver.units[0].annexB.toHex(), QByteArray("00000001411122330000000141112233"));
    QVERIFY(driver.units[0].received >= before && driver.units[0].received <= wallNow());
    QVERIFY(!driver.receiver.deadline());
    QCOMPARE(driver.figures().packets, 2U);
    QCOMPARE(driver.figures().bytes, 32U);
    QCOMPARE(driver.figures().accessUnits, 1U);
    QCOMPARE(driver.figures().keyframes, 0U);
    QCOMPARE(driver.figures().damagedAccessUnits, 0U);
    QCOMPARE(driver.figures().ssrc, 77U);
}

void TestRtpReceiver::deliversH265()
{
    Driver driver(RtpReceiver::kUdpReorderWait, VideoCodec::H265);
    // A CRA picture in two fragments; then the sender begins anew.
    for (const std::uint32_t ssrc : {77U, 78U}) {
        driver.push(packet(1, 100, false, ssrc).first(kRtpHeaderSize) +
                    QByteArray::fromHex("620195112233"));
        driver.push(packet(2, 100, true, ssrc).first(kRtpHeaderSize) +
                    QByteArray::fromHex("6201554455"));
    }
    QCOMPARE(driver.units.size(), 2U);
    for (const AccessUnit &unit : driver.units) {
        QCOMPARE(unit.annexB.toHex(), QByteArray("000000012a011122334455"));
        QVERIFY(unit.keyframe && !unit.damaged);
    }
    QCOMPARE(driver.figures().keyframes, 2U);
}

void TestRtpReceiver::countsWhatItIgnores()
{
    Driver driver;
    driver.push({});
    driver.push("GET / HTTP/1.1");
    driver.push(packet(1, 100, true, 77, 97));
    driver.receiver.onRtcp("rubbish", driver.now);
    QCOMPARE(driver.figures().malformed, 3U);
    QCOMPARE(driver.figures().otherPayload, 1U);
    QCOMPARE(driver.figures().packets, 0U);
    QCOMPARE(driver.figures().ssrc, 0U);
    QVERIFY(driver.units.empty());
}

void TestRtpReceiver::gapEndsAtTheDeadline()
{
    Driver driver;
    driver.push(packet(1, 100));
    driver.push(packet(3, 300));
    driver.push(packet(4, 400));
    QCOMPARE(driver.units.size(), 1U);
    QVERIFY(driver.receiver.deadline() == driver.now + RtpReceiver::kUdpReorderWait);
    driver.receiver.onDeadline(driver.now + 19ms);
    QCOMPARE(driver.units.size(), 1U);
    driver.receiver.onDeadline(driver.now + 20ms);
    QCOMPARE(driver.units.size(), 3U);
    QVERIFY(!driver.units[0].damaged && driver.units[1].damaged && !driver.units[2].damaged);
    QVERIFY(!driver.receiver.deadline());
    driver.push(packet(2, 200));
    driver.push(packet(4, 400));
    driver.push(packet(6, 600));
    driver.push(packet(5, 500));
    QCOMPARE(driver.figures().lost, 1U);
    QCOMPARE(driver.figures().late, 1U);
    QCOMPARE(driver.figures().duplicate, 1U);
    QCOMPARE(driver.figures().reordered, 1U);
    QCOMPARE(driver.figures().damagedAccessUnits, 1U);
    QCOMPARE(driver.units.size(), 5U);
}

void TestRtpReceiver::tcpKnowsALossAtOnce()
{
    Driver driver(RtpReceiver::kTcpReorderWait);
    driver.push(packet(1, 100));
    driver.push(packet(3, 300));
    QCOMPARE(driver.units.size(), 2U);
    QVERIFY(driver.units[1].damaged);
    QVERIFY(!driver.receiver.deadline());
    QCOMPARE(driver.figures().lost, 1U);
}

void TestRtpReceiver::gopLength()
{
    Driver driver;
    std::uint16_t sequence = 0;
    const auto push = [&](bool idr) {
        const std::uint32_t timestamp = sequence * 3000U;
        driver.push(idr ? idrPacket(sequence, timestamp) : packet(sequence, timestamp));
        ++sequence;
    };
    push(false);
    push(true);
    QCOMPARE(driver.figures().gopLength, 0U);
    for (int i = 0; i < 14; ++i)
        push(false);
    QCOMPARE(driver.figures().gopLength, 0U);
    push(true);
    QCOMPARE(driver.figures().gopLength, 15U);
    push(false);
    push(true);
    QCOMPARE(driver.figures().gopLength, 2U);
    QCOMPARE(driver.figures().keyframes, 3U);
}

void TestRtpReceiver::jitter_data()
{
    QTest::addColumn<int>("offsetUs"); // Every second packet comes so much later.
    QTest::newRow("none") << 0;
    QTest::newRow("1 ms") << 1000;
    QTest::newRow("10 ms") << 10000;
}

void TestRtpReceiver::jitter()
{
    QFETCH(int, offsetUs);
    Driver driver;
    const SteadyTime start = driver.now;
    for (int i = 0; i < 400; ++i) {
        driver.now = start + i * 40ms + std::chrono::microseconds(i % 2 * offsetUs);
        // The timestamp wraps around on the way.
        driver.push(packet(static_cast<std::uint16_t>(i), 0xffff0000U + 3600U * unsigned(i)));
    }
    // |D| is the offset for each pair, and so is its mean.
    const auto measured = driver.figures().jitter.count();
    QVERIFY2(std::abs(measured - offsetUs) <= offsetUs / 50 + 12,
             qPrintable(QString::number(measured)));
    QVERIFY(std::abs(int(driver.report().jitter) - offsetUs * 9 / 100) <= offsetUs / 500 + 2);
}

void TestRtpReceiver::reportBeforeAnyPacket()
{
    Driver driver;
    const auto report = RtcpCompound::parse(driver.receiver.makeReport(driver.now));
    QVERIFY(report && report->reports.empty());
}

void TestRtpReceiver::reportFigures()
{
    Driver driver;
    for (const std::uint16_t number : {10, 11, 12, 14})
        driver.push(packet(number, 100));
    RtcpReportBlock block = driver.report();
    QCOMPARE(block.ssrc, 77U);
    QCOMPARE(block.highestSequence, 14U);
    QCOMPARE(block.packetsLost, 1);
    QCOMPARE(int{block.fractionLost}, 256 / 5);
    QCOMPARE(block.lastSenderReport, 0U);
    QCOMPARE(block.delaySinceLastReport, 0U);
    for (const std::uint16_t number : {15, 16})
        driver.push(packet(number, 100));
    block = driver.report();
    QCOMPARE(block.packetsLost, 1);
    QCOMPARE(int{block.fractionLost}, 0);
    QCOMPARE(int{driver.report().fractionLost}, 0);
}

void TestRtpReceiver::reportOverTheWrap()
{
    Driver driver;
    for (const std::uint16_t number : {0xfffe, 0xffff, 0, 1, 3})
        driver.push(packet(number, 100));
    const RtcpReportBlock block = driver.report();
    QCOMPARE(block.highestSequence, 0x00010003U);
    QCOMPARE(block.packetsLost, 1);

    Driver fromZero;
    fromZero.push(packet(0, 100));
    QCOMPARE(fromZero.report().highestSequence, 0U);
    QCOMPARE(fromZero.report().packetsLost, 0);
}

void TestRtpReceiver::duplicatesMakeLossNegative()
{
    Driver driver;
    for (const std::uint16_t number : {1, 1, 1})
        driver.push(packet(number, 100));
    const RtcpReportBlock block = driver.report();
    QCOMPARE(block.packetsLost, -2);
    QCOMPARE(int{block.fractionLost}, 0);
}

void TestRtpReceiver::reportOfARestartedSequence()
{
    Driver driver;
    for (const std::uint16_t number : {1, 2, 3, 20000, 20001, 20002})
        driver.push(packet(number, 100U * number));
    const RtcpReportBlock block = driver.report();
    QCOMPARE(block.highestSequence, 20002U);
    QCOMPARE(block.packetsLost, 0);
    QCOMPARE(driver.units.size(), 6U);
    QVERIFY(driver.units[3].damaged);
}

void TestRtpReceiver::lastSenderReport()
{
    Driver driver;
    driver.push(packet(1, 100));
    const RtcpSenderInfo info{0x1111222233334444, 100, 0, 0};
    driver.receiver.onRtcp(makeSenderReport(77, info, "x"), driver.now);
    driver.now += 1500ms;
    RtcpReportBlock block = driver.report();
    QCOMPARE(block.lastSenderReport, 0x22223333U);
    QCOMPARE(block.delaySinceLastReport, 98304U);
    // Another source's report is none of this stream.
    driver.receiver.onRtcp(makeSenderReport(78, info, "x"), driver.now);
    block = driver.report();
    QCOMPARE(block.lastSenderReport, 0U);
}

void TestRtpReceiver::wallClock()
{
    Driver driver;
    const WallTime instant{1'795'392'000s};
    const RtcpSenderInfo info{toNtp(instant), 0xfffffff0, 0, 0};
    QVERIFY(!driver.receiver.wallClockOf(0));
    // A report may come before the first packet.
    driver.receiver.onRtcp(makeSenderReport(77, info, "x"), driver.now);
    QVERIFY(driver.receiver.wallClockOf(0xfffffff0) == instant);
    driver.push(packet(1, 100));
    QVERIFY(driver.receiver.wallClockOf(0xfffffff0) == instant);
    QVERIFY(driver.receiver.wallClockOf(0xfffffff0 + 90000) == instant + 1s);
    QVERIFY(driver.receiver.wallClockOf(0xfffffff0 - 45000) == instant - 500ms);
    QVERIFY(driver.receiver.wallClockOf(0xfffffff0 + 9) == instant + 100us);
}

void TestRtpReceiver::noWallClock()
{
    Driver driver;
    driver.push(packet(1, 100));
    driver.receiver.onRtcp(makeSenderReport(77, {0, 100, 0, 0}, "x"), driver.now);
    QVERIFY(!driver.receiver.wallClockOf(100));
    driver.receiver.onRtcp(makeSenderReport(78, {toNtp(wallNow()), 100, 0, 0}, "x"), driver.now);
    QVERIFY(!driver.receiver.wallClockOf(100));
    driver.receiver.onRtcp(makeReceiverReport(77, std::nullopt, "x"), driver.now);
    QVERIFY(!driver.receiver.wallClockOf(100));
}

void TestRtpReceiver::nextNtpEra()
{
    Driver driver;
    const WallTime instant{2'200'000'000s}; // In 2039
    driver.push(packet(1, 100));
    driver.receiver.onRtcp(makeSenderReport(77, {toNtp(instant), 100, 0, 0}, "x"), driver.now);
    QVERIFY(driver.receiver.wallClockOf(100) == instant);
}

void TestRtpReceiver::bye()
{
    Driver driver;
    driver.push(packet(1, 100));
    driver.receiver.onRtcp(makeReceiverReport(77, std::nullopt, "x"), driver.now);
    QVERIFY(!driver.receiver.byeReceived());
    driver.receiver.onRtcp(makeBye(76), driver.now);
    QVERIFY2(!driver.receiver.byeReceived(), "another source of the session left");
    driver.receiver.onRtcp(makeBye(77), driver.now);
    QVERIFY(driver.receiver.byeReceived());
    driver.push(packet(2, 200));
    QVERIFY(driver.receiver.byeReceived());
    driver.push(packet(3, 300, true, 78));
    QVERIFY(!driver.receiver.byeReceived());
    QByteArray toNobody = makeBye(1).chopped(4);
    toNobody[8] = '\x80';
    toNobody[11] = '\0';
    driver.receiver.onRtcp(toNobody, driver.now);
    QVERIFY(driver.receiver.byeReceived());
    Driver beforeAnyPacket;
    beforeAnyPacket.receiver.onRtcp(makeBye(1), beforeAnyPacket.now);
    QVERIFY(beforeAnyPacket.receiver.byeReceived());
}

void TestRtpReceiver::changeOfSsrc()
{
    Driver driver;
    driver.push(idrPacket(1, 100));
    driver.push(packet(2, 200));
    driver.push(packet(4, 400)); // Held back, and gone with its stream.
    driver.now += 5s;
    driver.receiver.onRtcp(makeSenderReport(77, {toNtp(wallNow()), 1, 0, 0}, "x"), driver.now);
    driver.push(packet(40000, 7, true, 78));
    QCOMPARE(driver.units.size(), 3U);
    QVERIFY(!driver.receiver.deadline());
    QCOMPARE(driver.figures().ssrc, 78U);
    QCOMPARE(driver.figures().packets, 4U);
    QCOMPARE(driver.figures().accessUnits, 3U);
    QCOMPARE(driver.figures().keyframes, 1U);
    QCOMPARE(driver.figures().jitter.count(), 0);
    QVERIFY(!driver.receiver.wallClockOf(1));
    QCOMPARE(driver.report().highestSequence, 40000U);
    driver.push(packet(40000, 7, true, 78));
    driver.push(packet(1, 7, true, 79));
    QCOMPARE(driver.figures().duplicate, 1U);
}

QTEST_APPLESS_MAIN(TestRtpReceiver)
#include "tst_rtp_receiver.moc"
