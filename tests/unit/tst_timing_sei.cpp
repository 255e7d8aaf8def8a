#include "h26x/nal.h"
#include "h26x/timing_sei.h"

#include <QTest>

using namespace oriel;
using namespace oriel::h264;
using std::chrono::microseconds;

namespace {

WallTime at(std::int64_t micros)
{
    return WallTime(microseconds(micros));
}

QByteArray startCode()
{
    return QByteArray(kStartCode, sizeof kStartCode);
}

QByteArray unitWith(const QByteArray &nal)
{
    return startCode() + nal + startCode() + QByteArray::fromHex("6588801234");
}

const QByteArray kMisbUuid = QByteArrayLiteral("MISPmicrosectime");
const QByteArray kOrielUuid = QByteArray::fromHex("29b0da0dbf26475b8194401be19c5cc9");

QByteArray message(const QByteArray &payload)
{
    return QByteArray("\x05") + static_cast<char>(payload.size()) + payload;
}

QByteArray seiNal(const QByteArray &messages)
{
    return "\x06" + addEmulationPrevention(messages) + "\x80";
}

QByteArray misb(const char *statusAndTime)
{
    return message(kMisbUuid + QByteArray::fromHex(statusAndTime));
}

} // namespace

class TestTimingSei : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void misbBytes();
    void orielBytes();
    void roundTrip_data();
    void roundTrip();
    void noStartCodeInside();
    void readsForeignMisb();
    void refusesBrokenMisb_data();
    void refusesBrokenMisb();
    void readsALaterVersion();
    void skipsOtherMessages();
    void lastSeiBeforeTheSliceCounts();
    void looksNoFurtherThanTheFirstSlice();
    void cutAnywhere();
    void trailing();
};

void TestTimingSei::misbBytes()
{
    FrameTiming timing;
    timing.captured = at(0x0102030405060708 >> 8);
    // 0x0001020304050607: the zero byte and what follows it need no emulation prevention.
    const QByteArray expected =
        "\x06\x05\x1c" + kMisbUuid + QByteArray::fromHex("9f0001ff0203ff0405ff060780");
    QCOMPARE(writeTimingSei(timing).toHex(), expected.toHex());
    timing.clockSynchronised = true;
    QCOMPARE(writeTimingSei(timing).mid(19, 1).toHex(), QByteArray("1f"));
}

void TestTimingSei::orielBytes()
{
    FrameTiming timing;
    timing.captured = at(0x0105030405060708 >> 8);
    timing.frame = 0x11121314;
    timing.encoded = at(0x0005111111111112);
    timing.sent = at(0x0005212121212122);
    const QByteArray expected =
        "\x06\x05\x1c" + kMisbUuid + QByteArray::fromHex("9f0001ff0503ff0405ff0607") + "\x05\x26" +
        kOrielUuid + QByteArray::fromHex("0107111213140005111111111112000521212121212280");
    QCOMPARE(writeTimingSei(timing).toHex(), expected.toHex());
}

void TestTimingSei::roundTrip_data()
{
    QTest::addColumn<FrameTiming>("timing");
    const WallTime now = wallNow();
    const std::optional<WallTime> later = now + microseconds(4321);
    QTest::newRow("epoch") << FrameTiming{{}, {}, {}, {}, false};
    QTest::newRow("captured") << FrameTiming{now, {}, {}, {}, true};
    QTest::newRow("all") << FrameTiming{now, 7U, later, later, true};
    QTest::newRow("frame 0") << FrameTiming{now, 0U, later, later, false};
    QTest::newRow("sent alone") << FrameTiming{now, {}, {}, later, true};
    QTest::newRow("encoded alone") << FrameTiming{now, 0xffffffffU, later, {}, true};
    QTest::newRow("zeros") << FrameTiming{at(0x0005000000000000), 0U, at(0), at(1), true};
    QTest::newRow("year 9999") << FrameTiming{at(253402300799999999), 1U, at(3), at(0x300), true};
}

void TestTimingSei::roundTrip()
{
    QFETCH(FrameTiming, timing);
    const auto read = readTimingSei(unitWith(writeTimingSei(timing)));
    QVERIFY(read);
    QVERIFY(*read == timing);
}

void TestTimingSei::noStartCodeInside()
{
    for (std::int64_t value = 0; value < 0x400; ++value) {
        const FrameTiming timing{at(value << 20), static_cast<std::uint32_t>(value), at(value),
                                 at(value << 40), value % 2 == 0};
        const QByteArray nal = writeTimingSei(timing);
        for (const char last : {'\0', '\1', '\2'})
            QVERIFY(!nal.contains(QByteArray("\0\0", 2) + last));
        QVERIFY(readTimingSei(unitWith(nal)) == timing);
    }
}

