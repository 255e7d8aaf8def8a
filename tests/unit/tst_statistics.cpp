#include "base/json_file.h"
#include "playback/statistics.h"
#include "playback/stats_json.h"
#include "playback/stream_counters.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace oriel;
using namespace std::chrono_literals;

namespace {

const WallTime kEpoch{std::chrono::seconds(1'800'000'000)};

VideoFrame frameAt(WallTime received)
{
    VideoFrame frame;
    frame.picture = makeAvFrame();
    frame.picture->width = 640;
    frame.picture->height = 480;
    frame.received = received;
    frame.decoded = received + 1ms;
    return frame;
}

VideoFrame timedFrame(WallTime captured)
{
    VideoFrame frame = frameAt(captured + 3ms);
    frame.timing = h264::FrameTiming{captured, 1, captured + 1ms, captured + 2ms, true};
    return frame;
}

double ms(std::optional<Micros> time)
{
    return time ? toMs(*time) : -1;
}

} // namespace

class TestStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recentDurations();
    void rates();
    void lossOfTheLastSeconds();
    void lossThatIsCorrected();
    void agesBySource();
    void legs();
    void senselessClocks();
    void sourceMayBeLost();
    void firstPicture();
    void totalsGoOnOverAttempts();
    void recentLoss();
    void json();
    void jsonThatCannotBeWritten();
};

void TestStatistics::recentDurations()
{
    RecentDurations recent;
    QVERIFY(!recent.percentiles());
    for (int i = 1; i <= 1000; ++i)
        recent.add(Micros(i));
    const Percentiles all = recent.percentiles().value();
    QCOMPARE(all.max.count(), 1000);
    QCOMPARE(all.p50.count(), 850); // of 701 to 1000
    QCOMPARE(recent.percentiles(10)->p50.count(), 995);
}

void TestStatistics::rates()
{
    RateMeter meter;
    const SteadyTime start{1h};
    for (int i = 0; i <= 300; ++i)
        meter.add(start + i * 20ms, 10);
    QCOMPARE(meter.total(), std::uint64_t(3010));
    QVERIFY(std::abs(meter.mean() - 500) < 0.01);
    QVERIFY(std::abs(meter.recent(start + 6s) - 500) < 0.01);
    QCOMPARE(meter.recent(start + 9s), 0.0);
}

void TestStatistics::lossOfTheLastSeconds()
{
    LossMeter meter;
    const SteadyTime start{1h};
    QCOMPARE(meter.percent(start), 0.0);
    meter.add(start, 100, 20);
    QCOMPARE(meter.percent(start), 20.0);
    for (int i = 1; i <= 9; ++i)
        meter.add(start + i * 1s, 100, 0);
    QCOMPARE(meter.percent(start + 9999ms), 2.0);
    QCOMPARE(meter.percent(start + 10s), 0.0);
    // Nor does the slot that is used again remember it, or anything else after a long pause.
    meter.add(start + 10s, 100, 1);
    QCOMPARE(meter.percent(start + 10s), 0.1);
    QCOMPARE(meter.percent(start + 1h), 0.0);
    meter.add(start + 1h, 10, 5);
    QCOMPARE(meter.percent(start + 1h), 50.0);
    meter.clear();
    QCOMPARE(meter.percent(start + 1h), 0.0);
}

void TestStatistics::lossThatIsCorrected()
{
    LossMeter meter;
    const SteadyTime start{1h};
    meter.add(start, 1, 2);
    QCOMPARE(meter.percent(start), 100.0);
    meter.add(start, -1, 0);
    QCOMPARE(meter.percent(start), 0.0);
    meter.add(start, -5, -2);
    QCOMPARE(meter.percent(start), 0.0);
}

void TestStatistics::agesBySource()
{
    Statistics statistics;
    QCOMPARE(statistics.ageSource(), AgeSource::None);
    statistics.onPainted(frameAt(kEpoch), kEpoch + 2ms, {});
    QCOMPARE(statistics.ageSource(), AgeSource::Arrival);
    QCOMPARE(ms(statistics.recentAges().percentiles()->p50), 2.0);

    VideoFrame byReport = frameAt(kEpoch);
    byReport.rtcpCaptured = kEpoch - 10ms;
    statistics.onPainted(byReport, kEpoch + 2ms, {});
    QCOMPARE(statistics.ageSource(), AgeSource::Rtcp);
    QCOMPARE(ms(statistics.recentAges().percentiles()->p50), 12.0);

    statistics.onPainted(timedFrame(kEpoch), kEpoch + 5ms, {});
    QCOMPARE(statistics.ageSource(), AgeSource::Sei);
    QVERIFY(statistics.clockSynchronised());
    // The ages of the lesser sources are gone, and one of them does not come in between.
    statistics.onPainted(frameAt(kEpoch), kEpoch + 1ms, {});
    QCOMPARE(statistics.ages().count(), std::uint64_t(1));
    QCOMPARE(ms(statistics.ages().max()), 5.0);
}

void TestStatistics::legs()
{
    Statistics statistics;
    statistics.onPainted(timedFrame(kEpoch), kEpoch + 9ms, {});
    QCOMPARE(ms(statistics.leg(Statistics::CapturedToEncoded).max()), 1.0);
    QCOMPARE(ms(statistics.leg(Statistics::EncodedToSent).max()), 1.0);
    QCOMPARE(ms(statistics.leg(Statistics::SentToReceived).max()), 1.0);
    QCOMPARE(ms(statistics.leg(Statistics::ReceivedToDecoded).max()), 1.0);
    QCOMPARE(ms(statistics.leg(Statistics::DecodedToPainted).max()), 5.0);
}

void TestStatistics::senselessClocks()
{
    Statistics statistics;
    statistics.onPainted(timedFrame(kEpoch), kEpoch + 4ms, {});
    QVERIFY(statistics.clocksAgree());
    statistics.onPainted(timedFrame(kEpoch), kEpoch - 1ms, {});
    QVERIFY(!statistics.clocksAgree());
    for (int i = 0; i < 300; ++i)
        statistics.onPainted(timedFrame(kEpoch), kEpoch + 4ms, {});
    QVERIFY(statistics.clocksAgree());
    statistics.onPainted(timedFrame(kEpoch), kEpoch + 3h, {});
    QVERIFY(!statistics.clocksAgree());
    QCOMPARE(ms(statistics.ages().max()), 4.0);
}

void TestStatistics::sourceMayBeLost()
{
    Statistics statistics;
    statistics.onPainted(timedFrame(kEpoch), kEpoch + 4ms, {});
    for (int i = 0; i < Statistics::kSourceLost; ++i)
        statistics.onPainted(frameAt(kEpoch), kEpoch + 1ms, {});
    QCOMPARE(statistics.ageSource(), AgeSource::Arrival);
    QCOMPARE(ms(statistics.ages().max()), 1.0);
}

void TestStatistics::firstPicture()
{
    Statistics statistics;
    statistics.setStart(SteadyTime(10s));
    QVERIFY(!statistics.firstPicture());
    statistics.onPainted(frameAt(kEpoch), kEpoch, SteadyTime(10s + 130ms));
    statistics.onPainted(frameAt(kEpoch), kEpoch, SteadyTime(11s));
    QCOMPARE(ms(statistics.firstPicture()), 130.0);
    statistics.onEventLoopGap(3ms);
    statistics.onEventLoopGap(1ms);
    QCOMPARE(ms(statistics.eventLoopGap()), 3.0);
}

void TestStatistics::totalsGoOnOverAttempts()
{
    StreamCounters counters;
    RtpStatistics rtp;
    SteadyTime now{1h};
    QVERIFY(!counters.figures(now).codec);
    for (int attempt = 0; attempt < 2; ++attempt) {
        counters.beginAttempt(RtspTransport::Protocol::Udp, QStringLiteral("d"));
        counters.onDescribed(VideoCodec::H265, QStringLiteral("hevc"));
        rtp = {};
        for (int i = 0; i < 60; ++i) {
            now += 33333us;
            rtp.packets += 5;
            rtp.bytes += 5000;
            rtp.lost += 1;
            counters.onAccessUnit(rtp, now);
            counters.onDecoded(frameAt(kEpoch), 0, now);
        }
    }
    const StreamFigures figures = counters.figures(now);
    QCOMPARE(figures.received, std::uint64_t(120));
    QCOMPARE(figures.decoded, std::uint64_t(120));
    QCOMPARE(figures.packets, std::uint64_t(600));
    QCOMPARE(figures.lost, std::uint64_t(120));
    QCOMPARE(figures.size, QSize(640, 480));
    QVERIFY(figures.codec == VideoCodec::H265);
    QCOMPARE(figures.decoder, QStringLiteral("hevc"));
    QVERIFY(std::abs(figures.receivedFps - 30) < 0.1);
    QVERIFY(std::abs(figures.bitrateKbps - 1200) < 10);
    QVERIFY(figures.transport == RtspTransport::Protocol::Udp);
}

void TestStatistics::recentLoss()
{
    StreamCounters counters;
    counters.beginAttempt(RtspTransport::Protocol::Udp, QStringLiteral("d"));
    RtpStatistics rtp;
    SteadyTime now{1h};
    const auto play = [&](SteadyClock::duration time, std::uint64_t lostOfTen) {
        for (const SteadyTime end = now + time; now < end; now += 20ms) {
            rtp.packets += 10 - lostOfTen + 2; // One of them is late, one comes twice.
            rtp.late += 1;
            rtp.duplicate += 1;
            rtp.lost += lostOfTen;
            counters.onAccessUnit(rtp, now);
        }
    };
    play(30s, 1);
    QCOMPARE(counters.figures(now).recentLossPercent, 10.0);
    play(4s, 0);
    const double fading = counters.figures(now).recentLossPercent;
    QVERIFY2(fading > 5 && fading < 7, qPrintable(QString::number(fading)));
    play(7s, 0);
    QCOMPARE(counters.figures(now).recentLossPercent, 0.0);
    QCOMPARE(counters.figures(now).lost, std::uint64_t(1500));
    play(1s, 5);
    QVERIFY(counters.figures(now).recentLossPercent > 0);
    // Another transport begins without it; the total goes on.
    counters.beginAttempt(RtspTransport::Protocol::Tcp, QStringLiteral("d"));
    QCOMPARE(counters.figures(now).recentLossPercent, 0.0);
    QCOMPARE(counters.figures(now).lost, std::uint64_t(1750));
}

void TestStatistics::json()
{
    PlaybackSession session;
    Statistics statistics;
    const QJsonObject empty = statsJson(session, statistics);
    QVERIFY(empty["age_ms"].toObject()["p50"].isNull());
    QCOMPARE(empty["age_ms"].toObject()["source"].toString(), QStringLiteral("none"));
    QVERIFY(empty["first_picture_ms"].isNull());
    QVERIFY(empty["error"].isNull());
    QVERIFY(empty["transport"].isNull());
    QVERIFY(empty["codec"].isNull());
    QCOMPARE(empty["state"].toString(), QStringLiteral("idle"));

    statistics.onPainted(timedFrame(kEpoch), kEpoch + 4250us, {});
    const QJsonObject stats = statsJson(session, statistics);
    QCOMPARE(stats["age_ms"].toObject()["p50"].toDouble(), 4.25);
    QCOMPARE(stats["age_ms"].toObject()["source"].toString(), QStringLiteral("sei"));
    QCOMPARE(stats["legs_ms"].toObject()["decoded_painted"].toDouble(), 0.25);
    QCOMPARE(stats["frames"].toObject()["painted"].toInt(), 1);
    for (const char *key :
         {"legs_ms", "frames", "fps", "bitrate_kbps", "loss", "jitter_ms", "gop", "transport",
          "reconnects", "event_loop_gap_ms_max", "size", "codec", "decoder"})
        QVERIFY2(stats.contains(QLatin1String(key)), key);
}

void TestStatistics::jsonThatCannotBeWritten()
{
    const QTemporaryDir folder;
    const Expected<void> result =
        writeJson({}, folder.filePath(QStringLiteral("missing/stats.json")));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::FileUnusable);
    QVERIFY(writeJson({}, folder.filePath(QStringLiteral("stats.json"))).has_value());
}

QTEST_GUILESS_MAIN(TestStatistics)

#include "tst_statistics.moc"
