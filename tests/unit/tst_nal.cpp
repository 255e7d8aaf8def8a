#include "h26x/nal.h"
#include "h26x/parameter_sets.h"

#include <QTest>

using namespace oriel;
using namespace oriel::h264;

class TestNal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void split_data();
    void split();
    void peekDoesNotAdvance();
    void splitFindsEveryPosition();
    void emulationPrevention_data();
    void emulationPrevention();
    void removesFromForeignBytes();
    void parameterSetsFromAnnexB();
    void parameterSetsAsSprop();
    void parameterSetsFromBrokenSprop();
    void severalParameterSetsInSprop();
};

void TestNal::split_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QList<QByteArray>>("nals");

    QTest::newRow("empty") << QByteArray() << QList<QByteArray>();
    QTest::newRow("no start code") << QByteArray("6742e01f0001") << QList<QByteArray>();
    QTest::newRow("cut start code") << QByteArray("0000") << QList<QByteArray>();
    QTest::newRow("start code alone") << QByteArray("00000001") << QList<QByteArray>();
    QTest::newRow("three bytes") << QByteArray("00000167ff") << QList<QByteArray>{"67ff"};
    QTest::newRow("four bytes") << QByteArray("0000000167ff") << QList<QByteArray>{"67ff"};
    QTest::newRow("mixed") << QByteArray("000000016711000001682200000001653300")
                           << QList<QByteArray>{"6711", "6822", "6533"};
    QTest::newRow("bytes before") << QByteArray("aabb000001"
                                                "41")
                                  << QList<QByteArray>{"41"};
    QTest::newRow("leading zeros") << QByteArray("00000000000001"
                                                 "41")
                                   << QList<QByteArray>{"41"};
    QTest::newRow("trailing zeros") << QByteArray("000001"
                                                  "41ff0000000000000141ee0000")
                                    << QList<QByteArray>{"41ff", "41ee"};
    QTest::newRow("empty units") << QByteArray("000001000001"
                                               "00000000000141")
                                 << QList<QByteArray>{"41"};
    QTest::newRow("type 0") << QByteArray("00000100ff"
                                          "00000141")
                            << QList<QByteArray>{"00ff", "41"};
    QTest::newRow("zeros inside") << QByteArray("0000014100000341000002")
                                  << QList<QByteArray>{"4100000341000002"};
    QTest::newRow("zeros alone") << QByteArray("000001000000") << QList<QByteArray>();
    QTest::newRow("one byte each") << QByteArray("00000141"
                                                 "00000142"
                                                 "00000143")
                                   << QList<QByteArray>{"41", "42", "43"};
}

void TestNal::split()
{
    QFETCH(QByteArray, hex);
    QFETCH(QList<QByteArray>, nals);
    const QByteArray bytes = QByteArray::fromHex(hex);
    QList<QByteArray> found;
    for (const QByteArrayView nal : splitAnnexB(bytes))
        found.append(nal.toByteArray().toHex());
    QCOMPARE(found, nals);
}

void TestNal::peekDoesNotAdvance()
{
    const QByteArray bytes = QByteArray::fromHex("0000000167110000016822");
    AnnexBReader reader(bytes);
    QVERIFY(nalType(reader.peek()) == NalType::Sps);
    QVERIFY(nalType(reader.peek()) == NalType::Sps);
    QCOMPARE(reader.next()->toByteArray().toHex(), QByteArray("6711"));
    QVERIFY(nalType(reader.peek()) == NalType::Pps);
    QCOMPARE(reader.next()->toByteArray().toHex(), QByteArray("6822"));
    QVERIFY(reader.peek().isEmpty());
    QVERIFY(!reader.next());
}

void TestNal::splitFindsEveryPosition()
{
    for (int length = 1; length < 40; ++length) {
        const QByteArray first = "\x41" + QByteArray(length, '\x01');
        const QByteArray second = "\x65" + QByteArray(length, '\x02');
        const QByteArray code("\0\0\1", 3);
        const auto nals = splitAnnexB(code + first + code + second);
        QCOMPARE(nals.size(), 2U);
    }
}