void TestTimingSei::readsForeignMisb()
{
    const auto read = readTimingSei(unitWith(seiNal(misb("1f0005ffcfbfffd6beff4f40"))));
    QVERIFY(read);
    QCOMPARE(read->captured.time_since_epoch().count(), 0x0005cfbfd6be4f40);
    QVERIFY(read->clockSynchronised);
    QVERIFY(!read->frame && !read->encoded && !read->sent);
}

void TestTimingSei::refusesBrokenMisb_data()
{
    QTest::addColumn<QByteArray>("nal");
    QTest::newRow("short") << seiNal(misb("1f0005ffcfbfffd6beff4f"));
    QTest::newRow("no filler") << seiNal(misb("1f0005fecfbfffd6beff4f40"));
    QTest::newRow("no instant") << seiNal(misb("1fffffffffffffffffffffff"));
    QTest::newRow("size beyond") << QByteArray("\x06\x05\x40" + kMisbUuid + "\x1f\x80");
    QTest::newRow("size of 0xff bytes") << QByteArray("\x06\x05") + QByteArray(500, '\xff');
    QTest::newRow("type of 0xff bytes") << QByteArray("\x06") + QByteArray(500, '\xff');
    QTest::newRow("header alone") << QByteArray("\x06");
    QTest::newRow("oriel alone") << seiNal(message(kOrielUuid + QByteArray(22, '\x01')));
}

void TestTimingSei::refusesBrokenMisb()
{
    QFETCH(QByteArray, nal);
    QVERIFY(!readTimingSei(unitWith(nal)));
}

void TestTimingSei::readsALaterVersion()
{
    const QByteArray known = QByteArray::fromHex("0907000000050005111111111112"
                                                 "0005212121212122");
    const QByteArray nal = seiNal(message(kOrielUuid + known + "more of version 9") +
                                  misb("9f0005ffcfbfffd6beff4f40"));
    const auto read = readTimingSei(unitWith(nal));
    QVERIFY(read);
    QVERIFY(read->frame == 5U);
    QVERIFY(read->encoded == at(0x0005111111111112));
    QVERIFY(read->sent == at(0x0005212121212122));
    QVERIFY(!read->clockSynchronised);
}

void TestTimingSei::skipsOtherMessages()
{
    // Type 300 and size 600 in ff_byte coding, an unknown UUID, a pan-scan rectangle.
    const QByteArray large = QByteArray("\xff\x2d\xff\xff\x5a", 5) + QByteArray(600, '\x2a');
    const QByteArray other = message(QByteArray(16, 'u') + "x264 - core 164");
    const QByteArray small("\x02\x01\x55", 3);
    const QByteArray nal = seiNal(large + other + small + misb("1f0005ffcfbfffd6beff4f40"));
    QVERIFY(readTimingSei(unitWith(nal)));
}

void TestTimingSei::lastSeiBeforeTheSliceCounts()
{
    const FrameTiming lost{at(1000), 1U, at(1001), at(1002), true};
    FrameTiming own;
    own.captured = at(2000);
    const QByteArray bytes = startCode() + writeTimingSei(lost) + unitWith(writeTimingSei(own));
    QVERIFY(readTimingSei(bytes) == own);
}

void TestTimingSei::looksNoFurtherThanTheFirstSlice()
{
    QVERIFY(!readTimingSei(unitWith(QByteArray::fromHex("68ce"))));
    FrameTiming timing;
    timing.captured = at(3000);
    QVERIFY(!readTimingSei(unitWith(QByteArray::fromHex("68ce")) + startCode() +
                           writeTimingSei(timing)));
    QVERIFY(!readTimingSei({}));
}

void TestTimingSei::cutAnywhere()
{
    const FrameTiming timing{at(1'800'000'000'000'000), 1U, at(2), at(3), true};
    const QByteArray whole = startCode() + writeTimingSei(timing);
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const auto read = readTimingSei(whole.first(size));
        QVERIFY(!read || read->captured == timing.captured);
    }
}

void TestTimingSei::trailing()
{
    const QByteArray nal = trailingSei();
    QCOMPARE(nal.toHex(), QByteArray("060301ff80"));
    QVERIFY(!readTimingSei(unitWith(nal)));
}

QTEST_APPLESS_MAIN(TestTimingSei)
#include "tst_timing_sei.moc"
