#include "live_stream.h"
#include "playback/playback_session.h"
#include "scripted_rtsp_server.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QNetworkProxy>
#include <QProcess>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <utility>
#include <vector>

using namespace oriel;
using namespace std::chrono_literals;
using oriel::test::LiveStream;
using oriel::test::ScriptedRtspServer;
using Protocol = RtspTransport::Protocol;
using State = PlaybackSession::State;

namespace {

StreamUrl parsed(const QString &text)
{
    return StreamUrl::parse(text).value();
}

/// How long a failure is waited for.
using Wait = std::pair<ErrorCode, SteadyClock::duration>;

/// A session whose pictures are taken as a view takes them.
struct Viewer
{
    Viewer()
    {
        QObject::connect(&session, &PlaybackSession::frameReady, &session, [this] {
            if (auto frame = session.takeFrame()) {
                ++pictures;
                last = std::move(*frame);
            }
        });
        QObject::connect(&session, &PlaybackSession::statusChanged, &session, [this] {
            if (states.isEmpty() || states.last() != state())
                states << state();
            if (state() == State::Retrying)
                waits.emplace_back(error(), session.status().nextTry - SteadyClock::now());
        });
    }

    [[nodiscard]] State state() const { return session.status().state; }
    [[nodiscard]] ErrorCode error() const { return session.status().error.code; }

    int pictures = 0;
    VideoFrame last;
    QList<State> states;
    std::vector<Wait> waits; ///< Of each retry.
    PlaybackSession session;
};

QString urlOf(quint16 port)
{
    return QStringLiteral("rtsp://127.0.0.1:%1/x").arg(port);
}

/// A port where nobody listens.
quint16 closedPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace

class TestPlaybackSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void blockedGuiThread();
    void transportPolicy();
    void fixedTransport();
    void plays_data();
    void plays();
    void goesThroughNoProxy_data() { plays_data(); }
    void goesThroughNoProxy();
    void refused();
    void startOrderDoesNotMatter();
    void stallsAndGoesOn();
    void silenceIsGivenUp();
    void comesBack();
    void eachOutageIsNewTrouble();
    void aServerThatIsBackIsAskedMoreOften();
    void passwordsFail();
    void whatCannotBeDecodedFails();
    void udpRefusedMeansTcp();
    void tellsThatTheServerIsSlow();
    void stopsAtOnce_data();
    void stopsAtOnce();
    void opensAnother();
};

void TestPlaybackSession::transportPolicy()
{
    TransportPolicy policy;
    QCOMPARE(policy.protocol(), Protocol::Udp);
    QVERIFY(!policy.switchAfter(ErrorCode::ConnectionRefused));
    QVERIFY(policy.switchAfter(ErrorCode::NoPackets));
    QCOMPARE(policy.protocol(), Protocol::Tcp);
    policy.onPicture();
    // It works over TCP: that is remembered over other failures.
    QVERIFY(!policy.switchAfter(ErrorCode::ConnectionLost));
    QCOMPARE(policy.protocol(), Protocol::Tcp);
    // Until TCP is what does not work.
    QVERIFY(policy.switchAfter(ErrorCode::TransportRefused));
    QCOMPARE(policy.protocol(), Protocol::Udp);
    // Neither does: no endless to and fro.
    QVERIFY(!policy.switchAfter(ErrorCode::NoPackets));
    QCOMPARE(policy.protocol(), Protocol::Udp);
    QVERIFY(policy.switchAfter(ErrorCode::NoPackets));
}

void TestPlaybackSession::fixedTransport()
{
    TransportPolicy udp(TransportChoice::Udp), tcp(TransportChoice::Tcp);
    QVERIFY(!udp.switchAfter(ErrorCode::NoPackets));
    QCOMPARE(udp.protocol(), Protocol::Udp);
    QVERIFY(!tcp.switchAfter(ErrorCode::TransportRefused));
    QCOMPARE(tcp.protocol(), Protocol::Tcp);
}

