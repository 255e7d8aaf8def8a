#include "rtsp/tcp_connector.h"

#include <QElapsedTimer>
#include <QHostInfo>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace oriel;

namespace {

/// An address that neither answers nor refuses, as behind a router that drops everything: its
/// server accepts nothing, and the kernel ignores whom its full backlog has no room for.
class DeadServer
{
public:
    bool listen(const QHostAddress &address)
    {
        m_server.setListenBacklogSize(1);
        if (!m_server.listen(address))
            return false;
        m_server.pauseAccepting();
        for (int i = 0; i < 8; ++i) {
            auto &filler = m_fillers.emplace_back(std::make_unique<QTcpSocket>());
            filler->connectToHost(address, m_server.serverPort());
            if (!filler->waitForConnected(200))
                return true;
        }
        return false;
    }

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

private:
    QTcpServer m_server;
    std::vector<std::unique_ptr<QTcpSocket>> m_fillers;
};

struct Outcome
{
    std::optional<Expected<std::unique_ptr<QTcpSocket>>> result;

    TcpConnector::Done sink()
    {
        return [this](Expected<std::unique_ptr<QTcpSocket>> got) { result = std::move(got); };
    }
    [[nodiscard]] QHostAddress peer() const { return (**result)->peerAddress(); }
    [[nodiscard]] ErrorCode code() const { return result->error().code; }
};

const QHostAddress kLocal4(QHostAddress::LocalHost);
const QHostAddress kLocal6(QHostAddress::LocalHostIPv6);

quint16 unusedPort()
{
    QTcpServer server;
    server.listen(kLocal4);
    return server.serverPort();
}

} // namespace

class TestTcpConnector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTurns();
    void localhostIsThisMachine();
    void connectsByName();
    void connectsToALiteral();
    void refused();
    void unknownName();
    void deadFamilyCostsAQuarterOfASecond();
    void refusedFamilyCostsNothing();
    void refusedSaysMoreThanSilence();
    void mayBeDestroyedInItsCallback();
    void mayBeGivenUp();
};

void TestTcpConnector::takesTurns()
{
    const QHostAddress a("2001:db8::1"), b("2001:db8::2"), c("192.0.2.1");
    QCOMPARE(TcpConnector::inTurns({a, b, c}), (QList<QHostAddress>{a, c, b}));
    QCOMPARE(TcpConnector::inTurns({c, a, b}), (QList<QHostAddress>{c, a, b}));
    QCOMPARE(TcpConnector::inTurns({a}), QList<QHostAddress>{a});
    QCOMPARE(TcpConnector::inTurns(QList<QHostAddress>(20, c)).size(), TcpConnector::kMaxAddresses);
}

void TestTcpConnector::localhostIsThisMachine()
{
    QHostInfo info;
    info.setError(QHostInfo::HostNotFound);
    info.setHostName(QStringLiteral("LocalHost"));
    QCOMPARE(TcpConnector::addressesOf(info), (QList<QHostAddress>{kLocal4, kLocal6}));
    info.setHostName(QStringLiteral("localhost.example"));
    QVERIFY(TcpConnector::addressesOf(info).isEmpty());
    info.setAddresses({QHostAddress("192.0.2.1")});
    QCOMPARE(TcpConnector::addressesOf(info), info.addresses());
}

void TestTcpConnector::connectsByName()
{
    QTcpServer server;
    QVERIFY(server.listen(kLocal4));
    TcpConnector connector;
    Outcome outcome;
    QVERIFY(!connector.isLookingUp());
    connector.open(QStringLiteral("localhost"), server.serverPort(), outcome.sink());
    QVERIFY(!outcome.result);
    QVERIFY(connector.isLookingUp());
    QTRY_VERIFY(outcome.result);
    QVERIFY(!connector.isLookingUp());
    QVERIFY(outcome.result->has_value());
    QCOMPARE(outcome.peer(), kLocal4);
}

