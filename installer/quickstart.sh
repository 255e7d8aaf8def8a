#!/bin/bash
# From a fresh Debian 12 or 13 to a live picture: installs, builds, streams, shows.
set -uo pipefail

usage() {
    cat <<'TEXT'
Usage: installer/quickstart.sh [--test-picture] [--headless] [--seconds N] [--help]

Installs what Oriel is built from (root or sudo), builds it, starts oriel-streamer on a free port of
this machine and opens oriel on it. It streams a camera where rpicam-vid or libcamera-vid finds one,
and its test picture elsewhere. Ends when the window is closed.

  --test-picture  the test picture in any case
  --headless      show the picture on an invisible screen, then print the measured figures and the
                  path of a screenshot; what happens anyway where there is no display
  --seconds N     how long to look, without a display (10)
  --help          this text
TEXT
}

SOURCE=$(cd "$(dirname "$0")/.." && pwd) || exit 1
BUILD=$SOURCE/build/release
LOG_DIR=$SOURCE/build/quickstart
headless=no test_picture=no seconds=10 children=()

. "$SOURCE/installer/steps.sh"
. "$SOURCE/installer/dependencies.sh"

read_options() {
    while (($# > 0)); do
        case $1 in
        --headless) headless=yes ;;
        --test-picture) test_picture=yes ;;
        --seconds)
            [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || fail "--seconds takes a whole number of seconds."
            seconds=$2
            shift
            ;;
        -h | --help) usage && exit 0 ;;
        *) usage >&2 && fail "There is no option '$1'." ;;
        esac
        shift
    done
    if [[ -z ${DISPLAY:-} && -z ${WAYLAND_DISPLAY:-} ]]; then
        headless=yes
    fi
}

