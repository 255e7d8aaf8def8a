// The streamer's and the viewer's halves left alone while the server between them dies or freezes.

#include "playback/playback_session.h"
#include "relay_process.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace oriel;
using oriel::test::RelayProcess;
using State = PlaybackSession::State;

namespace {

/// oriel-streamer as it is installed, publishing the test picture.
class Streamer
{
public:
    explicit Streamer(const QStringList &arguments)
    {
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(qEnvironmentVariable("ORIEL_STREAMER"), arguments);
    }
    ~Streamer()
    {
        process.kill();
        process.waitForFinished();
    }

    QProcess process;
};

/// Counts the pictures of a session the way a view takes them.
class Viewer : public QObject
{
public:
    Viewer(const QString &url, TransportChoice transport)
    {
        connect(&session, &PlaybackSession::frameReady, this, [this] {
            if (const auto frame = session.takeFrame()) {
                ++frames;
                lastCaptured = frame->timing ? frame->timing->captured : WallTime{};
            }
        });
        session.open(StreamUrl::parse(url).value(), transport);
    }

    PlaybackSession session;
    int frames = 0;
    WallTime lastCaptured{};
};

} // namespace

class TestRecovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void serverIsKilledAndComesBack_data();
    void serverIsKilledAndComesBack();
    void serverFreezesAndThaws_data();
    void serverFreezesAndThaws();
    void viewerComesFirst_data();
    void viewerComesFirst();
    void stopsAtOnceWhileFrozen_data();
    void stopsAtOnceWhileFrozen();
};

void TestRecovery::initTestCase()
{
    if (RelayProcess::available().isEmpty())
        QSKIP("neither mediamtx nor the relay on gortsplib is here");
}

void TestRecovery::serverIsKilledAndComesBack_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("publish");
    QTest::addColumn<TransportChoice>("read");
    for (const QString &kind : RelayProcess::available()) {
        QTest::addRow("%s udp", qPrintable(kind)) << kind << "udp" << TransportChoice::Udp;
        QTest::addRow("%s tcp", qPrintable(kind)) << kind << "tcp" << TransportChoice::Tcp;
        QTest::addRow("%s auto", qPrintable(kind)) << kind << "auto" << TransportChoice::Auto;
    }
}

void TestRecovery::serverIsKilledAndComesBack()
{
    QFETCH(QString, kind);
    QFETCH(QString, publish);
    QFETCH(TransportChoice, read);
    RelayProcess relay(kind);
    QVERIFY2(relay.start(), relay.log());
    const Streamer streamer({"--publish", relay.url(), "--transport", publish});
    Viewer viewer(relay.url(), read);
    QTRY_VERIFY_WITH_TIMEOUT(viewer.frames > 30, 10000);

    relay.kill();
    QElapsedTimer away;
    away.start();
    QTRY_VERIFY(viewer.session.status().state != State::Playing);
    QVERIFY(isTransient(viewer.session.status().error.code));
    QTRY_VERIFY(away.hasExpired(3000));
    QVERIFY2(relay.start(), relay.log());
    const int before = viewer.frames;
    QElapsedTimer back;
    back.start();
    QTRY_VERIFY_WITH_TIMEOUT(viewer.frames > before, 5000);
    QVERIFY2(back.elapsed() <= 2000, qPrintable(QString::number(back.elapsed())));
    QTRY_VERIFY(viewer.frames > before + 30);
    QCOMPARE(viewer.session.status().state, State::Playing);
    QCOMPARE(viewer.session.reconnects(), 1);
}

void TestRecovery::serverFreezesAndThaws_data()
{
    serverIsKilledAndComesBack_data();
}

void TestRecovery::serverFreezesAndThaws()
{
    QFETCH(QString, kind);
    QFETCH(QString, publish);
    QFETCH(TransportChoice, read);
    RelayProcess relay(kind);
    QVERIFY2(relay.start(), relay.log());
    const Streamer streamer({"--publish", relay.url(), "--transport", publish});
    Viewer viewer(relay.url(), read);
    QTRY_VERIFY_WITH_TIMEOUT(viewer.frames > 30, 10000);

    relay.freeze();
    QElapsedTimer frozen;
    frozen.start();
    QTRY_COMPARE(viewer.session.status().state, State::Stalled);
    QVERIFY2(frozen.elapsed() <= 2000, qPrintable(QString::number(frozen.elapsed())));
    QTRY_VERIFY_WITH_TIMEOUT(viewer.session.status().state != State::Stalled, 6000);
    QVERIFY2(frozen.elapsed() <= 6000, qPrintable(QString::number(frozen.elapsed())));
    // Long enough that the publisher has given up as well.
    QTRY_VERIFY_WITH_TIMEOUT(frozen.hasExpired(7000), 8000);
    relay.thaw();
    const int before = viewer.frames;
    QTRY_VERIFY_WITH_TIMEOUT(viewer.frames > before + 30, 15000);
    QCOMPARE(viewer.session.status().state, State::Playing);
    QVERIFY(wallNow() - viewer.lastCaptured < std::chrono::milliseconds(500));
}

void TestRecovery::viewerComesFirst_data()
{
    serverIsKilledAndComesBack_data();
}

void TestRecovery::viewerComesFirst()
{
    QFETCH(QString, kind);
    QFETCH(QString, publish);
    QFETCH(TransportChoice, read);
    RelayProcess relay(kind);
    Viewer viewer(relay.url(), read);
    QTRY_COMPARE(viewer.session.status().state, State::Retrying);
    QCOMPARE(viewer.session.status().error.code, ErrorCode::ConnectionRefused);
    QVERIFY2(relay.start(), relay.log());
    QTRY_COMPARE_WITH_TIMEOUT(viewer.session.status().error.code, ErrorCode::PathNotFound, 10000);
    const Streamer streamer({"--publish", relay.url(), "--transport", publish});
    QTRY_VERIFY_WITH_TIMEOUT(viewer.frames > 30, 10000);
}

void TestRecovery::stopsAtOnceWhileFrozen_data()
{
    serverIsKilledAndComesBack_data();
}

void TestRecovery::stopsAtOnceWhileFrozen()
{
    QFETCH(QString, kind);
    QFETCH(QString, publish);
    QFETCH(TransportChoice, read);
    RelayProcess relay(kind);
    QVERIFY2(relay.start(), relay.log());
    Streamer streamer({"--publish", relay.url(), "--transport", publish});
    auto viewer = std::make_unique<Viewer>(relay.url(), read);
    QTRY_VERIFY_WITH_TIMEOUT(viewer->frames > 5, 10000);
    relay.freeze();
    QElapsedTimer clock;
    clock.start();
    viewer.reset();
    QVERIFY2(clock.elapsed() <= 200, qPrintable(QString::number(clock.elapsed())));
    clock.restart();
    streamer.process.terminate();
    QVERIFY(streamer.process.waitForFinished(5000));
    QVERIFY2(clock.elapsed() <= 1000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(streamer.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(streamer.process.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
