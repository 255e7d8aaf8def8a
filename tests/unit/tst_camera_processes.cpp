// Several processes on one file of saved cameras, some of which end in the middle of it.

#include "camera_files.h"

#include <QProcess>
#include <QSet>
#include <QTest>

#include <memory>
#include <unistd.h>

using namespace oriel;
using oriel::test::CameraFolder;
using oriel::test::namesIn;
using oriel::test::newCamera;

namespace {

constexpr int kPatienceMs = 60'000;

const QString &tool()
{
    static const QString name = qEnvironmentVariable("ORIEL_CAMERA_TOOL");
    return name;
}

std::unique_ptr<QProcess> adding(const CameraFolder &folder, const QString &prefix, int count)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->start(tool(), {"add", folder.file(), prefix, QString::number(count)});
    return process;
}

} // namespace

class TestCameraProcesses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoProcessesLoseNothing()
    {
        constexpr int kEach = 60;
        const CameraFolder folder;
        CameraStore store(folder.file());
        const auto first = adding(folder, "first", kEach), second = adding(folder, "second", kEach);
        for (int i = 0; i < kEach; ++i) {
            const auto added = store.add(newCamera("third " + QString::number(i)));
            QVERIFY2(added, added ? "" : qPrintable(sentence(added.error())));
        }
        for (QProcess *process : {first.get(), second.get()}) {
            QVERIFY(process->waitForFinished(kPatienceMs));
            QCOMPARE(process->exitCode(), 0);
        }
        QTRY_COMPARE(store.cameras().size(), 3 * kEach);
        const QStringList names = namesIn(store);
        QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), 3 * kEach);
        QCOMPARE(CameraStore(folder.file()).cameras(), store.cameras());
        QVERIFY(store.notice().isEmpty());
        QCOMPARE(folder.suffixes(), (QStringList{"", ".bak", ".lock"}));
    }

    void killedInTheMiddle()
    {
        const CameraFolder folder;
        int said = 0;
        for (int round = 0; round < 12; ++round) {
            const auto process = adding(folder, QString::number(round), 100'000);
            for (int i = 0; i < 3; ++i) {
                QVERIFY(process->canReadLine() || process->waitForReadyRead(kPatienceMs));
                process->readLine();
            }
            process->kill();
            QVERIFY(process->waitForFinished(kPatienceMs));
            said += 3 + static_cast<int>(process->readAll().count('\n'));
            // What it said is there; one more may be, of which it could not say so any more.
            CameraStore store(folder.file());
            QVERIFY2(store.notice().isEmpty(), qPrintable(store.notice()));
            QVERIFY2(store.cameras().size() == said || store.cameras().size() == said + 1,
                     qPrintable(QString::number(store.cameras().size())));
            said = static_cast<int>(store.cameras().size());
            const auto written = store.setLastPlayed(store.cameras().first().id);
            QVERIFY2(written, written ? "" : qPrintable(sentence(written.error())));
        }
    }

    void diskFull()
    {
        if (::geteuid() != 0)
            QSKIP("only root may mount a small disk");
        const CameraFolder folder;
        QVERIFY(QDir().mkpath(folder.folder()));
        // A mount that only this process sees, and that ends with it.
        QProcess process;
        process.start("unshare", {"-m", "sh", "-c",
                                  "mount -t tmpfs -o size=64k none \"$1\" || exit 77; "
                                  "\"$2\" fill \"$1/cameras.json\" && cp -r \"$1\" \"$3\"",
                                  "sh", folder.folder(), tool(), folder.folder() + "/../kept"});
        QVERIFY(process.waitForFinished(kPatienceMs));
        const QByteArray complaint = process.readAllStandardError();
        if (process.exitCode() == 77 || complaint.startsWith("unshare:"))
            QSKIP("this system lets nobody mount a small disk");
        QVERIFY2(process.exitCode() == 0, complaint.constData());
        const QList<QByteArray> lines = process.readAllStandardOutput().split('\n');
        QVERIFY2(lines.at(0).contains("cameras.json"), lines.at(0).constData());
        const CameraStore kept(folder.folder() + "/../kept/cameras.json");
        QVERIFY(kept.notice().isEmpty());
        QVERIFY(kept.cameras().size() > 10);
        QCOMPARE(kept.cameras().size(), lines.at(1).toInt());
    }
};

QTEST_GUILESS_MAIN(TestCameraProcesses)
#include "tst_camera_processes.moc"
