#!/bin/sh
# Golden screens: tests/screens/*.screens, each a script for wizard_screens, "====", and what must be seen. TAP.
# To take over a change: tests/cli/screens.t --regenerate, then read the diff.
set -u
build=${BUILD:-build}
export TZ=UTC LC_ALL=C.UTF-8 INPUTRC=/dev/null HOME=/nonexistent
unset LANGUAGE COLUMNS LINES NO_COLOR XDG_CONFIG_HOME XDG_STATE_HOME
work=$(mktemp -d) || exit 1
export WIZARD_SCREENS_SEEN="$work/shown"
trap 'rm -rf "$work"' EXIT
seen() { # FILE: runs its script
    sed '1d; /^====$/,$d' "$1" |
        # shellcheck disable=SC2046 # the first line is the arguments
        timeout 60 "$build/tests/tools/wizard_screens" $(head -n 1 "$1") 2>&1 |
        sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/2026-01-01T00:00:00Z/g; s/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} UTC/2026-01-01 00:00 UTC/g'
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
# Every screen of the table, in both languages, at the design size and at a narrow one.
names=$(tr '\n' ' ' <<END | grep -o 'const Screen screen_[a-z_]* = { *"[a-z]*"' | sed 's/.*"\(.*\)"/\1/'
$(cat tui/screens/screen_*.c)
END
)
missing=
for name in $names; do
    for where in 'en 80x24' 'en 40x10' 'zh_CN 80x24' 'zh_CN 40x10'; do
        grep -qx "$where $name" "$work/shown" || missing="$missing
# $name: none at $where"
    done
done
number=$((number + 1))
if [ -n "$names" ] && [ -z "$missing" ]; then
    echo "ok $number - every screen has its golden ones"
else
    echo "not ok $number - every screen has its golden ones$missing"
    failed=1
fi
echo "1..$number"
exit $failed
