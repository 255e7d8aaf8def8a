// What the file of saved cameras may have become, and that nothing of it is lost.

#include "camera_files.h"
#include "ordinary_permissions.h"

#include <QTemporaryFile>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace oriel;
using oriel::test::CameraFolder;
using oriel::test::namesIn;
using oriel::test::newCamera;

namespace {

/// Three cameras, as the store writes them.
void fill(const CameraFolder &folder)
{
    CameraStore store(folder.file());
    for (const char *name : {"a", "b", "c"})
        QVERIFY(store.add(newCamera(name)));
}

/// As long as it lives, no file of this process may become longer.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    Q_DISABLE_COPY_MOVE(FileSizeLimit)

private:
    rlimit m_before{};
};

} // namespace

class TestCameraDamage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCopyIsUsed_data();
    void theCopyIsUsed();
    void withoutACopyTheBeginningIsUsed();
    void withoutAnythingItBeginsAnew();
    void damagedWhileOpen();
    void somethingElseInItsPlace_data();
    void somethingElseInItsPlace();
    void aBrokenEntryIsKept();
    void aNewerVersionIsKept();
    void gone();
    void tooLong();
    void unreadable();
    void unwritable();
    void noSpace();
    void noSpaceToMend();
};

void TestCameraDamage::theCopyIsUsed_data()
{
    QTest::addColumn<int>("percent");
    QTest::addColumn<QByteArray>("instead");
    QTest::newRow("cut in half") << 50 << QByteArray();
    QTest::newRow("cut near the end") << 99 << QByteArray();
    QTest::newRow("empty") << 0 << QByteArray();
    QTest::newRow("zeros, as after a loss of power") << -1 << QByteArray(700, '\0');
    QTest::newRow("rubbish") << -1 << QByteArray("\xff{]\x01 rubbish");
    QTest::newRow("no list") << -1 << QByteArray("{\"version\": 1}");
}

void TestCameraDamage::theCopyIsUsed()
{
    QFETCH(int, percent);
    QFETCH(QByteArray, instead);
    const CameraFolder folder;
    fill(folder);
    const QByteArray json = folder.read();
    const QByteArray found =
        percent < 0 ? instead : json.first(json.trimmed().size() * percent / 100);
    folder.write(found);
    for (int round = 1; round <= 2; ++round) {
        CameraStore store(folder.file());
        QCOMPARE(namesIn(store).join(' '), "a b c");
        QVERIFY2(store.notice().contains("cameras.json.damaged"), qPrintable(store.notice()));
        QVERIFY2(!store.notice().contains('%'), qPrintable(store.notice()));
        QCOMPARE(folder.read(), json);
        QCOMPARE(folder.read(round == 1 ? ".damaged" : ".damaged-2"), found);
        QVERIFY(CameraStore(folder.file()).notice().isEmpty());
        folder.write(found);
    }
}

void TestCameraDamage::withoutACopyTheBeginningIsUsed()
{
    const CameraFolder folder;
    fill(folder);
    const QByteArray json = folder.read();
    const QByteArray found = json.first(json.indexOf("\"c\""));
    folder.write(found);
    QVERIFY(QFile::remove(folder.file(".bak")));
    CameraStore store(folder.file());
    QCOMPARE(namesIn(store).join(' '), "a b");
    QVERIFY2(store.notice().contains("beginning"), qPrintable(store.notice()));
    QCOMPARE(folder.read(".damaged"), found);
    QCOMPARE(namesIn(CameraStore(folder.file())), namesIn(store));
}

void TestCameraDamage::withoutAnythingItBeginsAnew()
{
    const CameraFolder folder;
    folder.write("rubbish");
    folder.write("rubbish, too", ".bak");
    CameraStore store(folder.file());
    QVERIFY(store.cameras().isEmpty());
    QVERIFY2(store.notice().contains("anew"), qPrintable(store.notice()));
    QCOMPARE(folder.read(".damaged"), "rubbish");
    QVERIFY(store.add(newCamera("a")));
    QCOMPARE(namesIn(CameraStore(folder.file())), QStringList{"a"});
}

