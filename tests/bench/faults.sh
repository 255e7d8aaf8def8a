#!/bin/bash
# What a viewer and a publisher that nobody touches make of a server that dies: kills it with -9,
# starts it again seconds later, and measures on the screen how soon the picture moves and how old it
# is then. With --freeze a server that is there and says nothing any more, with --readers eight viewers
# on the embedded server, one of them frozen.
set -uo pipefail

usage() {
    cat <<'TEXT'
Usage: tests/bench/faults.sh [OPTION...]

  --rounds N          how often the server is killed (20)
  --away SECONDS      how long it stays away (3)
  --transport NAME    udp, tcp, on both legs (udp)
  --server NAME       mediamtx or relay (mediamtx where it is on the PATH, else relay)
  --freeze            a frozen server instead, over UDP and TCP: what the streamer says, the longest gap
                      in the viewer's event loop, how long closing it takes
  --readers           eight readers of the embedded server, one frozen, instead
  --build FOLDER      where oriel and oriel-streamer are built (build/release)
  --keep FOLDER       keep the raw figures and logs there
TEXT
}

SOURCE=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
BUILD=$SOURCE/build/release
rounds=20 away=3 transport=udp server='' WORK='' what=kill
trailing_sei=on
readonly LIMIT_MS=2000 READERS=8 WATCHED=20

. "$SOURCE/installer/steps.sh"
. "$SOURCE/tests/bench/chain.sh"

read_options() {
    while (($# > 0)); do
        case $1 in
        -h | --help) usage && exit 0 ;;
        --freeze) what=freeze && shift && continue ;;
        --readers) what=readers && shift && continue ;;
        esac
        (($# > 1)) || fail "The option '$1' is unknown or lacks its value; see --help."
        case $1 in
        --rounds) rounds=$2 ;;
        --away) away=$2 ;;
        --transport) transport=$2 ;;
        --server) server=$2 ;;
        --build) BUILD=$(cd "$2" && pwd) || exit 1 ;;
        --keep) mkdir -p "$2" && WORK=$(cd "$2" && pwd) || exit 1 ;;
        *) fail "There is no option '$1'; see --help." ;;
        esac
        shift 2
    done
}

# probe_field NAME: of the probe's last line.
probe_field() {
    sed -n "s/.*\\b$1=\\([-0-9.]*\\).*/\\1/p" "$WORK/probe"
}

start_parts() {
    build_bench_programs
    start_sender ours 640 480 2000000 "$transport" 0 ||
        fail "oriel-streamer did not start; its log: $WORK/sender.log"
    start_screen 640 480 || fail "Xvfb did not start; its log: $WORK/xvfb.log"
    start_viewer oriel "$url" "$transport" "$WORK/stats.json"
}

kill_server_again_and_again() {
    local round first good=0 listening
    find_server
    start_server
    start_parts
    "$WORK/g2gprobe" 15 5 "$started" >"$WORK/probe"
    step "Before: age p50 $(probe_field age_p50) ms, p99 $(probe_field age_p99) ms"
    for ((round = 1; round <= rounds; round++)); do
        kill -KILL "$server_pid"
        wait "$server_pid" 2>/dev/null
        sleep "$away"
        restart_server
        listening=$(date +%s%3N)
        "$WORK/g2gprobe" 6 3 "$listening" fresh >"$WORK/probe"
        first=$(probe_field first_ms)
        ((first >= 0 && first <= LIMIT_MS)) && ((good++))
        say "    $round: moves $first ms after it listens, age p50 $(probe_field age_p50) ms"
    done
    step "$good of $rounds within $LIMIT_MS ms"
    ((good == rounds))
}

freeze_the_server() {
    local asked
    find_server
    for transport in udp tcp; do
        start_server
        start_parts
        "$WORK/g2gprobe" 5 2 "$started" >"$WORK/probe"
        kill -STOP "$server_pid"
        sleep 5
        asked=$(date +%s%3N)
        kill -TERM "$viewer"
        wait "$viewer"
        step "Over $transport: the viewer ended $(($(date +%s%3N) - asked)) ms after it was asked to," \
            "longest gap in its event loop $(stats_field "$WORK/stats.json" event_loop_gap_ms_max) ms"
        grep 'has not answered' "$WORK/sender.log" || fail "The streamer said nothing of it."
        kill -CONT "$server_pid"
        end_chain
    done
}

freeze_one_of_the_readers() {
    local reader frozen
    server=embedded transport=tcp
    start_parts
    "$WORK/g2gprobe" "$WATCHED" 5 "$started" >"$WORK/probe"
    step "One reader alone: age p50 $(probe_field age_p50), p95 $(probe_field age_p95) ms, $(probe_field fps) fps"
    for ((reader = 1; reader < READERS; reader++)); do
        QT_QPA_PLATFORM=offscreen "$BUILD/viewer/oriel" "$url" --transport tcp \
            --stats-json "$WORK/reader$reader.json" >"$WORK/reader$reader.log" 2>&1 </dev/null &
        chain_pids+=($!)
        frozen=$!
    done
    sleep 3
    kill -STOP "$frozen"
    "$WORK/g2gprobe" "$WATCHED" 1 "$(date +%s%3N)" >"$WORK/probe"
    kill -CONT "$frozen"
    step "$READERS readers, one frozen: age p50 $(probe_field age_p50), p95 $(probe_field age_p95) ms, $(probe_field fps) fps"
}

main() {
    read_options "$@"
    prepare_work_folder
    case $what in
    kill) kill_server_again_and_again ;;
    freeze) freeze_the_server ;;
    readers) freeze_one_of_the_readers ;;
    esac
}

main "$@"
