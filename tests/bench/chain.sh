# shellcheck shell=bash
# The pieces of a measured chain: server, sender, screen, viewer. Sourced by the scripts beside it, which
# set SOURCE, BUILD (where oriel and oriel-streamer are) and WORK (scratch and logs; empty: a folder for
# the time of the run).

chain_pids=() chain_groups=() run_number=0

# Ends a process by its id and waits; what ignores TERM for 3 s is killed.
end_process() {
    local pid=$1 target=${2:-$1} tries
    kill -TERM -- "$target" 2>/dev/null
    for ((tries = 0; tries < 30; tries++)); do
        kill -0 -- "$target" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL -- "$target" 2>/dev/null
    wait "$pid" 2>/dev/null
}

end_group() {
    end_process "$1" "-$1"
}

end_chain() {
    local pid
    for pid in ${chain_groups[@]+"${chain_groups[@]}"}; do
        end_group "$pid"
    done
    for pid in ${chain_pids[@]+"${chain_pids[@]}"}; do
        end_process "$pid"
    done
    chain_groups=() chain_pids=()
}

# wait_for SECONDS WHAT COMMAND...: until the command succeeds.
wait_for() {
    local tries=$(($1 * 20)) what=$2
    shift 2
    while ! "$@" 2>/dev/null; do
        if ((--tries < 0)); then
            echo "  no $what in time" >&2
            return 1
        fi
        sleep 0.05
    done
}

# Fills in WORK, and ends what was started and removes what is not to be kept however the script ends.
prepare_work_folder() {
    if [[ -z $WORK ]]; then
        WORK=$(mktemp -d)
        trap 'end_chain; rm -rf "$WORK"' EXIT
    else
        trap end_chain EXIT
    fi
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
}

# stats_field FILE NAME: one figure of oriel's --stats-json.
stats_field() {
    python3 -c 'import json, sys
value = json.load(open(sys.argv[1]))
for name in sys.argv[2].split("."):
    value = value[name]
print(value)' "$1" "$2"
}

# percentiles RESULTS NAME...: of the columns of figures in a file; None and -1 are left out.
percentiles() {
    python3 - "$@" <<'PYTHON'
import math
import sys
columns = zip(*(line.split() for line in open(sys.argv[1])))
for name, column in zip(sys.argv[2:], columns):
    values = sorted(float(value) for value in column if value not in ("None", "-1"))
    if not values:
        continue
    pick = lambda share: values[math.ceil(share * len(values)) - 1]
    print(f"{name:14} {len(values)} starts: p50 {pick(0.5):.0f} ms, p95 {pick(0.95):.0f} ms, "
          f"max {values[-1]:.0f} ms")
PYTHON
}

build_bench_programs() {
    local bench=$SOURCE/tests/bench libraries
    libraries=$(pkg-config --cflags --libs libavformat libavcodec libavutil) ||
        fail "FFmpeg's development files are missing." "tests/bench/latency.sh --install installs them."
    # shellcheck disable=SC2086  # a list of flags
    gcc -O2 -o "$WORK/g2gsrc" "$bench/g2gsrc.c" $libraries ||
        fail "The sender of the bench does not compile; gcc's words are above."
    gcc -O2 -o "$WORK/g2gprobe" "$bench/g2gprobe.c" -lX11 -lXext ||
        fail "The probe of the bench does not compile; gcc's words are above."
    gcc -O2 -o "$WORK/windowprobe" "$bench/windowprobe.c" -lX11 ||
        fail "The probe for windows does not compile; gcc's words are above."
}

is_listening() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# A port with two free ones for RTP next to it.
free_base_port() {
    local port
    for ((port = 28554; port < 38554; port += 10)); do
        if ! is_listening "$port"; then
            echo "$port"
            return
        fi
    done
}

# Chooses a server where none was asked for, and builds the relay where that is it.
find_server() {
    relay=$SOURCE/build/bench/oriel-relay
    if [[ -z $server ]]; then
        server=relay
        command -v mediamtx >/dev/null && server=mediamtx
    fi
    [[ $server == relay ]] || return 0
    mkdir -p "${relay%/*}"
    "$SOURCE/tests/support/build_relay.sh" "$relay"
    [[ -x $relay ]] || fail "There is neither mediamtx nor a relay to measure through."
}

# Starts $server on loopback: sets server_url, server_log and server_pid.
start_server() {
    server_port=$(free_base_port)
    server_url=rtsp://127.0.0.1:$server_port
    server_log=$WORK/server.log
    cat >"$WORK/mediamtx.yml" <<TEXT
rtspAddress: 127.0.0.1:$server_port
rtpAddress: 127.0.0.1:$((server_port + 2))
rtcpAddress: 127.0.0.1:$((server_port + 3))
rtspTransports: [udp, tcp]
hls: no
webrtc: no
srt: no
rtmp: no
moq: no
paths:
  all_others:
TEXT
    restart_server
}

