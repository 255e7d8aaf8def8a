# shellcheck shell=bash
# Which Debian packages each need of Oriel maps to, and their installation. Debian 12 and 13.
# Sourced by quickstart.sh and tests/run.sh after steps.sh.

packages_for() {
    case $1 in
    build)
        echo g++ cmake ninja-build pkg-config qt6-base-dev qt6-tools-dev \
            qt6-l10n-tools qtkeychain-qt6-dev libexpected-dev \
            libavcodec-dev libavformat-dev libavutil-dev libswscale-dev
        # Part of qt6-base-dev in later releases.
        [[ $(debian_release) != 12 ]] || echo libqt6opengl6-dev
        ;;
    run)
        # QtKeychain looks for libsecret while it runs, so that no package asks for it.
        echo fonts-dejavu-core libsecret-1-0
        ;;
    wayland)
        echo qt6-wayland
        ;;
    xvfb)
        echo xvfb
        ;;
    check)
        echo ccache python3
        ;;
    test)
        echo ca-certificates openssl procps clang clang-format clang-tidy llvm \
            "libclang-rt-$(clang_major)-dev" xvfb xauth libgl1-mesa-dri ffmpeg dbus gnome-keyring \
            python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-tools gstreamer1.0-rtsp \
            gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad \
            gstreamer1.0-plugins-ugly gstreamer1.0-libav
        command -v go >/dev/null || echo golang-go
        ;;
    bench)
        echo gcc pkg-config libavformat-dev libavcodec-dev libavutil-dev libx11-dev libxext-dev \
            xvfb x11-xserver-utils xdotool procps ffmpeg mpv gstreamer1.0-tools gstreamer1.0-x \
            gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad \
            gstreamer1.0-libav
        ;;
    *)
        fail "No packages are known for the need '$1'."
        ;;
    esac
}

debian_release() {
    (. /etc/os-release && echo "${VERSION_ID:-}")
}

# The version that the distribution's package "clang" brings.
clang_major() {
    case $(debian_release) in
    12) echo 14 ;;
    *) echo 19 ;;
    esac
}

is_installed() {
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# Runs a command with root's rights.
as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo "$@"
    fi
}

check_can_install() {
    command -v apt-get >/dev/null ||
        fail "This script installs packages with apt-get, which this system does not have." \
            "Oriel's scripts know Debian 12 and 13; elsewhere install these yourself: $*"
    ((EUID == 0)) && return
    command -v sudo >/dev/null ||
        fail "Packages are missing and only root may install them: $*" \
            "Run this script as root, or as root: apt-get install $*"
    say "    sudo may ask for your password."
    sudo -v || fail "sudo refused, and these packages are missing: $*" \
        "Run this script as root, or as root: apt-get install $*"
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -y \
        -o APT::Status-Fd=1 -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"
}

# install_needs NEED...: installs what is missing of the packages for these needs.
install_needs() {
    local need package missing=()
    for need in "$@"; do
        for package in $(packages_for "$need"); do
            is_installed "$package" || missing+=("$package")
        done
    done
    if ((${#missing[@]} == 0)); then
        say "    All packages are there."
        return
    fi
    check_can_install "${missing[@]}"
    say "    Missing: ${missing[*]}"
    say "    Reading the package lists"
    run_logged apt-update apt_get update ||
        say "    Not every package list could be read; going on with what is known."
    say "    Installing ${#missing[@]} packages and what they need"
    run_logged apt-install apt_get install --no-install-recommends "${missing[@]}" ||
        fail "The packages could not be installed; apt's own words are above." \
            "A name that cannot be resolved means no network; 'no installation candidate' means" \
            "that the 'main' section of Debian 12 or 13 is missing in /etc/apt/sources.list." \
            "By hand, as root: apt-get update && apt-get install ${missing[*]}"
}
