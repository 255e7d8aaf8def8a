#!/bin/bash
# All C and C++ files are as clang-format 14 (Debian 12) writes them; other versions differ in details.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

formatter=$(command -v clang-format-14 || command -v clang-format) || {
    echo "SKIPPED: clang-format is not installed."
    exit 0
}
version=$("$formatter" --version | sed 's/.*version \([0-9]*\).*/\1/')
if [[ $version != 14 ]]; then
    echo "SKIPPED: the reference is clang-format 14, this is $version."
    exit 0
fi
find shared viewer streamer tests -name '*.cpp' -o -name '*.h' -o -name '*.c' |
    sort | xargs "$formatter" --dry-run -Werror
