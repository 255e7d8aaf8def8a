// Waits until an X screen shows a window: until a pixel of its middle row differs from the bare
// screen's. Prints shown_ms=N, counted from START_EPOCH_MS.
//
// usage: windowprobe START_EPOCH_MS BARE_RRGGBB TIMEOUT_SECONDS
#include "g2gclock.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { kLookEveryUs = 1000 };

static bool showsWindow(Display *display, unsigned long bare)
{
    const int screen = DefaultScreen(display);
    const int width = DisplayWidth(display, screen);
    XImage *row =
        XGetImage(display, RootWindow(display, screen), 0, DisplayHeight(display, screen) / 2,
                  (unsigned)width, 1, AllPlanes, ZPixmap);
    bool shown = false;
    for (int x = 0; row && x < width && !shown; x += 8)
        shown = (XGetPixel(row, x, 0) & 0xffffff) != bare;
    if (row)
        XDestroyImage(row);
    return shown;
}

int main(int count, char **arguments)
{
    if (count != 4) {
        fprintf(stderr, "usage: windowprobe START_EPOCH_MS BARE_RRGGBB TIMEOUT_SECONDS\n");
        return 2;
    }
    const int64_t startUs = atoll(arguments[1]) * 1000;
    const unsigned long bare = strtoul(arguments[2], NULL, 16);
    const int64_t end = wallClockUs() + (int64_t)(atof(arguments[3]) * 1e6);
    Display *display = XOpenDisplay(NULL);
    if (!display) {
        fprintf(stderr, "windowprobe: the display cannot be opened\n");
        return 1;
    }
    for (int64_t now = wallClockUs(); now < end; now = wallClockUs()) {
        if (showsWindow(display, bare)) {
            printf("shown_ms=%.0f\n", (double)(wallClockUs() - startUs) / 1000);
            return 0;
        }
        sleepUs(kLookEveryUs);
    }
    printf("shown_ms=-1\n");
    return 1;
}