void TestTcpConnector::connectsToALiteral()
{
    QTcpServer server;
    QVERIFY(server.listen(kLocal6));
    TcpConnector connector;
    Outcome outcome;
    connector.open(QStringLiteral("::1"), server.serverPort(), outcome.sink());
    QVERIFY(!connector.isLookingUp());
    QTRY_VERIFY(outcome.result);
    QVERIFY(outcome.result->has_value());
    QCOMPARE(outcome.peer(), kLocal6);
}

void TestTcpConnector::refused()
{
    TcpConnector connector;
    Outcome outcome;
    connector.open(QStringLiteral("127.0.0.1"), unusedPort(), outcome.sink());
    QTRY_VERIFY(outcome.result);
    QVERIFY(!outcome.result->has_value());
    QCOMPARE(outcome.code(), ErrorCode::ConnectionRefused);
}

void TestTcpConnector::unknownName()
{
    TcpConnector connector;
    Outcome outcome;
    connector.open(QStringLiteral("no-such-host.invalid"), 554, outcome.sink());
    QTRY_VERIFY_WITH_TIMEOUT(outcome.result, 30000);
    QVERIFY(!outcome.result->has_value());
    QCOMPARE(outcome.code(), ErrorCode::HostNotFound);
}

void TestTcpConnector::deadFamilyCostsAQuarterOfASecond()
{
    DeadServer dead;
    QVERIFY(dead.listen(kLocal6));
    QTcpServer server;
    QVERIFY(server.listen(kLocal4, dead.port()));
    TcpConnector connector;
    Outcome outcome;
    QElapsedTimer clock;
    clock.start();
    connector.open({kLocal6, kLocal4}, server.serverPort(), outcome.sink());
    QTRY_VERIFY(outcome.result);
    QVERIFY(outcome.result->has_value());
    QCOMPARE(outcome.peer(), kLocal4);
    QVERIFY2(clock.elapsed() < 900, qPrintable(QString::number(clock.elapsed())));
}

void TestTcpConnector::refusedFamilyCostsNothing()
{
    QTcpServer server;
    QVERIFY(server.listen(kLocal4));
    TcpConnector connector;
    Outcome outcome;
    QElapsedTimer clock;
    clock.start();
    connector.open({kLocal6, kLocal4}, server.serverPort(), outcome.sink());
    QTRY_VERIFY(outcome.result);
    QVERIFY(outcome.result->has_value());
    QVERIFY2(clock.elapsed() < 200, qPrintable(QString::number(clock.elapsed())));
}

void TestTcpConnector::refusedSaysMoreThanSilence()
{
    // The kernel has no way to a group for TCP, and says so at once.
    TcpConnector connector;
    Outcome outcome;
    connector.open({kLocal4, QHostAddress("224.0.0.1")}, unusedPort(), outcome.sink());
    QTRY_VERIFY(outcome.result);
    QCOMPARE(outcome.code(), ErrorCode::ConnectionRefused);
}

void TestTcpConnector::mayBeDestroyedInItsCallback()
{
    QTcpServer server;
    QVERIFY(server.listen(kLocal4));
    for (const quint16 port : {server.serverPort(), unusedPort()}) {
        auto connector = std::make_unique<TcpConnector>();
        bool done = false;
        connector->open({kLocal4}, port, [&](auto) {
            connector.reset();
            done = true;
        });
        QTRY_VERIFY(done);
    }
}

void TestTcpConnector::mayBeGivenUp()
{
    QTcpServer server;
    QVERIFY(server.listen(kLocal4));
    Outcome outcome;
    {
        TcpConnector connector;
        connector.open(QStringLiteral("localhost"), server.serverPort(), outcome.sink());
    }
    {
        TcpConnector connector;
        connector.open({kLocal4}, server.serverPort(), outcome.sink());
    }
    // Longer than either would have taken.
    TcpConnector last;
    Outcome other;
    last.open(QStringLiteral("localhost"), server.serverPort(), other.sink());
    QTRY_VERIFY(other.result);
    QVERIFY(!outcome.result);
}

QTEST_GUILESS_MAIN(TestTcpConnector)
#include "tst_tcp_connector.moc"
