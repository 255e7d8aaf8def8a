#include "ui/test_stream.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

using namespace oriel;

class TestTestStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void serves();
    void notInstalled();
    void endsByItself();
    void cannotBeStarted();
    void neverReady();
    void endsWithItsOwner();

private:
    /// Puts a script of that name where the program is looked for.
    void install(const QByteArray &script);
    /// What start() leads to: the sentence of failed(), or empty for ready().
    [[nodiscard]] static QString outcome(TestStream &stream);

    std::unique_ptr<QTemporaryDir> m_folder;
    const QByteArray m_path = qgetenv("PATH");
};

void TestTestStream::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("PATH", m_folder->path().toLocal8Bit());
}

void TestTestStream::cleanup()
{
    qputenv("PATH", m_path);
}

void TestTestStream::install(const QByteArray &script)
{
    QFile file(m_folder->filePath(QStringLiteral("oriel-streamer")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(script);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

QString TestTestStream::outcome(TestStream &stream)
{
    QSignalSpy ready(&stream, &TestStream::ready), failed(&stream, &TestStream::failed);
    stream.start();
    if (!QTest::qWaitFor([&] { return ready.size() + failed.size() > 0; }, 20'000))
        return QStringLiteral("nothing");
    return failed.isEmpty() ? QString() : failed.first().first().toString();
}

void TestTestStream::serves()
{
    QVERIFY(QFile::link(qEnvironmentVariable("ORIEL_STREAMER"),
                        m_folder->filePath(QStringLiteral("oriel-streamer"))));
    TestStream stream;
    QCOMPARE(outcome(stream), QString());
    QSignalSpy ready(&stream, &TestStream::ready);
    stream.start();
    QCOMPARE(ready.size(), 1); // It runs already.
    QCOMPARE(qvariant_cast<StreamUrl>(ready.first().first()).host(), QStringLiteral("127.0.0.1"));
}

void TestTestStream::notInstalled()
{
    TestStream stream;
    const QString sentence = outcome(stream);
    QVERIFY2(sentence.contains("not installed"), qPrintable(sentence));
}

void TestTestStream::endsByItself()
{
    install("#!/bin/sh\nexit 3\n");
    TestStream stream;
    // Each try is one, however the last one ended.
    for (int i = 0; i < 2; ++i) {
        const QString sentence = outcome(stream);
        QVERIFY2(sentence.contains("ended by itself"), qPrintable(sentence));
    }
}

void TestTestStream::cannotBeStarted()
{
    install("#!/nowhere/sh\n");
    TestStream stream;
    const QString sentence = outcome(stream);
    QVERIFY2(sentence.contains("cannot be started"), qPrintable(sentence));
}

void TestTestStream::neverReady()
{
    install("#!/bin/sh\nexec /bin/sleep 60\n");
    TestStream stream;
    const QString sentence = outcome(stream);
    QVERIFY2(sentence.contains("does not get ready"), qPrintable(sentence));
}

void TestTestStream::endsWithItsOwner()
{
    install("#!/bin/sh\necho $$ > \"$(/usr/bin/dirname \"$0\")/pid\"\n"
            "echo serving rtsp://$2\nexec /bin/sleep 60\n");
    pid_t pid = 0;
    {
        TestStream stream;
        QCOMPARE(outcome(stream), QString());
        QFile file(m_folder->filePath(QStringLiteral("pid")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        pid = file.readAll().trimmed().toInt();
        QVERIFY(pid > 0 && kill(pid, 0) == 0);
    }
    QCOMPARE(kill(pid, 0), -1);
}

QTEST_GUILESS_MAIN(TestTestStream)
#include "tst_test_stream.moc"
