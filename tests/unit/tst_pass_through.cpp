#include "encode/access_unit_assembly.h"
#include "encode/pass_through.h"
#include "h264_units.h"
#include "h26x/nal.h"

#include <QTest>

using namespace oriel;
using namespace std::chrono_literals;
using test::annexB;
using test::kIdr;
using test::kPps;
using test::kSlice;
using test::kSps;
using test::nal;

namespace {

const QByteArray kAud = QByteArray::fromHex("09f0");
const QByteArray kFiller = QByteArray::fromHex("0cffff80");
const QByteArray kUserData =
    QByteArray::fromHex("0605120102030405060708090a0b0c0d0e0f10aabb80"); // Nobody's we know.
const QByteArray kRecoveryPoint = QByteArray::fromHex("060601c480");

QByteArray timingOf(WallTime captured)
{
    h264::FrameTiming timing;
    timing.captured = captured;
    timing.sent = captured;
    return h264::writeTimingSei(timing);
}

} // namespace

class TestPassThrough : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatItMust();
    void leavesOutWhatIsStale();
    void repeatsParameterSets();
    void parameterSetsOfTheFile();
    void oneThatComesBetweenKeyframes();
    void recoveryPointIsAKeyframe();
    void aRecoveryPointBesideAStaleClock();
    void noSlice();
};

void TestPassThrough::keepsWhatItMust()
{
    PassThrough pass;
    const auto picture =
        pass.take(annexB({kAud, kSps, kPps, kUserData, nal(kIdr, 50), nal(kIdr, 40), kFiller}));
    QVERIFY(picture.has_value());
    QVERIFY(picture->keyframe);
    QCOMPARE(picture->parameterSets, annexB({kSps, kPps, kUserData}));
    QCOMPARE(picture->slices, annexB({nal(kIdr, 50), nal(kIdr, 40)}));
}

void TestPassThrough::leavesOutWhatIsStale()
{
    // What a recording of our own stream has: another clock, and SEI that says nothing.
    PassThrough pass;
    const auto picture =
        pass.take(annexB({h264::trailingSei(), timingOf(WallTime(1'000'000s)), nal(kSlice, 30)}));
    QVERIFY(picture.has_value());
    QVERIFY(picture->parameterSets.isEmpty());
    h264::FrameTiming now;
    now.captured = WallTime(2'000'000s);
    now.encoded = now.captured;
    const auto read = h264::readTimingSei(assembleAccessUnit(*picture, now, true));
    QVERIFY(read.has_value());
    QCOMPARE(read->captured, now.captured);
}

void TestPassThrough::repeatsParameterSets()
{
    PassThrough pass;
    QVERIFY(pass.take(annexB({kSps, kPps, nal(kIdr, 50)}))->keyframe);
    const auto plain = pass.take(annexB({nal(kSlice, 50)}));
    QVERIFY(!plain->keyframe);
    QVERIFY(plain->parameterSets.isEmpty());
    const auto key = pass.take(annexB({kUserData, nal(kIdr, 50)}));
    QCOMPARE(key->parameterSets, annexB({kSps, kPps, kUserData}));
}

void TestPassThrough::parameterSetsOfTheFile()
{
    PassThrough pass;
    pass.remember(annexB({kSps, kPps}));
    QCOMPARE(pass.take(annexB({nal(kIdr, 50)}))->parameterSets, annexB({kSps, kPps}));
}

void TestPassThrough::oneThatComesBetweenKeyframes()
{
    PassThrough pass;
    const QByteArray another = QByteArray::fromHex("684ce3880f");
    (void)pass.take(annexB({kSps, kPps, nal(kIdr, 50)}));
    for (int i = 0; i < 3; ++i)
        QCOMPARE(pass.take(annexB({another, nal(kSlice, 50)}))->parameterSets, annexB({another}));
    QCOMPARE(pass.take(annexB({nal(kIdr, 50)}))->parameterSets, annexB({kSps, kPps, another}));
}

void TestPassThrough::recoveryPointIsAKeyframe()
{
    PassThrough pass;
    pass.remember(annexB({kSps, kPps}));
    const auto picture = pass.take(annexB({kRecoveryPoint, nal(kSlice, 50)}));
    QVERIFY(picture->keyframe);
    QCOMPARE(picture->parameterSets, annexB({kSps, kPps, kRecoveryPoint}));
}

/// Some tools put all messages of a picture into one NAL unit.
void TestPassThrough::aRecoveryPointBesideAStaleClock()
{
    h264::FrameTiming old;
    old.captured = WallTime(1'000'000s);
    QByteArray both = h264::writeTimingSei(old);
    both.insert(1, kRecoveryPoint.sliced(1, 3));
    PassThrough pass;
    pass.remember(annexB({kSps, kPps}));
    const auto picture = pass.take(annexB({both, nal(kSlice, 50)}));
    QVERIFY(picture->keyframe);
    h264::FrameTiming now;
    now.captured = WallTime(2'000'000s);
    now.encoded = now.captured;
    const QByteArray unit = assembleAccessUnit(*picture, now, true);
    QVERIFY(unit.contains(both));
    QCOMPARE(h264::readTimingSei(unit)->captured, now.captured);
}

void TestPassThrough::noSlice()
{
    PassThrough pass;
    QVERIFY(!pass.take({}));
    QVERIFY(!pass.take("no start code"));
    QVERIFY(!pass.take(annexB({kSps, kPps})));
    // They count all the same.
    QCOMPARE(pass.take(annexB({nal(kIdr, 50)}))->parameterSets, QByteArray());
}

QTEST_APPLESS_MAIN(TestPassThrough)
#include "tst_pass_through.moc"
