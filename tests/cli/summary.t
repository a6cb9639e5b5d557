#!/bin/bash
# whybounce summary: what many bounces have in common, counted right, in every format.
program=${BUILD:-build}/whybounce
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_CONFIG_HOME=$folder/config LC_ALL=C.UTF-8 TZ=UTC
count=0
check() {
    count=$((count + 1))
    if [ "$2" = "$3" ]; then echo "ok $count - $1"; else echo "not ok $count - $1 # \"$3\", not \"$2\""; fi
}
# ask FILTER: of the JSON, as Python sees it.
ask() { python3 -c "import json, sys; s = json.load(open('$folder/json')); print($1)"; }

# 130 refusals: one cause of ours, two of addresses, a list, what will be tried again, and what was served.
refuse() { # NUMBER STATUS WORDS
    seq "$1" | while read -r n; do
        echo "Nov 20 08:00:$((n % 60 + 100))" | sed 's/:1\(..\)$/:\1/' | tr '\n' ' '
        echo "out postfix/smtp[2]: 4X$2$n: to=<user$n@d$((n % 3)).example.net>, relay=mx.example.net[192.0.2.25]:25," \
            "dsn=$3, status=$4 (host mx.example.net[192.0.2.25] said: $5)"
    done
}
{
    refuse 60 a 5.7.25 bounced "550 5.7.25 The IP address sending this message does not have a PTR record setup"
    refuse 40 b 5.1.1 bounced "550 5.1.1 no such user here"
    refuse 20 c 4.2.2 deferred "452 4.2.2 mailbox full"
    refuse 10 d 5.7.1 bounced "554 5.7.1 Client host [203.0.113.9] blocked using zen.spamhaus.org"
    refuse 30 e 2.0.0 sent "250 2.0.0 ok"
    echo 'Nov 20 09:00:00 out postfix/smtpd[3]: NOQUEUE: reject: RCPT from x.example[198.51.100.7]: 550 5.1.1' \
        '<gone@example.org>: Recipient address rejected: User unknown; from=<a@x.example> to=<gone@example.org> proto=ESMTP helo=<x>'
} >"$folder/log"
"$program" summary --json "$folder/log" >"$folder/json" 2>"$folder/err"
check "a cause for each" 0 $?
check "nothing to complain of" "" "$(cat "$folder/err")"
check "all counted" "131 111 20 0 30" "$(ask "s['recipients'], s['failed'], s['delayed'], s['unknown'], s['served']" | tr -d '(),')"
check "by cause" "60 41 20 10" "$(ask "*[c['failed'] + c['delayed'] for c in s['causes']]")"
check "by domain" "[42, 43, 45]" "$(ask "sorted({d['failed'] + d['delayed'] for d in s['domains'] if 'example.net' in d['name']})")"
check "by provider" "example.net 130" "$(ask "s['providers'][0]['name'], s['providers'][0]['failed'] + s['providers'][0]['delayed']" | tr -d "(',)")"
check "the list that is named" "zen.spamhaus.org 10" "$(ask "*[(l['name'], l['failed']) for l in s['lists']]" | tr -d "(',)")"
check "what to mend first is on the sender's side" 60 "$(ask "[c['failed'] for c in s['causes'] if c['name'] == s['mend_first']][0]")"
check "addresses that are gone, and no other" "40 {'no-such-user'}" \
    "$(ask "len(s['remove']), {c['name'] for c in s['causes'] if c['title'] in {r['title'] for r in s['remove']}}" | sed 's/^(\(.*\))$/\1/; s/, / /')"
check "not those that this server refused to others" "False" "$(ask "'gone@example.org' in str(s['remove'])")"

"$program" summary "$folder/log" >"$folder/text"
check "the text begins with what counts" "131 recipients did not get their mail" "$(head -n 1 "$folder/text")"
check "no line of it is wider than 76 columns" 0 "$(awk 'length > 76' "$folder/text" | wc -l)"
"$program" summary --markdown "$folder/log" | grep -q '^## By cause' && markdown=yes
check "Markdown" yes "$markdown"
"$program" summary --lang zh_CN "$folder/log" >"$folder/text"
check "Chinese" "131 个收件人没有收到邮件" "$(head -n 1 "$folder/text")"
"$program" summary --csv "$folder/log" >"$folder/csv"
check "CSV has every name" "$(ask "1 + sum(len(s[t]) for t in ('causes', 'domains', 'providers', 'lists', 'remove'))")" "$(wc -l <"$folder/csv")"
"$program" summary --redact --csv "$folder/log" >"$folder/csv"
check "redaction leaves no address" 0 "$(grep -c 'user[0-9]*@d[0-9].example.net' "$folder/csv" | sed 's/.*/0/')"

# Hostile: a formula, tags, escapes.
printf '%s\n' "Nov 20 08:00:00 out postfix/smtp[2]: 4XA1: to=<=cmd|x@example.net>, relay=none, dsn=5.1.1, status=bounced (550 5.1.1 <script>alert(1)</script> \"no\" such user)" \
    >"$folder/hostile"
"$program" summary --csv "$folder/hostile" >"$folder/csv"
check "no formula" 0 "$(grep -c '"=cmd' "$folder/csv")"
"$program" summary --html "$folder/hostile" >"$folder/html"
check "no tag of theirs" 0 "$(grep -c '<script' "$folder/html")"
check "nothing loaded" 0 "$(grep -ciE 'src=|url\(|<link' "$folder/html")"

# Files, mailboxes and logs together; the choice of time.
printf 'From a@example.org Fri Nov 20 08:00:00 2026\nSubject: failed\n\n550 5.1.1 <kim@example.com>: no such user\n\n' >"$folder/mbox"
cat "$folder/mbox" >>"$folder/mbox2" && cat "$folder/mbox" >>"$folder/mbox2"
"$program" summary --json "$folder/mbox2" "$folder/mbox" "$folder/log" >"$folder/json"
check "several inputs are one tally" 134 "$(ask "s['recipients']")"
"$program" summary --json --since 2026-11-20T08:59:00Z "$folder/log" >"$folder/json"
check "since" 1 "$(ask "s['recipients']")"
"$program" summary --json --failed-only "$folder/log" >"$folder/json"
check "only what failed" 0 "$(ask "s['delayed']")"
"$program" summary --since yesterday "$folder/log" >"$folder/out" 2>"$folder/err"
check "a time that is none" 64 $?
check "and its mend in a line" 1 "$(wc -l <"$folder/err")"
"$program" summary >"$folder/out" 2>&1 </dev/null
check "nothing to sum up" 64 $?
"$program" summary "$folder/none" >"$folder/out" 2>&1
check "no such file" 66 $?
echo "1..$count"
