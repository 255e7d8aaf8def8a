#include "ui/overlay_figures.h"

#include <QTest>

using namespace oriel;

namespace {

/// A picture on its way: each leg took 1 ms, on clocks that agree.
void paintOne(Statistics &statistics, bool synchronised, Micros offset = Micros(0))
{
    const WallTime captured = wallNow() - Micros(5000) + offset;
    h264::FrameTiming timing;
    timing.captured = captured;
    timing.encoded = captured + Micros(1000);
    timing.sent = captured + Micros(2000);
    timing.clockSynchronised = synchronised;
    VideoFrame frame;
    frame.timing = timing;
    frame.received = captured - offset + Micros(3000);
    frame.decoded = captured - offset + Micros(4000);
    statistics.onPainted(frame, captured - offset + Micros(5000), SteadyClock::now());
}

} // namespace

class TestOverlayFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ageText_data();
    void ageText();
    void compactText_data();
    void compactText();
    void legs();
    void legsOfAForeignStream();
    void clocksThatDiffer();
    void history();
    void plainText();
};

void TestOverlayFigures::ageText_data()
{
    QTest::addColumn<AgeSource>("source");
    QTest::addColumn<bool>("clocksAgree");
    QTest::addColumn<int>("age");
    QTest::addColumn<QString>("text");
    QTest::newRow("measured") << AgeSource::Sei << true << 4130 << "4.1 ms";
    QTest::newRow("long") << AgeSource::Sei << true << 234'600 << "235 ms";
    QTest::newRow("by the server's clock") << AgeSource::Rtcp << true << 4130 << "≈ 4.1 ms";
    QTest::newRow("since it arrived") << AgeSource::Arrival << true << 1300 << "≥ 1.3 ms";
    QTest::newRow("clocks differ")
        << AgeSource::Sei << false << 4130 << "age unknown: the clocks differ";
    QTest::newRow("unknown") << AgeSource::Sei << true << -1 << "age unknown: the clocks differ";
    QTest::newRow("nothing yet") << AgeSource::None << true << -1 << "no picture yet";
}

void TestOverlayFigures::ageText()
{
    QFETCH(AgeSource, source);
    QFETCH(bool, clocksAgree);
    QFETCH(int, age);
    QFETCH(QString, text);
    OverlayFigures figures;
    figures.source = source;
    figures.clocksAgree = clocksAgree;
    if (age >= 0)
        figures.age = Micros(age);
    QCOMPARE(overlay::ageText(figures), text);
}

void TestOverlayFigures::compactText_data()
{
    QTest::addColumn<double>("kbps");
    QTest::addColumn<double>("loss");
    QTest::addColumn<QString>("text");
    QTest::newRow("usual") << 2012.0 << 0.0 << "30 fps · 2.0 Mbit/s · 0 % lost · UDP";
    QTest::newRow("slow") << 312.4 << 0.0 << "30 fps · 312 kbit/s · 0 % lost · UDP";
    QTest::newRow("one packet") << 2012.0 << 0.006 << "30 fps · 2.0 Mbit/s · < 0.1 % lost · UDP";
    QTest::newRow("lossy") << 2012.0 << 1.24 << "30 fps · 2.0 Mbit/s · 1.2 % lost · UDP";
    QTest::newRow("very lossy") << 2012.0 << 31.2 << "30 fps · 2.0 Mbit/s · 31 % lost · UDP";
}

void TestOverlayFigures::compactText()
{
    QFETCH(double, kbps);
    QFETCH(double, loss);
    QFETCH(QString, text);
    OverlayFigures figures;
    figures.paintedFps = 29.97;
    figures.stream.bitrateKbps = kbps;
    figures.stream.recentLossPercent = loss;
    figures.stream.transport = RtspTransport::Protocol::Udp;
    QCOMPARE(overlay::compactText(figures), text);
}

