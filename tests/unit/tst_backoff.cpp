#include "base/backoff.h"

#include <QSet>
#include <QTest>

using namespace oriel;
using namespace std::chrono_literals;

class TestBackoff : public QObject
{
    Q_OBJECT

private:
    static void compareWait(Backoff &backoff, SteadyTime now, std::chrono::milliseconds full)
    {
        const auto wait = backoff.next(now);
        const auto detail = QString("%1 ms for %2 ms").arg(wait.count()).arg(full.count());
        QVERIFY2(wait <= full && wait >= full * 3 / 4, qPrintable(detail));
    }

private Q_SLOTS:
    void doublesToASecondInTheFirstMinute()
    {
        Backoff backoff;
        const SteadyTime start = SteadyClock::now();
        for (const auto full : {250ms, 500ms, 1000ms, 1000ms, 1000ms})
            compareWait(backoff, start, full);
        compareWait(backoff, start + 59s, 1000ms);
        QCOMPARE(backoff.attempts(), 6);
    }

    void doublesOnToTenSecondsAfterIt()
    {
        Backoff backoff;
        const SteadyTime start = SteadyClock::now();
        for (const auto full : {250ms, 500ms, 1000ms})
            compareWait(backoff, start, full);
        for (const auto full : {2000ms, 4000ms, 8000ms, 10000ms, 10000ms})
            compareWait(backoff, start + 60s, full);
    }

    void beginsAnewAfterReset()
    {
        Backoff backoff;
        const SteadyTime start = SteadyClock::now();
        for (int i = 0; i < 10; ++i)
            QVERIFY(backoff.next(start + i * 60s) > 0ms);
        backoff.reset();
        QCOMPARE(backoff.attempts(), 0);
        compareWait(backoff, start + 1h, 250ms);
        compareWait(backoff, start + 1h, 500ms);
        compareWait(backoff, start + 1h + 59s, 1000ms);
    }

    void whatWorkedForAWhileIsInNewTrouble()
    {
        // A server that is killed again and again, over more than a minute.
        Backoff backoff;
        SteadyTime now = SteadyClock::now();
        for (int outage = 0; outage < 20; ++outage) {
            for (const auto full : {250ms, 500ms, 1000ms})
                compareWait(backoff, now, full);
            backoff.works(now + 3s);
            now += 3s + Backoff::kSettled;
        }
    }

    void whatBreaksAtOnceIsOldTrouble()
    {
        // A server that takes a client and hangs up, over more than a minute.
        Backoff backoff;
        SteadyTime now = SteadyClock::now();
        for (const auto full : {250ms, 500ms, 1000ms}) {
            compareWait(backoff, now, full);
            backoff.works(now);
            now += Backoff::kSettled - 1ms;
        }
        compareWait(backoff, now, 1000ms);
        now += 1min;
        for (const auto full : {2000ms, 4000ms, 8000ms, 10000ms, 10000ms}) {
            compareWait(backoff, now, full);
            backoff.works(now);
            now += Backoff::kSettled - 1ms;
        }
    }

    void aLesserTroubleIsHastened()
    {
        Backoff backoff;
        const SteadyTime start = SteadyClock::now();
        for (const auto full : {250ms, 500ms, 1000ms, 1000ms})
            compareWait(backoff, start, full);
        backoff.hasten();
        for (const auto full : {250ms, 500ms, 1000ms})
            compareWait(backoff, start + 5s, full);
        compareWait(backoff, start + 61s, 2000ms);
    }

    void clientsDoNotComeBackTogether()
    {
        QSet<qint64> waits;
        for (int i = 0; i < 200; ++i) {
            Backoff backoff;
            waits.insert(backoff.next(SteadyClock::now()).count());
        }
        QVERIFY(waits.size() > 10);
    }
};

QTEST_APPLESS_MAIN(TestBackoff)
#include "tst_backoff.moc"
