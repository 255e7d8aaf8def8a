#include "base/log.h"

#include <QLoggingCategory>
#include <QTest>

extern "C" {
#include <libavutil/log.h>
}

using namespace oriel;
using namespace std::chrono_literals;

namespace {

QStringList g_messages;

void keepMessage(QtMsgType, const QMessageLogContext &context, const QString &text)
{
    g_messages.append(QString(context.category) + ": " + text);
}

} // namespace

class TestLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formats_data()
    {
        QTest::addColumn<QtMsgType>("type");
        QTest::addColumn<QByteArray>("category");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("journalLine");
        const auto row = [](const char *name, QtMsgType type, const char *category,
                            const char *text, const char *line, const char *journalLine) {
            QTest::newRow(name) << type << QByteArray(category) << QString(text) << QByteArray(line)
                                << QByteArray(journalLine);
        };
        row("info", QtInfoMsg, "oriel.rtsp", "playing", "12:34:56.789 info  rtsp: playing\n",
            "<6>rtsp: playing\n");
        row("default area", QtWarningMsg, "default", "x", "12:34:56.789 warn  oriel: x\n",
            "<4>oriel: x\n");
        row("other area", QtCriticalMsg, "libav", "x", "12:34:56.789 error libav: x\n",
            "<3>libav: x\n");
        row("credentials", QtDebugMsg, "oriel.a", "to rtsp://u:p@cam/x",
            "12:34:56.789 debug a: to rtsp://***@cam/x\n", "<7>a: to rtsp://***@cam/x\n");
        row("several lines", QtInfoMsg, "oriel.a", "one\r\ntwo\n<0>three\n",
            "12:34:56.789 info  a: one | two | <0>three\n", "<6>a: one | two | <0>three\n");
        row("terminal escapes", QtInfoMsg, "oriel.a", "x\x1b[2J\ty",
            "12:34:56.789 info  a: x?[2J y\n", "<6>a: x?[2J y\n");
    }

    void formats()
    {
        QFETCH(QtMsgType, type);
        QFETCH(QByteArray, category);
        QFETCH(QString, text);
        const QTime time(12, 34, 56, 789);
        QTEST(formatLogLine(LogStyle::Plain, type, category.constData(), text, time), "line");
        QTEST(formatLogLine(LogStyle::Journal, type, category.constData(), text, time),
              "journalLine");
    }

    void levelsChooseWhatIsWritten()
    {
        const QLoggingCategory ours("oriel.test"), foreign("qt.test"), noisy("oriel.noisy");
        installLog({LogLevel::Debug, {}});
        QVERIFY(ours.isDebugEnabled() && !foreign.isDebugEnabled());
        installLog({LogLevel::Info, "oriel.noisy.debug=true"});
        QVERIFY(ours.isInfoEnabled() && !ours.isDebugEnabled() && noisy.isDebugEnabled());
        installLog({LogLevel::Warning, {}});
        QVERIFY(ours.isWarningEnabled() && !ours.isInfoEnabled());
        installLog({LogLevel::Error, {}});
        QVERIFY(ours.isCriticalEnabled() && !ours.isWarningEnabled());
        installLog({});
        qInstallMessageHandler(nullptr);
    }

    void floodsAreCounted()
    {
        RateLimitedLog limit(1s);
        const SteadyTime start{};
        QCOMPARE(limit.admit("a", start), "a");
        QCOMPARE(limit.admit("b", start + 1ms), std::nullopt);
        QCOMPARE(limit.admit("c", start + 999ms), std::nullopt);
        QCOMPARE(limit.admit("d", start + 1s), "d (and 2 more before it)");
        QCOMPARE(limit.admit("e", start + 2s), "e");
    }

    void libavMessagesAreRedacted()
    {
        installLibavLog();
        qInstallMessageHandler(keepMessage);
        av_log(nullptr, AV_LOG_INFO, "not worth a line\n");
        av_log(nullptr, AV_LOG_ERROR, "no answer of ");
        av_log(nullptr, AV_LOG_ERROR, "rtsp://me:%s@cam/x\n", "pw");
        for (int i = 0; i < 100; ++i)
            av_log(nullptr, AV_LOG_ERROR, "flood\n");
        av_log_set_callback(av_log_default_callback);
        qInstallMessageHandler(nullptr);
        QCOMPARE(g_messages, QStringList{"libav: no answer of rtsp://***@cam/x"});
    }
};

QTEST_APPLESS_MAIN(TestLog)
#include "tst_log.moc"
