#include "h264_units.h"
#include "h26x/timing_sei.h"
#include "rtsp/h264_packetizer.h"

#include <QTest>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/opt.h>
}

#include <map>
#include <memory>
#include <random>
#include <utility>

using namespace oriel;
using namespace oriel::test;

namespace {

struct FreeContext
{
    void operator()(AVCodecContext *context) const { avcodec_free_context(&context); }
};
struct FreeFrame
{
    void operator()(AVFrame *frame) const { av_frame_free(&frame); }
};
struct FreePacket
{
    void operator()(AVPacket *packet) const { av_packet_free(&packet); }
};
using Context = std::unique_ptr<AVCodecContext, FreeContext>;
using Frame = std::unique_ptr<AVFrame, FreeFrame>;
using Packet = std::unique_ptr<AVPacket, FreePacket>;

constexpr int kWidth = 320;
constexpr int kHeight = 240;

Context openEncoder(const char *params)
{
    const AVCodec *const codec = avcodec_find_encoder_by_name("libx264");
    Context context(codec ? avcodec_alloc_context3(codec) : nullptr);
    if (!context)
        return context;
    context->width = kWidth;
    context->height = kHeight;
    context->pix_fmt = AV_PIX_FMT_YUV420P;
    context->time_base = {1, 30};
    context->gop_size = 5;
    av_opt_set(context->priv_data, "preset", "ultrafast", 0);
    av_opt_set(context->priv_data, "tune", "zerolatency", 0);
    av_opt_set(context->priv_data, "x264-params", params, 0);
    if (avcodec_open2(context.get(), codec, nullptr) < 0)
        context.reset();
    return context;
}

Frame noiseFrame(int index)
{
    Frame frame(av_frame_alloc());
    frame->format = AV_PIX_FMT_YUV420P;
    frame->width = kWidth;
    frame->height = kHeight;
    frame->pts = index;
    av_frame_get_buffer(frame.get(), 0);
    std::minstd_rand random(static_cast<unsigned>(index + 1));
    for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x)
            frame->data[0][y * frame->linesize[0] + x] = random() & 0xff;
    }
    for (int y = 0; y < kHeight / 2; ++y) {
        memset(frame->data[1] + y * frame->linesize[1], 100, kWidth / 2);
        memset(frame->data[2] + y * frame->linesize[2], 150, kWidth / 2);
    }
    return frame;
}

/// Access units of x264, with four-byte start codes throughout.
QList<QByteArray> encode(AVCodecContext &context, int count)
{
    QList<QByteArray> units;
    const Packet packet(av_packet_alloc());
    for (int i = 0; i < count; ++i) {
        if (avcodec_send_frame(&context, noiseFrame(i).get()) < 0)
            break;
        while (avcodec_receive_packet(&context, packet.get()) == 0) {
            const QByteArrayView bytes(packet->data, packet->size);
            QList<QByteArray> nals;
            for (const QByteArrayView one : h264::splitAnnexB(bytes))
                nals.append(one.toByteArray());
            units.append(annexB(nals));
            av_packet_unref(packet.get());
        }
    }
    return units;
}

int decodedFrames(const std::vector<AccessUnit> &units)
{
    const AVCodec *const codec = avcodec_find_decoder(AV_CODEC_ID_H264);
    const Context context(avcodec_alloc_context3(codec));
    context->flags |= AV_CODEC_FLAG_LOW_DELAY;
    context->thread_type = FF_THREAD_SLICE;
    context->err_recognition = AV_EF_EXPLODE;
    if (avcodec_open2(context.get(), codec, nullptr) < 0)
        return -1;
    const Packet packet(av_packet_alloc());
    const Frame frame(av_frame_alloc());
    int count = 0;
    for (const AccessUnit &unit : units) {
        av_new_packet(packet.get(), static_cast<int>(unit.annexB.size()));
        memcpy(packet->data, unit.annexB.constData(), static_cast<std::size_t>(packet->size));
        if (avcodec_send_packet(context.get(), packet.get()) < 0)
            return -1;
        av_packet_unref(packet.get());
        while (avcodec_receive_frame(context.get(), frame.get()) == 0)
            count += frame->width == kWidth && frame->decode_error_flags == 0 ? 1 : 0;
    }
    return count;
}

} // namespace

class TestH264Payload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void singleNalBytes();
    void stapABytes();
    void fuABytes();
    void stapTakesFAndHighestNri();
    void leavesOutWhatIsNotSent();
    void sizesRoundTrip_data();
    void sizesRoundTrip();
    void manySizesTogether();
    void droppedPacketsAlwaysShow();
    void realStream_data();
    void realStream();
};

