#include "h26x/nal.h"
#include "h26x/sei.h"

#include <QTest>

using namespace oriel::h264;

namespace {

/// "5:aabb 6:" for each message: type, payload.
QString textOf(QByteArrayView nal)
{
    QStringList out;
    SeiReader reader(nal);
    while (const auto message = reader.next()) {
        out.append(QString::number(static_cast<qsizetype>(message->type)) + u':' +
                   QString::fromLatin1(message->payload.toByteArray().toHex()));
    }
    return out.join(u' ');
}

QString textOfHex(const char *hex)
{
    return textOf(QByteArray::fromHex(hex));
}

} // namespace

class TestSei : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messages_data();
    void messages();
    void broken_data();
    void broken();
    void largeNumbers();
    void cutAnywhere();
    void staysAtTheEnd();
};

void TestSei::messages_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QString>("text");
    QTest::newRow("recovery point") << QByteArray("06060184 80") << "6:84";
    QTest::newRow("several") << QByteArray("06 0502aabb 0301ff 060184 80") << "5:aabb 3:ff 6:84";
    QTest::newRow("no payload") << QByteArray("06 0500 0600 80") << "5: 6:";
    QTest::newRow("type of the trailing bits") << QByteArray("06 800155 8000 80") << "128:55 128:";
    QTest::newRow("zeros after the trailing bits") << QByteArray("06 0501aa 800000") << "5:aa";
    QTest::newRow("without trailing bits") << QByteArray("06 0501aa") << "5:aa";
    QTest::newRow("emulation prevention")
        << QByteArray("06 0505 0000030000 0301 80") << "5:0000000001";
    QTest::newRow("another header") << QByteArray("27 0501aa 80") << "5:aa";
}

void TestSei::messages()
{
    QFETCH(QByteArray, hex);
    QFETCH(QString, text);
    QCOMPARE(textOfHex(hex), text);
}

void TestSei::broken_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QString>("text");
    QTest::newRow("no bytes") << QByteArray() << "";
    QTest::newRow("header alone") << QByteArray("06") << "";
    QTest::newRow("trailing bits alone") << QByteArray("0680") << "";
    QTest::newRow("no size") << QByteArray("0605") << "";
    QTest::newRow("size beyond the end") << QByteArray("06 0501aa 060384 80") << "5:aa";
    QTest::newRow("type without end") << QByteArray("06ffffff") << "";
    QTest::newRow("size without end") << QByteArray("0605ffff") << "";
}

void TestSei::broken()
{
    QFETCH(QByteArray, hex);
    QFETCH(QString, text);
    QCOMPARE(textOfHex(hex), text);
}

void TestSei::largeNumbers()
{
    // Type 300, sizes 255 and 600 in ff_byte coding.
    const QByteArray nal = QByteArray::fromHex("06ff2dff00") + QByteArray(255, 'a') +
                           QByteArray::fromHex("05ffff5a") + QByteArray(600, 'b') + "\x80";
    SeiReader reader(nal);
    const auto first = reader.next();
    QVERIFY(first && first->type == SeiType{300});
    QCOMPARE(first->payload.toByteArray(), QByteArray(255, 'a'));
    const auto second = reader.next();
    QVERIFY(second && second->type == SeiType::UserDataUnregistered);
    QCOMPARE(second->payload.toByteArray(), QByteArray(600, 'b'));
    QVERIFY(!reader.next());
    QVERIFY(textOf(QByteArray("\x06") + QByteArray(100'000, '\xff')).isEmpty());
}

void TestSei::cutAnywhere()
{
    const QByteArray whole = QByteArray::fromHex("06 0502aabb 060184");
    for (qsizetype size = 0; size <= whole.size(); ++size) {
        const QString expected = size < 5 ? "" : size < 8 ? "5:aabb" : "5:aabb 6:84";
        QCOMPARE(textOf(whole.first(size)), expected);
    }
}

void TestSei::staysAtTheEnd()
{
    // Behind a message that is cut nothing can be a message.
    const QByteArray nal = QByteArray::fromHex("06 0540 060184 060184 80");
    SeiReader reader(nal);
    for (int i = 0; i < 3; ++i)
        QVERIFY(!reader.next());
}

QTEST_APPLESS_MAIN(TestSei)
#include "tst_sei.moc"
