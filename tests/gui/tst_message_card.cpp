#include "ui/message_card.h"
#include "ui/player_page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLayout>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace oriel;
using namespace std::chrono_literals;
using State = PlaybackSession::State;
using Status = PlaybackSession::Status;
using Tone = MessageCard::Tone;

namespace {

const SteadyTime kNow{1h};
const QString kHost = QStringLiteral("pi.local:8554");

Status statusOf(State state, ErrorCode code = ErrorCode::None)
{
    Status status;
    status.state = state;
    status.error = {code, kHost, code == ErrorCode::None ? QString() : QStringLiteral("errno 111")};
    status.nextTry = kNow + 600ms;
    return status;
}

} // namespace

class TestMessageCard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messages_data();
    void messages();
    void slowServer();
    void staysInItsArea_data();
    void staysInItsArea();
    void longWordsAreCut();
    void buttons();
    void textCanBeSelected();
};

void TestMessageCard::messages_data()
{
    QTest::addColumn<Status>("status");
    QTest::addColumn<Tone>("tone");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("action");
    const QString refused = QStringLiteral("The server at pi.local:8554 refuses the connection.");
    QTest::newRow("playing") << statusOf(State::Playing) << Tone::Neutral << ""
                             << ""
                             << "";
    QTest::newRow("idle") << statusOf(State::Idle) << Tone::Neutral << ""
                          << ""
                          << "";
    QTest::newRow("first try") << statusOf(State::Connecting) << Tone::Neutral
                               << "Connecting to pi.local:8554…"
                               << ""
                               << "";
    QTest::newRow("waits") << statusOf(State::Retrying, ErrorCode::ConnectionRefused)
                           << Tone::Warning << refused << "next try in 0.6 s"
                           << "Try now";
    QTest::newRow("tries again") << statusOf(State::Connecting, ErrorCode::ConnectionRefused)
                                 << Tone::Warning << refused << "Trying again now."
                                 << "";
    QTest::newRow("stalled") << statusOf(State::Stalled, ErrorCode::StreamStalled) << Tone::Warning
                             << "No more pictures come from pi.local:8554."
                             << "connects again if nothing comes"
                             << "";
    QTest::newRow("failed") << statusOf(State::Failed, ErrorCode::PasswordWrong) << Tone::Error
                            << "pi.local:8554 does not accept this user name and password."
                            << "enter them again"
                            << "";
    QTest::newRow("failed otherwise") << statusOf(State::Failed, ErrorCode::NotRtsp) << Tone::Error
                                      << "What answers at pi.local:8554 does not speak RTSP."
                                      << "Check the port"
                                      << "Try again";
}

void TestMessageCard::messages()
{
    QFETCH(Status, status);
    QFETCH(Tone, tone);
    QFETCH(QString, title);
    QFETCH(QString, body);
    QFETCH(QString, action);
    const MessageCard::Message message = PlayerPage::message(status, kHost, kNow);
    QCOMPARE(message.tone, tone);
    QCOMPARE(message.title, title);
    QVERIFY2(message.body.contains(body), qPrintable(message.body));
    QCOMPARE(message.body.isEmpty(), body.isEmpty());
    QCOMPARE(message.action, action);
    QCOMPARE(message.details.contains(QStringLiteral("errno 111")),
             status.error.code != ErrorCode::None);
}

void TestMessageCard::slowServer()
{
    Status status = statusOf(State::Connecting);
    status.unansweredSince = kNow - 2100ms;
    QCOMPARE(PlayerPage::message(status, kHost, kNow).title,
             QStringLiteral("No answer from pi.local:8554 for 2 s."));
    status.unansweredSince.reset();
    status.awaitsKeyframe = true;
    const MessageCard::Message connected = PlayerPage::message(status, kHost, kNow);
    QCOMPARE(connected.title, QStringLiteral("Connected to pi.local:8554."));
    QVERIFY(connected.body.contains(QStringLiteral("next keyframe")));
    status = statusOf(State::Connecting, ErrorCode::NoAnswer);
    status.unansweredSince = kNow - 3s;
    QVERIFY(PlayerPage::message(status, kHost, kNow)
                .body.endsWith(QStringLiteral("No answer from pi.local:8554 for 3 s.")));
}

