// Publishes a live H.264 test stream through FFmpeg's libraries alone, each frame carrying the wall
// clock of g2gclock.h: the foreign sender, one slice a frame and nothing after it.
//
// usage: g2gsrc URL WIDTH HEIGHT FPS BITRATE GOP SECONDS udp|tcp
#include "g2gclock.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
    const char *url, *transport;
    int width, height, fps, bitrate, gop, seconds;
} Options;

typedef struct
{
    AVCodecContext *encoder;
    AVFormatContext *muxer;
    AVStream *stream;
    AVFrame *frame;
    AVPacket *packet;
    uint32_t seed;
} Publisher;

static void die(const char *what, int status)
{
    char text[AV_ERROR_MAX_STRING_SIZE];
    av_strerror(status, text, sizeof text);
    fprintf(stderr, "g2gsrc: %s: %s\n", what, text);
    exit(1);
}

static void check(int status, const char *what)
{
    if (status < 0)
        die(what, status);
}

static void openEncoder(Publisher *publisher, const Options *options)
{
    const AVCodec *codec = avcodec_find_encoder_by_name("libx264");
    AVCodecContext *encoder = codec ? avcodec_alloc_context3(codec) : NULL;
    if (!encoder)
        die("libx264", AVERROR_ENCODER_NOT_FOUND);
    encoder->width = options->width;
    encoder->height = options->height;
    encoder->time_base = (AVRational){1, 90000};
    encoder->framerate = (AVRational){options->fps, 1};
    encoder->pix_fmt = AV_PIX_FMT_YUV420P;
    encoder->bit_rate = encoder->rc_max_rate = options->bitrate;
    encoder->rc_buffer_size = options->bitrate / options->fps * 4;
    encoder->gop_size = options->gop;
    encoder->max_b_frames = 0;
    encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    AVDictionary *more = NULL;
    av_dict_set(&more, "preset", "ultrafast", 0);
    av_dict_set(&more, "tune", "zerolatency", 0);
    av_dict_set(&more, "profile", "baseline", 0);
    av_dict_set(&more, "x264-params", "repeat-headers=1:sliced-threads=0:threads=1", 0);
    check(avcodec_open2(encoder, codec, &more), "encoder");
    av_dict_free(&more);
    publisher->encoder = encoder;
}

static void openMuxer(Publisher *publisher, const Options *options)
{
    AVFormatContext *muxer = NULL;
    check(avformat_alloc_output_context2(&muxer, NULL, "rtsp", options->url), "muxer");
    publisher->stream = avformat_new_stream(muxer, NULL);
    publisher->stream->time_base = publisher->encoder->time_base;
    avcodec_parameters_from_context(publisher->stream->codecpar, publisher->encoder);
    muxer->flags |= AVFMT_FLAG_FLUSH_PACKETS | AVFMT_FLAG_NOBUFFER;
    muxer->start_time_realtime = wallClockUs();
    AVDictionary *more = NULL;
    av_dict_set(&more, "rtsp_transport", options->transport, 0);
    check(avformat_write_header(muxer, &more), options->url);
    av_dict_free(&more);
    publisher->muxer = muxer;
}

static void allocateFrame(Publisher *publisher)
{
    publisher->frame = av_frame_alloc();
    publisher->frame->format = publisher->encoder->pix_fmt;
    publisher->frame->width = publisher->encoder->width;
    publisher->frame->height = publisher->encoder->height;
    check(av_frame_get_buffer(publisher->frame, 0), "frame");
    publisher->packet = av_packet_alloc();
    publisher->seed = 1;
}

// A moving gradient with some noise, so that the encoder has to spend its bits.
static void draw(Publisher *publisher, int64_t number)
{
    AVFrame *frame = publisher->frame;
    const int width = frame->width, height = frame->height;
    for (int y = 0; y < height; y++) {
        uint8_t *line = frame->data[0] + y * frame->linesize[0];
        for (int x = 0; x < width; x++)
            line[x] = (uint8_t)(x + y + number * 3);
    }
    for (int dots = width * height / 64; dots > 0; dots--) {
        uint32_t seed = publisher->seed = publisher->seed * 1664525u + 1013904223u;
        const int y = (int)((seed >> 8) % (uint32_t)height);
        const int x = (int)((seed >> 16) % (uint32_t)width);
        frame->data[0][y * frame->linesize[0] + x] = (uint8_t)(seed >> 24);
    }
    for (int plane = 1; plane < 3; plane++)
        for (int y = 0; y < height / 2; y++)
            memset(frame->data[plane] + y * frame->linesize[plane], (int)(100 + (y + number) % 56),
                   (size_t)width / 2);
}

static void stamp(AVFrame *frame, uint32_t milliseconds)
{
    const uint64_t bits = (uint64_t)milliseconds << 8 | clockCheckSum(milliseconds);
    const ClockPlace place = clockPlace(frame->width, frame->height);
    const int rows = kClockRows * place.cellHeight;
    for (int i = 0; i < kClockBits; i++) {
        const int luma = (bits >> (kClockBits - 1 - i)) & 1 ? 235 : 16;
        const int top = place.top + i / kClockColumns * place.cellHeight;
        for (int y = top; y < top + place.cellHeight; y++)
            memset(frame->data[0] + y * frame->linesize[0] + i % kClockColumns * place.cellWidth,
                   luma, (size_t)place.cellWidth);
    }
    for (int plane = 1; plane < 3; plane++)
        for (int y = place.top / 2; y < (place.top + rows) / 2; y++)
            memset(frame->data[plane] + y * frame->linesize[plane], 128, (size_t)frame->width / 2);
}

static void publish(Publisher *publisher)
{
    check(avcodec_send_frame(publisher->encoder, publisher->frame), "encode");
    AVPacket *packet = publisher->packet;
    while (avcodec_receive_packet(publisher->encoder, packet) >= 0) {
        packet->stream_index = 0;
        av_packet_rescale_ts(packet, publisher->encoder->time_base, publisher->stream->time_base);
        check(av_write_frame(publisher->muxer, packet), "write");
        av_packet_unref(packet);
    }
}

static void run(Publisher *publisher, const Options *options)
{
    const int64_t began = wallClockUs();
    for (int64_t number = 0; number < (int64_t)options->seconds * options->fps; number++) {
        const int64_t due = began + number * 1000000 / options->fps;
        for (int64_t early = due - wallClockUs(); early > 0; early = due - wallClockUs())
            sleepUs(early);
        check(av_frame_make_writable(publisher->frame), "frame");
        draw(publisher, number);
        const int64_t now = wallClockUs();
        stamp(publisher->frame, (uint32_t)(now / 1000));
        publisher->frame->pts = (now - began) * 9 / 100;
        publish(publisher);
    }
    av_write_trailer(publisher->muxer);
}

int main(int count, char **arguments)
{
    if (count != 9) {
        fprintf(stderr, "usage: g2gsrc URL WIDTH HEIGHT FPS BITRATE GOP SECONDS udp|tcp\n");
        return 2;
    }
    const Options options = {arguments[1],       arguments[8],       atoi(arguments[2]),
                             atoi(arguments[3]), atoi(arguments[4]), atoi(arguments[5]),
                             atoi(arguments[6]), atoi(arguments[7])};
    av_log_set_level(AV_LOG_ERROR);
    avformat_network_init();
    Publisher publisher = {0};
    openEncoder(&publisher, &options);
    openMuxer(&publisher, &options);
    allocateFrame(&publisher);
    run(&publisher, &options);
    return 0;
}
