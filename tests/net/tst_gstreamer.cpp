// The play client against GStreamer's RTSP server, and a session on top of it.

#include "gst_server.h"
#include "playback/playback_session.h"
#include "rtsp/rtsp_player.h"

#include <QElapsedTimer>
#include <QTest>

using namespace oriel;
using oriel::test::GstServer;
using Protocol = RtspTransport::Protocol;

namespace {

struct Played
{
    int units = 0;
    int keyframes = 0;
    std::uint64_t lost = 0;
    std::optional<WallTime> wallClock;
    Error error;
};

/// Plays until `units` came, with a sender report if `wantsReport`, or the player gave up.
Played play(const QString &url, Protocol protocol, int units, bool wantsReport = false)
{
    Played played;
    RtspPlayer player(protocol);
    QObject::connect(&player, &RtspPlayer::accessUnit, &player, [&](const AccessUnit &unit) {
        ++played.units;
        played.keyframes += unit.keyframe ? 1 : 0;
        played.lost = player.receiver()->statistics().lost;
        played.wallClock = player.receiver()->wallClockOf(unit.rtpTimestamp);
    });
    QObject::connect(&player, &RtspPlayer::failed, &player,
                     [&](const Error &error) { played.error = error; });
    player.start(StreamUrl::parse(url).value());
    [&] {
        QTRY_VERIFY_WITH_TIMEOUT(played.error.code != ErrorCode::None ||
                                     (played.units >= units && (!wantsReport || played.wallClock)),
                                 20000);
    }();
    return played;
}

} // namespace

class TestGStreamer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plays_data();
    void plays();
    void passwords_data();
    void passwords();
    void autoFallsBackToTcp();
    void sizeIsTakenFromTheStream();
};

void TestGStreamer::plays_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<Protocol>("protocol");
    QTest::newRow("udp") << "127.0.0.1" << Protocol::Udp;
    QTest::newRow("tcp") << "127.0.0.1" << Protocol::Tcp;
    QTest::newRow("IPv6 udp") << "::1" << Protocol::Udp;
    QTest::newRow("IPv6 tcp") << "::1" << Protocol::Tcp;
}

void TestGStreamer::plays()
{
    QFETCH(QString, address);
    QFETCH(Protocol, protocol);
    const GstServer server({"--address", address});
    const Played played = play(server.url(), protocol, 60, true);
    QCOMPARE(played.error.code, ErrorCode::None);
    QVERIFY(played.keyframes >= 3);
    QCOMPARE(played.lost, std::uint64_t{0});
    QVERIFY2(played.wallClock, "no wall clock from the server's reports");
    QVERIFY(std::chrono::abs(wallNow() - *played.wallClock) < std::chrono::seconds(2));
}

void TestGStreamer::passwords_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("credentials");
    QTest::addColumn<ErrorCode>("code");
    for (const char *method : {"basic", "digest"}) {
        QTest::addRow("%s right", method) << QString(method) << "me:s3cret@" << ErrorCode::None;
        QTest::addRow("%s wrong", method)
            << QString(method) << "me:other@" << ErrorCode::PasswordWrong;
        QTest::addRow("%s none", method)
            << QString(method) << QString() << ErrorCode::PasswordRequired;
    }
}

void TestGStreamer::passwords()
{
    QFETCH(QString, method);
    QFETCH(QString, credentials);
    QFETCH(ErrorCode, code);
    const GstServer server({"--auth", "me:s3cret", "--auth-method", method});
    QCOMPARE(play(server.url(credentials), Protocol::Tcp, 5).error.code, code);
}

void TestGStreamer::autoFallsBackToTcp()
{
    const GstServer server({"--protocols", "tcp"});
    PlaybackSession session;
    session.open(StreamUrl::parse(server.url()).value(), TransportChoice::Auto);
    QTRY_COMPARE_WITH_TIMEOUT(session.status().state, PlaybackSession::State::Playing, 15000);
    QCOMPARE(session.figures().transport, Protocol::Tcp);
    QCOMPARE(session.reconnects(), 0);
}

void TestGStreamer::sizeIsTakenFromTheStream()
{
    const GstServer server({"--size", "426x240"});
    PlaybackSession session;
    std::optional<VideoFrame> frame;
    connect(&session, &PlaybackSession::frameReady, this, [&] { frame = session.takeFrame(); });
    session.open(StreamUrl::parse(server.url()).value(), TransportChoice::Udp);
    QTRY_VERIFY_WITH_TIMEOUT(frame.has_value(), 15000);
    QCOMPARE(frame->picture->width, 426);
    QCOMPARE(frame->picture->height, 240);
}

QTEST_GUILESS_MAIN(TestGStreamer)
#include "tst_gstreamer.moc"