# The same server on the same port again.
restart_server() {
    if [[ $server == mediamtx ]]; then
        (cd "$WORK" && exec mediamtx mediamtx.yml) >"$server_log" 2>&1 &
    else
        "$relay" -listen "127.0.0.1:$server_port" >"$server_log" 2>&1 &
    fi
    server_pid=$!
    chain_pids+=("$server_pid")
    wait_for 10 "server" is_listening "$server_port" ||
        fail "The server did not start; its log: $server_log"
}

# Whether the server's log says that somebody publishes on a path.
is_published() {
    grep -qE "(is publishing to path '$1'|publisher \+ /$1 )" "$server_log"
}

# start_sender ours|g2gsrc WIDTH HEIGHT BITRATE TRANSPORT SECONDS: sets url. With the embedded server
# the streamer serves by itself.
start_sender() {
    local path=g2g$((++run_number)) port ours=("$BUILD/streamer/oriel-streamer" --source test
        --width "$2" --height "$3" --framerate 30 --bitrate "$4" --intra 15)
    url=${server_url:-}/$path
    if [[ $server == embedded ]]; then
        port=$(free_base_port)
        url=rtsp://127.0.0.1:$port/$path
        "${ours[@]}" --trailing-sei "$trailing_sei" --serve "127.0.0.1:$port/$path" \
            >"$WORK/sender.log" 2>&1 &
    elif [[ $1 == ours ]]; then
        "${ours[@]}" --trailing-sei "$trailing_sei" --transport "$5" --publish "$url" \
            >"$WORK/sender.log" 2>&1 &
    else
        "$WORK/g2gsrc" "$url" "$2" "$3" 30 "$4" 15 "$6" "$5" >"$WORK/sender.log" 2>&1 &
    fi
    sender=$!
    chain_pids+=("$sender")
    if [[ $server == embedded ]]; then
        wait_for 10 "embedded server" is_listening "$port"
    else
        wait_for 10 "publisher" is_published "$path"
    fi
}

# start_screen WIDTH HEIGHT: an X server of that size; sets DISPLAY and screen.
start_screen() {
    local numbers=$WORK/display
    : >"$numbers"
    Xvfb -displayfd 3 -screen 0 "${1}x${2}x24" -nolisten tcp -noreset \
        3>"$numbers" >"$WORK/xvfb.log" 2>&1 </dev/null &
    screen=$!
    chain_pids+=("$screen")
    wait_for 10 "X server" test -s "$numbers" || return 1
    DISPLAY=:$(<"$numbers")
    export DISPLAY
    unset WAYLAND_DISPLAY
    xsetroot -solid gray20 2>/dev/null || true
}

# viewer_command NAME URL TRANSPORT STATS-FILE: sets the array command. Each is tuned for delay as
# far as its own options go.
viewer_command() {
    local url=$2 transport=$3
    case $1 in
    oriel)
        command=("$BUILD/viewer/oriel" "$url" --fullscreen --no-overlay --transport "$transport"
            --stats-json "$4")
        ;;
    gst)
        command=(gst-launch-1.0 -q rtspsrc "location=$url" latency=0 "protocols=$transport" !
            rtph264depay ! avdec_h264 ! videoconvert ! ximagesink sync=false)
        ;;
    mpv)
        command=(mpv --no-config --profile=low-latency --untimed --vo=x11
            "--rtsp-transport=$transport" --fs --no-osc --no-terminal "$url")
        ;;
    ffplay)
        command=(ffplay -fflags nobuffer -flags low_delay -probesize 32 -analyzeduration 0
            -rtsp_transport "$transport" -fs "$url")
        ;;
    *)
        fail "The bench knows no viewer '$1'." "It knows: oriel gst mpv ffplay"
        ;;
    esac
}

# start_viewer NAME...: the arguments of viewer_command; sets viewer, also the id of its group, and
# started in ms since the epoch.
start_viewer() {
    local command
    viewer_command "$@"
    started=$(date +%s%3N)
    setsid "${command[@]}" >"$WORK/viewer.log" 2>&1 </dev/null &
    viewer=$!
    chain_groups+=("$viewer")
}

members_of() {
    ps -o pid=,pgid= -e | awk -v group="$1" '$2 == group { print $1 }'
}

# CPU time of a process group in clock ticks, children that ended included.
cpu_ticks() {
    local pid
    for pid in $(members_of "$1"); do
        sed 's/.*) //' "/proc/$pid/stat"
    done 2>/dev/null | awk '{ ticks += $12 + $13 + $14 + $15 } END { print ticks + 0 }'
}

# Memory of a process group in kB, shared pages by their share.
pss_kb() {
    local pid
    for pid in $(members_of "$1"); do
        cat "/proc/$pid/smaps_rollup"
    done 2>/dev/null | awk '/^Pss:/ { kb += $2 } END { print kb + 0 }'
}