void TestCameraDamage::damagedWhileOpen()
{
    const CameraFolder folder;
    fill(folder);
    CameraStore store(folder.file());
    QVERIFY(QFile::remove(folder.file(".bak")));
    folder.write("rubbish");
    QVERIFY(store.add(newCamera("d")));
    QCOMPARE(namesIn(store).join(' '), "a b c d");
    QVERIFY(store.notice().contains("cameras.json.damaged"));
    QCOMPARE(folder.read(".damaged"), "rubbish");
    QVERIFY(QFile::remove(folder.file(".bak")) && QFile::remove(folder.file()));
    QVERIFY(store.add(newCamera("e")));
    QCOMPARE(namesIn(CameraStore(folder.file())).join(' '), "a b c d e");
}

void TestCameraDamage::somethingElseInItsPlace_data()
{
    QTest::addColumn<bool>("isFolder");
    QTest::newRow("folder") << true;
    QTest::newRow("named pipe") << false; // Reading it would wait for ever.
}

void TestCameraDamage::somethingElseInItsPlace()
{
    QFETCH(bool, isFolder);
    const CameraFolder folder;
    fill(folder);
    QVERIFY(QFile::remove(folder.file()));
    if (isFolder) {
        QVERIFY(QDir().mkpath(folder.file("/inner")));
    } else {
        QCOMPARE(::mkfifo(qPrintable(folder.file()), 0600), 0);
    }
    CameraStore store(folder.file());
    QCOMPARE(namesIn(store).join(' '), "a b c");
    QVERIFY(store.notice().contains("cameras.json.damaged"));
    QVERIFY(QFileInfo::exists(folder.file(isFolder ? ".damaged/inner" : ".damaged")));
    QVERIFY(store.add(newCamera("d")));
    QCOMPARE(namesIn(CameraStore(folder.file())).join(' '), "a b c d");
}

void TestCameraDamage::aBrokenEntryIsKept()
{
    const CameraFolder folder;
    fill(folder);
    const QByteArray json = folder.read();
    const qsizetype url = json.indexOf("rtsp", json.indexOf("\"b\""));
    const QByteArray found = json.first(url) + "broken" + json.sliced(url);
    folder.write(found);
    CameraStore store(folder.file());
    QCOMPARE(namesIn(store).join(' '), "a c");
    QVERIFY2(store.notice().contains("entries: 1") && store.notice().contains(".damaged"),
             qPrintable(store.notice()));
    QCOMPARE(folder.read(".damaged"), found);
    QVERIFY(CameraStore(folder.file()).notice().isEmpty());
}

void TestCameraDamage::aNewerVersionIsKept()
{
    const CameraFolder folder;
    fill(folder);
    const QByteArray found =
        folder.read().replace("\"version\": 1", "\"version\": 7, \"walls\": [1, 2]");
    folder.write(found);
    CameraStore store(folder.file());
    QCOMPARE(namesIn(store).join(' '), "a b c");
    QVERIFY2(store.notice().contains("newer"), qPrintable(store.notice()));
    QCOMPARE(folder.read(), found); // Looking at it changes nothing.
    QCOMPARE(folder.suffixes(), (QStringList{"", ".bak", ".lock"}));
    QVERIFY(store.add(newCamera("d")) && store.add(newCamera("e")));
    QCOMPARE(folder.suffixes(), (QStringList{"", ".bak", ".lock", ".version-7"}));
    QCOMPARE(folder.read(".version-7"), found);
    QVERIFY(folder.read().contains("walls"));
    QCOMPARE(namesIn(CameraStore(folder.file())).join(' '), "a b c d e");
}

