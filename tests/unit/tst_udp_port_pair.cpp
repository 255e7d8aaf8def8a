#include "rtsp/udp_port_pair.h"

#include <QTest>

using namespace oriel;

class TestUdpPortPair : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEventLoopGetsItsTurnInAFlood();
};

void TestUdpPortPair::theEventLoopGetsItsTurnInAFlood()
{
    const auto pair = UdpPortPair::bind(QHostAddress::LocalHost);
    QVERIFY(pair.has_value());
    QUdpSocket sender;
    const auto send = [&] {
        sender.writeDatagram(QByteArray(100, 'x'), QHostAddress::LocalHost, (*pair)->rtpPort());
    };
    // A stream that always brings the next packet before the last one was handled.
    int received = 0;
    int receivedAtTurn = 0;
    connect(pair->get(), &UdpPortPair::rtp, this, [&] {
        if (++received == 1)
            QMetaObject::invokeMethod(
                this, [&] { receivedAtTurn = received; }, Qt::QueuedConnection);
        if (received < 10 * UdpPortPair::kMaxPerTurn)
            send();
    });
    send();
    QTRY_COMPARE(received, 10 * UdpPortPair::kMaxPerTurn);
    QVERIFY2(receivedAtTurn <= UdpPortPair::kMaxPerTurn,
             qPrintable(QString::number(receivedAtTurn)));
}

QTEST_GUILESS_MAIN(TestUdpPortPair)
#include "tst_udp_port_pair.moc"
