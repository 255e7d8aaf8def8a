#!/bin/bash
# How long from the start of the process to the first picture: one viewer started again and again on
# the embedded server of oriel-streamer. Prints percentiles of what the screen shows and, for oriel,
# of its own figure.
set -uo pipefail

usage() {
    cat <<'TEXT'
Usage: tests/bench/startup.sh [OPTION...]

  --viewer NAME       oriel, gst, mpv or ffplay (oriel)
  --starts N          (20)
  --size WIDTHxHEIGHT (640x480)
  --transport NAME    udp, tcp, for oriel also auto (udp)
  --build FOLDER      where oriel and oriel-streamer are built (build/release)
  --keep FOLDER       keep the raw figures and logs there
TEXT
}

SOURCE=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
BUILD=$SOURCE/build/release
viewer_name=oriel starts=20 size=640x480 transport=udp WORK=''
server=embedded trailing_sei=on

. "$SOURCE/installer/steps.sh"
. "$SOURCE/tests/bench/chain.sh"

read_options() {
    while (($# > 0)); do
        case $1 in
        -h | --help) usage && exit 0 ;;
        esac
        (($# > 1)) || fail "The option '$1' is unknown or lacks its value; see --help."
        case $1 in
        --viewer) viewer_name=$2 ;;
        --starts) starts=$2 ;;
        --size) size=$2 ;;
        --transport) transport=$2 ;;
        --build) BUILD=$(cd "$2" && pwd) || exit 1 ;;
        --keep) mkdir -p "$2" && WORK=$(cd "$2" && pwd) || exit 1 ;;
        *) fail "There is no option '$1'; see --help." ;;
        esac
        shift 2
    done
}

# One start: what the probe saw first and what the viewer says about itself, in ms.
measure_start() {
    local stats=$WORK/stats.json first own=
    rm -f "$stats"
    start_viewer "$viewer_name" "$url" "$transport" "$stats"
    "$WORK/g2gprobe" 3 0 "$started" fresh >"$WORK/probe"
    first=$(sed 's/.*first_ms=\([-0-9]*\).*/\1/' "$WORK/probe")
    end_group "$viewer"
    chain_groups=()
    if [[ -s $stats ]]; then
        own=$(stats_field "$stats" first_picture_ms)
    fi
    echo "$first ${own:-None}" | tee -a "$results"
}

main() {
    read_options "$@"
    prepare_work_folder
    results=$WORK/results
    : >"$results"
    build_bench_programs
    start_sender ours "${size%x*}" "${size#*x}" 2000000 udp 0 ||
        fail "oriel-streamer did not start; its log: $WORK/sender.log"
    start_screen "${size%x*}" "${size#*x}" || fail "Xvfb did not start; its log: $WORK/xvfb.log"
    step "$starts starts of $viewer_name: ms until the screen shows a picture, ms by its own figure"
    local start
    for ((start = 0; start < starts; start++)); do
        measure_start
    done
    step "Percentiles"
    percentiles "$results" "on the screen" "own figure"
}

main "$@"
