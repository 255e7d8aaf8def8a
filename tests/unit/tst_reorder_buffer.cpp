#include "rtsp/reorder_buffer.h"

#include <QTest>

#include <algorithm>
#include <numeric>
#include <random>

using namespace oriel;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kWait{20};

/// Drives a buffer the way a receiver does and writes down what comes out: "7" in sequence, "!7"
/// behind a loss.
struct Driver
{
    ReorderBuffer buffer{kWait};
    SteadyTime now{std::chrono::hours(1)};
    QStringList out;

    void push(int sequenceNumber)
    {
        const auto number = static_cast<std::uint16_t>(sequenceNumber);
        buffer.push(number, QByteArray::number(number), now);
        drain();
    }
    void drain()
    {
        while (const auto entry = buffer.pop(now))
            out.append((entry->lossBefore ? "!" : "") + QString::fromLatin1(entry->bytes));
    }
    void wait(milliseconds time)
    {
        now += time;
        drain();
    }
    [[nodiscard]] QString text() const { return out.join(' '); }
};

QList<quint64> figures(const ReorderBuffer &buffer)
{
    const ReorderBuffer::Counters &counters = buffer.counters();
    return {counters.lost, counters.reordered, counters.duplicate, counters.late};
}

} // namespace

class TestReorderBuffer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sequences_data();
    void sequences();
    void givesUpAfterTheWait();
    void waitsNoLongerForASecondGap();
    void aNewGapHasItsOwnWait();
    void noWaitGivesUpAtOnce();
    void lateAfterGivenUp();
    void capacityBoundsAGap();
    void capacityHoldsWithoutPop();
    void oneJumpIsIgnored_data();
    void oneJumpIsIgnored();
    void twoJumpsRestart_data();
    void twoJumpsRestart();
    void restartForgetsWhatCame();
    void longRunsWrapAround();
    void randomOrderComesOutSorted();
};

void TestReorderBuffer::sequences_data()
{
    using Numbers = QList<int>;
    using Figures = QList<quint64>;
    QTest::addColumn<Numbers>("in");
    QTest::addColumn<QString>("out");
    QTest::addColumn<Figures>("counters"); // lost, reordered, duplicate, late

    QTest::newRow("in order") << Numbers{5, 6, 7} << "5 6 7" << Figures{0, 0, 0, 0};
    QTest::newRow("starts at 0") << Numbers{0, 1} << "0 1" << Figures{0, 0, 0, 0};
    QTest::newRow("wraps") << Numbers{65534, 65535, 0, 1} << "65534 65535 0 1"
                           << Figures{0, 0, 0, 0};
    QTest::newRow("swapped") << Numbers{5, 7, 6, 8} << "5 6 7 8" << Figures{0, 1, 0, 0};
    QTest::newRow("swapped over the wrap")
        << Numbers{65535, 1, 0, 2} << "65535 0 1 2" << Figures{0, 1, 0, 0};
    QTest::newRow("reversed") << Numbers{5, 9, 8, 7, 6} << "5 6 7 8 9" << Figures{0, 3, 0, 0};
    QTest::newRow("duplicates") << Numbers{5, 5, 6, 6, 5} << "5 6" << Figures{0, 0, 3, 0};
    QTest::newRow("duplicate of a held one")
        << Numbers{5, 7, 7, 6, 7} << "5 6 7" << Figures{0, 1, 2, 0};
    QTest::newRow("before the first") << Numbers{5, 4, 6} << "5 6" << Figures{0, 0, 0, 1};
    QTest::newRow("before the first, twice")
        << Numbers{0, 65535, 65535, 1} << "0 1" << Figures{0, 0, 1, 1};
    QTest::newRow("held") << Numbers{5, 7, 8} << "5" << Figures{0, 0, 0, 0};
}

void TestReorderBuffer::sequences()
{
    QFETCH(QList<int>, in);
    Driver driver;
    for (const int number : in)
        driver.push(number);
    QTEST(driver.text(), "out");
    QTEST(figures(driver.buffer), "counters");
}

void TestReorderBuffer::givesUpAfterTheWait()
{
    Driver driver;
    driver.push(1);
    QVERIFY(!driver.buffer.deadline());
    driver.push(4);
    QVERIFY(driver.buffer.deadline() == driver.now + kWait);
    const SteadyTime due = *driver.buffer.deadline();
    driver.wait(milliseconds(10));
    driver.push(5);
    QVERIFY(driver.buffer.deadline() == due);
    driver.wait(milliseconds(9));
    QCOMPARE(driver.text(), QString("1"));
    driver.wait(milliseconds(1));
    QCOMPARE(driver.text(), QString("1 !4 5"));
    QVERIFY(!driver.buffer.deadline());
    QCOMPARE(figures(driver.buffer), QList<quint64>({2, 0, 0, 0}));
    driver.push(6);
    QCOMPARE(driver.text(), QString("1 !4 5 6"));
}

void TestReorderBuffer::waitsNoLongerForASecondGap()
{
    Driver driver;
    driver.push(1);
    driver.push(5); // 2, 3, 4 missing; held from here on
    driver.wait(milliseconds(15));
    driver.push(3); // closes neither gap
    driver.wait(milliseconds(5));
    // 5 must not be held longer than the wait, though 3 came late.
    QCOMPARE(driver.text(), QString("1 !3 !5"));
    QCOMPARE(figures(driver.buffer), QList<quint64>({2, 1, 0, 0}));
}

