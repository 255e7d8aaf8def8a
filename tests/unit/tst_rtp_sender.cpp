#include "rtsp/rtcp_packet.h"
#include "rtsp/rtp_packet.h"
#include "rtsp/rtp_sender.h"

#include <QTest>

#include <cstdlib>

using namespace oriel;
using namespace std::chrono_literals;
using std::chrono::microseconds;

namespace {

const QByteArray kUnit = QByteArray::fromHex("000000016742e01f0000000168ce00000001658801020304");

WallTime start()
{
    return WallTime(microseconds(1'795'392'000'123'456));
}

std::uint32_t timestampOf(const std::vector<QByteArray> &packets)
{
    return RtpPacket::parse(packets.at(0))->timestamp;
}

/// The capture time that a receiver reads from a timestamp by a sender report.
WallTime mapped(const QByteArray &report, std::uint32_t timestamp)
{
    const auto info = RtcpCompound::parse(report)->senderInfo;
    const auto ahead = static_cast<std::int32_t>(timestamp - info->rtpTimestamp);
    return fromNtp(info->ntp) + microseconds(std::int64_t{ahead} * 100 / 9);
}

bool near(WallTime a, WallTime b)
{
    return std::abs((a - b).count()) <= 12; // The RTP clock ticks every 11.1 us.
}

} // namespace

class TestRtpSender : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void packetsCarryTheStreamsNumbers();
    void basesAreRandom();
    void reportsMapTimestampsToCaptureTimes();
    void firstReportBeforeFirstPacket();
    void timestampsIncrease_data();
    void timestampsIncrease();
    void bPicturesAreShownLater();
    void goesOnWhenTheClockIsSet_data();
    void goesOnWhenTheClockIsSet();
    void countsPayload();
    void nothingToSend();
    void receiverReports();
    void foreignReports();
    void roundTrip_data();
    void roundTrip();
    void bye();
};

void TestRtpSender::packetsCarryTheStreamsNumbers()
{
    RtpSender sender(97);
    auto sequence = sender.nextSequenceNumber();
    for (int i = 0; i < 5; ++i) {
        const WallTime captured = start() + i * 33333us;
        const auto packets = sender.packetize(kUnit, captured);
        QCOMPARE(packets.size(), 1U);
        const auto packet = RtpPacket::parse(packets[0]);
        QCOMPARE(packet->ssrc, sender.ssrc());
        QCOMPARE(packet->sequenceNumber, sequence++);
        QCOMPARE(packet->payloadType, 97);
        QCOMPARE(packet->timestamp, sender.timestampOf(captured));
        QVERIFY(packet->marker);
        QVERIFY(!sender.clockWasSet());
    }
    QCOMPARE(sender.nextSequenceNumber(), sequence);
}

void TestRtpSender::basesAreRandom()
{
    const RtpSender a(96);
    const RtpSender b(96);
    QVERIFY(a.ssrc() != b.ssrc());
    QVERIFY(a.timestampOf(start()) != b.timestampOf(start()));
}

void TestRtpSender::reportsMapTimestampsToCaptureTimes()
{
    RtpSender sender(96);
    // Fourteen hours, so that the timestamp wraps around.
    for (int i = 0; i < 14 * 360; ++i) {
        const WallTime captured = start() + i * 9'999'999us;
        const std::uint32_t timestamp = timestampOf(sender.packetize(kUnit, captured));
        QVERIFY(!sender.clockWasSet());
        QVERIFY(near(mapped(sender.makeSenderReport(captured + 4s), timestamp), captured));
        QVERIFY(near(mapped(sender.makeSenderReport(captured - 1h), timestamp), captured));
    }
}

void TestRtpSender::firstReportBeforeFirstPacket()
{
    RtpSender sender(96);
    const QByteArray report = sender.makeSenderReport(start());
    const auto read = RtcpCompound::parse(report);
    QCOMPARE(read->ssrc, sender.ssrc());
    QCOMPARE(read->senderInfo->packets, 0U);
    const WallTime captured = start() + 12345us;
    QVERIFY(near(mapped(report, timestampOf(sender.packetize(kUnit, captured))), captured));
}

void TestRtpSender::timestampsIncrease_data()
{
    QTest::addColumn<QList<int>>("steps"); // In microseconds.
    QTest::newRow("same instant") << QList<int>{0, 0, 0};
    QTest::newRow("below a tick") << QList<int>{1, 1, 1, 1, 1};
    QTest::newRow("a little back") << QList<int>{-1000, 33333, -40000, 33333, 33333};
    QTest::newRow("back by steps") << QList<int>(40, -600'000);
    QTest::newRow("set back") << QList<int>{-5'000'000, 33333, -2'000'000'000, 33333};
    QTest::newRow("set ahead") << QList<int>{2'000'000'000, 33333, 33333};
}

void TestRtpSender::timestampsIncrease()
{
    QFETCH(QList<int>, steps);
    RtpSender sender(96);
    WallTime captured = start();
    std::uint32_t last = timestampOf(sender.packetize(kUnit, captured));
    for (const int step : steps) {
        captured += microseconds(step);
        const std::uint32_t timestamp = timestampOf(sender.packetize(kUnit, captured));
        const auto ahead = static_cast<std::int32_t>(timestamp - last);
        QVERIFY(ahead > 0);
        QVERIFY(ahead <= 10 * kRtpVideoClockHz);
        last = timestamp;
        // More than a second from the capture time a timestamp must never be.
        const auto error = mapped(sender.makeSenderReport(captured), timestamp) - captured;
        QVERIFY(std::abs(error.count()) <= 1'000'012);
    }
}

void TestRtpSender::bPicturesAreShownLater()
{
    // I0 P3 B1 B2, as x264 puts them: sent in this order, a frame apart, and shown in another.
    RtpSender sender(96);
    const std::vector<int> laterFrames{1, 3, 0, 0, 1};
    std::vector<std::uint32_t> timestamps;
    for (std::size_t i = 0; i < laterFrames.size(); ++i) {
        const PictureTime time(start() + static_cast<int>(i) * 40ms, laterFrames[i] * 40ms);
        timestamps.push_back(timestampOf(sender.packetize(kUnit, time)) -
                             sender.timestampOf(start()));
        QVERIFY(!sender.clockWasSet());
    }
    const std::vector<int> shownFrames{1, 4, 2, 3, 5};
    for (std::size_t i = 0; i < shownFrames.size(); ++i)
        QVERIFY(std::abs(static_cast<int>(timestamps[i]) - shownFrames[i] * 3600) <= 1);
}

void TestRtpSender::goesOnWhenTheClockIsSet_data()
{
    QTest::addColumn<qint64>("stepSeconds");
    QTest::newRow("back") << qint64{-2};
    QTest::newRow("back by a day") << qint64{-86400};
    QTest::newRow("ahead") << qint64{11};
    QTest::newRow("ahead by half the timestamp's range") << qint64{24000};
    QTest::newRow("ahead by its range") << qint64{47722};
    QTest::newRow("ahead by years") << qint64{100'000'000};
}

void TestRtpSender::goesOnWhenTheClockIsSet()
{
    QFETCH(qint64, stepSeconds);
    RtpSender sender(96);
    const std::uint32_t before = timestampOf(sender.packetize(kUnit, start()));
    const WallTime captured = start() + std::chrono::seconds(stepSeconds);
    const std::uint32_t after = timestampOf(sender.packetize(kUnit, captured));
    QVERIFY(sender.clockWasSet());
    QCOMPARE(after - before, 3000U);
    QVERIFY(near(mapped(sender.makeSenderReport(captured), after), captured));
    const std::uint32_t next = timestampOf(sender.packetize(kUnit, captured + 40ms));
    QVERIFY(!sender.clockWasSet());
    QVERIFY(std::abs(static_cast<int>(next - after) - 3600) <= 1);
}

void TestRtpSender::countsPayload()
{
    RtpSender sender(96);
    std::uint64_t octets = 0;
    std::uint64_t count = 0;
    for (const int size : {10, 1400, 5000}) {
        const QByteArray unit = QByteArray::fromHex("0000000165") + QByteArray(size, '\x11');
        const auto packets = sender.packetize(unit, start());
        QCOMPARE(RtcpCompound::parse(sender.makeSenderReport(start()))->senderInfo->packets, count);
        sender.countSent(packets);
        for (const QByteArray &packet : packets) {
            octets += static_cast<std::uint64_t>(RtpPacket::parse(packet)->payload.size());
            ++count;
        }
    }
    QCOMPARE(sender.statistics().packets, count);
    QCOMPARE(sender.statistics().octets, octets);
    const auto info = RtcpCompound::parse(sender.makeSenderReport(start()))->senderInfo;
    QCOMPARE(info->packets, count);
    QCOMPARE(info->octets, octets);
}

void TestRtpSender::nothingToSend()
{
    RtpSender sender(96);
    const auto sequence = sender.nextSequenceNumber();
    QVERIFY(sender.packetize({}, start()).empty());
    QVERIFY(sender.packetize("no start code", start()).empty());
    QVERIFY(sender.packetize(QByteArray::fromHex("0000000109f0"), start()).empty());
    QCOMPARE(sender.nextSequenceNumber(), sequence);
    QCOMPARE(sender.statistics().packets, 0U);
}

void TestRtpSender::receiverReports()
{
    RtpSender sender(96);
    QVERIFY(!sender.receiverFigures());
    RtcpReportBlock block{.ssrc = sender.ssrc(), .fractionLost = 64};
    block.packetsLost = 17;
    block.jitter = 180;
    sender.onRtcp(makeReceiverReport(1, block, "other"), start());
    QVERIFY(sender.receiverFigures());
    QCOMPARE(sender.receiverFigures()->fractionLost, 0.25);
    QCOMPARE(sender.receiverFigures()->packetsLost, 17);
    QVERIFY(sender.receiverFigures()->jitter == 2ms);
    QVERIFY(!sender.receiverFigures()->roundTrip);
    block.fractionLost = 0;
    sender.onRtcp(makeReceiverReport(1, block, "other"), start());
    QCOMPARE(sender.receiverFigures()->fractionLost, 0.0);
}

void TestRtpSender::foreignReports()
{
    RtpSender sender(96);
    const RtcpReportBlock block{.ssrc = sender.ssrc() + 1};
    sender.onRtcp(makeReceiverReport(1, block, "other"), start());
    sender.onRtcp(makeReceiverReport(1, std::nullopt, "other"), start());
    sender.onRtcp("rubbish", start());
    sender.onRtcp({}, start());
    QVERIFY(!sender.receiverFigures());
}

void TestRtpSender::roundTrip_data()
{
    QTest::addColumn<qint64>("held");
    QTest::addColumn<qint64>("away");
    QTest::addColumn<bool>("known");
    QTest::newRow("20 ms") << qint64{1'000'000} << qint64{1'020'000} << true;
    QTest::newRow("at once") << qint64{0} << qint64{300} << true;
    QTest::newRow("clocks disagree") << qint64{1'000'000} << qint64{900'000} << false;
}

void TestRtpSender::roundTrip()
{
    QFETCH(qint64, held);
    QFETCH(qint64, away);
    QFETCH(bool, known);
    RtpSender sender(96);
    const auto info = RtcpCompound::parse(sender.makeSenderReport(start()))->senderInfo;
    RtcpReportBlock block{.ssrc = sender.ssrc()};
    block.lastSenderReport = static_cast<std::uint32_t>(info->ntp >> 16);
    block.delaySinceLastReport = static_cast<std::uint32_t>(held * 65536 / 1'000'000);
    sender.onRtcp(makeReceiverReport(1, block, "other"), start() + microseconds(away));
    const auto trip = sender.receiverFigures()->roundTrip;
    QCOMPARE(trip.has_value(), known);
    if (known)
        QVERIFY(std::abs(trip->count() - (away - held)) <= 50);
}

void TestRtpSender::bye()
{
    const RtpSender sender(96);
    const auto read = RtcpCompound::parse(sender.makeBye());
    QVERIFY(read && read->bye);
    QCOMPARE(read->ssrc, sender.ssrc());
}

QTEST_APPLESS_MAIN(TestRtpSender)
#include "tst_rtp_sender.moc"
