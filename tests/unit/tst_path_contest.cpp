#include "publish/path_contest.h"

#include <QSet>
#include <QTest>

using namespace oriel;
using namespace std::chrono_literals;

namespace {

constexpr auto kLost = ErrorCode::ConnectionLost;

/// One publisher, seen from the outside.
class Publisher
{
public:
    /// Records for a while and then loses the connection.
    std::optional<std::chrono::milliseconds> record(std::chrono::milliseconds held,
                                                    ErrorCode code = kLost)
    {
        contest.recording(now);
        now += held;
        return contest.failed(code, now);
    }

    PathContest contest;
    SteadyTime now = SteadyClock::now();
};

} // namespace

class TestPathContest : public QObject
{
    Q_OBJECT

private:
    static void compareWait(std::optional<std::chrono::milliseconds> wait,
                            std::chrono::milliseconds full)
    {
        QVERIFY(wait.has_value());
        const auto detail = QString("%1 ms for %2 ms").arg(wait->count()).arg(full.count());
        QVERIFY2(*wait <= full && *wait >= full * 3 / 4, qPrintable(detail));
    }

    static void contend(Publisher &publisher)
    {
        for (int loss = 1; loss < PathContest::kLosses; ++loss)
            QVERIFY(!publisher.record(1s));
        compareWait(publisher.record(1s), 10s);
    }

private Q_SLOTS:
    void yieldsEverLonger()
    {
        Publisher publisher;
        contend(publisher);
        for (const auto full : {20s, 40s, 60s, 60s, 60s})
            compareWait(publisher.record(1s), full);
        QCOMPARE(publisher.contest.losses(), PathContest::kLosses + 5);
    }

    void longerRecordingsAreNoContest()
    {
        Publisher publisher;
        for (int loss = 1; loss < PathContest::kLosses; ++loss)
            QVERIFY(!publisher.record(1s));
        QVERIFY(!publisher.record(PathContest::kSoon));
        contend(publisher);
    }

    void otherFailuresAreNoContest_data()
    {
        QTest::addColumn<bool>("recording");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("restarted") << false << ErrorCode::ConnectionRefused;
        QTest::newRow("closed before it recorded") << false << kLost;
        QTest::newRow("frozen") << true << ErrorCode::NoAnswer;
    }

    void otherFailuresAreNoContest()
    {
        QFETCH(const bool, recording);
        QFETCH(const ErrorCode, code);
        Publisher publisher;
        for (int round = 0; round < 3; ++round) {
            for (int loss = 1; loss < PathContest::kLosses; ++loss)
                QVERIFY(!publisher.record(1s));
            QVERIFY(!(recording ? publisher.record(1s, code)
                                : publisher.contest.failed(code, publisher.now)));
        }
        contend(publisher);
        QVERIFY(!publisher.contest.failed(ErrorCode::ConnectionRefused, publisher.now));
        QVERIFY(!publisher.record(1s));
    }

    void isOverOnceThePathWasHeld()
    {
        Publisher publisher;
        contend(publisher);
        compareWait(publisher.record(PathContest::kHeld - 1ms), 20s);
        QVERIFY(!publisher.record(PathContest::kHeld));
        contend(publisher);
    }

    void twoDoNotComeBackTogether()
    {
        QSet<qint64> waits;
        for (int i = 0; i < 200; ++i) {
            Publisher publisher;
            contend(publisher);
            waits.insert(publisher.record(1s).value_or(0ms).count());
        }
        QVERIFY(waits.size() > 100);
    }
};

QTEST_APPLESS_MAIN(TestPathContest)
#include "tst_path_contest.moc"
