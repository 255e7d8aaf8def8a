#!/bin/bash
# How long from the start of oriel to its window with the list of cameras, and from picking a saved
# camera to its first picture, on the embedded server of oriel-streamer. Prints percentiles.
set -uo pipefail

usage() {
    cat <<'TEXT'
Usage: tests/bench/window.sh [OPTION...]

  --starts N          (20)
  --cameras N         how many are saved (12)
  --build FOLDER      where oriel and oriel-streamer are built (build/release)
  --keep FOLDER       keep the raw figures and logs there
TEXT
}

SOURCE=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
BUILD=$SOURCE/build/release
starts=20 cameras=12 WORK='' server=embedded trailing_sei=on
readonly WIDTH=640 HEIGHT=480 BARE=333333

. "$SOURCE/installer/steps.sh"
. "$SOURCE/tests/bench/chain.sh"

read_options() {
    while (($# > 0)); do
        case $1 in
        -h | --help) usage && exit 0 ;;
        esac
        (($# > 1)) || fail "The option '$1' is unknown or lacks its value; see --help."
        case $1 in
        --starts) starts=$2 ;;
        --cameras) cameras=$2 ;;
        --build) BUILD=$(cd "$2" && pwd) || exit 1 ;;
        --keep) mkdir -p "$2" && WORK=$(cd "$2" && pwd) || exit 1 ;;
        *) fail "There is no option '$1'; see --help." ;;
        esac
        shift 2
    done
}

# A home with saved cameras, of which the first is the streamer's and was played last.
make_home() {
    export XDG_CONFIG_HOME=$WORK/config XDG_CACHE_HOME=$WORK/cache
    mkdir -p "$XDG_CONFIG_HOME/Oriel"
    python3 - "$url" "$cameras" >"$XDG_CONFIG_HOME/Oriel/cameras.json" <<'PYTHON'
import json
import sys
import uuid
ids = [str(uuid.uuid4()) for _ in range(int(sys.argv[2]))]
print(json.dumps({
    "version": 1, "lastPlayed": ids[0],
    "cameras": [{"id": id, "name": f"Camera {i}", "transport": "udp",
                 "url": sys.argv[1] if i == 0 else f"rtsp://camera{i}.local/x"}
                for i, id in enumerate(ids)]}))
PYTHON
}

start_oriel() {
    started=$(date +%s%3N)
    setsid "$BUILD/viewer/oriel" "$@" >"$WORK/viewer.log" 2>&1 </dev/null &
    viewer=$!
    chain_groups+=("$viewer")
}

end_oriel() {
    end_group "$viewer"
    chain_groups=()
}

# One start: until the window with the list of cameras is there.
measure_window() {
    local shown
    start_oriel
    shown=$("$WORK/windowprobe" "$started" "$BARE" 10)
    end_oriel
    echo "${shown#shown_ms=}" | tee -a "$results"
}

# One start, in full screen, where the probe reads the picture: the offered camera is picked with
# the keyboard, as soon as the window has it.
measure_pick() {
    local picked first
    start_oriel --fullscreen --no-overlay
    "$WORK/windowprobe" "$started" "$BARE" 10 >/dev/null
    sleep 0.5
    picked=$(date +%s%3N)
    xdotool key space
    first=$("$WORK/g2gprobe" 2 0 "$picked" fresh)
    end_oriel
    sed 's/.*first_ms=\([-0-9]*\).*/\1/' <<<"$first" | tee -a "$results"
}

# measure_all WHAT COMMAND: as often as asked, then the percentiles.
measure_all() {
    local start
    step "$1, ms"
    : >"$results"
    for ((start = 0; start < starts; start++)); do
        "$2"
    done
    percentiles "$results" "on the screen"
}

main() {
    read_options "$@"
    prepare_work_folder
    results=$WORK/results
    build_bench_programs
    start_sender ours "$WIDTH" "$HEIGHT" 2000000 udp 0 ||
        fail "oriel-streamer did not start; its log: $WORK/sender.log"
    start_screen "$WIDTH" "$HEIGHT" || fail "Xvfb did not start; its log: $WORK/xvfb.log"
    make_home
    measure_all "Start of the process to the window" measure_window
    measure_all "Picking a saved camera to its first picture" measure_pick
}

main "$@"
