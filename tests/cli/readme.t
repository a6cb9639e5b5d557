#!/bin/sh
# The screens of the README are what the program shows, and from the paste to the reply that is copied it is at most
# eight keys. TAP. --regenerate writes the screens.
set -u
build=${BUILD:-build}
export TZ=UTC LC_ALL=C.UTF-8 INPUTRC=/dev/null HOME=/nonexistent
unset LANGUAGE COLUMNS LINES NO_COLOR XDG_CONFIG_HOME XDG_STATE_HOME
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# SAMPLE LANGUAGE SCRIPT: the screens, indented as text of the README, without what the clock changes.
screens() {
    printf 'key Down Down Down Enter\nchoose %s\n%s\n' "$1" "$3" |
        timeout 60 "$build/tests/tools/wizard_screens" 80x24 "$2" engine 2>&1 |
        sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/2026-11-24T08:08:52Z/; s/^/    /; s/^ +$//; s/^    --- .*//'
}
one='key Enter Enter
screen check'
four='size 80x15
screen paste
size 80x20
key Enter
screen identify
key Enter
screen check
size 80x26
key Enter
screen fix'
top() {
    echo
    screens domain-without-mx en "$one" | sed 1d
    printf '\n\n'
}
steps() {
    echo
    echo 'Paste, identify, check, fix, as they are on a terminal of 80 columns (tests/cli/readme.t makes these screens, and fails'
    echo 'where the program shows others).'
    screens spf-fail en "$four"
    printf '\n同样的四步，中文界面：\n'
    screens spf-fail zh_CN "$four"
    printf '\n\n'
}
# The lines of the README between two lines that are in it once.
between() { awk -v from="$1" -v to="$2" '$0 == to { on = 0 } on { print } $0 == from { on = 1 }' README; }

end_of_top='粘贴一封退信：whybounce 识别原因，实时查询 DNS 核实，并给出处理步骤和应发布的记录，支持中文和英文。'
top >"$work/top"
steps >"$work/steps"
if [ "${1:-}" = --regenerate ]; then
    awk -v top="$work/top" -v steps="$work/steps" -v end_of_top="$end_of_top" '
        function put(file,   line) { while ((getline line < file) > 0) print line }
        $0 == "Run it, check it" || $0 == "For those who change it" { skip = 0 }
        !skip { print }
        $0 == end_of_top { put(top); skip = 1 }
        $0 == "--------------" && before == "The four steps" { put(steps); skip = 1 }
        { before = $0 }
    ' README >"$work/README" && cp "$work/README" README
    exit
fi
number=0 failed=0
result() { # STATUS NAME [FILE: what is wrong]
    number=$((number + 1))
    if [ "$1" = 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        [ -z "${3-}" ] || sed 's/^/# /' "$3"
        failed=1
    fi
}
between "$end_of_top" 'Run it, check it' | diff -u - "$work/top" >"$work/diff"
result $? 'the screen at the top of the README' "$work/diff"
between 'The four steps' 'For those who change it' | sed 1d | diff -u - "$work/steps" >"$work/diff"
result $? 'the four steps in the README' "$work/diff"
for words in '[1 Paste]' '[2 Identify]' '[3 Check]' '[4 Fix]' '[1 粘贴]' '[2 识别]' '[3 检查]' '[4 解决]' 'v=spf1'; do
    grep -qF "$words" "$work/steps"
    result $? "they show $words"
done

# An agent with a caller: after the paste, the keys until the reply is on its way to the clipboard, which is not to be
# had here, and the program says so.
bounce='<ap@example.net>: 552 5.2.2 mailbox full\n'
keys='Enter Enter Enter Enter Enter'
printf 'paste %s\nkey %s\nscreen copied\n' "$bounce" "$keys" |
    timeout 60 "$build/tests/tools/wizard_screens" 80x24 en engine '{"offline":true}' >"$work/copied" 2>&1
grep -q 'Reply to the customer' "$work/copied" && grep -q 'no clipboard' "$work/copied" && [ "$(echo $keys | wc -w)" -le 8 ]
result $? 'from the paste to the copied reply in at most 8 keys' "$work/copied"
echo "1..$number"
exit $failed
