#include "base/certificate.h"

#include <QSslCertificate>
#include <QSslError>
#include <QTest>

using namespace oriel;

class TestCertificate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data();
    void parses();
    void ofNothing();
};

void TestCertificate::parses_data()
{
    const QByteArray digits = QByteArray("0123456789abcdef").repeated(4);
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("fingerprint");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &hex) {
        QTest::newRow(name) << QString::fromUtf8(text) << QByteArray::fromHex(hex);
    };
    const QByteArray colons = QByteArray::fromHex(digits).toHex(':').toUpper();
    row("plain", digits, digits);
    row("as openssl prints it", "sha256 Fingerprint=" + colons, digits);
    row("in a sentence", "SHA-256 " + colons + " is self-signed", digits);
    row("with spaces", QByteArray(colons).replace(':', ' '), digits);
    row("too short", digits.chopped(1), {});
    row("too long", digits + "a", {});
    row("no digits", QByteArray(64, 'x'), {});
    row("empty", {}, {});
}

void TestCertificate::parses()
{
    QFETCH(QString, text);
    QTEST(parseFingerprint(text), "fingerprint");
}

void TestCertificate::ofNothing()
{
    const QSslCertificate none;
    QCOMPARE(fingerprintOf(none), QByteArray());
    QVERIFY(describeCertificate(none, {QSslError(QSslError::NoPeerCertificate)}).size() > 0);
}

QTEST_APPLESS_MAIN(TestCertificate)

#include "tst_certificate.moc"
