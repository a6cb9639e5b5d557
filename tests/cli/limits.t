#!/bin/bash
# What is large and hostile is read in bounded time and memory: 10 MB of each shape, with a table of what it took.
# Aims: under 1 s and 100 MB each; a mailbox of many messages and a log of many mails take
# their time, but no more memory than one. A test fails at
# bounds that no busy machine reaches.
program=${BUILD:-build}/whybounce
case ${BUILD:-build} in *asan*) echo "1..0 # SKIP the bounds are not those of a sanitizer"; exit 0 ;; esac
[ -x /usr/bin/time ] || { echo "1..0 # SKIP no /usr/bin/time"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_CONFIG_HOME=$folder/config LC_ALL=C.UTF-8
most_seconds=20
count=0

# Writes an input of $2 million bytes, of the shape $1, to stdout.
cat >"$folder/shapes.py" <<'END'
import base64, random, sys
shape, size = sys.argv[1], int(float(sys.argv[2]) * 10**6)
head = "From: MAILER-DAEMON@example.org\nTo: me@example.org\nSubject: failure\nMIME-Version: 1.0\n"
report = head + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n" \
    "Content-Type: message/delivery-status\n\n"
group = "Final-Recipient: rfc822; kim%d@example.net\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no\n"
log = "Nov 20 08:00:00 mx postfix/smtp[9]: 4F%06X: to=<kim%d@example.net>, relay=mx.example.net[192.0.2.1]:25, " \
    "delay=1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.1] said: 550 5.1.1 no such user)\n"
html = "<div><p>Could not <b>deliver</b> &lt;a@b.example&gt;</p><table><tr><td>550 5.1.1</td></tr></table></div>\n"
ses = '{"notificationType":"Bounce","bounce":{"bouncedRecipients":[{"emailAddress":"a@b.example","status":"5.1.1"}]}}\n'
# A text at the begin, and what is repeated behind it: a text, or a function of the number of the repetition.
shapes = {
    "one line": ("550 5.1.1 <a@b.example> ", "x"),
    "plain text": ("", "The mail was not delivered and went home to sleep.\n"),
    "quoting": ("", "> " * 50 + "550 5.1.1 nobody\n"),
    "messages in messages": ("", head + "Content-Type: message/rfc822\n\n"),
    "multiparts in multiparts": (head, lambda i: f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n"),
    "multiparts of one boundary": (head, "Content-Type: multipart/mixed; boundary=b\n\n--b\n"),
    "parts": (head + "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\nx\n"),
    "Received fields": ("", "Received: from a.example.org (a [203.0.113.9]) by b.example.net; Fri, 20 Nov 2026 08:00:00 +0000\n"),
    "base64": (head + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n",
               base64.encodebytes(b"550 5.1.1 nobody here\n" * 999).decode()),
    "HTML": (head + "Content-Type: text/html; charset=utf-8\n\n<html><body>", html),
    "JSON": ("", ses),
    "Chinese": ("", "您的邮件无法送达收件人 kim@example.net：550 邮箱不存在。\n"),
    "recipients": (report, lambda i: group % i + "\n"),
    "fields of one recipient": (report, group % 0),
    "addresses": ("could not be delivered to:\n", lambda i: f"kim{i}@b.example\n"),
    "replies": ("", "550 5.1.1 x\n"),
    "NUL bytes": ("", "\0"),
    "log lines": ("", lambda i: log % (i, i)),
    "mailbox": ("", lambda i: f"From a@b.example Fri Nov 20 08:00:00 2026\nSubject: x\n\n550 5.1.1 <kim{i}@example.net>\n" + "y" * 1000 + "\n\n"),
}
start, repeated = shapes.get(shape.removesuffix(" in GB 18030"), ("", shape))
coding = "gb18030" if shape.endswith("GB 18030") else "utf-8"
while size > 0:
    if shape == "random bytes":
        many = random.Random(size).randbytes(size)
    else:
        texts = map(repeated, range(size, size + 999)) if callable(repeated) else [repeated * (1 + 10**5 // len(repeated))]
        many = (start + "".join(texts)).encode(coding)
    sys.stdout.buffer.write(many[:size])
    size -= len(many)
    start = ""
END

# try SHAPE [MEGABYTES [MOST_MEGABYTES_OF_MEMORY]]
try() {
    local seconds= kilobytes= wrong= memory=${3-100}
    python3 "$folder/shapes.py" "$1" "${2-10}" >"$folder/input"
    timeout "$most_seconds" /usr/bin/time -q -o "$folder/time" -f '%U %S %M' "$program" --json --offline "$folder/input" \
        >"$folder/out" 2>&1
    [ $? -le 1 ] || wrong="a crash, or more than $most_seconds s"
    read -r user system kilobytes <"$folder/time"
    seconds=$(echo "$user + $system" | bc)
    [ -s "$folder/out" ] || wrong="no output"
    [ "$kilobytes" -lt $((memory * 1000)) ] || wrong="$kilobytes KB"
    count=$((count + 1))
    echo "${wrong:+not }ok $count - ${2-10} MB: $1${wrong:+ # $wrong}"
    printf '# %-28s %5s MB %6.2f s of CPU %7.1f MB %7d cases\n' "$1" "${2-10}" "$seconds" "$(echo "$kilobytes / 1000" | bc -l)" \
        "$(wc -l <"$folder/out")"
}

for shape in "one line" "plain text" quoting "messages in messages" "multiparts in multiparts" "multiparts of one boundary" parts \
    "Received fields" base64 HTML "random bytes" JSON Chinese "Chinese in GB 18030" recipients "fields of one recipient" \
    addresses replies "NUL bytes"; do
    try "$shape"
done
try mailbox 10 30
try "log lines" 2 60
for bytes in '550 ' 'a@b ' '<' '@' 'a.'; do
    try "$bytes"
done
echo "1..$count"
