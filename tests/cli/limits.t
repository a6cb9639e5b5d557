#!/bin/bash
# What is large and hostile is read in bounded time and memory.
program=${BUILD:-build}/whybounce
case ${BUILD:-build} in *asan*) echo "1..0 # SKIP the bounds are not those of a sanitizer"; exit 0 ;; esac
[ -x /usr/bin/time ] || { echo "1..0 # SKIP no /usr/bin/time"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_CONFIG_HOME=$folder/config LC_ALL=C.UTF-8
most_seconds=5 most_kilobytes=300000
count=0
head='From: MAILER-DAEMON@example.org\nTo: me@example.org\nSubject: failure\nMIME-Version: 1.0\n'
report="${head}Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"

# try NAME MEGABYTES START REPEATED: START, then REPEATED (both with \n for a line end) until the input is that large.
try() {
    local seconds= kilobytes= wrong=
    python3 -c 'import sys
size, start, repeated = (a.replace("\\n", "\n").replace("\\0", "\0") for a in sys.argv[1:])
size = int(size) * 10**6
sys.stdout.write((start + repeated * (size // len(repeated)))[:size])' "$2" "$3" "$4" >"$folder/input"
    timeout 30 /usr/bin/time -q -o "$folder/time" -f '%e %M' "$program" --json --offline "$folder/input" \
        >"$folder/out" 2>&1
    [ $? -le 1 ] || wrong="a crash, or 30 s"
    read -r seconds kilobytes <"$folder/time"
    [ -s "$folder/out" ] || wrong="no output"
    [ "${seconds%.*}" -lt "$most_seconds" ] || wrong="$seconds s"
    [ "$kilobytes" -lt "$most_kilobytes" ] || wrong="$kilobytes KB"
    count=$((count + 1))
    echo "${wrong:+not }ok $count - $1${wrong:+ # $wrong}"
}

try "plain text" 10 '' 'The mail was not delivered and went home to sleep.\n'
try "quoting 50 deep" 10 '' "$(printf '> %.0s' {1..50})550 5.1.1 nobody\n"
try "Received fields" 10 '' 'Received: from a.example.org (a [203.0.113.9]) by b.example.net; Fri, 20 Nov 2026 08:00:00 +0000\n'
try "messages in messages" 10 '' "${head}Content-Type: message/rfc822\n"
try "multiparts in multiparts" 5 "$head" 'Content-Type: multipart/mixed; boundary=b\n\n--b\n'
try "parts" 10 "${head}Content-Type: multipart/mixed; boundary=b\n\n" '--b\n\nx\n'
try "recipients of a report" 1 "${report}Content-Type: message/delivery-status\n\n" \
    'Final-Recipient: rfc822; kim@example.net\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no\n'
try "addresses" 10 'could not be delivered to:\n' 'a@b.example\n'
try "replies" 10 '' '550 5.1.1 x\n'
for bytes in '\0' '550 ' 'a@b ' 'x' '<' '@' 'a.'; do
    try "nothing but \"$bytes\"" 10 '' "$bytes"
done
echo "1..$count"
