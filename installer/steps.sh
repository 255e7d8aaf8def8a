# shellcheck shell=bash
# Steps of a script as a person sees them: what is done, how far it is, and why it failed.
# Sourced by quickstart.sh and tests/run.sh.

LOG_DIR=${LOG_DIR:-}

say() {
    printf '%s\n' "$*"
}

# A headline for what follows.
step() {
    printf '\n==> %s\n' "$*"
}

# fail SENTENCE [ADVICE...]: ends the script.
fail() {
    printf '\nFailed: %s\n' "$1" >&2
    shift
    local advice
    for advice in "$@"; do
        printf '  %s\n' "$advice" >&2
    done
    exit 1
}

# One line that is rewritten on a terminal; elsewhere one line every ten percent.
show_percent() {
    local percent=${1%%.*} text=$2
    if [[ -t 1 ]]; then
        printf '\r\033[K    %3d %% %.60s' "$percent" "$text"
    elif ((percent / 10 > last_tenth)); then
        printf '    %3d %%\n' "$percent"
        last_tenth=$((percent / 10))
    fi
}

# Reads a command's output, keeps all of it in the log $1 and shows the progress it finds there:
# "[12/80] ..." of ninja, "pmstatus:package:45.3:..." and "dlstatus:1:45.3:..." of apt, and
# " 12/80 Test ..." of ctest.
follow_progress() {
    local log=$1 line last_tenth=-1
    local ninja='^\[([0-9]+)/([0-9]+)\] (.*)' apt='^(pm|dl)status:[^:]*:([0-9.]+):(.*)'
    while IFS= read -r line; do
        if [[ $line =~ $apt ]]; then
            [[ ${BASH_REMATCH[1]} == dl ]] && continue
            show_percent "${BASH_REMATCH[2]}" "${BASH_REMATCH[3]}"
            continue
        fi
        printf '%s\n' "$line" >>"$log"
        if [[ $line =~ $ninja ]]; then
            show_percent $((100 * BASH_REMATCH[1] / BASH_REMATCH[2])) "${BASH_REMATCH[3]}"
        fi
    done
    if [[ -t 1 ]]; then
        printf '\r\033[K'
    fi
}

# run_logged NAME COMMAND...: runs it with its output in $LOG_DIR/NAME.log, shows progress, and on
# failure prints the end of that log and returns the command's status.
run_logged() {
    local log=$LOG_DIR/$1.log status
    shift
    : >"$log"
    "$@" 2>&1 </dev/null | follow_progress "$log"
    status=${PIPESTATUS[0]}
    if ((status != 0)); then
        # The compiler's and apt's own words, where there are any, are the cause.
        say "    The last lines of $log:" >&2
        { grep -nE -A3 '(error|Error|ERROR)[: ]|^E: |undefined reference' "$log" | head -n 20
          echo '    ...'
          tail -n 12 "$log"; } | sed 's/^/    | /' >&2
    fi
    return "$status"
}