void TestPlaybackSession::plays_data()
{
    QTest::addColumn<TransportChoice>("choice");
    QTest::addColumn<Protocol>("protocol");
    QTest::newRow("auto") << TransportChoice::Auto << Protocol::Udp;
    QTest::newRow("udp") << TransportChoice::Udp << Protocol::Udp;
    QTest::newRow("tcp") << TransportChoice::Tcp << Protocol::Tcp;
}

void TestPlaybackSession::plays()
{
    QFETCH(TransportChoice, choice);
    QFETCH(Protocol, protocol);
    LiveStream stream;
    stream.start();
    Viewer viewer;
    viewer.session.open(parsed(stream.url()), choice);
    QCOMPARE(viewer.state(), State::Connecting);
    QTRY_VERIFY(viewer.pictures >= 30);
    QCOMPARE(viewer.states, (QList{State::Connecting, State::Playing}));
    QVERIFY(viewer.last.timing.has_value());
    QVERIFY(!viewer.last.damaged);
    const StreamFigures figures = viewer.session.figures();
    QCOMPARE(figures.transport, protocol);
    QCOMPARE(figures.size, QSize(320, 240));
    QCOMPARE(figures.framesOfDelay, 0);
    QCOMPARE(figures.lost, std::uint64_t(0));
    QVERIFY(figures.bitrateKbps > 10);
    QVERIFY(figures.decoded >= 30);
    QCOMPARE(viewer.session.reconnects(), 0);
    viewer.session.stop();
    QCOMPARE(viewer.state(), State::Idle);
    QTRY_COMPARE(stream.readers(), 0);
}

/// What a desktop is set to for the web would lead nowhere, or take seconds to find out.
void TestPlaybackSession::goesThroughNoProxy()
{
    QFETCH(TransportChoice, choice);
    QFETCH(Protocol, protocol);
    const QNetworkProxy before = QNetworkProxy::applicationProxy();
    const auto restore = qScopeGuard([&before] { QNetworkProxy::setApplicationProxy(before); });
    QNetworkProxy::setApplicationProxy(
        {QNetworkProxy::Socks5Proxy, QStringLiteral("127.0.0.1"), 1});
    LiveStream stream;
    stream.start();
    Viewer viewer;
    viewer.session.open(parsed(stream.url()), choice);
    QTRY_VERIFY(viewer.pictures > 0);
    QCOMPARE(viewer.session.figures().transport, protocol);
}

void TestPlaybackSession::refused()
{
    Viewer viewer;
    viewer.session.open(parsed(urlOf(closedPort())), TransportChoice::Auto);
    QTRY_COMPARE(viewer.state(), State::Retrying);
    QCOMPARE(viewer.error(), ErrorCode::ConnectionRefused);
    QVERIFY(viewer.session.status().nextTry - SteadyClock::now() <= 250ms);
    // It tries again, and the reason stays told while it does.
    QTRY_VERIFY(viewer.states.count(State::Connecting) >= 3);
    QCOMPARE(viewer.error(), ErrorCode::ConnectionRefused);
}

void TestPlaybackSession::startOrderDoesNotMatter()
{
    RtspServer::Options options;
    options.port = closedPort();
    LiveStream stream({}, options);
    Viewer viewer;
    viewer.session.open(parsed(stream.url()), TransportChoice::Auto);
    QTRY_COMPARE(viewer.state(), State::Retrying);
    stream.start();
    QTRY_COMPARE(viewer.state(), State::Playing);
    QCOMPARE(viewer.error(), ErrorCode::None);
    QCOMPARE(viewer.session.reconnects(), 0);
}

