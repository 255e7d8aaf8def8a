#include "source/encoded_unit.h"

#include <QTest>

using namespace oriel;
using namespace std::chrono_literals;

namespace {

const SteadyTime kStart{100s};

EncodedUnit unitOf(std::uint32_t number, bool keyframe, qsizetype bytes = 10)
{
    EncodedUnit unit;
    unit.picture.slices = QByteArray(bytes, 'x');
    unit.picture.keyframe = keyframe;
    unit.number = number;
    return unit;
}

/// The numbers of all that wait.
QList<std::uint32_t> taken(UnitQueue &queue)
{
    QList<std::uint32_t> numbers;
    while (const auto unit = queue.take())
        numbers << unit->number;
    return numbers;
}

} // namespace

class TestUnitQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsAllInOrder();
    void dropsUpToAKeyframeWhenLate();
    void boundedInBytes();
};

void TestUnitQueue::keepsAllInOrder()
{
    UnitQueue queue;
    QVERIFY(queue.put(unitOf(0, true), kStart));
    QVERIFY(!queue.put(unitOf(1, false), kStart + 100ms));
    QVERIFY(!queue.put(unitOf(2, false), kStart + 200ms));
    QCOMPARE(taken(queue), (QList<std::uint32_t>{0, 1, 2}));
    QVERIFY(queue.put(unitOf(3, false), kStart + 10s));
    QCOMPARE(taken(queue), QList<std::uint32_t>{3});
    QCOMPARE(queue.dropped(), std::uint64_t{0});
}

void TestUnitQueue::dropsUpToAKeyframeWhenLate()
{
    UnitQueue queue;
    (void)queue.put(unitOf(0, true), kStart);
    (void)queue.put(unitOf(1, false), kStart + 33ms);
    QVERIFY(!queue.put(unitOf(2, false), kStart + 201ms));
    QVERIFY(!queue.put(unitOf(3, false), kStart + 234ms));
    QVERIFY(taken(queue).isEmpty());
    QVERIFY(!queue.put(unitOf(4, false), kStart + 300ms));
    QVERIFY(queue.put(unitOf(5, true), kStart + 333ms));
    QVERIFY(!queue.put(unitOf(6, false), kStart + 366ms));
    QCOMPARE(taken(queue), (QList<std::uint32_t>{5, 6}));
    QCOMPARE(queue.dropped(), std::uint64_t{5});
}

void TestUnitQueue::boundedInBytes()
{
    UnitQueue queue;
    constexpr qsizetype kHalf = UnitQueue::kMaxBytes / 2;
    (void)queue.put(unitOf(0, true, kHalf), kStart);
    (void)queue.put(unitOf(1, false, kHalf), kStart);
    (void)queue.put(unitOf(2, false, kHalf), kStart);
    QVERIFY(taken(queue).isEmpty());
    // One that is larger than all has its place alone.
    QVERIFY(queue.put(unitOf(3, true, 2 * UnitQueue::kMaxBytes), kStart));
    QCOMPARE(taken(queue), QList<std::uint32_t>{3});
}

QTEST_APPLESS_MAIN(TestUnitQueue)
#include "tst_unit_queue.moc"