void TestReorderBuffer::aNewGapHasItsOwnWait()
{
    Driver driver;
    driver.push(1);
    driver.push(3);
    driver.wait(milliseconds(15));
    driver.push(5);
    driver.wait(milliseconds(5));
    QCOMPARE(driver.text(), QString("1 !3"));
    QVERIFY(driver.buffer.deadline() == driver.now + milliseconds(15));
    driver.push(2);
    driver.push(4);
    QCOMPARE(driver.text(), QString("1 !3 4 5"));
    QCOMPARE(figures(driver.buffer), QList<quint64>({1, 1, 0, 1}));
}

void TestReorderBuffer::noWaitGivesUpAtOnce()
{
    Driver driver;
    driver.buffer = ReorderBuffer(milliseconds(0));
    for (const int number : {1, 2, 4, 5, 3})
        driver.push(number);
    QCOMPARE(driver.text(), QString("1 2 !4 5"));
    QVERIFY(!driver.buffer.deadline());
    QCOMPARE(figures(driver.buffer), QList<quint64>({1, 0, 0, 1}));
}

void TestReorderBuffer::lateAfterGivenUp()
{
    Driver driver;
    driver.push(1);
    driver.push(3);
    driver.wait(kWait);
    driver.push(2);
    driver.push(2);
    driver.push(4);
    QCOMPARE(driver.text(), QString("1 !3 4"));
    QCOMPARE(figures(driver.buffer), QList<quint64>({1, 0, 1, 1}));
}

void TestReorderBuffer::capacityBoundsAGap()
{
    Driver driver;
    driver.buffer = ReorderBuffer(std::chrono::hours(1), 4);
    driver.push(1);
    for (const int number : {3, 4, 5})
        driver.push(number);
    QCOMPARE(driver.text(), QString("1"));
    driver.push(6);
    QCOMPARE(driver.text(), QString("1 !3 4 5 6"));
}

void TestReorderBuffer::capacityHoldsWithoutPop()
{
    ReorderBuffer buffer(kWait, 4);
    const SteadyTime now{std::chrono::hours(1)};
    for (int number = 0; number < 1000; ++number)
        buffer.push(static_cast<std::uint16_t>(number), "x", now);
    int popped = 0;
    while (buffer.pop(now))
        ++popped;
    QCOMPARE(popped, 5);
}

void TestReorderBuffer::oneJumpIsIgnored_data()
{
    QTest::addColumn<int>("stray");
    QTest::newRow("ahead") << 13101;
    QTest::newRow("behind") << 6900;
    QTest::newRow("opposite") << 10000 + 32768;
}

void TestReorderBuffer::oneJumpIsIgnored()
{
    QFETCH(int, stray);
    Driver driver;
    driver.push(10000);
    driver.push(stray);
    driver.push(10001);
    driver.push(stray + 1); // Not behind the other in a row.
    driver.push(10002);
    QCOMPARE(driver.text(), QString("10000 10001 10002"));
    QCOMPARE(figures(driver.buffer), QList<quint64>({0, 0, 0, 0}));
}

void TestReorderBuffer::twoJumpsRestart_data()
{
    QTest::addColumn<int>("first");
    QTest::newRow("ahead") << 20000;
    QTest::newRow("behind") << 3;
    QTest::newRow("over the wrap") << 65535;
}

void TestReorderBuffer::twoJumpsRestart()
{
    QFETCH(int, first);
    Driver driver;
    driver.push(10000);
    driver.push(10002); // Held, and lost with the restart.
    driver.push(first);
    driver.push(first + 1);
    driver.push(first + 2);
    const QString expected =
        QString("10000 !%1 %2 %3").arg(first).arg((first + 1) & 0xffff).arg((first + 2) & 0xffff);
    QCOMPARE(driver.text(), expected);
    QCOMPARE(driver.buffer.counters().lost, 1U);
    QVERIFY(!driver.buffer.deadline());
}

void TestReorderBuffer::restartForgetsWhatCame()
{
    Driver driver;
    for (int number = 0; number < 10000; ++number)
        driver.push(number);
    for (const int number : {20000, 20001, 19999})
        driver.push(number);
    QCOMPARE(figures(driver.buffer), QList<quint64>({0, 0, 0, 1}));
}

void TestReorderBuffer::longRunsWrapAround()
{
    Driver driver;
    for (int number = 0; number < 200000; ++number)
        driver.push(number & 0xffff);
    QCOMPARE(driver.out.size(), 200000);
    QCOMPARE(figures(driver.buffer), QList<quint64>({0, 0, 0, 0}));
}

void TestReorderBuffer::randomOrderComesOutSorted()
{
    std::mt19937 random(42); // NOLINT: the same order each time
    Driver driver;
    QStringList expected;
    int next = 65000;
    driver.push(next);
    expected.append(QString::number(next++));
    for (int block = 0; block < 200; ++block) {
        std::vector<int> numbers(20);
        std::iota(numbers.begin(), numbers.end(), next);
        for (const int number : numbers)
            expected.append(QString::number(number & 0xffff));
        next += 20;
        std::shuffle(numbers.begin(), numbers.end(), random);
        for (const int number : numbers) {
            driver.push(number & 0xffff);
            driver.push(number & 0xffff);
        }
        driver.now += milliseconds(5);
    }
    QCOMPARE(driver.out, expected);
    QCOMPARE(driver.buffer.counters().lost, 0U);
    QCOMPARE(driver.buffer.counters().duplicate, 4000U);
}

QTEST_APPLESS_MAIN(TestReorderBuffer)
#include "tst_reorder_buffer.moc"