void TestH264Payload::singleNalBytes()
{
    H264Packetizer packetizer(0x01020304, 0xffff, 96);
    const auto packets = packetizer.packetize(annexB({"\x65\x88\x11"}), 0xa1b2c3d4);
    QCOMPARE(packets.size(), 1U);
    QCOMPARE(packets[0].toHex(), QByteArray("80e0ffffa1b2c3d401020304658811"));
    QCOMPARE(packetizer.nextSequenceNumber(), 0);
}

/// The layout of RFC 6184, figure 7: STAP-A NAL header, then size and NAL unit, twice.
void TestH264Payload::stapABytes()
{
    H264Packetizer packetizer(1, 2, 96);
    const auto packets = packetizer.packetize(annexB({kSps, kPps}), 3);
    QCOMPARE(packets.size(), 1U);
    QCOMPARE(packets[0].toHex(), QByteArray("80e000020000000300000001"
                                            "78"
                                            "0009") +
                                     kSps.toHex() + "0004" + kPps.toHex());
}

/// The layout of RFC 6184, figures 14 to 16.
void TestH264Payload::fuABytes()
{
    H264Packetizer packetizer(1, 2, 96);
    const auto packets = packetizer.packetize(annexB({nal(kIdr, 1 + 1398 + 1398 + 5)}), 3);
    QCOMPARE(packets.size(), 3U);
    const QByteArray rest = "00000003000000017c";
    QCOMPARE(packets[0].first(14).toHex(), "80600002" + rest + "85");
    QCOMPARE(packets[1].first(14).toHex(), "80600003" + rest + "05");
    QCOMPARE(packets[2].first(14).toHex(), "80e00004" + rest + "45");
    QCOMPARE(packets[0].size(), kRtpHeaderSize + H264Packetizer::kMaxPayload);
    QCOMPARE(packets[2].size(), kRtpHeaderSize + 2 + 5);
}

void TestH264Payload::stapTakesFAndHighestNri()
{
    H264Packetizer packetizer(1, 2, 96);
    const auto packets =
        packetizer.packetize(annexB({nal('\x06', 4), nal('\x41', 4), nal('\xa1', 4)}), 3);
    QCOMPARE(packets.size(), 1U);
    QCOMPARE(packets[0].mid(12, 1).toHex(), QByteArray("d8"));
}

void TestH264Payload::leavesOutWhatIsNotSent()
{
    H264Packetizer packetizer(1, 2, 96);
    const auto packets = packetizer.packetize(
        annexB({nal('\x09', 2), nal('\x7c', 3), nal('\x78', 3), nal(kSlice, 4), nal('\x1f', 3)}),
        3);
    QCOMPARE(packets.size(), 1U);
    QCOMPARE(packets[0].mid(12), nal(kSlice, 4));
    QVERIFY(packetizer.packetize(annexB({nal('\x09', 2)}), 3).empty());
}

void TestH264Payload::sizesRoundTrip_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {2, 3, 100, 1397, 1398, 1399, 1400, 1401, 1402, 2796, 2797, 2798, 2799,
                           4195, 4196, 70000, 1'000'000})
        QTest::addRow("%d", size) << size;
}

void TestH264Payload::sizesRoundTrip()
{
    QFETCH(int, size);
    H264Packetizer packetizer(1, 65530, 96);
    Collector collector;
    const QByteArray unit = annexB({kSps, kPps, nal(kIdr, size), h264::trailingSei()});
    const auto packets = packetizer.packetize(unit, 1000);
    std::uint16_t expected = 65530;
    for (const QByteArray &bytes : packets) {
        const auto packet = RtpPacket::parse(bytes);
        QVERIFY(packet->payload.size() <= H264Packetizer::kMaxPayload);
        QCOMPARE(packet->sequenceNumber, expected++);
        QCOMPARE(packet->marker, &bytes == &packets.back());
        QVERIFY(collector.units.empty());
        collector.pushPacket(bytes);
    }
    QCOMPARE(collector.units.size(), 1U);
    QCOMPARE(collector.units[0].annexB, unit);
    QCOMPARE(collector.units[0].rtpTimestamp, 1000U);
    QVERIFY(collector.units[0].keyframe && !collector.units[0].damaged);
}

