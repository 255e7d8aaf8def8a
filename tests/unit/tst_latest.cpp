#include "base/latest.h"

#include <QTest>

#include <atomic>
#include <memory>
#include <semaphore>
#include <thread>

using namespace oriel;

class TestLatest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyAtFirst()
    {
        Latest<int> latest;
        QCOMPARE(latest.take(), std::nullopt);
        QCOMPARE(latest.displaced(), std::uint64_t{0});
    }

    void newestWins()
    {
        Latest<int> latest;
        QVERIFY(latest.put(1));
        QVERIFY(!latest.put(2));
        QVERIFY(!latest.put(3));
        QCOMPARE(latest.take(), 3);
        QCOMPARE(latest.take(), std::nullopt);
        QCOMPARE(latest.displaced(), std::uint64_t{2});
        QVERIFY(latest.put(4));
    }

    void displacedValueIsDestroyedAtOnce()
    {
        Latest<std::shared_ptr<int>> latest;
        auto first = std::make_shared<int>(1);
        const std::weak_ptr<int> watch = first;
        QVERIFY(latest.put(std::move(first)));
        QVERIFY(!watch.expired());
        QVERIFY(!latest.put(std::make_shared<int>(2)));
        QVERIFY(watch.expired());
    }

    void takesMoveOnlyValues()
    {
        Latest<std::unique_ptr<int>> latest;
        QVERIFY(latest.put(std::make_unique<int>(7)));
        const auto value = latest.take();
        QCOMPARE(**value, 7);
    }

    /// The consumer only ever looks when it is woken, and must still see the last value, every
    /// value at most once and in order, and never find the slot empty.
    void oneWakeUpForEachTake()
    {
        constexpr int kLast = 200000;
        Latest<int> latest;
        std::counting_semaphore<> wakeUps(0);
        std::atomic<int> wakeUpsSent{0};
        int taken = 0, last = 0;
        bool ordered = true, neverEmpty = true;
        std::thread consumer([&] {
            while (last < kLast && neverEmpty) {
                wakeUps.acquire();
                const std::optional<int> value = latest.take();
                neverEmpty = value.has_value();
                ordered = ordered && value.value_or(0) > last;
                last = value.value_or(last);
                ++taken;
            }
        });
        for (int i = 1; i <= kLast; ++i) {
            if (latest.put(i)) {
                ++wakeUpsSent;
                wakeUps.release();
            }
        }
        consumer.join();
        QVERIFY(neverEmpty);
        QVERIFY(ordered);
        QCOMPARE(last, kLast);
        QCOMPARE(taken, wakeUpsSent.load());
        QCOMPARE(latest.displaced() + static_cast<std::uint64_t>(taken), std::uint64_t{kLast});
    }
};

QTEST_APPLESS_MAIN(TestLatest)
#include "tst_latest.moc"
