#!/bin/sh
# The recent cases: --plain keeps each, lists, opens and deletes them; so does whybounce cases. TAP.
set -u
program=${BUILD:-build}/whybounce
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export TZ=UTC LC_ALL=C.UTF-8 INPUTRC=/dev/null HOME="$work" XDG_STATE_HOME="$work/state"
unset LANGUAGE XDG_CONFIG_HOME
echo '<bob@example.net>: 552 5.2.2 mailbox full' >"$work/bounce.txt"
number=0 failed=0
result() { # STATUS NAME [SEEN]
    number=$((number + 1))
    if [ "$1" = 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        printf '%s\n' "${3-}" | sed 's/^/# /'
        failed=1
    fi
}
plain() { # ANSWERS [OPTION...]
    answers=$1
    shift
    printf '%b' "$answers" | timeout 60 "$program" --plain --offline --lang en "$@" 2>&1
}
cases() { "$program" --lang en cases "$@" 2>&1; }

seen=$(cases)
[ "$seen" = 'There are no cases: the wizard keeps each that reached a verdict.' ]
result $? 'none yet' "$seen"

plain 'q\nq\n' --no-history "$work/bounce.txt" >"$work/seen"
[ -z "$(find "$work/state" -type f 2>&1 | grep case-)" ]
result $? '--no-history keeps none' "$(cat "$work/seen")"

plain 'q\nq\n' "$work/bounce.txt" >"$work/seen"
seen=$(cases)
id=$(echo "$seen" | cut -d' ' -f1)
echo "$seen" | grep -qE '^[0-9-]+  [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{5}  example.net  [A-Z]'
result $? 'the wizard keeps a case' "$seen"

seen=$(cases open "$id" --json)
echo "$seen" | grep -q '"recipient": *"bob@example.net"'
result $? 'a case is opened by its id' "$seen"

seen=$(cases open 12345; echo "exit $?")
[ "$seen" = 'whybounce: there is no case 12345: whybounce cases lists them
exit 66' ]
result $? 'there is no such case' "$seen"

seen=$(cases open ../../etc/passwd; echo "exit $?")
echo "$seen" | grep -q 'exit 66'
result $? 'an id is no path' "$seen"

echo garbage >"$work/state/whybounce/case-20200101-000000.json"
seen=$(cases; cases open 20200101-000000; echo "exit $?")
echo "$seen" | grep -q 'damaged: cannot be opened' && echo "$seen" | grep -q 'is damaged or not yours' &&
    echo "$seen" | grep -q 'exit 66'
result $? 'a damaged file is listed as that' "$seen"

rm "$work/state/whybounce/case-20200101-000000.json"
seen=$(plain 'o\n1\nq\nq\n')
echo "$seen" | grep -q 'bob@example.net' && echo "$seen" | grep -q 'a saved case'
result $? 'opened in --plain' "$seen"
[ "$(cases | wc -l)" = 1 ]
result $? 'an opened case is not kept once more' "$(cases)"

plain 'o\nD\nb\nq\nq\n' >"$work/seen"
seen=$(cases)
grep -q 'any other key keeps it' "$work/seen" && echo "$seen" | grep -q "^$id"
result $? 'all: it asks first' "$seen"

seen=$(plain 'o\nd\nd 9\nq\nq\n'; cases)
echo "$seen" | grep -q 'Say which one' && echo "$seen" | grep -q "$id"
result $? 'none deleted without its number' "$seen"
seen=$(plain 'o\nd 1\nq\nq\n'; cases)
echo "$seen" | grep -q 'There are no cases'
result $? 'one deleted in --plain' "$seen"

plain 'q\nq\n' "$work/bounce.txt" >"$work/seen"
seen=$(cases delete all)
[ "$seen" = '1 case deleted.' ] && cases | grep -q 'There are no cases'
result $? 'all deleted' "$seen"

# A report that is larger than what is kept of an input: each of its cases opens as it was.
{
    printf 'From: MAILER-DAEMON@mx.example.org\nTo: me@example.org\nSubject: failure\nMIME-Version: 1.0\n'
    printf 'Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n'
    printf 'Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n'
    words=$(printf "mailbox full %0900d " 1 | tr 0 x)
    for i in $(seq 45); do
        printf '\nFinal-Recipient: rfc822; kim%d@example.net\nAction: failed\nStatus: 5.2.2\n' "$i"
        printf 'Diagnostic-Code: smtp; 552 5.2.2 <kim%d@example.net>: %s%s\n' "$i" "$words" "$words"
    done
    printf '\n--b--\n'
} >"$work/many"
plain 'q\nq\n' "$work/many" >"$work/seen"
cases | cut -d' ' -f1 >"$work/ids"
[ "$(wc -c <"$work/many")" -gt 80000 ] && [ "$(wc -l <"$work/ids")" = 45 ]
result $? 'a large report: all of its cases are kept' "$(head -3 "$work/ids")"
# shellcheck disable=SC2046
cases open $(cat "$work/ids") --json >"$work/opened"
seen=$(grep -o '"facts":{"recipient":"kim[0-9]*@' "$work/opened" | sort -u | wc -l; grep -c '"id":"mailbox-full"' "$work/opened")
[ "$seen" = '45
45' ]
result $? 'and opened, each with its own recipient' "$seen $(head -c 300 "$work/opened")"
cases delete all >/dev/null

seen=$(cases delete; echo "exit $?")
[ "$seen" = 'whybounce: cases takes nothing, open ID, delete ID or delete all
exit 64' ]
result $? 'usage' "$seen"
echo "1..$number"
exit $failed
