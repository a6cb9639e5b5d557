#!/bin/bash
# Logs of any size: 20,000 bounces of twelve kinds in seven formats, counts exact, memory flat; compressed, in a pipe, chosen from.
program=${BUILD:-build}/whybounce
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_CONFIG_HOME=$folder/config LC_ALL=C.UTF-8 TZ=UTC
bounces=4000 # in each of five formats
case ${BUILD:-build} in *asan*) bounces=240 ;; esac
count=0
check() {
    count=$((count + 1))
    if [ "$2" = "$3" ]; then echo "ok $count - $1"; else echo "not ok $count - $1 # \"$3\", not \"$2\""; fi
}
# How many cases have which reason.
reasons() { grep -o '"reason":"[^"]*","rule"' "$folder/out" | sort | uniq -c | sed 's/ *\([0-9]*\) "reason":"\([^"]*\)".*/\2 \1/' | sort; }
# What the twelve kinds are, $1 of each.
expected() {
    printf '%s\n' "authfailure $((2 * $1))" "blocked $((2 * $1))" "emailtoolarge $1" "hostunknown $1" "mailboxfull $1" \
        "norelaying $1" "requireptr $1" "spamdetected $1" "suspend $1" "userunknown $1"
}

for form in exim postfix sendmail opensmtpd journal exchange qmail; do
    many=$bounces
    case $form in exchange | qmail) many=1200 ;; esac
    many=$((many / 12 * 12))
    tests/tools/make_log $form $many >"$folder/log" 2>/dev/null
    /usr/bin/time -q -o "$folder/time" -f %M "$program" --json --offline "$folder/log" >"$folder/out" 2>"$folder/err"
    check "$form: a cause for each" 0 $?
    check "$form: as many cases as bounces" $many "$(wc -l <"$folder/out")"
    check "$form: of twelve kinds" "$(expected $((many / 12)))" "$(reasons)"
    check "$form: each with its sender" $many "$(grep -c '"sender":"me@sender[0-6].example.org"' "$folder/out")"
    check "$form: those to be tried again" $((many / 12)) "$(grep -c '"action":"delayed"' "$folder/out")"
    check "$form: no place is told, where none is" 0 "$(grep -c '"start":[0-9]' "$folder/out")"
    check "$form: says what it passed over" "failed: $((many / 12 * 11)), delayed: $((many / 12)), served and so not judged: $(((many + 2) / 3));" \
        "$(grep -o 'failed: [^;]*;' "$folder/err")"
    case ${BUILD:-build} in
    *asan*) ;;
    *) [ "$(cat "$folder/time")" -lt 60000 ] && memory=flat || memory="$(cat "$folder/time") KB"
        check "$form: memory under 60 MB" flat "$memory" ;;
    esac
done

tests/tools/make_log postfix 1200 >"$folder/log" 2>/dev/null
"$program" --json --offline - <"$folder/log" 2>/dev/null | sed 's/"source":"[^"]*"//' >"$folder/piped"
"$program" --json --offline "$folder/log" 2>/dev/null | sed 's/"source":"[^"]*"//' >"$folder/out"
check "a pipe is as good as a file" same "$(cmp -s "$folder/piped" "$folder/out" && echo same)"
# Rotated: as the whole file, and as one that was cut.
for pack in gzip xz zstd bzip2; do
    command -v $pack >/dev/null || continue
    $pack -c "$folder/log" >"$folder/packed"
    "$program" --json --offline "$folder/packed" 2>"$folder/err" | sed 's/"source":"[^"]*"//' >"$folder/unpacked"
    check "$pack: as good as the file" same "$(cmp -s "$folder/unpacked" "$folder/out" && echo same)"
    head -c $(($(wc -c <"$folder/packed") * 2 / 3)) "$folder/packed" >"$folder/cut"
    "$program" --json --offline "$folder/cut" >"$folder/unpacked" 2>"$folder/err"
    check "$pack: cut, which is told" "65 1" "$? $(grep -c 'is damaged or cut' "$folder/err")"
done

"$program" summary - <"$folder/packed" >"$folder/summary"
check "compressed on standard input, where that is a file" "1200 recipients did not get their mail" \
    "$(head -n 1 "$folder/summary")"
"$program" --json --offline --domain sender3.example.org "$folder/log" >"$folder/out" 2>/dev/null
check "the mail of one domain" "$(grep -c 'from=<me@sender3' "$folder/log")" \
    "$(($(wc -l <"$folder/out") + $(grep -c 'status=sent' "$folder/log") / 7))" # every seventh of the served is of it, too
check "and no other" 0 "$(grep -vc '"sender":"me@sender3.example.org"' "$folder/out")"

# An excerpt is what a person asks about: all of it is told, with what was delivered.
head -n 40 "$folder/log" >"$folder/excerpt"
"$program" --json --offline "$folder/excerpt" >"$folder/out" 2>"$folder/err"
check "an excerpt is told as a whole" "$(grep -c ' status=' "$folder/excerpt")" "$(wc -l <"$folder/out")"
check "without a word on what it passed over" "" "$(cat "$folder/err")"
echo "1..$count"
