#include "base/translation.h"
#include "ui/main_window.h"
#include "ui/player_page.h"
#include "ui/window_settings.h"

#include <QAction>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace oriel;

namespace {

const QString kShown = QString::fromUtf8("Hiện trợ giúp này.");

/// What a program says to that command line, for a person with these languages.
QString said(const char *programVariable, const QStringList &arguments, const QString &languages,
             const QString &home = {})
{
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), languages.section(u':', 0, 0));
    environment.insert(QStringLiteral("LANGUAGE"), languages);
    if (!home.isEmpty())
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home);
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(qEnvironmentVariable(programVariable), arguments);
    program.waitForFinished();
    return QString::fromUtf8(program.readAll());
}

} // namespace

class TestLanguage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSystemChooses_data();
    void theSystemChooses();
    void theSettingChooses();
    void theWindow();
};

void TestLanguage::theSystemChooses_data()
{
    QTest::addColumn<QString>("languages");
    QTest::addColumn<bool>("vietnamese");
    QTest::newRow("Vietnamese") << "vi_VN.UTF-8" << true;
    QTest::newRow("English") << "en_GB.UTF-8" << false;
    QTest::newRow("one that Oriel does not speak") << "fr_FR.UTF-8" << false;
    QTest::newRow("that, else Vietnamese") << "fr_FR.UTF-8:vi" << true;
    QTest::newRow("that, else English before Vietnamese") << "fr_FR.UTF-8:en:vi" << false;
    QTest::newRow("none") << "C.UTF-8" << false;
}

void TestLanguage::theSystemChooses()
{
    QFETCH(QString, languages);
    QFETCH(bool, vietnamese);
    const QTemporaryDir home;
    for (const char *program : {"ORIEL_VIEWER", "ORIEL_STREAMER"}) {
        const QString help = said(program, {"--help"}, languages, home.path());
        QVERIFY2(help.contains("--version"), qPrintable(help));
        QCOMPARE(help.contains(kShown), vietnamese);
    }
    const QString refused = said("ORIEL_VIEWER", {"http://x/"}, languages, home.path());
    QCOMPARE(refused.contains(QString::fromUtf8("Không dùng được địa chỉ")), vietnamese);
}

void TestLanguage::theSettingChooses()
{
    const QTemporaryDir home;
    QVERIFY(QDir(home.path()).mkpath("Oriel"));
    WindowSettings settings;
    settings.language = QStringLiteral("vi");
    settings.save(home.filePath("Oriel/window.ini"));
    QVERIFY(said("ORIEL_VIEWER", {"--help"}, "en_GB.UTF-8", home.path()).contains(kShown));
    settings.language = QStringLiteral("en");
    settings.save(home.filePath("Oriel/window.ini"));
    QVERIFY(!said("ORIEL_VIEWER", {"--help"}, "vi_VN.UTF-8", home.path()).contains(kShown));
}

void TestLanguage::theWindow()
{
    installTranslation(QStringLiteral("vi"));
    const QTemporaryDir home;
    const QString file = home.filePath("window.ini");
    PlaybackSession session;
    Statistics statistics;
    CameraStore cameras(home.filePath("cameras.json"));
    PasswordStore passwords;
    {
        MainWindow window({}, {session, statistics, cameras, passwords, file});
        window.start();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCOMPARE(window.findChild<QPushButton *>("connectButton")->text(),
                 QString::fromUtf8("Kết nối"));
        QVERIFY(window.findChild<QAction *>("language_")->isChecked());
        std::unique_ptr<QMenu> menu(
            window.findChild<QLineEdit *>("addressField")->createStandardContextMenu());
        for (const QAction *action : menu->actions())
            QVERIFY2(action->isSeparator() || QRegularExpression("Hoàn|Làm|Cắt|Sao|Dán|Xóa|Chọn")
                                                  .match(action->text())
                                                  .hasMatch(),
                     qPrintable(action->text()));
        window.findChild<QAction *>("language_en")->trigger();
        const QString notice = window.findChild<QLabel *>("cameraNoticeText")->text();
        QVERIFY2(notice.contains(QString::fromUtf8("lần khởi động sau")), qPrintable(notice));
        window.close();
    }
    QCOMPARE(WindowSettings::load(file).language, QStringLiteral("en"));
    const MainWindow next({}, {session, statistics, cameras, passwords, file});
    QVERIFY(next.findChild<QAction *>("language_en")->isChecked());
}

QTEST_MAIN(TestLanguage)
#include "tst_language.moc"
