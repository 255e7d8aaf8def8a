#include "rtsp/rtp_packet.h"

#include <QTest>

using namespace oriel;

class TestRtpPacket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEachField();
    void writesWhatItReads();
    void payload_data();
    void payload();
    void refuses_data();
    void refuses();
};

void TestRtpPacket::readsEachField()
{
    const QByteArray bytes = QByteArray::fromHex("80e0fffe89abcdef01234567"
                                                 "aabbcc");
    const auto packet = RtpPacket::parse(bytes);
    QVERIFY(packet);
    QVERIFY(packet->marker);
    QCOMPARE(packet->payloadType, 96);
    QCOMPARE(packet->sequenceNumber, 0xfffe);
    QCOMPARE(packet->timestamp, 0x89abcdefU);
    QCOMPARE(packet->ssrc, 0x01234567U);
    QCOMPARE(packet->payload.toByteArray().toHex(), QByteArray("aabbcc"));
}

void TestRtpPacket::writesWhatItReads()
{
    for (const char *const hex : {"80e0fffe89abcdef01234567", "80600001000000020000000a"}) {
        const QByteArray bytes = QByteArray::fromHex(hex);
        QByteArray written = "before";
        appendRtpHeader(written, *RtpPacket::parse(bytes));
        QCOMPARE(written.mid(6).toHex(), bytes.toHex());
    }
}

void TestRtpPacket::payload_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("empty") << QByteArray("806000010000000200000003") << QByteArray();
    QTest::newRow("two CSRCs") << QByteArray("826000010000000200000003"
                                             "1111111122222222"
                                             "ab")
                               << QByteArray("ab");
    QTest::newRow("extension") << QByteArray("906000010000000200000003"
                                             "bede0001"
                                             "99999999"
                                             "ab")
                               << QByteArray("ab");
    QTest::newRow("empty extension") << QByteArray("906000010000000200000003"
                                                   "bede0000"
                                                   "ab")
                                     << QByteArray("ab");
    QTest::newRow("padding") << QByteArray("a06000010000000200000003"
                                           "ab000003")
                             << QByteArray("ab");
    QTest::newRow("padding alone") << QByteArray("a06000010000000200000003"
                                                 "00000004")
                                   << QByteArray();
    QTest::newRow("all") << QByteArray("b16000010000000200000003"
                                       "11111111"
                                       "bede0001"
                                       "99999999"
                                       "abcd"
                                       "0002")
                         << QByteArray("abcd");
}

void TestRtpPacket::payload()
{
    QFETCH(QByteArray, hex);
    const QByteArray bytes = QByteArray::fromHex(hex);
    const auto packet = RtpPacket::parse(bytes);
    QVERIFY(packet);
    QTEST(packet->payload.toByteArray().toHex(), "payload");
    QVERIFY(!packet->marker);
}

void TestRtpPacket::refuses_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut header") << QByteArray("8060000100000002000000");
    QTest::newRow("version 0") << QByteArray("006000010000000200000003");
    QTest::newRow("version 1") << QByteArray("406000010000000200000003");
    QTest::newRow("version 3") << QByteArray("c06000010000000200000003");
    QTest::newRow("CSRCs missing") << QByteArray("8f6000010000000200000003"
                                                 "11111111");
    QTest::newRow("extension header cut") << QByteArray("906000010000000200000003"
                                                        "bede00");
    QTest::newRow("extension cut") << QByteArray("906000010000000200000003"
                                                 "bedeffff"
                                                 "00000000");
    QTest::newRow("padding 0") << QByteArray("a06000010000000200000003"
                                             "ab00");
    QTest::newRow("padding beyond") << QByteArray("a06000010000000200000003"
                                                  "ab03");
    QTest::newRow("padding over extension") << QByteArray("b06000010000000200000003"
                                                          "bede0001"
                                                          "00000005");
}

void TestRtpPacket::refuses()
{
    QFETCH(QByteArray, hex);
    QVERIFY(!RtpPacket::parse(QByteArray::fromHex(hex)));
}

QTEST_APPLESS_MAIN(TestRtpPacket)
#include "tst_rtp_packet.moc"
