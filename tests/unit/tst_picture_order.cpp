#include "h26x/access_unit_splitter.h"
#include "h26x/nal.h"
#include "h26x/picture_order.h"
#include "h26x/sei.h"
#include "made_video.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace oriel;

namespace {

/// The access units of a video with three B pictures in a row, a keyframe every ten frames.
QList<QByteArray> madeWith(const QString &parameters)
{
    const QTemporaryDir folder;
    const QString name = folder.filePath("b.h264");
    if (!test::makeVideo(name, test::withBPictures() + QStringList{"-x264-params", parameters}, 60))
        return {};
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<QByteArray> units;
    AccessUnitSplitter splitter([&units](AccessUnitSplitter::Unit &&unit) { units << unit.annexB; },
                                false);
    splitter.append(file.readAll(), {});
    splitter.finish();
    return units;
}

std::vector<int> framesLater(const QList<QByteArray> &units)
{
    h264::PictureOrder order;
    std::vector<int> later;
    for (const QByteArray &unit : units)
        later.push_back(order.framesLater(unit));
    return later;
}

bool isEntry(const QByteArray &unit)
{
    const auto nals = h264::splitAnnexB(unit);
    return std::any_of(nals.begin(), nals.end(),
                       [](QByteArrayView nal) { return h264::isEntryPoint(nal); });
}

} // namespace

class TestPictureOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachPictureHasItsPlace_data();
    void eachPictureHasItsPlace();
    void anEntryInTheMiddleSettles();
    void withoutBPicturesNothingWaits();
};

void TestPictureOrder::eachPictureHasItsPlace_data()
{
    QTest::addColumn<QString>("parameters");
    QTest::newRow("closed GOPs") << "open-gop=0";
    QTest::newRow("open GOPs") << "open-gop=1";
    QTest::newRow("a pyramid") << "b-pyramid=normal";
}

void TestPictureOrder::eachPictureHasItsPlace()
{
    QFETCH(QString, parameters);
    const std::vector<int> later = framesLater(madeWith(parameters));
    QCOMPARE(later.size(), std::size_t(60));
    std::set<std::size_t> places;
    for (std::size_t i = 0; i < later.size(); ++i)
        places.insert(i + static_cast<std::size_t>(later[i]));
    // One frame each, and none is left free between the first and the last.
    QCOMPARE(places.size(), later.size());
    QCOMPARE(*places.rbegin() - *places.begin(), later.size() - 1);
    QVERIFY(std::set<int>(later.begin(), later.end()).size() > 1);
}

void TestPictureOrder::anEntryInTheMiddleSettles()
{
    const QList<QByteArray> units = madeWith("open-gop=1");
    const std::vector<int> whole = framesLater(units);
    constexpr std::size_t kSettled = 8;
    int entries = 0;
    std::size_t settled = 0;
    for (qsizetype entry = 1; entry < units.size(); ++entry) {
        if (!isEntry(units[entry]))
            continue;
        ++entries;
        const std::vector<int> part = framesLater(units.sliced(entry));
        QVERIFY2(part.front() <= 4, qPrintable(QString::number(part.front())));
        // Once those are over that belong before the entry, and those that these had delayed.
        std::set<int> shifts;
        for (std::size_t i = kSettled; i < part.size(); ++i)
            shifts.insert(whole[static_cast<std::size_t>(entry) + i] - part[i]);
        QVERIFY2(shifts.size() <= 1, qPrintable(QString::number(entry)));
        settled += shifts.size();
    }
    QVERIFY(entries >= 4 && settled >= 3);
}

void TestPictureOrder::withoutBPicturesNothingWaits()
{
    const std::vector<int> later = framesLater(madeWith("bframes=0"));
    QCOMPARE(later, std::vector<int>(60, 0));
}

QTEST_GUILESS_MAIN(TestPictureOrder)
#include "tst_picture_order.moc"
