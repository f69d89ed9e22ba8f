#!/bin/sh
# Run `make test` with each Python of this machine that the bot is made for, one after the other.
#
#   sh tools/test_all.sh
#
# Each has a copy of what is committed here, with an environment of its own, in .pythons; they stay,
# so that the next time is quicker. At the end it says which passed, failed, or are not here.
set -eu

say() { echo "campaign bot: $*" >&2; }
works() { "$@" >/dev/null 2>&1; }

# Bring the copy for one Python to the commit that is here.
copy() {
    [ -d "$1/.git" ] || git clone --quiet --no-checkout . "$1"
    git -C "$1" fetch --quiet "$PWD" HEAD
    git -C "$1" checkout --quiet --force --detach FETCH_HEAD
}

told= failed= tried=
for minor in 3.11 3.12 3.13 3.14; do
    if ! works "python$minor" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$minor')"; then
        told="$told
$minor: not tried, there is no python$minor on this machine"
        continue
    fi
    tried=yes
    say "testing with Python $minor"
    copy ".pythons/$minor"
    if PYTHON=python$minor make -C ".pythons/$minor" test </dev/null; then
        outcome=passed
    else
        outcome=failed
        failed=yes
    fi
    told="$told
$minor: $outcome"
done

git diff --quiet HEAD || say "what is not committed was not tested"
echo "${told#?}"
[ -n "$tried" ] && [ -z "$failed" ]
