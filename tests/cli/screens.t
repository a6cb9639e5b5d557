#!/bin/sh
# Golden screens: tests/screens/*.screens, each a script for wizard_screens, "====", and what must be seen. TAP.
# To take over a change: tests/cli/screens.t --regenerate, then read the diff.
set -u
build=${BUILD:-build}
export TZ=UTC LC_ALL=C.UTF-8 INPUTRC=/dev/null HOME=/nonexistent
unset LANGUAGE COLUMNS LINES NO_COLOR XDG_CONFIG_HOME XDG_STATE_HOME
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
seen() { # FILE: runs its script
    sed '1d; /^====$/,$d' "$1" |
        # shellcheck disable=SC2046 # the first line is the arguments
        timeout 60 "$build/tests/tools/wizard_screens" $(head -n 1 "$1") 2>&1 |
        sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/2026-01-01T00:00:00Z/g'
}
if [ "${1:-}" = --regenerate ]; then
    for file in tests/screens/*.screens; do
        seen "$file" >"$work/seen"
        sed '/^====$/q' "$file" >"$work/file"
        cat "$work/seen" >>"$work/file"
        cp "$work/file" "$file"
    done
    exit 0
fi
number=0 failed=0
for file in tests/screens/*.screens; do
    number=$((number + 1))
    sed '1,/^====$/d' "$file" >"$work/expected"
    seen "$file" >"$work/seen"
    if [ -s "$work/expected" ] && diff -u "$work/expected" "$work/seen" >"$work/diff"; then
        echo "ok $number - $file"
    else
        echo "not ok $number - $file"
        sed 's/^/# /' "$work/diff"
        failed=1
    fi
done
echo "1..$number"
exit $failed
