#include "base/error.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace oriel;

namespace {

QList<ErrorCode> allCodes()
{
    QList<ErrorCode> codes;
    for (int i = 0; i <= static_cast<int>(ErrorCode::SourceFailed); ++i)
        codes.append(static_cast<ErrorCode>(i));
    return codes;
}

} // namespace

class TestError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasOneNameAndOneSentence()
    {
        QSet<QString> names, sentences;
        for (const ErrorCode code : allCodes()) {
            const QString text = sentence({code, "cam:8554", "Bad Request"});
            QVERIFY2(text.endsWith('.') && text.at(0) != ' ', qPrintable(text));
            QVERIFY2(!text.contains('%') && !text.contains("  "), qPrintable(text));
            names.insert(errorName(code));
            sentences.insert(text);
            const QString bare = sentence({code, {}, {}});
            QVERIFY2(!bare.contains('%') && !bare.contains("  "), qPrintable(bare));
        }
        QCOMPARE(names.size(), allCodes().size());
        QCOMPARE(sentences.size(), allCodes().size());
    }

    void namesAreKebabCase()
    {
        const QRegularExpression kebab("^[a-z]+(-[a-z]+)*$");
        for (const ErrorCode code : allCodes())
            QVERIFY2(kebab.match(errorName(code)).hasMatch(), qPrintable(errorName(code)));
        QCOMPARE(errorName(ErrorCode::ConnectionRefused), "connection-refused");
        QCOMPARE(errorName(ErrorCode::NotRtsp), "not-rtsp");
    }

    void tellsWhatToDo()
    {
        QCOMPARE(sentence({ErrorCode::ConnectionRefused, "cam:8554", {}}),
                 "The server at cam:8554 refuses the connection. Check that it is running and that "
                 "no firewall closes the port.");
        QCOMPARE(sentence({ErrorCode::PortForbidden, "80", "Permission denied"}),
                 "This user may not open 80: ports below 1024 need root. Choose a higher one, such "
                 "as 8554.");
        QVERIFY(sentence({ErrorCode::ServerRefused, "cam", "Too many readers."})
                    .contains("refuses: Too many readers. "));
    }

    void foreignWordsStayWords()
    {
        const QString text = sentence({ErrorCode::ServerRefused, "rtsp://cam/%20a%2", "1\n%1 %2"});
        QVERIFY2(text.contains("rtsp://cam/%20a%2") && text.contains("1 %1 %2"), qPrintable(text));
        const QString longText = sentence({ErrorCode::ServerRefused, "cam", QString(5000, 'x')});
        QVERIFY(longText.size() < 400);
    }

    void onlyWhatMayPassIsTriedAgain()
    {
        const QSet<ErrorCode> transient{
            ErrorCode::HostNotFound,   ErrorCode::HostUnreachable, ErrorCode::ConnectionRefused,
            ErrorCode::ConnectionLost, ErrorCode::NoAnswer,        ErrorCode::PathNotFound,
            ErrorCode::PathInUse,      ErrorCode::PathRefused,     ErrorCode::NoPackets,
            ErrorCode::ServerRefused,  ErrorCode::StreamStalled,   ErrorCode::StreamEnded,
            ErrorCode::SourceFailed};
        for (const ErrorCode code : allCodes())
            QVERIFY2(isTransient(code) == transient.contains(code), qPrintable(errorName(code)));
    }
};

QTEST_APPLESS_MAIN(TestError)
#include "tst_error.moc"
