#!/bin/bash
# Everything that continuous integration checks, from nothing: packages, build, tests, summary.
set -uo pipefail

usage() {
    cat <<'TEXT'
Usage: tests/run.sh [--quick] [--help]

Installs what the tests need (root or sudo), builds and runs them. The last lines are ctest's summary;
the exit status is not 0 when anything failed.

  --quick    unit and gui tests only, without sanitizers, fuzzing and lint
  --help     this text

Environment: BUILD_DIR where to build (build/tests), FUZZ_SECONDS for each fuzz target (10),
CMAKE_BUILD_PARALLEL_LEVEL compile jobs.
TEXT
}

SOURCE=$(cd "$(dirname "$0")/.." && pwd) || exit 1
BUILD_DIR=${BUILD_DIR:-$SOURCE/build/tests}
LOG_DIR=$BUILD_DIR/logs
FUZZ_SECONDS=${FUZZ_SECONDS:-10}
quick=no missing=() trees=()

. "$SOURCE/installer/steps.sh"
. "$SOURCE/installer/dependencies.sh"

read_options() {
    while (($# > 0)); do
        case $1 in
        --quick) quick=yes ;;
        -h | --help) usage && exit 0 ;;
        *) usage >&2 && fail "There is no option '$1'." ;;
        esac
        shift
    done
}

# build TREE TARGETS CMAKE-ARGUMENTS...: configures $BUILD_DIR/TREE and builds these targets of it.
build() {
    local tree=$1 targets
    read -ra targets <<<"$2"
    shift 2
    step "Build: $tree"
    run_logged "configure-$tree" cmake -S "$SOURCE" -B "$BUILD_DIR/$tree" -G Ninja \
        -DCMAKE_BUILD_TYPE=RelWithDebInfo "$@" ||
        fail "CMake could not configure $BUILD_DIR/$tree; its words are above."
    run_logged "build-$tree" cmake --build "$BUILD_DIR/$tree" --target "${targets[@]}" ||
        fail "The build in $BUILD_DIR/$tree failed; the compiler's words are above."
    say "    Built in $BUILD_DIR/$tree"
}

build_all() {
    if command -v ccache >/dev/null; then
        export CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER-ccache}
        # A clone in another folder finds what this one compiled.
        export CCACHE_BASEDIR=$SOURCE CCACHE_NOHASHDIR=1
    fi
    build plain all -DORIEL_TESTS=ON
    [[ $quick == yes ]] && return
    build asan "oriel oriel-streamer oriel_relay tests/unit/all tests/net/all" \
        -DORIEL_TESTS=ON -DORIEL_SANITIZE=address,undefined
    build_tsan
    build fuzz tests/fuzz/all -DORIEL_FUZZ=ON -DCMAKE_CXX_COMPILER=clang++ \
        -DORIEL_SANITIZE=fuzzer-no-link,address,undefined -DORIEL_FUZZ_SECONDS="$FUZZ_SECONDS"
}

build_tsan() {
    if pkg-config --max-version=6.6.99 Qt6Core; then
        build tsan threads_tests -DORIEL_TESTS=ON -DORIEL_SANITIZE=thread
        trees+=("$BUILD_DIR/tsan:threads:tsan")
    else
        missing+=(--missing "ThreadSanitizer, whose helper tests/support/tsan_qt.cpp knows Qt up to 6.6")
    fi
}

look_for_servers() {
    [[ $quick == yes ]] && return
    step "Test servers"
    local relay=$BUILD_DIR/plain/tests/support/oriel-relay
    if [[ -x $relay ]]; then
        say "    The relay on gortsplib is built."
    else
        missing+=(--missing "the relay on gortsplib ($(tail -n 1 "$relay.why"))")
    fi
    if command -v mediamtx >/dev/null; then
        say "    mediamtx $(mediamtx --version 2>/dev/null) is on the PATH."
    else
        missing+=(--missing "mediamtx, not on the PATH")
    fi
}

# One list of tests over all trees, so that one summary speaks for all of them.
collect_tests() {
    local collect=$SOURCE/tests/support/collect_tests.py all=$BUILD_DIR/all
    mkdir -p "$all"
    if [[ $quick == yes ]]; then
        python3 "$collect" --output "$all" "$BUILD_DIR/plain:unit,gui"
    else
        python3 "$collect" --output "$all" ${missing[@]+"${missing[@]}"} \
            "$BUILD_DIR/plain:unit,gui,render,net,lint" "$BUILD_DIR/asan:unit,net:asan" \
            ${trees[@]+"${trees[@]}"} "$BUILD_DIR/fuzz:fuzz"
    fi || fail "The tests of the build trees could not be listed."
}

run_tests() {
    step "Tests"
    export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_stack_use_after_return=1:strict_string_checks=1}
    export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
    export LSAN_OPTIONS=${LSAN_OPTIONS:-suppressions=$SOURCE/tests/support/lsan.supp:print_suppressions=0}
    ctest --test-dir "$BUILD_DIR/all" --output-on-failure --no-tests=error -j "$(nproc)"
    local status=$?
    say_skips
    return "$status"
}

# ctest knows of whole programs only that they were skipped; these are single tests of them.
say_skips() {
    local log=$BUILD_DIR/all/Testing/Temporary/LastTest.log
    grep -q '^SKIP   : ' "$log" || return 0
    say ""
    say "Skipped within tests, and why:"
    grep -h '^SKIP   : ' "$log" | sort -u | sed 's/^SKIP   : /    /'
}

main() {
    read_options "$@"
    mkdir -p "$LOG_DIR" || fail "The folder $LOG_DIR cannot be made."
    step "Packages"
    if [[ $quick == yes ]]; then
        install_needs build run check
    else
        install_needs build run check test
    fi
    build_all
    look_for_servers
    collect_tests
    run_tests
}

main "$@" </dev/null