void TestCameraDamage::gone()
{
    const CameraFolder folder;
    fill(folder);
    QVERIFY(QFile::remove(folder.file()));
    CameraStore store(folder.file());
    QCOMPARE(namesIn(store).join(' '), "a b c");
    QVERIFY2(store.notice().contains("gone"), qPrintable(store.notice()));
    QVERIFY(CameraStore(folder.file()).notice().isEmpty());
}

void TestCameraDamage::tooLong()
{
    const CameraFolder folder;
    fill(folder);
    constexpr qint64 kLength = qint64{100} << 20; // Takes no space.
    QVERIFY(QFile::resize(folder.file(), kLength));
    CameraStore store(folder.file());
    QCOMPARE(namesIn(store).join(' '), "a b c");
    QVERIFY2(store.notice().contains("too long"), qPrintable(store.notice()));
    const auto refused = store.add(newCamera("d"));
    QCOMPARE(refused.error().code, ErrorCode::FileUnusable);
    QCOMPARE(namesIn(store).join(' '), "a b c");
    QCOMPARE(QFileInfo(folder.file()).size(), kLength);
}

void TestCameraDamage::unreadable()
{
    const test::OrdinaryPermissions everybody;
    const CameraFolder folder;
    fill(folder);
    const QByteArray json = folder.read();
    QVERIFY(QFile::setPermissions(folder.file(), {}));
    CameraStore store(folder.file());
    QCOMPARE(namesIn(store).join(' '), "a b c");
    QVERIFY(store.notice().contains("cameras.json cannot be used"));
    QCOMPARE(store.add(newCamera("d")).error().code, ErrorCode::FileUnusable);
    QVERIFY(QFile::setPermissions(folder.file(), QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE(folder.read(), json);
    QVERIFY(store.add(newCamera("d")));
}

void TestCameraDamage::unwritable()
{
    QTemporaryFile inPlaceOfTheFolder;
    QVERIFY(inPlaceOfTheFolder.open());
    CameraStore store(inPlaceOfTheFolder.fileName() + "/cameras.json");
    const auto refused = store.add(newCamera("a"));
    QCOMPARE(refused.error().code, ErrorCode::FileUnusable);
    QVERIFY2(sentence(refused.error()).contains("cameras.json"),
             qPrintable(sentence(refused.error())));
    QVERIFY(store.cameras().isEmpty());
}

void TestCameraDamage::noSpace()
{
    const CameraFolder folder;
    fill(folder);
    CameraStore store(folder.file());
    const QByteArray json = folder.read();
    {
        const FileSizeLimit limit(static_cast<rlim_t>(json.size() + 10));
        const auto refused = store.add(newCamera(QString(100, 'x')));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::FileUnusable);
        QVERIFY(store.remove(store.cameras().first().id));
        QVERIFY(!store.add(newCamera(QString(200, 'x'))));
    }
    QCOMPARE(namesIn(store).join(' '), "b c");
    QCOMPARE(folder.suffixes(), (QStringList{"", ".bak", ".lock"}));
    QCOMPARE(namesIn(CameraStore(folder.file())), namesIn(store));
    QVERIFY(store.add(newCamera("d")));
}

void TestCameraDamage::noSpaceToMend()
{
    const CameraFolder folder;
    fill(folder);
    const QByteArray found = folder.read().chopped(20);
    folder.write(found);
    {
        const FileSizeLimit limit(static_cast<rlim_t>(found.size() / 2));
        CameraStore store(folder.file());
        QCOMPARE(namesIn(store).join(' '), "a b c");
        QVERIFY2(store.notice().contains("mending"), qPrintable(store.notice()));
        QVERIFY(!store.add(newCamera("d")));
    }
    QCOMPARE(folder.read(), found);
    CameraStore store(folder.file());
    QCOMPARE(namesIn(store).join(' '), "a b c");
    QCOMPARE(folder.read(".damaged"), found);
}

QTEST_GUILESS_MAIN(TestCameraDamage)
#include "tst_camera_damage.moc"