void TestMessageCard::staysInItsArea_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("usual") << QSize(640, 480);
    QTest::newRow("large") << QSize(1920, 1080);
    QTest::newRow("smallest") << QSize(240, 320);
}

void TestMessageCard::staysInItsArea()
{
    QFETCH(QSize, size);
    QWidget parent;
    parent.resize(size);
    MessageCard card(&parent);
    card.setMessage(
        PlayerPage::message(statusOf(State::Retrying, ErrorCode::ConnectionRefused), kHost, kNow));
    card.place(parent.rect(), Qt::AlignBottom);
    QVERIFY(parent.rect().contains(card.geometry()));
    QVERIFY(card.width() <= MessageCard::kMaxWidth);
    QVERIFY(card.height() >= card.layout()->totalHeightForWidth(card.width()));
    const QRect below = card.geometry();
    card.place(parent.rect(), Qt::AlignVCenter);
    QVERIFY(parent.rect().contains(card.geometry()) && card.y() < below.y());
}

void TestMessageCard::longWordsAreCut()
{
    QWidget parent;
    parent.resize(640, 480);
    MessageCard card(&parent);
    const QString address = QStringLiteral("rtsp://pi.local/") + QString(200, u'x');
    const QString title = QStringLiteral("Nothing is published at %1 yet.").arg(address);
    card.setMessage({Tone::Warning, title, "Short words.", {}, "details", {}, {}});
    card.place(parent.rect(), Qt::AlignBottom);
    parent.show();
    const auto *shown = card.findChild<QLabel *>(QStringLiteral("messageTitle"));
    QVERIFY(shown->text().startsWith(QStringLiteral("Nothing is published at rtsp://pi.local/")));
    QVERIFY(shown->text().endsWith(QStringLiteral("x yet.")));
    for (const QString &word : shown->text().split(u' '))
        QVERIFY(shown->fontMetrics().horizontalAdvance(word) <= shown->width());
    QCOMPARE(card.findChild<QLabel *>(QStringLiteral("messageBody"))->text(), "Short words.");
    parent.resize(6000, 480);
    card.place(parent.rect(), Qt::AlignBottom);
    QVERIFY(shown->text().size() < title.size()); // No wider than kMaxWidth.
}

void TestMessageCard::buttons()
{
    MessageCard card(nullptr);
    card.setMessage({Tone::Error, "What", "Why", "Try again", "code: what (why)", "Else", {}});
    card.show();
    auto *action = card.findChild<QPushButton *>("messageAction");
    auto *copy = card.findChild<QPushButton *>("messageCopy");
    QVERIFY(action->isVisible() && copy->isVisible());
    QSignalSpy triggered(&card, &MessageCard::actionTriggered);
    QTest::mouseClick(action, Qt::LeftButton);
    QCOMPARE(triggered.size(), 1);
    QTest::mouseClick(copy, Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("code: what (why)"));
    card.setMessage({Tone::Neutral, "Connecting", {}, {}, {}, {}, {}});
    QVERIFY(!action->isVisible() && !copy->isVisible());
    QVERIFY(!card.findChild<QLabel *>("messageBody")->isVisible());
    QCOMPARE(card.property("tone").toString(), QStringLiteral("neutral"));
}

void TestMessageCard::textCanBeSelected()
{
    MessageCard card(nullptr);
    for (const char *name : {"messageTitle", "messageBody"}) {
        auto *label = card.findChild<QLabel *>(name);
        QVERIFY(label->textInteractionFlags() & Qt::TextSelectableByMouse);
        QCOMPARE(label->textFormat(), Qt::PlainText); // A server's words are no markup.
    }
}

QTEST_MAIN(TestMessageCard)

#include "tst_message_card.moc"
