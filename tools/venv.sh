#!/bin/sh
# Make .venv hold the locked packages of one tier; quick and silent where it already does.
#
#   sh tools/venv.sh base|rehearsal|dev
#
# The tiers grow: base (the bot), rehearsal (and its stage in the browser), dev (and the tests).
# Asking for a small tier never takes away from a larger one that is there. The stamp of a tier is
# a copy of the lock that was installed: a changed lock and an interrupted install both show as a
# difference, whatever the dates of the files say. Beside make it needs uv, or Python's own venv.
#
# Only the uv of requirements-uv.txt installs from the locks: what another version makes of digests
# and markers nobody tried. Another one that is there may make the environment, and install that uv.
set -eu

tier=${1:?which tier: base, rehearsal or dev}
python=.venv/bin/python

# Ctrl-C ends what runs as well; one line says that nothing is broken by it.
trap 'say "stopped; run the same again to go on"; exit 130' INT TERM

say() { echo "campaign bot: $*" >&2; }
fail() { say "$*"; exit 1; }

lock_of() {
    case $1 in
        base) echo requirements.txt ;;
        rehearsal | dev) echo "requirements-$1.txt" ;;
        *) fail "there is no tier named $1" ;;
    esac
}

# From the asked tier upwards: the tiers that would do.
enough() {
    case $1 in
        base) echo base rehearsal dev ;;
        rehearsal) echo rehearsal dev ;;
        *) echo dev ;;
    esac
}

works() { "$@" >/dev/null 2>&1; }

# Show what a program says only where it fails. Where Ctrl-C ends it, the trap above comes first, and
# nobody reads where in its own code it was.
quietly() {
    said=$("$@" 2>&1) && return
    echo "$said" >&2
    return 1
}
new_enough() { works "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; }
is_the_locked_uv() {
    works "$1" --version || return 1
    said=$("$1" --version) # "uv 1.2.3", and perhaps more about it
    said=${said#uv }
    grep -q "^uv==${said%% *} " requirements-uv.txt
}
minor_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }

# The stamp carries the Python's version: an upgraded system Python sees none of the old packages.
stamp_of() { echo ".venv/installed-$1-$minor.txt"; }

# Print a Python that can carry the bot, or say what to install.
find_python() {
    lame=
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        new_enough "$candidate" || continue
        if [ -n "$uv$other" ] || works "$candidate" -c 'import ensurepip, venv'; then
            echo "$candidate"
            return
        fi
        lame=${lame:-$candidate}
    done
    [ -z "$lame" ] || fail "$lame cannot make an environment of its own;" \
        "on Debian or Ubuntu run: sudo apt install python$(minor_of "$lame")-venv"
    [ -z "$uv$other" ] || [ -n "${PYTHON:-}" ] || {
        echo 3.11 # uv brings one of its own
        return
    }
    fail "${PYTHON:-python3} is missing or older than 3.11; install Python 3.11 or newer" \
        "(Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python)"
}

# Whoever may not write here is told so once, and not by each file that refuses.
must_be_writable() {
    for place in . .venv .venv/bin; do
        [ ! -e "$place" ] || [ -w "$place" ] || fail "$(id -un) may not write $(pwd -P)/${place#.}:" \
            "it belongs to another user; work in a copy of your own (git clone)"
    done
}

make_environment() {
    must_be_writable
    found=$(find_python) || exit 1
    rm -rf .venv
    if [ -n "$uv$other" ]; then
        say "making .venv with uv and Python ($found)"
        quietly "${uv:-$other}" venv --quiet --python "$found" .venv
    else
        say "making .venv with Python ($found)"
        quietly "$found" -m venv .venv
    fi || fail "no environment could be made; see above, then run the same again"
}

install_uv() {
    say "installing uv, the installer, into .venv"
    if works "$python" -m pip --version; then
        quietly "$python" -m pip install --quiet --disable-pip-version-check --no-input \
            --only-binary :all: --require-hashes -r requirements-uv.txt
    else
        quietly "$other" pip install --quiet --python "$python" \
            --only-binary :all: --require-hashes -r requirements-uv.txt
    fi || fail "uv could not be installed; see above, then run the same again"
    uv=.venv/bin/uv
}

install() {
    must_be_writable
    lock=$(lock_of "$1")
    say "installing $lock into .venv (the first time takes a minute)"
    rm -f .venv/installed-*.txt
    quiet=--quiet
    [ ! -t 2 ] || quiet= # a person watches: let uv draw its progress
    # What runs the bot comes as wheels, and no code of a package runs while it is installed. One of
    # the tests' own has no wheel for 64-bit ARM and macOS with Python 3.11.
    wheels="--only-binary :all:"
    [ "$1" != dev ] || wheels=
    # Compiled once, each start takes half the time. By their hash: packages are often packed with
    # one date for all, and a new release may be as long as the one before.
    PYC_INVALIDATION_MODE=CHECKED_HASH \
        "$uv" pip sync $quiet $wheels --compile-bytecode --require-hashes --python "$python" "$lock" ||
        fail "the packages of $lock are not all there; see above, then run the same again"
    cp "$lock" "$(stamp_of "$1")"
    say "ready"
}

lock_of "$tier" >/dev/null
minor=none
if new_enough "$python"; then
    minor=$(minor_of "$python")
    for larger in $(enough "$tier"); do
        ! works cmp -s "$(lock_of "$larger")" "$(stamp_of "$larger")" || exit 0
    done
fi

# Without a home to keep downloads in, they are not kept.
cache=${UV_CACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/uv}
{ mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ]; } || export UV_NO_CACHE=1 PIP_NO_CACHE_DIR=1

uv= other=
for candidate in .venv/bin/uv uv; do
    if is_the_locked_uv "$candidate"; then
        uv=$candidate
    elif works "$candidate" --version && [ "$candidate" = uv ]; then
        other=uv
    fi
done

# Without a Python that runs, or anything that could install into it, .venv is of no use.
if [ "$minor" = none ] || { [ -z "$uv$other" ] && ! works "$python" -m pip --version; }; then
    [ "$uv" != .venv/bin/uv ] || uv=
    make_environment
    minor=$(minor_of "$python")
fi
[ -n "$uv" ] || install_uv

# What was there stays: the largest tier that ever stood here is the one to bring up to date.
for larger in $(enough "$tier"); do
    [ ! -e "$(stamp_of "$larger")" ] || tier=$larger
done
install "$tier"
