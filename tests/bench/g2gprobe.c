// Watches an X screen and reports how old each newly shown test frame is: the age of the whole
// chain, for any viewer that fills the screen. Prints one line of name=value, times in ms.
//
// usage: g2gprobe SECONDS WARM_UP_SECONDS START_EPOCH_MS [fresh]
// first_ms counts from START_EPOCH_MS. With "fresh" only frames made after that instant count, so
// that a picture which was on its way already does not.
#include "g2gclock.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>

enum { kMaxFrames = 200000, kLookEveryUs = 1500, kOldestMs = 60000 };

typedef struct
{
    Display *display;
    Window root;
    XImage *image;
    ClockPlace place;
} Screenshot;

typedef struct
{
    double age[kMaxFrames], gap[kMaxFrames];
    int ages, gaps;
    int64_t firstUs, lastUs;
    uint32_t lastClock;
    long backwards, looks;
} Record;

static bool openScreen(Screenshot *shot)
{
    shot->display = XOpenDisplay(NULL);
    if (!shot->display)
        return false;
    const int screen = DefaultScreen(shot->display);
    const int width = DisplayWidth(shot->display, screen);
    shot->place = clockPlace(width, DisplayHeight(shot->display, screen));
    shot->root = RootWindow(shot->display, screen);

    static XShmSegmentInfo segment;
    shot->image =
        XShmCreateImage(shot->display, DefaultVisual(shot->display, screen),
                        (unsigned)DefaultDepth(shot->display, screen), ZPixmap, NULL, &segment,
                        (unsigned)width, (unsigned)(kClockRows * shot->place.cellHeight));
    if (!shot->image)
        return false;
    const size_t size = (size_t)shot->image->bytes_per_line * (size_t)shot->image->height;
    segment.shmid = shmget(IPC_PRIVATE, size, IPC_CREAT | 0600);
    segment.shmaddr = shot->image->data = shmat(segment.shmid, NULL, 0);
    const bool attached = XShmAttach(shot->display, &segment);
    XSync(shot->display, False);
    // Both sides hold it now; marked here, it goes with the last of them.
    shmctl(segment.shmid, IPC_RMID, NULL);
    return attached;
}

// The clock on the screen, or false where there is none to read.
static bool readClock(const Screenshot *shot, uint32_t *milliseconds)
{
    const ClockPlace *place = &shot->place;
    XShmGetImage(shot->display, shot->root, shot->image, 0, place->top, AllPlanes);
    uint64_t bits = 0;
    for (int i = 0; i < kClockBits; i++) {
        const int x = i % kClockColumns * place->cellWidth + place->cellWidth / 2;
        const int y = i / kClockColumns * place->cellHeight + place->cellHeight / 2;
        const unsigned char *pixel =
            (const unsigned char *)shot->image->data + y * shot->image->bytes_per_line + x * 4;
        const int green = pixel[1];
        if (green > 80 && green < 175)
            return false;
        bits = bits << 1 | (green >= 128);
    }
    *milliseconds = (uint32_t)(bits >> 8);
    return clockCheckSum(*milliseconds) == (bits & 0xff);
}

static void note(Record *record, uint32_t clock, int64_t nowUs, bool warm)
{
    const double ageMs = (double)(int32_t)((uint32_t)(nowUs / 1000) - clock);
    if (!record->firstUs)
        record->firstUs = nowUs;
    if (record->lastUs && (int32_t)(clock - record->lastClock) < 0)
        record->backwards++;
    if (warm && record->ages < kMaxFrames) {
        record->age[record->ages++] = ageMs + (double)(nowUs % 1000) / 1000;
        if (record->lastUs)
            record->gap[record->gaps++] = (double)(nowUs - record->lastUs) / 1000;
    }
    record->lastClock = clock;
    record->lastUs = nowUs;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double percentile(const double *sorted, int count, int percent)
{
    return count ? sorted[(count - 1) * percent / 100] : 0;
}

static void report(Record *record, double measuredSeconds, int64_t startUs)
{
    qsort(record->age, (size_t)record->ages, sizeof(double), compare);
    qsort(record->gap, (size_t)record->gaps, sizeof(double), compare);
    printf("frames=%d fps=%.2f", record->ages, record->ages / measuredSeconds);
    printf(" age_p50=%.1f age_p95=%.1f age_p99=%.1f age_max=%.1f",
           percentile(record->age, record->ages, 50), percentile(record->age, record->ages, 95),
           percentile(record->age, record->ages, 99), percentile(record->age, record->ages, 100));
    printf(" gap_p50=%.1f gap_p99=%.1f gap_max=%.1f", percentile(record->gap, record->gaps, 50),
           percentile(record->gap, record->gaps, 99), percentile(record->gap, record->gaps, 100));
    printf(" first_ms=%.0f backwards=%ld looks=%ld\n",
           record->firstUs ? (double)(record->firstUs - startUs) / 1000 : -1.0, record->backwards,
           record->looks);
}

int main(int count, char **arguments)
{
    if (count < 4) {
        fprintf(stderr, "usage: g2gprobe SECONDS WARM_UP_SECONDS START_EPOCH_MS [fresh]\n");
        return 2;
    }
    const double seconds = atof(arguments[1]), warmUp = atof(arguments[2]);
    const int64_t startMs = atoll(arguments[3]);
    const bool fresh = count > 4 && strcmp(arguments[4], "fresh") == 0;
    Screenshot shot;
    if (!openScreen(&shot)) {
        fprintf(stderr, "g2gprobe: the display cannot be opened or has no MIT-SHM\n");
        return 1;
    }
    static Record record;
    const int64_t began = wallClockUs(), end = began + (int64_t)(seconds * 1e6);
    for (int64_t now = began; now < end; record.looks++) {
        uint32_t clock = 0;
        const bool readable = readClock(&shot, &clock);
        now = wallClockUs();
        const int32_t ageMs = (int32_t)((uint32_t)(now / 1000) - clock);
        const bool isNew = readable && (!record.lastUs || clock != record.lastClock);
        const bool counts =
            ageMs >= 0 && ageMs < kOldestMs && !(fresh && (int32_t)(clock - (uint32_t)startMs) < 0);
        if (isNew && counts)
            note(&record, clock, now, (double)(now - began) > warmUp * 1e6);
        sleepUs(kLookEveryUs);
    }
    report(&record, seconds - warmUp, startMs * 1000);
    return record.firstUs ? 0 : 1;
}