# Ends what this script started, by process id, the last first; what ignores TERM for 3 s is killed.
end_children() {
    local i pid tries
    for ((i = ${#children[@]} - 1; i >= 0; i--)); do
        pid=${children[i]}
        kill -TERM "$pid" 2>/dev/null || continue
        for ((tries = 0; tries < 30; tries++)); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
    children=()
}

# run_viewer ARGUMENTS...: waits for it in a way that a signal to this script interrupts.
run_viewer() {
    "$BUILD/viewer/oriel" "$@" >"$LOG_DIR/viewer.log" 2>&1 </dev/null &
    children+=($!)
    wait $!
}

install_dependencies() {
    local needs=(build run)
    [[ $headless == yes ]] && needs+=(xvfb)
    [[ $headless == no && -z ${DISPLAY:-} ]] && needs+=(wayland)
    step "1/4 Packages"
    install_needs "${needs[@]}"
}

build() {
    step "2/4 Build (Release, in build/release)"
    if command -v ccache >/dev/null; then
        export CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER-ccache}
    fi
    cd "$SOURCE" || fail "The folder $SOURCE cannot be entered."
    run_logged configure cmake --preset release ||
        fail "CMake could not configure the build; its words are above." \
            "A build folder from elsewhere is cured by: rm -rf $BUILD"
    run_logged build cmake --build "$BUILD" --target oriel oriel-streamer ||
        fail "The build failed; the compiler's words are above." \
            "'Killed' or 'cc1plus' without more means too little memory: CMAKE_BUILD_PARALLEL_LEVEL=1 $0"
    say "    Built."
}

is_listening() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

free_port() {
    local port
    for ((port = 8554; port < 8654; port += 2)); do
        if ! is_listening "$port"; then
            echo "$port"
            return
        fi
    done
    fail "The ports 8554 to 8654 are all taken on this machine."
}

# The program that drives a camera here, where there is one and it finds one.
camera_program() {
    local program
    [[ $test_picture == yes ]] && return
    for program in rpicam-vid libcamera-vid; do
        command -v "$program" >/dev/null || continue
        if timeout 15 "$program" --list-cameras 2>&1 </dev/null | grep -qE '^[0-9]+ *: '; then
            echo "$program"
            return
        fi
    done
}

start_streamer() {
    step "3/4 Streamer"
    local port log=$LOG_DIR/streamer.log pid tries camera what="its test picture" source=(--source test)
    camera=$(camera_program)
    if [[ -n $camera ]]; then
        what="the camera, through $camera,"
        source=(--source command -- "$camera" -t 0 --nopreview --width 640 --height 480
            --framerate 30 --bitrate 2000000 --codec h264 --profile baseline --intra 15
            --inline --flush -o -)
    fi
    port=$(free_port) || exit 1
    url=rtsp://127.0.0.1:$port/live
    "$BUILD/streamer/oriel-streamer" --serve "127.0.0.1:$port/live" "${source[@]}" \
        >"$log" 2>&1 </dev/null &
    pid=$!
    children+=("$pid")
    for ((tries = 0; tries < 100; tries++)); do
        if ! kill -0 "$pid" 2>/dev/null; then
            sed 's/^/    | /' "$log" | tail -n 12 >&2
            fail "oriel-streamer ended at once; its words are above (and in $log)."
        fi
        if is_listening "$port"; then
            say "    oriel-streamer serves $what at $url"
            return
        fi
        sleep 0.1
    done
    fail "oriel-streamer does not listen on port $port after 10 s." "Its log: $log"
}

show_window() {
    step "4/4 Viewer"
    say "    oriel $url"
    say "    F or a double click: full screen. q or closing the window ends everything."
    local log=$LOG_DIR/viewer.log
    run_viewer "$url" && return
    tail -n 12 "$log" | sed 's/^/    | /' >&2
    fail "The viewer ended with an error; its words are above (and in $log)." \
        "Where the display cannot be opened, try: $0 --headless"
}

start_invisible_screen() {
    local tries numbers=$LOG_DIR/display
    : >"$numbers"
    Xvfb -displayfd 3 -screen 0 1280x720x24 -nolisten tcp \
        3>"$numbers" >"$LOG_DIR/xvfb.log" 2>&1 </dev/null &
    children+=($!)
    for ((tries = 0; tries < 100; tries++)); do
        if [[ -s $numbers ]]; then
            DISPLAY=:$(<"$numbers")
            export DISPLAY
            unset WAYLAND_DISPLAY
            return
        fi
        sleep 0.1
    done
    sed 's/^/    | /' "$LOG_DIR/xvfb.log" >&2
    fail "Xvfb, the invisible screen, did not start within 10 s."
}

# The figures of --stats-json as "group.name value" lines: Qt writes one key a line, indented.
flat_figures() {
    awk '
        /^ *"[^"]*": \{/ { split($0, part, "\""); group = part[2] "."; next }
        /^ *\}/ { group = ""; next }
        /^ *"[^"]*": [^\[]/ {
            name = $1; gsub(/[":]/, "", name)
            value = $0; sub(/^[^:]*: /, "", value); gsub(/[",]/, "", value)
            print group name, value
        }' "$1"
}

print_figures() {
    local name value
    local -A figure=()
    while read -r name value; do
        figure[$name]=$value
    done < <(flat_figures "$1")
    printf '      %-16s %s\n' \
        "first picture" "${figure[first_picture_ms]:-?} ms after the viewer started" \
        "age on screen" "${figure[age_ms.p50]:-?} ms median, ${figure[age_ms.p99]:-?} ms at the 99th percentile" \
        "pictures" "${figure[fps.painted]:-?} a second, ${figure[frames.painted]:-?} in all, ${figure[frames.dropped]:-?} dropped" \
        "stream" "${figure[bitrate_kbps]:-?} kbit/s over ${figure[transport]:-?}, ${figure[loss.lost]:-?} of ${figure[loss.packets]:-?} packets lost" \
        "all figures" "$1"
}

show_headless() {
    step "4/4 Viewer, for $seconds s on an invisible screen (there is no display)"
    start_invisible_screen
    local stats=$LOG_DIR/stats.json picture=$LOG_DIR/screenshot.png log=$LOG_DIR/viewer.log
    rm -f "$stats" "$picture"
    run_viewer "$url" --fullscreen --exit-after "$seconds" --stats-json "$stats" \
        --snapshot "$picture"
    if [[ $? -ne 0 || ! -s $stats || ! -s $picture ]]; then
        tail -n 12 "$log" | sed 's/^/    | /' >&2
        fail "The viewer showed no picture; its words are above (and in $log)." \
            "The streamer's log: $LOG_DIR/streamer.log"
    fi
    say "    Measured:"
    print_figures "$stats"
    say ""
    say "    Screenshot: $picture"
}

main() {
    read_options "$@"
    mkdir -p "$LOG_DIR" || fail "The folder $LOG_DIR cannot be made."
    trap end_children EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    install_dependencies
    build
    start_streamer
    if [[ $headless == yes ]]; then
        show_headless
    else
        show_window
    fi
    say ""
    say "Next: oriel and oriel-streamer are $BUILD/viewer/oriel and $BUILD/streamer/oriel-streamer; README.md says more."
}

main "$@"
