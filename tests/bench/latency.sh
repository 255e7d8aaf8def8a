#!/bin/bash
# How old the picture on the screen is: oriel beside GStreamer, mpv and ffplay on the same live
# stream, each under an X server of its own whose size is the stream's. Prints a table of medians.
set -uo pipefail

usage() {
    cat <<'TEXT'
Usage: tests/bench/latency.sh [OPTION...]

  --viewers LIST      of oriel,gst,mpv,ffplay (all that are installed)
  --streams LIST      ours: oriel-streamer; g2gsrc: FFmpeg's libraries, no trailing SEI (both)
  --size LIST         640x480 (2 Mbit/s) and 1920x1080 (8 Mbit/s) at 30 fps (both)
  --transport LIST    udp,tcp, on both legs (udp)
  --publish-transport udp|tcp   on the first leg only
  --seconds N         each run (60), of which the first 5 are not measured
  --rounds N          runs of each viewer, in alternating order (5)
  --server NAME       mediamtx, relay or embedded (mediamtx where it is on the PATH, else relay)
  --trailing-sei on|off   of oriel-streamer (on)
  --build FOLDER      where oriel and oriel-streamer are built (build/release)
  --keep FOLDER       keep the raw figures and logs there
  --install           install what the bench needs first
TEXT
}

SOURCE=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
BUILD=$SOURCE/build/release
viewers=() streams=(ours g2gsrc) sizes=(640x480 1920x1080) transports=(udp) publish_transport=
seconds=60 rounds=5 server='' trailing_sei=on WORK='' install=no
readonly WARM_UP=5

. "$SOURCE/installer/steps.sh"
. "$SOURCE/installer/dependencies.sh"
. "$SOURCE/tests/bench/chain.sh"

read_options() {
    while (($# > 0)); do
        case $1 in
        -h | --help) usage && exit 0 ;;
        --install) install=yes && shift && continue ;;
        esac
        (($# > 1)) || fail "The option '$1' is unknown or lacks its value; see --help."
        case $1 in
        --viewers) IFS=, read -ra viewers <<<"$2" ;;
        --streams) IFS=, read -ra streams <<<"$2" ;;
        --size) IFS=, read -ra sizes <<<"$2" ;;
        --transport) IFS=, read -ra transports <<<"$2" ;;
        --publish-transport) publish_transport=$2 ;;
        --seconds) seconds=$2 ;;
        --rounds) rounds=$2 ;;
        --server) server=$2 ;;
        --trailing-sei) trailing_sei=$2 ;;
        --build) BUILD=$(cd "$2" && pwd) || exit 1 ;;
        --keep) mkdir -p "$2" && WORK=$(cd "$2" && pwd) || exit 1 ;;
        *) fail "There is no option '$1'; see --help." ;;
        esac
        shift 2
    done
    ((seconds > WARM_UP)) || fail "--seconds must be more than the $WARM_UP s of warming up."
}

# Fills in what was not chosen from what this machine has.
choose_defaults() {
    find_server
    [[ $server == embedded ]] && streams=(ours)
    if ((${#viewers[@]} == 0)); then
        [[ -x $BUILD/viewer/oriel ]] && viewers+=(oriel)
        command -v gst-launch-1.0 >/dev/null && viewers+=(gst)
        command -v mpv >/dev/null && viewers+=(mpv)
        command -v ffplay >/dev/null && viewers+=(ffplay)
    fi
    if [[ " ${streams[*]} " == *" ours "* && ! -x $BUILD/streamer/oriel-streamer ]]; then
        fail "$BUILD/streamer/oriel-streamer is not built." "installer/quickstart.sh builds it."
    fi
}

bitrate_of() {
    if ((${1%x*} > 1000)); then echo 8000000; else echo 2000000; fi
}

# measure ROUND VIEWER STREAM SIZE TRANSPORT: one run; its figures become one line of the results.
measure() {
    local width=${4%x*} height=${4#*x} stats=$WORK/stats.json began ended figures probe
    rm -f "$stats"
    start_sender "$3" "$width" "$height" "$(bitrate_of "$4")" "${publish_transport:-$5}" \
        $((seconds + 60)) && start_screen "$width" "$height" || return 1
    start_viewer "$2" "$url" "$5" "$stats"
    "$WORK/g2gprobe" "$seconds" "$WARM_UP" "$started" >"$WORK/probe" &
    probe=$!
    sleep "$WARM_UP"
    began=$(cpu_ticks "$viewer")
    wait "$probe"
    ended=$(cpu_ticks "$viewer")
    figures="$(<"$WORK/probe") pss_mb=$(awk "BEGIN { printf \"%.1f\", $(pss_kb "$viewer") / 1024 }")"
    figures+=" cpu=$(awk "BEGIN { printf \"%.2f\",
        ($ended - $began) * 100 / $(getconf CLK_TCK) / ($seconds - $WARM_UP) }")"
    end_group "$viewer"
    if [[ -s $stats ]]; then
        figures+=" own_p50=$(stats_field "$stats" age_ms.p50)"
    fi
    echo "round=$1 viewer=$2 stream=$3 size=$4 transport=$5 $figures" >>"$results"
    printf '  %-7s %s\n' "$2" "$figures"
}

end_run() {
    local keep=()
    [[ -n ${server_pid:-} ]] && keep=("$server_pid")
    local pid others=()
    for pid in ${chain_pids[@]+"${chain_pids[@]}"}; do
        [[ $pid == "${server_pid:-}" ]] || others+=("$pid")
    done
    chain_pids=(${others[@]+"${others[@]}"})
    end_chain
    chain_pids=(${keep[@]+"${keep[@]}"})
}

# Every other round goes the other way round, so that a drift of the machine hits all alike.
order_of() {
    local i
    if (($1 % 2)); then
        printf '%s\n' "${viewers[@]}"
    else
        for ((i = ${#viewers[@]} - 1; i >= 0; i--)); do
            echo "${viewers[i]}"
        done
    fi
}

run_all() {
    local size transport stream round viewer_name
    for size in "${sizes[@]}"; do
        for transport in "${transports[@]}"; do
            for stream in "${streams[@]}"; do
                step "$size $transport, stream $stream, through $server"
                for ((round = 1; round <= rounds; round++)); do
                    for viewer_name in $(order_of "$round"); do
                        measure "$round" "$viewer_name" "$stream" "$size" "$transport" ||
                            echo "  $viewer_name: not measured; logs in $WORK" >&2
                        end_run
                    done
                done
            done
        done
    done
}

main() {
    read_options "$@"
    prepare_work_folder
    LOG_DIR=$WORK
    results=$WORK/results
    : >"$results"
    if [[ $install == yes ]]; then
        step "Packages"
        install_needs build bench
    fi
    choose_defaults
    build_bench_programs
    if [[ $server != embedded ]]; then
        start_server
    fi
    run_all
    step "Medians of $rounds runs of $seconds s, through $server, $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
    python3 "$SOURCE/tests/bench/table.py" "$results"
}

main "$@"