void TestNal::emulationPrevention_data()
{
    QTest::addColumn<QByteArray>("plain");
    QTest::addColumn<QByteArray>("escaped");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("nothing to do") << QByteArray("0001000400ff") << QByteArray("0001000400ff");
    QTest::newRow("0") << QByteArray("000000") << QByteArray("00000300");
    QTest::newRow("1") << QByteArray("000001") << QByteArray("00000301");
    QTest::newRow("2") << QByteArray("000002") << QByteArray("00000302");
    QTest::newRow("3") << QByteArray("000003") << QByteArray("00000303");
    QTest::newRow("4") << QByteArray("000004") << QByteArray("000004");
    QTest::newRow("run") << QByteArray("000000000000") << QByteArray("0000030000030000");
}

void TestNal::emulationPrevention()
{
    QFETCH(QByteArray, plain);
    QFETCH(QByteArray, escaped);
    QCOMPARE(addEmulationPrevention(QByteArray::fromHex(plain)).toHex(), escaped);
    QCOMPARE(removeEmulationPrevention(QByteArray::fromHex(escaped)).toHex(), plain);
}

void TestNal::removesFromForeignBytes()
{
    // A cabac_zero_word at the end, and a start code that should not be there.
    QCOMPARE(removeEmulationPrevention(QByteArray::fromHex("80000003")).toHex(),
             QByteArray("800000"));
    QCOMPARE(removeEmulationPrevention(QByteArray::fromHex("00000003")).toHex(),
             QByteArray("000000"));
    QCOMPARE(removeEmulationPrevention(QByteArray::fromHex("0000010000030303")).toHex(),
             QByteArray("00000100000303"));
}

void TestNal::parameterSetsFromAnnexB()
{
    const auto sets = ParameterSets::fromAnnexB(
        QByteArray::fromHex("00000001091000000001674200110000000168aa0000000167"
                            "42e01f000000016588"));
    QCOMPARE(sets.sps.toHex(), QByteArray("6742e01f"));
    QCOMPARE(sets.pps.toHex(), QByteArray("68aa"));
    QVERIFY(sets.complete());
    QCOMPARE(sets.profileLevelId(), QByteArray("42e01f"));
    QCOMPARE(sets.annexB().toHex(), QByteArray("000000016742e01f0000000168aa"));
    QCOMPARE(ParameterSets::fromAnnexB(sets.annexB()), sets);
    QCOMPARE(ParameterSets::fromAnnexB(QByteArray::fromHex("000000014188")), ParameterSets());
}

void TestNal::parameterSetsAsSprop()
{
    // The example of RFC 6184, 8.2.1, has sprop-parameter-sets=Z0IACpZTBYmI,aMljiA==.
    const auto sets = ParameterSets::fromAnnexB(annexBOfSprop("Z0IACpZTBYmI,aMljiA=="));
    QCOMPARE(sets.sps.toHex(), QByteArray("6742000a9653058988"));
    QCOMPARE(sets.pps.toHex(), QByteArray("68c96388"));
    QCOMPARE(sets.profileLevelId(), QByteArray("42000a"));
    QCOMPARE(sets.toSprop(), QByteArray("Z0IACpZTBYmI,aMljiA=="));
}

void TestNal::parameterSetsFromBrokenSprop()
{
    for (const char *const text : {"", ",", ",,,", "****", "Z0IA", "AAAA,AAAA"})
        QVERIFY(!ParameterSets::fromAnnexB(annexBOfSprop(text)).complete());
    QVERIFY(ParameterSets().profileLevelId().isEmpty());
    QVERIFY(ParameterSets().toSprop().isEmpty());
    QCOMPARE(annexBOfSprop("aMljiA==,Z0IACpZTBYmI,,Zm9v").toHex(' '),
             QByteArray("00 00 00 01 68 c9 63 88 00 00 00 01 67 42 00 0a 96 53 05 89 88"));
}

void TestNal::severalParameterSetsInSprop()
{
    // Two PPS for one SPS, as cameras with two entropy coders have them.
    QCOMPARE(annexBOfSprop("Z0IACpZTBYmI,aMljiA==,aElj").toHex(' '),
             QByteArray("00 00 00 01 67 42 00 0a 96 53 05 89 88 00 00 00 01 68 c9 63 88 "
                        "00 00 00 01 68 49 63"));
}

QTEST_APPLESS_MAIN(TestNal)
#include "tst_nal.moc"
