#include "source/loop_timeline.h"

#include <QTest>

#include <algorithm>
#include <vector>

using namespace oriel;
using namespace std::chrono_literals;

namespace {

constexpr Micros kFrame = 40ms;

/// What a file's packets have, in decoding order.
struct Stamp
{
    std::optional<Micros> decoded;
    Micros later{0};
};

std::vector<LoopTimeline::Place> played(const std::vector<Stamp> &file, int passes)
{
    LoopTimeline timeline(kFrame);
    std::vector<LoopTimeline::Place> places;
    for (int pass = 0; pass < passes; ++pass) {
        for (const Stamp &stamp : file)
            places.push_back(timeline.place(stamp.decoded, stamp.later));
        timeline.beginPass();
    }
    return places;
}

bool evenlyDue(const std::vector<LoopTimeline::Place> &places)
{
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].due != static_cast<int>(i) * kFrame)
            return false;
    }
    return true;
}

} // namespace

class TestLoopTimeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beginsAtNothing();
    void withoutStamps();
    void withBPictures();
    void unevenFramesKeepTheirPace();
    void breaks_data();
    void breaks();
};

void TestLoopTimeline::beginsAtNothing()
{
    QVERIFY(evenlyDue(played({{1000ms, 0ms}, {1040ms, 0ms}, {1080ms, 0ms}}, 3)));
    QVERIFY(evenlyDue(played({{-80ms, 0ms}, {-40ms, 0ms}, {0ms, 0ms}}, 3)));
}

void TestLoopTimeline::withoutStamps()
{
    QVERIFY(evenlyDue(played({{}, {}, {}, {}}, 2)));
}

void TestLoopTimeline::withBPictures()
{
    // I0 P4 B2 B1 B3 of x264: shown in the order 0 1 2 3 4.
    const std::vector<Stamp> file{
        {-80ms, 80ms}, {-40ms, 200ms}, {0ms, 80ms}, {40ms, 0ms}, {80ms, 40ms}};
    const auto places = played(file, 3);
    std::vector<Micros> shown;
    Micros last = -1us;
    for (const LoopTimeline::Place &place : places) {
        QVERIFY(place.due > last);
        last = place.due;
        shown.push_back(place.due + place.shownAfter);
    }
    std::sort(shown.begin(), shown.end());
    for (std::size_t i = 1; i < shown.size(); ++i)
        QCOMPARE(shown[i] - shown[i - 1], kFrame);
    // Every picture of a pass is shown before any of the next.
    QCOMPARE(shown[5], places[5].due + places[5].shownAfter);
}

void TestLoopTimeline::unevenFramesKeepTheirPace()
{
    const auto places = played({{0ms, 0ms}, {10ms, 0ms}, {3000ms, 0ms}}, 2);
    const std::vector<Micros> due{0ms, 10ms, 3000ms, 3040ms, 3050ms, 6040ms};
    for (std::size_t i = 0; i < due.size(); ++i)
        QCOMPARE(places[i].due, due[i]);
}

void TestLoopTimeline::breaks_data()
{
    QTest::addColumn<qint64>("stepUs");
    QTest::newRow("back") << qint64{-5'000'000};
    QTest::newRow("still") << qint64{0};
    QTest::newRow("hardly") << qint64{900};
    QTest::newRow("far ahead") << qint64{95'000'000'000}; // The clock of MPEG-TS wraps.
}

void TestLoopTimeline::breaks()
{
    QFETCH(const qint64, stepUs);
    const Micros step(stepUs);
    QVERIFY(evenlyDue(played({{6000ms, 0ms},
                              {6040ms, 0ms},
                              {6040ms + step, 0ms},
                              {6080ms + step, 0ms},
                              {6120ms + step, 0ms}},
                             2)));
}

QTEST_APPLESS_MAIN(TestLoopTimeline)
#include "tst_loop_timeline.moc"
