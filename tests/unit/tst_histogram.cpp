#include "base/histogram.h"

#include <QTest>

#include <cmath>

using namespace oriel;
using namespace std::chrono_literals;

class TestHistogram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void empty();
    void percentiles_data();
    void percentiles();
    void shares();
    void isBounded();
};

void TestHistogram::empty()
{
    Histogram histogram;
    QVERIFY(!histogram.percentile(0.5));
    QVERIFY(!histogram.percentiles());
    histogram.add(30us);
    QCOMPARE(histogram.percentiles()->p50.count(), 30);
    histogram.clear();
    QCOMPARE(histogram.count(), std::uint64_t(0));
    QVERIFY(!histogram.percentiles());
}

void TestHistogram::percentiles_data()
{
    QTest::addColumn<int>("scale");
    for (const int scale : {1, 50, 3000, 100000})
        QTest::addRow("times %d us", scale) << scale;
}

void TestHistogram::percentiles()
{
    QFETCH(int, scale);
    Histogram histogram;
    for (int i = 1; i <= 1000; ++i)
        histogram.add(Micros(i * scale));
    const Percentiles p = histogram.percentiles().value();
    const auto near = [&](Micros value, double wanted) {
        return std::abs(static_cast<double>(value.count()) / scale - wanted) <= wanted * 0.01 + 0.5;
    };
    QVERIFY(near(p.p50, 500));
    QVERIFY(near(p.p95, 950));
    QVERIFY(near(p.p99, 990));
    QCOMPARE(p.max.count(), 1000LL * scale);
}

void TestHistogram::shares()
{
    Histogram histogram;
    for (int i = 0; i < 60; ++i)
        histogram.add(Micros(i)); // Below 64 each one has a bucket of its own.
    QCOMPARE(histogram.count(), std::uint64_t(60));
    QCOMPARE(histogram.percentile(0)->count(), 0);
    QCOMPARE(histogram.percentile(0.5)->count(), 29);
    QCOMPARE(histogram.percentile(1)->count(), 59);
}

void TestHistogram::isBounded()
{
    Histogram histogram;
    histogram.add(Micros(-5));
    QCOMPARE(histogram.percentile(0.5)->count(), 0);
    histogram.add(Micros::max());
    QCOMPARE(histogram.count(), std::uint64_t(2));
    QVERIFY(histogram.max() < 24h);
}

QTEST_APPLESS_MAIN(TestHistogram)
#include "tst_histogram.moc"