void TestPlaybackSession::stallsAndGoesOn()
{
    LiveStream stream;
    stream.start();
    Viewer viewer;
    viewer.session.open(parsed(stream.url()), TransportChoice::Auto);
    QTRY_COMPARE(viewer.state(), State::Playing);
    for (int i = 0; i < 2; ++i) {
        stream.pause();
        QElapsedTimer clock;
        clock.start();
        QTRY_COMPARE(viewer.state(), State::Stalled);
        QVERIFY2(clock.elapsed() > 1300 && clock.elapsed() < 2300,
                 qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(viewer.error(), ErrorCode::StreamStalled);
        const int before = viewer.pictures;
        stream.resume();
        QTRY_COMPARE(viewer.state(), State::Playing);
        QTRY_VERIFY(viewer.pictures > before);
    }
    QCOMPARE(viewer.states.count(State::Connecting), 1);
    QCOMPARE(viewer.session.reconnects(), 0);
}

void TestPlaybackSession::silenceIsGivenUp()
{
    LiveStream stream;
    stream.start();
    Viewer viewer;
    viewer.session.open(parsed(stream.url()), TransportChoice::Tcp);
    QTRY_COMPARE(viewer.state(), State::Playing);
    stream.pause();
    QTRY_COMPARE_WITH_TIMEOUT(viewer.state(), State::Retrying, 7000);
    QCOMPARE(viewer.error(), ErrorCode::StreamStalled);
    stream.resume();
    QTRY_COMPARE(viewer.state(), State::Playing);
    QCOMPARE(viewer.session.reconnects(), 1);
}

void TestPlaybackSession::comesBack()
{
    LiveStream stream;
    stream.start();
    Viewer viewer;
    viewer.session.open(parsed(stream.url()), TransportChoice::Auto);
    QTRY_COMPARE(viewer.state(), State::Playing);
    stream.close();
    QTRY_COMPARE(viewer.state(), State::Retrying);
    stream.start();
    QTRY_COMPARE(viewer.state(), State::Playing);
    QCOMPARE(viewer.session.reconnects(), 1);
    QVERIFY(!viewer.last.damaged);
    // The second time is no other: it is counted, and the pauses grow as they did.
    stream.close();
    QTRY_COMPARE(viewer.state(), State::Retrying);
    viewer.states.clear();
    QTRY_VERIFY_WITH_TIMEOUT(viewer.states.count(State::Retrying) >= 2, 10000);
    QVERIFY2(viewer.session.status().nextTry - SteadyClock::now() > 280ms,
             "the backoff begins anew at each attempt");
    stream.start();
    QTRY_COMPARE(viewer.state(), State::Playing);
    QCOMPARE(viewer.session.reconnects(), 2);
}

void TestPlaybackSession::eachOutageIsNewTrouble()
{
    LiveStream stream;
    Viewer viewer;
    stream.start();
    viewer.session.open(parsed(stream.url()), TransportChoice::Auto);
    for (int outage = 0; outage < 3; ++outage) {
        QTRY_COMPARE(viewer.state(), State::Playing);
        const SteadyTime since = SteadyClock::now();
        QTRY_VERIFY(SteadyClock::now() - since > Backoff::kSettled);
        viewer.waits.clear();
        stream.close();
        QTRY_VERIFY(!viewer.waits.empty());
        QVERIFY(viewer.waits.front().second <= 250ms);
        stream.start();
    }
}

void TestPlaybackSession::aServerThatIsBackIsAskedMoreOften()
{
    RtspServer::Options options;
    options.address = QHostAddress::LocalHost;
    options.port = closedPort();
    Viewer viewer;
    viewer.session.open(parsed(urlOf(options.port)), TransportChoice::Auto);
    QTRY_VERIFY(viewer.waits.size() >= 3);
    RtspServer server(options);
    QVERIFY(server.listen());
    QTRY_VERIFY(std::ranges::count(viewer.waits, ErrorCode::PathNotFound, &Wait::first) >= 4);
    const auto back = std::ranges::find(viewer.waits, ErrorCode::PathNotFound, &Wait::first);
    QCOMPARE(std::prev(back)->first, ErrorCode::ConnectionRefused);
    QVERIFY(std::prev(back)->second > 500ms);
    // Its publisher may take a second.
    for (int i = 0; i < 4; ++i)
        QVERIFY(back[i].second <= 250ms);
    // But not for ever.
    QTRY_VERIFY(viewer.waits.back().second > 250ms);
}

void TestPlaybackSession::passwordsFail()
{
    RtspServer::Options options;
    options.user = QStringLiteral("eye");
    options.password = QStringLiteral("s3cret");
    LiveStream stream({}, options);
    stream.start();
    Viewer viewer;
    viewer.session.open(parsed(stream.url()), TransportChoice::Auto);
    QTRY_COMPARE(viewer.state(), State::Failed);
    QCOMPARE(viewer.error(), ErrorCode::PasswordRequired);
    viewer.session.open(parsed(stream.url(QStringLiteral("eye:c4nary"))), TransportChoice::Auto);
    QTRY_COMPARE(viewer.state(), State::Failed);
    QCOMPARE(viewer.error(), ErrorCode::PasswordWrong);
    const Error &told = viewer.session.status().error;
    for (const QString &words : {sentence(told), told.where, told.detail})
        QVERIFY2(!words.contains(QStringLiteral("c4nary")), qPrintable(words));
    viewer.session.tryNow();
    QCOMPARE(viewer.state(), State::Connecting);
    viewer.session.open(parsed(stream.url(QStringLiteral("eye:s3cret"))), TransportChoice::Auto);
    QTRY_COMPARE(viewer.state(), State::Playing);
}

void TestPlaybackSession::whatCannotBeDecodedFails()
{
    RtspServer::Options options;
    options.address = QHostAddress::LocalHost;
    options.port = closedPort();
    RtspServer server(options);
    QVERIFY(server.listen());
    server.setParameterSets(test::X264Encoder({.repeatHeaders = false}).parameterSets());
    QTimer source;
    connect(&source, &QTimer::timeout, this, [&server] {
        const QByteArray idr = QByteArray::fromHex("0000000165") + QByteArray(200, 'x');
        server.send(idr, true, wallNow());
    });
    source.start(100);
    Viewer viewer;
    const QString url = QStringLiteral("rtsp://127.0.0.1:%1/ES_MTX").arg(options.port);
    viewer.session.open(parsed(url), TransportChoice::Auto);
    QTRY_VERIFY(viewer.session.status().awaitsKeyframe);
    QTRY_COMPARE(viewer.state(), State::Failed);
    QCOMPARE(viewer.error(), ErrorCode::DecoderFailed);
    QCOMPARE(viewer.pictures, 0);
    QTRY_COMPARE(server.readers(), 0);
}

void TestPlaybackSession::udpRefusedMeansTcp()
{
    ScriptedRtspServer server([](const RtspRequest &request) -> std::optional<QByteArray> {
        if (request.method == "SETUP" && !request.headers.value("Transport").contains("TCP"))
            return ScriptedRtspServer::answer(request, 461, "Unsupported Transport");
        return ScriptedRtspServer::standardAnswer(request);
    });
    Viewer viewer;
    QElapsedTimer clock;
    clock.start();
    viewer.session.open(parsed(urlOf(server.port())), TransportChoice::Auto);
    QTRY_COMPARE(server.methods().count("PLAY"), 1);
    QVERIFY(clock.elapsed() < 1000);
    QCOMPARE(viewer.session.figures().transport, Protocol::Tcp);
    QVERIFY(!viewer.states.contains(State::Retrying));

    viewer.session.open(parsed(urlOf(server.port())), TransportChoice::Udp);
    QTRY_COMPARE(viewer.state(), State::Failed);
    QCOMPARE(viewer.error(), ErrorCode::TransportRefused);
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestPlaybackSession::tellsThatTheServerIsSlow()
{
    QTcpServer frozen;
    QVERIFY(frozen.listen(QHostAddress::LocalHost));
    Viewer viewer;
    viewer.session.open(parsed(urlOf(frozen.serverPort())), TransportChoice::Auto);
    QTRY_VERIFY(viewer.session.status().unansweredSince.has_value());
    QCOMPARE(viewer.state(), State::Connecting);
    QVERIFY(SteadyClock::now() - *viewer.session.status().unansweredSince >= 1s);
    QTRY_COMPARE_WITH_TIMEOUT(viewer.state(), State::Retrying, 8000);
    QCOMPARE(viewer.error(), ErrorCode::NoAnswer);
}

void TestPlaybackSession::stopsAtOnce_data()
{
    QTest::addColumn<State>("state");
    QTest::addColumn<bool>("frozen");
    QTest::newRow("idle") << State::Idle << false;
    QTest::newRow("connecting, frozen server") << State::Connecting << true;
    QTest::newRow("playing") << State::Playing << false;
    QTest::newRow("stalled") << State::Stalled << false;
    QTest::newRow("retrying") << State::Retrying << false;
}

void TestPlaybackSession::stopsAtOnce()
{
    QFETCH(State, state);
    QFETCH(bool, frozen);
    QTcpServer dead;
    QVERIFY(dead.listen(QHostAddress::LocalHost));
    LiveStream stream;
    stream.start();
    auto viewer = std::make_unique<Viewer>();
    if (state != State::Idle)
        viewer->session.open(parsed(frozen ? urlOf(dead.serverPort()) : stream.url()),
                             TransportChoice::Tcp);
    if (frozen)
        QTRY_VERIFY(dead.hasPendingConnections());
    else if (state != State::Idle)
        QTRY_COMPARE(viewer->state(), State::Playing);
    if (state == State::Stalled)
        stream.pause();
    if (state == State::Retrying)
        stream.close();
    QTRY_COMPARE(viewer->state(), state);

    QElapsedTimer clock;
    clock.start();
    viewer->session.stop();
    QCOMPARE(viewer->state(), State::Idle);
    QVERIFY(clock.elapsed() < 50);
    viewer.reset();
    QVERIFY2(clock.elapsed() < 200, qPrintable(QString::number(clock.elapsed())));
}

void TestPlaybackSession::opensAnother()
{
    LiveStream small({.size = {320, 240}}), large({.size = {640, 360}});
    small.start();
    large.start();
    Viewer viewer;
    viewer.session.open(parsed(small.url()), TransportChoice::Auto);
    QTRY_COMPARE(viewer.state(), State::Playing);
    viewer.session.open(parsed(large.url()), TransportChoice::Auto);
    QTRY_VERIFY(viewer.last.picture && viewer.last.picture->width == 640);
    QTRY_COMPARE(small.readers(), 0);
    QCOMPARE(viewer.session.reconnects(), 0);
    const int before = viewer.pictures;
    QTRY_VERIFY(viewer.pictures > before + 10);
    QCOMPARE(viewer.last.picture->width, 640);
}

/// Whoever owns the session was busy with something else: what comes next is as young as ever, and
/// nothing of what was missed is shown.
void TestPlaybackSession::blockedGuiThread()
{
    QTcpServer probe;
    QVERIFY(probe.listen(QHostAddress::LocalHost));
    const QString place = QStringLiteral("127.0.0.1:%1/x").arg(probe.serverPort());
    probe.close();
    QProcess streamer; // In a process of its own: it must not be blocked too.
    streamer.start(qEnvironmentVariable("ORIEL_STREAMER"), {"--serve", place});
    Viewer viewer;
    viewer.session.open(parsed(QStringLiteral("rtsp://") + place), TransportChoice::Auto);
    QTRY_VERIFY_WITH_TIMEOUT(viewer.pictures > 20, 20'000);
    const std::int64_t before = viewer.last.number;

    // Two seconds of pictures, and this thread comes to none of them.
    const std::uint64_t missed = viewer.session.figures().decoded + 60;
    QDeadlineTimer patience(20'000);
    while (viewer.session.figures().decoded < missed && !patience.hasExpired())
        QThread::yieldCurrentThread();
    QVERIFY(!patience.hasExpired());

    viewer.pictures = 0;
    QTRY_VERIFY(viewer.pictures > 0);
    const auto age = wallNow() - viewer.last.timing->captured;
    QVERIFY2(age < 200ms, qPrintable(QString::number(toMs(age))));
    QVERIFY(viewer.last.number - before > 45);
    QCOMPARE(viewer.state(), State::Playing);
    streamer.kill();
    streamer.waitForFinished();
}

QTEST_GUILESS_MAIN(TestPlaybackSession)

#include "tst_playback_session.moc"
