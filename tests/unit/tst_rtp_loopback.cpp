#include "rtsp/rtp_packet.h"
#include "rtsp/rtp_receiver.h"
#include "rtsp/rtp_sender.h"

#include <QTest>

#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

using namespace oriel;
using namespace std::chrono_literals;

namespace {

constexpr std::uint8_t kPayloadType = 96;

} // namespace

/// What a sender makes, over a network that loses, swaps and doubles, into a receiver.
class TestRtpLoopback : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromSenderThroughABadNetwork_data();
    void fromSenderThroughABadNetwork();
};

void TestRtpLoopback::fromSenderThroughABadNetwork_data()
{
    QTest::addColumn<int>("lossPercent");
    QTest::addColumn<int>("swapPercent");
    QTest::addColumn<int>("doublePercent");
    QTest::newRow("good") << 0 << 0 << 0;
    QTest::newRow("swaps and doubles") << 0 << 20 << 20;
    QTest::newRow("loses") << 2 << 0 << 0;
    QTest::newRow("all") << 5 << 10 << 10;
}

void TestRtpLoopback::fromSenderThroughABadNetwork()
{
    QFETCH(int, lossPercent);
    QFETCH(int, swapPercent);
    QFETCH(int, doublePercent);
    std::mt19937 random(3); // NOLINT: the same network each time
    const auto chance = [&random](int percent) { return int(random() % 100) < percent; };
    constexpr int kFrames = 600;

    RtpSender sender(kPayloadType);
    std::vector<AccessUnit> units;
    SteadyTime now{1h};
    RtpReceiver receiver({kPayloadType, kRtpVideoClockHz}, RtpReceiver::kUdpReorderWait,
                         [&units](AccessUnit &&unit) { units.push_back(std::move(unit)); });
    const WallTime start{1'795'392'000s};
    std::vector<QByteArray> sent;
    receiver.onRtcp(sender.makeSenderReport(start), now);
    for (int i = 0; i < kFrames; ++i) {
        QByteArray unit = QByteArray::fromHex(i % 15 == 0 ? "000000016742e01f0000000168ce00000001"
                                                            "65"
                                                          : "0000000141");
        unit += QByteArray(10 + int(random() % 6000), char('\x11' + i % 200));
        std::vector<QByteArray> packets = sender.packetize(unit, start + i * 33333us);
        sender.countSent(packets);
        sent.push_back(unit);
        for (std::size_t j = 1; j < packets.size(); ++j) {
            if (chance(swapPercent))
                std::swap(packets[j - 1], packets[j]);
        }
        for (const QByteArray &bytes : packets) {
            // The first and the last packet arrive, so that each loss is seen.
            if (i != 0 && i != kFrames - 1 && chance(lossPercent))
                continue;
            receiver.onRtp(bytes, now);
            if (chance(doublePercent))
                receiver.onRtp(bytes, now);
        }
        now += 33ms;
        receiver.onDeadline(now);
    }
    sender.onRtcp(receiver.makeReport(now), start + 20s);

    std::uint64_t whole = 0;
    for (const AccessUnit &unit : units) {
        const auto captured = receiver.wallClockOf(unit.rtpTimestamp);
        const auto index = (*captured - start + 16666us) / 33333us;
        QVERIFY(std::abs((*captured - start - index * 33333us).count()) <= 24);
        if (unit.damaged)
            continue;
        QCOMPARE(unit.annexB, sent.at(static_cast<std::size_t>(index)));
        ++whole;
    }
    const RtpStatistics &figures = receiver.statistics();
    QCOMPARE(figures.lost > 0, lossPercent > 0);
    QCOMPARE(figures.reordered > 0, swapPercent > 0);
    QCOMPARE(figures.duplicate > 0, doublePercent > 0);
    QCOMPARE(figures.accessUnits, whole + figures.damagedAccessUnits);
    QCOMPARE(figures.packets - figures.duplicate - figures.late + figures.lost,
             sender.statistics().packets + 0U);
    if (lossPercent == 0)
        QCOMPARE(whole, std::uint64_t{kFrames});
    else
        QVERIFY(whole > kFrames / 2);
    QVERIFY(sender.receiverFigures());
    QCOMPARE(sender.receiverFigures()->fractionLost > 0, lossPercent > 0 && doublePercent == 0);
}

QTEST_APPLESS_MAIN(TestRtpLoopback)
#include "tst_rtp_loopback.moc"