void TestH264Payload::manySizesTogether()
{
    std::mt19937 random(7); // NOLINT: the same sizes each time
    H264Packetizer packetizer(1, 0, 96);
    Collector collector;
    for (std::uint32_t i = 0; i < 300; ++i) {
        QList<QByteArray> nals;
        for (unsigned j = 0, count = 1 + random() % 12; j < count; ++j) {
            const char header = "\x41\x06\x68"[random() % 3];
            const int limit = random() % 4 == 0 ? 6000 : 500;
            nals.append(nal(header, 2 + static_cast<int>(random() % unsigned(limit))));
        }
        nals.append(nal(kSlice, 30));
        for (const QByteArray &bytes : packetizer.packetize(annexB(nals), i * 3000)) {
            QVERIFY(bytes.size() <= kRtpHeaderSize + H264Packetizer::kMaxPayload);
            collector.pushPacket(bytes);
        }
        QCOMPARE(collector.units.size(), i + 1);
        QCOMPARE(collector.units.back().annexB, annexB(nals));
        QVERIFY(!collector.units.back().damaged && !collector.units.back().keyframe);
    }
}

/// Each access unit either comes out byte for byte, or it is marked, or it is gone and the next
/// that is no IDR picture is marked.
void TestH264Payload::droppedPacketsAlwaysShow()
{
    std::mt19937 random(11); // NOLINT: the same losses each time
    H264Packetizer packetizer(1, 0, 96);
    Collector collector;
    std::map<std::uint32_t, QByteArray> sent;
    bool loss = false;
    for (std::uint32_t i = 1; i <= 3000; ++i) {
        const bool idr = i % 15 == 1;
        QList<QByteArray> nals = idr ? QList<QByteArray>{kSps, kPps} : QList<QByteArray>{};
        for (int slice = 0; slice < 3; ++slice)
            nals.append(nal(idr ? kIdr : kSlice, 20 + static_cast<int>(random() % 3000),
                            static_cast<char>(1 + random() % 255)));
        nals.append(h264::trailingSei());
        sent[i] = annexB(nals);
        for (const QByteArray &bytes : packetizer.packetize(sent[i], i)) {
            if (random() % 25 == 0)
                loss = true;
            else
                collector.pushPacket(bytes, std::exchange(loss, false));
        }
    }
    QVERIFY(collector.units.size() > 1500);
    std::uint32_t last = 0;
    int whole = 0;
    for (const AccessUnit &unit : collector.units) {
        QVERIFY(unit.rtpTimestamp > last);
        if (!unit.damaged) {
            QCOMPARE(unit.annexB, sent[unit.rtpTimestamp]);
            QVERIFY(unit.keyframe || unit.rtpTimestamp == last + 1);
            ++whole;
        }
        last = unit.rtpTimestamp;
    }
    QVERIFY(whole > 1000);
}

void TestH264Payload::realStream_data()
{
    QTest::addColumn<QByteArray>("params");
    QTest::newRow("one slice") << QByteArray("repeat-headers=1:slices=1");
    QTest::newRow("four slices, AUD") << QByteArray("repeat-headers=1:slices=4:aud=1");
    QTest::newRow("a slice each row") << QByteArray("repeat-headers=1:slices=15");
}

void TestH264Payload::realStream()
{
    QFETCH(QByteArray, params);
    av_log_set_level(AV_LOG_ERROR);
    const Context encoder = openEncoder(params.constData());
    QVERIFY(encoder);
    const QList<QByteArray> units = encode(*encoder, 12);
    QCOMPARE(units.size(), 12);

    H264Packetizer packetizer(1, 65000, 96);
    Collector collector;
    for (qsizetype i = 0; i < units.size(); ++i) {
        h264::FrameTiming timing;
        timing.captured = wallNow();
        const QByteArray unit =
            annexB({h264::writeTimingSei(timing)}) + units[i] + annexB({h264::trailingSei()});
        for (const QByteArray &bytes : packetizer.packetize(unit, static_cast<quint32>(i)))
            collector.pushPacket(bytes);
        QCOMPARE(collector.units.size(), static_cast<std::size_t>(i + 1));
        const AccessUnit &received = collector.units.back();
        QByteArray expected = unit;
        expected.replace(annexB({QByteArray::fromHex("0910")}), {})
            .replace(annexB({QByteArray::fromHex("0930")}), {});
        QCOMPARE(received.annexB, expected);
        QCOMPARE(received.keyframe, i % 5 == 0);
        QVERIFY(h264::readTimingSei(received.annexB) == timing);
    }
    QCOMPARE(decodedFrames(collector.units), 12);
}

QTEST_APPLESS_MAIN(TestH264Payload)
#include "tst_h264_payload.moc"
