// The machine-readable clock in a test picture: 40 cells in 2 rows of 20 that say when the frame
// was made. 32 bits of milliseconds since the Unix epoch mod 2^32, most significant first, then
// 8 bits of check sum. Cells are W/20 wide and H/12 high, the first row begins at 2H/5.
#pragma once

#include <stdint.h>
#include <time.h>

enum { kClockColumns = 20, kClockRows = 2, kClockBits = kClockColumns * kClockRows };

typedef struct
{
    int cellWidth, cellHeight, top;
} ClockPlace;

static inline ClockPlace clockPlace(int width, int height)
{
    return (ClockPlace){width / kClockColumns, height / 12, height * 2 / 5};
}

static inline uint8_t clockCheckSum(uint32_t milliseconds)
{
    return (uint8_t)((milliseconds >> 24) ^ (milliseconds >> 16) ^ (milliseconds >> 8) ^
                     milliseconds ^ 0x5a);
}

static inline int64_t wallClockUs(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static inline void sleepUs(int64_t duration)
{
    const struct timespec wait = {duration / 1000000, duration % 1000000 * 1000};
    nanosleep(&wait, NULL);
}
