#!/bin/bash
# Builds the test relay (tests/support/relay) as the file $1. Where no Go >= 1.23 is to be had it
# builds nothing, says why on standard output and in "$1.why", and ends with 0: the tests that need
# the relay then report themselves as skipped.
set -uo pipefail

output=$1
source=$(cd "$(dirname "$0")/relay" && pwd) || exit 1
toolchain=go1.23.12

say_why() {
    echo "$1" | tee "$output.why"
    exit 0
}

# The minor version of the Go at $1 ("1.23.4" gives 23), 0 where it does not run.
minor_of() {
    local version
    version=$("$1" env GOVERSION 2>/dev/null) || version=go1.0
    version=${version#go1.}
    echo "${version%%[^0-9]*}"
}

# Debian 12 has Go 1.19, which can fetch a newer toolchain as a module, checked like any other.
fetch_toolchain() {
    local arch module
    arch=$(go env GOARCH)
    module=golang.org/toolchain@v0.0.1-$toolchain.linux-$arch
    (cd / && go mod download "$module") >&2 || return 1
    chmod +x "$(go env GOMODCACHE)/$module/bin/go" &&
        chmod -R +x "$(go env GOMODCACHE)/$module/pkg/tool" &&
        echo "$(go env GOMODCACHE)/$module/bin/go"
}

find_go() {
    local minor
    minor=$(minor_of go)
    if ((minor >= 23)); then
        echo go
    elif ((minor >= 16)); then
        fetch_toolchain
    else
        return 1
    fi
}

go=$(find_go) || say_why "The relay needs Go 1.23 or newer; there is none, and none could be fetched."
cd "$source" || exit 1
export GOTOOLCHAIN=local GOFLAGS="-mod=readonly -buildvcs=false -trimpath" CGO_ENABLED=0
"$go" build -o "$output" . || say_why "The relay's Go modules could not be fetched or built."
rm -f "$output.why"