void TestOverlayFigures::legs()
{
    PlaybackSession session;
    Statistics statistics;
    paintOne(statistics, false);
    const OverlayFigures figures = collectOverlayFigures(session, statistics, SteadyClock::now());
    for (std::size_t i = 0; i < Statistics::kLegs; ++i) {
        QCOMPARE(figures.legs[i].time, Micros(1000));
        // The one that begins on the sender's clock and ends on ours, while the sender's follows
        // no reference.
        QCOMPARE(figures.legs[i].measured, i != Statistics::SentToReceived);
    }
    QCOMPARE(overlay::legText(figures.legs[Statistics::EncodedToSent]), "1.0 ms measured");
    QCOMPARE(overlay::legText(figures.legs[Statistics::SentToReceived]), "1.0 ms estimated");
    QCOMPARE(overlay::sourceText(figures), "since the camera's picture, if both clocks are right");
}

void TestOverlayFigures::legsOfAForeignStream()
{
    PlaybackSession session;
    Statistics statistics;
    VideoFrame frame;
    frame.received = wallNow() - Micros(2000);
    frame.decoded = frame.received + Micros(1000);
    statistics.onPainted(frame, frame.received + Micros(2000), SteadyClock::now());
    const OverlayFigures figures = collectOverlayFigures(session, statistics, SteadyClock::now());
    QVERIFY(!figures.legs[Statistics::CapturedToEncoded].time);
    QVERIFY(!figures.legs[Statistics::SentToReceived].time);
    QCOMPARE(figures.legs[Statistics::ReceivedToDecoded].time, Micros(1000));
    QCOMPARE(overlay::legText(figures.legs[Statistics::CapturedToEncoded]), "unknown");
    QCOMPARE(overlay::ageText(figures), "≥ 2.0 ms");
}

void TestOverlayFigures::clocksThatDiffer()
{
    PlaybackSession session;
    Statistics statistics;
    paintOne(statistics, true, Micros(8000)); // The sender's clock is ahead.
    const OverlayFigures figures = collectOverlayFigures(session, statistics, SteadyClock::now());
    QCOMPARE(overlay::ageText(figures), "age unknown: the clocks differ");
    QVERIFY(!figures.legs[Statistics::SentToReceived].time);
    QVERIFY(!figures.legs[Statistics::SentToReceived].measured);
    QCOMPARE(figures.legs[Statistics::CapturedToEncoded].time, Micros(1000));
    QCOMPARE(overlay::sourceText(figures), "let both machines follow NTP");
}

void TestOverlayFigures::history()
{
    AgeHistory history;
    const SteadyTime now{std::chrono::hours(5)};
    history.add(now - std::chrono::seconds(70), Micros(90'000)); // Too long ago.
    history.add(now - std::chrono::seconds(30), Micros(4000));
    history.add(now - std::chrono::seconds(30), Micros(7000));
    history.add(now, Micros(5000));
    OverlayFigures figures;
    figures.history = history.slots(now);
    QCOMPARE(figures.history.back(), Micros(5000));
    QCOMPARE(figures.history[AgeHistory::kSlots - 1 - 60], Micros(7000));
    QCOMPARE(std::ranges::count_if(figures.history, [](const auto &slot) { return !!slot; }), 2);
    QCOMPARE(overlay::historyText(figures), "last minute, worst 7.0 ms");
    history.clear();
    figures.history = history.slots(now);
    QCOMPARE(overlay::historyText(figures), QString());
}

void TestOverlayFigures::plainText()
{
    PlaybackSession session;
    Statistics statistics;
    paintOne(statistics, false);
    OverlayFigures figures = collectOverlayFigures(session, statistics, SteadyClock::now());
    figures.stream.size = {640, 480};
    figures.stream.gopLength = 15;
    figures.stream.codec = VideoCodec::H265;
    figures.painter = QStringLiteral("raster");
    const QString text = overlay::plainText(figures);
    QVERIFY(text.startsWith("5.0 ms · "));
    for (const char *part :
         {"→ received: 1.0 ms estimated\n", "H.265 · 640×480 · GOP 15", "raster"})
        QVERIFY2(text.contains(QString::fromUtf8(part)), part);
}

QTEST_MAIN(TestOverlayFigures)

#include "tst_overlay_figures.moc"
