#pragma once

#include "gradient_encoder.h"
#include "h26x/h265_nal.h"
#include "h26x/nal.h"
#include "playback/video_decoder.h"

#include <QtGlobal>

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <cstdlib>
#include <vector>

namespace oriel::test {

/// A decoder with what it gave.
struct DecoderBench
{
    explicit DecoderBench(VideoCodec codec = VideoCodec::H264)
    {
        if (!decoder.open(codec))
            qFatal("no decoder");
    }

    std::size_t decode(const AccessUnit &unit)
    {
        const std::size_t before = frames.size();
        result = decoder.decode(unit);
        return frames.size() - before;
    }

    std::vector<VideoFrame> frames;
    Expected<void> result;
    VideoDecoder decoder{[this](VideoFrame &&frame) { frames.push_back(std::move(frame)); }};
};

inline bool isSlice(VideoCodec codec, QByteArrayView nal)
{
    return codec == VideoCodec::H265 ? h265::isVcl(h265::nalType(nal))
                                     : h264::isVcl(h264::nalType(nal));
}

/// The access unit without its slice number `index`.
inline AccessUnit withoutSlice(const AccessUnit &unit, int index,
                               VideoCodec codec = VideoCodec::H264)
{
    AccessUnit rest = unit;
    rest.annexB.clear();
    rest.damaged = true;
    int slice = 0;
    for (const QByteArrayView nal : h264::splitAnnexB(unit.annexB)) {
        if (isSlice(codec, nal) && slice++ == index)
            continue;
        rest.annexB.append(h264::kStartCode, sizeof h264::kStartCode).append(nal);
    }
    return rest;
}

/// How many pictures half a second apart it takes until decoding fails; 100 where it does not.
inline int unitsUntilFailure(DecoderBench &bench, GradientEncoder &encoder)
{
    const WallTime start = wallNow();
    int units = 0;
    do {
        AccessUnit unit = encoder.next();
        unit.received = start + std::chrono::milliseconds(500) * units++;
        (void)bench.decode(unit);
    } while (bench.result && units < 100);
    return units;
}

/// In steps of 8 bits, the mean over all pixels, against the picture number `index` that went in.
inline int meanErrorOf(const AVFrame &picture, const GradientEncoder &encoder, std::int64_t index)
{
    const int depth =
        av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture.format))->comp[0].depth;
    qint64 sum = 0;
    for (int y = 0; y < picture.height; ++y) {
        const std::uint8_t *const line = picture.data[0] + y * picture.linesize[0];
        for (int x = 0; x < picture.width; ++x) {
            const int luma = depth == 8
                                 ? line[x]
                                 : reinterpret_cast<const std::uint16_t *>(line)[x] >> (depth - 8);
            sum += std::abs(luma - encoder.lumaOf(index, x, y));
        }
    }
    return static_cast<int>(sum / (picture.width * picture.height));
}

/// Against the last picture that went in.
inline int meanError(const AVFrame &picture, const GradientEncoder &encoder)
{
    return meanErrorOf(picture, encoder, encoder.lastPicture());
}

} // namespace oriel::test
