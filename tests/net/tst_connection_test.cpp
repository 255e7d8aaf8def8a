#include "live_stream.h"
#include "playback/connection_test.h"
#include "scripted_rtsp_server.h"

#include <QSignalSpy>
#include <QTest>

using namespace oriel;
using oriel::test::LiveStream;
using oriel::test::ScriptedRtspServer;
using Step = ConnectionTest::Step;
using State = ConnectionTest::State;

class TestConnectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void works();
    void unknownName();
    void closedPort();
    void somethingElseOnThePort();
    void password();
    void wrongPath();
    void noPackets();
    void gaveUp();
    void everyErrorHasItsStep();

private:
    /// Runs a test to its end and looks at where the way ends.
    void expect(const QString &url, Step failed, ErrorCode code,
                TransportChoice transport = TransportChoice::Auto);
};

void TestConnectionTest::expect(const QString &url, Step failed, ErrorCode code,
                                TransportChoice transport)
{
    ConnectionTest test;
    QSignalSpy finished(&test, &ConnectionTest::finished);
    test.start(StreamUrl::parse(url).value(), transport);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30'000);
    QCOMPARE(errorName(test.error().code), errorName(code));
    for (std::size_t i = 0; i < ConnectionTest::kSteps; ++i) {
        const auto step = static_cast<Step>(i);
        QCOMPARE(test.result(step).state, step < failed    ? State::Passed
                                          : step == failed ? State::Failed
                                                           : State::Waiting);
    }
}

void TestConnectionTest::works()
{
    LiveStream stream;
    stream.start();
    ConnectionTest test;
    QSignalSpy finished(&test, &ConnectionTest::finished);
    test.start(StreamUrl::parse(stream.url()).value(), TransportChoice::Auto);
    QVERIFY(!test.isFinished());
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20'000);
    QCOMPARE(test.error().code, ErrorCode::None);
    for (std::size_t i = 0; i < ConnectionTest::kSteps; ++i)
        QCOMPARE(test.result(static_cast<Step>(i)).state, State::Passed);
    QCOMPARE(test.result(Step::Name).detail, QStringLiteral("127.0.0.1"));
    QCOMPARE(test.result(Step::Packets).detail, QStringLiteral("UDP"));
    QCOMPARE(test.result(Step::Picture).detail, QStringLiteral("320×240"));
    QTRY_COMPARE(stream.readers(), 0); // It said goodbye.
}

void TestConnectionTest::unknownName()
{
    expect(QStringLiteral("rtsp://no-such-camera.invalid/x"), Step::Name, ErrorCode::HostNotFound);
}

void TestConnectionTest::closedPort()
{
    expect(QStringLiteral("rtsp://127.0.0.1:1/x"), Step::Port, ErrorCode::ConnectionRefused);
}

void TestConnectionTest::somethingElseOnThePort()
{
    ScriptedRtspServer server([](const RtspRequest &) { return QByteArray(); });
    server.setGreeting("SSH-2.0-OpenSSH_9.2p1\r\n");
    expect(server.url(), Step::Rtsp, ErrorCode::NotRtsp);
}

void TestConnectionTest::password()
{
    RtspServer::Options secured;
    secured.user = QStringLiteral("eye");
    secured.password = QStringLiteral("s3cret");
    LiveStream stream({}, secured);
    stream.start();
    expect(stream.url(), Step::Password, ErrorCode::PasswordRequired);
    expect(stream.url(QStringLiteral("eye:wrong")), Step::Password, ErrorCode::PasswordWrong);
}

void TestConnectionTest::wrongPath()
{
    LiveStream stream;
    stream.start();
    expect(stream.url() + QStringLiteral("/elsewhere"), Step::Path, ErrorCode::PathNotFound);
}

void TestConnectionTest::noPackets()
{
    LiveStream stream;
    stream.start();
    stream.pause();
    expect(stream.url(), Step::Packets, ErrorCode::NoPackets, TransportChoice::Tcp);
}

void TestConnectionTest::gaveUp()
{
    LiveStream stream;
    stream.start();
    stream.pause();
    {
        ConnectionTest test;
        test.start(StreamUrl::parse(stream.url()).value(), TransportChoice::Tcp);
        QTRY_VERIFY(stream.readers() > 0);
    }
    QTRY_COMPARE(stream.readers(), 0);
}

void TestConnectionTest::everyErrorHasItsStep()
{
    QCOMPARE(ConnectionTest::stepOf(ErrorCode::HostUnreachable), Step::Device);
    QCOMPARE(ConnectionTest::stepOf(ErrorCode::NoAnswer), Step::Rtsp);
    QCOMPARE(ConnectionTest::stepOf(ErrorCode::CodecUnsupported), Step::Path);
    QCOMPARE(ConnectionTest::stepOf(ErrorCode::TransportRefused), Step::Path);
    QCOMPARE(ConnectionTest::stepOf(ErrorCode::DecoderFailed), Step::Picture);
}

QTEST_MAIN(TestConnectionTest)

#include "tst_connection_test.moc"
