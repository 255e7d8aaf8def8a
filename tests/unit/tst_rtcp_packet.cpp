#include "rtsp/rtcp_packet.h"

#include <QSet>
#include <QTest>

using namespace oriel;
using std::chrono::microseconds;

class TestRtcpPacket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ntp_data();
    void ntp();
    void ntpIsExactToAMicrosecond();
    void senderReportBytes();
    void receiverReportBytes();
    void byeBytes();
    void byeSources_data();
    void byeSources();
    void packetsLost_data();
    void packetsLost();
    void readsReportsOfSenderReport();
    void keepsWhatCameBeforeACut();
    void refuses_data();
    void refuses();
    void cnames();
};

void TestRtcpPacket::ntp_data()
{
    QTest::addColumn<qint64>("micros");
    QTest::addColumn<quint64>("ntp");
    QTest::newRow("epoch") << qint64{0} << quint64{0x83aa7e8000000000};
    QTest::newRow("half") << qint64{500'000} << quint64{0x83aa7e8080000000};
    QTest::newRow("before") << qint64{-250'000} << quint64{0x83aa7e7fc0000000};
    // 2026-11-23 00:00:00 UTC
    QTest::newRow("2026") << qint64{1'795'392'000'000'000} << quint64{0xeeae0080ULL << 32};
    QTest::newRow("last of the era")
        << qint64{2'085'978'495'000'000} << quint64{0xffffffff00000000};
    QTest::newRow("next era") << qint64{2'085'978'497'000'000} << quint64{0x0000000100000000};
}

void TestRtcpPacket::ntp()
{
    QFETCH(qint64, micros);
    QFETCH(quint64, ntp);
    const WallTime time{microseconds(micros)};
    QCOMPARE(quint64{toNtp(time)}, ntp);
    QCOMPARE(qint64{fromNtp(ntp).time_since_epoch().count()}, micros);
}

void TestRtcpPacket::ntpIsExactToAMicrosecond()
{
    for (std::int64_t rest = 0; rest < 1'000'000; rest += 37) {
        const WallTime time{microseconds(1'795'392'000'000'000 + rest)};
        QVERIFY(fromNtp(toNtp(time)) == time);
    }
}

void TestRtcpPacket::senderReportBytes()
{
    const RtcpSenderInfo info{0x0102030405060708, 0x11121314, 0x21222324, 0x31323334};
    const QByteArray bytes = makeSenderReport(0xaabbccdd, info, "abc");
    QCOMPARE(bytes.toHex(), QByteArray("80c80006aabbccdd0102030405060708111213142122232431323334"
                                       "81ca0003aabbccdd010361626300"
                                       "0000"));
    const auto read = RtcpCompound::parse(bytes);
    QVERIFY(read && read->senderInfo);
    QCOMPARE(read->ssrc, 0xaabbccddU);
    QCOMPARE(quint64{read->senderInfo->ntp}, quint64{info.ntp});
    QCOMPARE(read->senderInfo->rtpTimestamp, info.rtpTimestamp);
    QCOMPARE(read->senderInfo->packets, info.packets);
    QCOMPARE(read->senderInfo->octets, info.octets);
    QVERIFY(!read->bye && read->reports.empty());
}

void TestRtcpPacket::receiverReportBytes()
{
    const RtcpReportBlock block{0x01020304, 0x40, 5, 0x00011234, 0x99, 0xabcdef01, 0x00018000};
    // A name of one byte ends on a word with its null byte.
    const QByteArray bytes = makeReceiverReport(0xaabbccdd, block, "a");
    QCOMPARE(bytes.toHex(), QByteArray("81c90007aabbccdd"
                                       "0102030440000005000112340000009"
                                       "9abcdef0100018000"
                                       "81ca0002aabbccdd01016100"));
    const auto read = RtcpCompound::parse(bytes);
    QVERIFY(read && !read->senderInfo);
    QCOMPARE(read->reports.size(), 1U);
    const RtcpReportBlock &report = read->reports.front();
    QCOMPARE(report.ssrc, block.ssrc);
    QCOMPARE(report.fractionLost, block.fractionLost);
    QCOMPARE(report.packetsLost, block.packetsLost);
    QCOMPARE(report.highestSequence, block.highestSequence);
    QCOMPARE(report.jitter, block.jitter);
    QCOMPARE(report.lastSenderReport, block.lastSenderReport);
    QCOMPARE(report.delaySinceLastReport, block.delaySinceLastReport);

    QCOMPARE(makeReceiverReport(1, std::nullopt, "ab").toHex(),
             QByteArray("80c900010000000181ca0003000000010102616200000000"));
}

void TestRtcpPacket::byeBytes()
{
    const QByteArray bytes = makeBye(0xaabbccdd);
    QCOMPARE(bytes.toHex(), QByteArray("80c90001aabbccdd81cb0001aabbccdd"));
    QVERIFY(RtcpCompound::parse(bytes)->bye == std::vector<std::uint32_t>{0xaabbccdd});
}

void TestRtcpPacket::byeSources_data()
{
    using Sources = std::vector<std::uint32_t>;
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<Sources>("sources");
    QTest::newRow("nobody") << QByteArray("80cb0000") << Sources{};
    QTest::newRow("two") << QByteArray("82cb00020000000100000002") << Sources{1, 2};
    QTest::newRow("and why") << QByteArray("81cb00020000000103627965") << Sources{1};
    QTest::newRow("more than there are") << QByteArray("9fcb000100000001") << Sources{1};
    QTest::newRow("one each") << QByteArray("81cb00010000000181cb000100000002") << Sources{1, 2};
}

void TestRtcpPacket::byeSources()
{
    QFETCH(QByteArray, hex);
    QFETCH(std::vector<std::uint32_t>, sources);
    const auto read =
        RtcpCompound::parse(makeReceiverReport(7, std::nullopt, "name") + QByteArray::fromHex(hex));
    QVERIFY(read && read->bye == sources);
}

void TestRtcpPacket::packetsLost_data()
{
    QTest::addColumn<int>("written");
    QTest::addColumn<int>("read");
    QTest::newRow("0") << 0 << 0;
    QTest::newRow("duplicates") << -1 << -1;
    QTest::newRow("highest") << 0x7fffff << 0x7fffff;
    QTest::newRow("lowest") << -0x800000 << -0x800000;
    QTest::newRow("above") << 0x1000000 << 0x7fffff;
    QTest::newRow("below") << -0x1000000 << -0x800000;
}

void TestRtcpPacket::packetsLost()
{
    QFETCH(int, written);
    RtcpReportBlock block;
    block.fractionLost = 0xff;
    block.packetsLost = written;
    const auto read = RtcpCompound::parse(makeReceiverReport(1, block, "x"));
    QVERIFY(read);
    QTEST(int{read->reports.at(0).packetsLost}, "read");
    QCOMPARE(read->reports.at(0).fractionLost, 0xff);
}

void TestRtcpPacket::readsReportsOfSenderReport()
{
    QByteArray bytes = makeSenderReport(7, {}, {}).first(28);
    const QByteArray block = makeReceiverReport(7, RtcpReportBlock{.ssrc = 9}, {}).mid(8, 24);
    bytes.append(block).append(block);
    bytes[0] = '\x82';
    bytes[3] = '\x12';
    const auto read = RtcpCompound::parse(bytes);
    QVERIFY(read && read->senderInfo);
    QCOMPARE(read->reports.size(), 2U);
    QCOMPARE(read->reports[1].ssrc, 9U);
}

void TestRtcpPacket::keepsWhatCameBeforeACut()
{
    const QByteArray whole = makeSenderReport(7, {}, "name") + makeBye(7);
    for (qsizetype size = 28; size <= whole.size(); ++size) {
        const auto read = RtcpCompound::parse(whole.first(size));
        QVERIFY(read && read->senderInfo);
        QCOMPARE(read->bye.has_value(), size == whole.size());
    }
    for (qsizetype size = 0; size < 28; ++size)
        QVERIFY(!RtcpCompound::parse(whole.first(size)));
}

void TestRtcpPacket::refuses_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("BYE first") << QByteArray("81cb0001aabbccdd");
    QTest::newRow("version 1") << QByteArray("40c90001aabbccdd");
    QTest::newRow("length beyond") << QByteArray("80c90002aabbccdd");
    QTest::newRow("no SSRC") << QByteArray("80c90000");
    QTest::newRow("more reports than bytes") << QByteArray("9fc90001aabbccdd");
    QTest::newRow("SR of an RR's length") << QByteArray("80c80001aabbccdd");
    QTest::newRow("RTP") << QByteArray("806000010000000200000003");
}

void TestRtcpPacket::refuses()
{
    QFETCH(QByteArray, hex);
    QVERIFY(!RtcpCompound::parse(QByteArray::fromHex(hex)));
}

void TestRtcpPacket::cnames()
{
    QSet<QByteArray> names;
    for (int i = 0; i < 20; ++i)
        names.insert(randomCname());
    QCOMPARE(names.size(), 20);
    QCOMPARE(names.begin()->size(), 16);
    // The longest that an item can hold, and one that is cut to it.
    const QByteArray longest = makeBye(0) + makeReceiverReport(1, {}, QByteArray(255, 'n'));
    const QByteArray cut = makeBye(0) + makeReceiverReport(1, {}, QByteArray(300, 'n'));
    QCOMPARE(cut, longest);
    QCOMPARE(cut.size() % 4, 0);
}

QTEST_APPLESS_MAIN(TestRtcpPacket)
#include "tst_rtcp_packet.moc"
