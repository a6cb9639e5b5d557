#!/bin/sh
# The first time, a line says what to do; then never again, and nothing is kept with --no-history. TAP.
set -u
build=${BUILD:-build}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 HOME="$work" XDG_STATE_HOME="$work/state"
unset LANGUAGE XDG_CONFIG_HOME
greets() { # ARGUMENTS...
    echo q | timeout 60 "$build/whybounce" --plain --offline "$@" >"$work/said" 2>&1
    grep -q "$words" "$work/said"
}
number=0 failed=0
result() { # STATUS NAME
    number=$((number + 1))
    if [ "$1" = 0 ]; then echo "ok $number - $2"; else echo "not ok $number - $2"; sed 's/^/# /' "$work/said"; failed=1; fi
}
words='^\* The first time?'
greets --lang en --no-history
[ $? = 1 ] && grep -q 'Why did this e-mail bounce' "$work/said" && [ ! -e "$work/state" ]
result $? '--no-history: no line, and nothing is kept'
greets --lang en
result $? 'the first time: a line'
greets --lang en
[ $? = 1 ] && grep -q 'Why did this e-mail bounce' "$work/said"
result $? 'the second time: none'
rm -r "$work/state"
words='^\* 第一次使用？'
greets --lang zh_CN
result $? 'in Chinese'
echo "1..$number"
exit $failed
