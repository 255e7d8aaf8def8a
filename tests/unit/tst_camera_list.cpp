// The format of the saved cameras: what goes in comes out, and what is no list does no harm.

#include "cameras/camera_list.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace oriel;
using namespace Qt::StringLiterals;

namespace {

Camera camera(const QString &name, const QString &url = QStringLiteral("rtsp://cam.local/live"))
{
    return savedCamera({{}, name, StreamUrl::parse(url).value(), TransportChoice::Auto}).value();
}

CameraList listOf(const QList<Camera> &cameras)
{
    CameraList list;
    list.cameras = cameras;
    return list;
}

/// JSON written with apostrophes.
QByteArray fileWith(const QByteArray &entries, const QByteArray &more = {})
{
    QByteArray json = "{'version': 1, " + more + "'cameras': [" + entries + "]}";
    return json.replace('\'', '"');
}

} // namespace

class TestCameraList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesComeBack_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("none") << "";
        QTest::newRow("Vietnamese") << u"Cổng trước – nhà bà Nguyễn Thị Ánh"_s;
        QTest::newRow("Vietnamese, letters and marks apart")
            << u"Cổng trước"_s.normalized(QString::NormalizationForm_D);
        QTest::newRow("emoji of several parts")
            << u"👩‍👩‍👧‍👦 🏳️‍🌈 1️⃣"_s;
        QTest::newRow("Hebrew and Arabic") << u"שער ראשי — البوابة الرئيسية 12"_s;
        QTest::newRow("right-to-left marks") << u"a\u200Fb\u2067c\u2069d"_s;
        QTest::newRow("outside of the first plane") << u"𠜎𠜱 𝔊𝔞𝔱𝔢"_s;
        QTest::newRow("quotes and escapes") << "\"a\" \\ 'b' {} [] }]} \\u0041 %1 & <b>";
        QTest::newRow("longest") << QString(kMaxCameraName, u'ệ');
    }

    void namesComeBack()
    {
        QFETCH(QString, name);
        const CameraList list = listOf({camera(name)});
        QCOMPARE(list.cameras.first().name, name);
        const auto found = parseCameraList(toJson(list));
        QVERIFY(found && !found->isDue());
        QCOMPARE(found->list, list);
    }

    void namesAreTidied()
    {
        QCOMPARE(savedName("  \t Gate \n"), "Gate");
        QCOMPARE(savedName("one\r\ntwo\x1b[2J"), "one  two [2J");
        QCOMPARE(savedName(u"one\u2028two"_s), "one two");
        QCOMPARE(savedName(QString(5000, u'x')).size(), kMaxCameraName);
        const QString family = u"👨‍👩‍👧‍👦"_s;
        const QString many = savedName(family.repeated(50));
        QVERIFY(many.size() <= kMaxCameraName && !many.isEmpty());
        QCOMPARE(many, family.repeated(many.size() / family.size()));
        QVERIFY(savedName(QString(QChar(0xd83d))).isValidUtf16());
    }

    void addressesComeBack_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("user");
        QTest::newRow("plain") << "rtsp://cam.local:8554/ES_MTX"
                               << "";
        QTest::newRow("user") << "rtsp://cam.local/"
                              << "admin";
        QTest::newRow("user of many kinds") << "rtsp://cam.local/" << u"a:b@c/d?e#f %41 Ánh🔑"_s;
        QTest::newRow("path and query") << "rtsp://cam:554/a/b@c:d?x=1&y=%2F#z"
                                        << "me";
        QTest::newRow("IPv6 with a zone") << "rtsp://[fe80::1%eth0]:8554/x"
                                          << "me";
        QTest::newRow("name above ASCII") << u"rtsp://máy-ảnh.vn/cổng"_s << "";
    }

    void addressesComeBack()
    {
        QFETCH(QString, url);
        QFETCH(QString, user);
        StreamUrl address = StreamUrl::parse(url).value();
        address.setCredentials(user, {});
        for (const auto way : {TransportChoice::Auto, TransportChoice::Udp, TransportChoice::Tcp}) {
            const Camera saved = savedCamera({{}, "Gate", address, way}).value();
            QCOMPARE(saved.url, address);
            QVERIFY(!saved.id.isNull());
            const auto found = parseCameraList(toJson(listOf({saved})));
            QVERIFY(found && !found->isDue());
            QCOMPARE(found->list.cameras, QList{saved});
        }
    }

    void passwordsAreLeftOut()
    {
        const Camera saved = camera("Gate", "rtsp://admin:Zq9Zq9@cam.local/live");
        QCOMPARE(saved.url.user(), "admin");
        QCOMPARE(saved.url.password(), "");
        QVERIFY(!toJson(listOf({saved})).contains("Zq9Zq9"));
        // Even one that was not made by savedCamera().
        Camera careless = saved;
        careless.url.setCredentials("admin", "Zq9Zq9");
        QVERIFY(!toJson(listOf({careless})).contains("Zq9Zq9"));
    }

    void addressesThatCannotComeBackAreRefused()
    {
        const auto empty = savedCamera({});
        QVERIFY(!empty);
        QCOMPARE(empty.error().code, ErrorCode::InvalidUrl);
        StreamUrl url = StreamUrl::parse("rtsp://cam.local").value();
        url.setCredentials("ad\nmin", "Zq9Zq9");
        const auto unprintable = savedCamera({{}, "Gate", url, TransportChoice::Auto});
        QVERIFY(!unprintable);
        QVERIFY(!sentence(unprintable.error()).contains("Zq9Zq9"));
    }

    void whatIsUnknownIsKept()
    {
        const QByteArray json = fileWith(
            "{'id': '6f2b7e9e-0000-4000-8000-000000000001', 'url': 'rtsp://cam/x', 'zoom': [1, 2]}",
            "'layout': {'grid': 4}, ");
        auto found = parseCameraList(json);
        QVERIFY(found && !found->isDue());
        found->list.cameras.append(camera("Another"));
        const QJsonObject root = QJsonDocument::fromJson(toJson(found->list)).object();
        QCOMPARE(root.value("layout").toObject().value("grid").toInt(), 4);
        const QJsonArray cameras = root.value("cameras").toArray();
        QCOMPARE(cameras.size(), 2);
        QCOMPARE(cameras.at(0).toObject().value("zoom").toArray(), (QJsonArray{1, 2}));
        QVERIFY(!cameras.at(1).toObject().contains("zoom"));
    }

    void oneBrokenEntryLeavesTheOthers_data()
    {
        QTest::addColumn<QByteArray>("entry");
        for (const char *entry : {"7", "null", "[]", "{}", "'rtsp://cam/x'", "{'url': 7}",
                                  "{'url': 'http://cam/x'}", "{'name': 'no address'}"})
            QTest::newRow(entry) << QByteArray(entry);
    }

    void oneBrokenEntryLeavesTheOthers()
    {
        QFETCH(QByteArray, entry);
        const auto found =
            parseCameraList(fileWith("{'name': 'a', 'url': 'rtsp://cam/a'}, " + entry +
                                     ", {'name': 'b', 'url': 'rtsp://cam/b'}"));
        QVERIFY(found);
        QCOMPARE(found->unreadable, 1);
        QCOMPARE(found->list.cameras.size(), 2);
        QCOMPARE(found->list.cameras.at(1).name, "b");
    }

    void entriesWrittenByHand()
    {
        const QByteArray id = "6f2b7e9e-0000-4000-8000-000000000001";
        const auto found = parseCameraList(
            fileWith("{'url': 'rtsp://me:Zq9Zq9@cam/a', 'id': '" + id + "'}, " +
                         "{'url': 'rtsp://cam/b', 'id': '" + id + "', 'transport': 'quic'}, " +
                         "{'url': ' rtsp://cam/c ', 'id': '7', 'name': 7, 'transport': 'tcp'}",
                     "'lastPlayed': '" + id + "', "));
        QVERIFY(found && found->hadPasswords && found->hadNoIds && found->unreadable == 0);
        const QList<Camera> &cameras = found->list.cameras;
        QCOMPARE(cameras.size(), 3);
        QCOMPARE(cameras.at(0).id, QUuid(QString(id)));
        QCOMPARE(found->list.lastPlayed, cameras.at(0).id);
        QVERIFY(cameras.at(0).url.password().isEmpty());
        QVERIFY(cameras.at(1).id != cameras.at(0).id && !cameras.at(1).id.isNull());
        QCOMPARE(cameras.at(1).transport, TransportChoice::Auto);
        QVERIFY(!cameras.at(2).id.isNull());
        QCOMPARE(cameras.at(2).transport, TransportChoice::Tcp);
        QCOMPARE(cameras.at(2).displayName(), "rtsp://cam/c");
    }

    void lastPlayedIsOneOfThem()
    {
        CameraList list = listOf({camera("a"), camera("b")});
        list.lastPlayed = list.cameras.at(1).id;
        QCOMPARE(parseCameraList(toJson(list))->list.lastPlayed, list.lastPlayed);
        list.lastPlayed = QUuid::createUuid();
        QVERIFY(parseCameraList(toJson(list))->list.lastPlayed.isNull());
    }

    void whatIsNoListIsNone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("zeros") << QByteArray(4096, '\0');
        QTest::newRow("rubbish") << QByteArray("\xff\xfe\x80}}}]]]\x01", 10);
        QTest::newRow("text") << QByteArray("cameras = 3\n");
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("other object") << QByteArray("{\"version\": 1}");
        QTest::newRow("cameras of another kind") << QByteArray("{\"cameras\": {}}");
        QTest::newRow("deeply nested") << QByteArray(100'000, '[');
    }

    void whatIsNoListIsNone()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(!parseCameraList(bytes));
        QVERIFY(!parseCutCameraList(bytes));
    }

    void aCutListGivesItsBeginning()
    {
        const CameraList list =
            listOf({camera("a"), camera(u"}]} {\"Cổng\"}"_s), camera("c"), camera("d")});
        const QByteArray json = toJson(list);
        qsizetype most = 0;
        for (qsizetype length = 0; length < json.size(); ++length) {
            const auto found = parseCutCameraList(json.first(length));
            const QList<Camera> cameras = found ? found->list.cameras : QList<Camera>();
            QCOMPARE(cameras, list.cameras.first(cameras.size()));
            QVERIFY(cameras.size() >= most);
            most = cameras.size();
        }
        QCOMPARE(most, list.cameras.size());
    }
};

QTEST_APPLESS_MAIN(TestCameraList)
#include "tst_camera_list.moc"
