#!/bin/bash
# Started with descriptors closed, and with nowhere to write to: an answer or one clear line, the right exit status, and
# nothing that goes astray into what took a descriptor's place.
program=${BUILD:-build}/whybounce
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_CONFIG_HOME=$folder/config XDG_STATE_HOME=$folder/state LC_ALL=C.UTF-8
count=0
check() {
    count=$((count + 1))
    if [ "$2" = "$3" ]; then echo "ok $count - $1"; else echo "not ok $count - $1 # \"$3\", not \"$2\""; fi
}
mail='550 5.1.1 <kim@example.net>: no such user'
lines() { wc -l <"$folder/err"; }

timeout 20 "$program" --text --offline - <&- >"$folder/out" 2>"$folder/err"
check "a closed input is told, and not waited for" "66 1 0" "$? $(lines) $(wc -c <"$folder/out")"
timeout 20 "$program" batch <&- >"$folder/out" 2>"$folder/err"
check "so with batch" "66 1" "$? $(grep -c '"exit":66' "$folder/out")"
timeout 20 "$program" --text --offline - <<<"$mail" >&- 2>"$folder/err"
check "a closed output is told" "74 1" "$? $(lines)"
timeout 20 "$program" --json --offline - <<<"$mail" >"$folder/out" 2>&-
check "a closed stderr hinders nobody" "0 1" "$? $(wc -l <"$folder/out")"
timeout 20 "$program" --json --offline "$folder/none" - <<<"$mail" >"$folder/out" 2>&-
check "and what is said there reaches nobody else" "66 1" "$? $(grep -c '^{.*}$' "$folder/out")"
timeout 20 "$program" --text --offline - <&- >&- 2>&-
check "all three" 66 $?
"$program" --json --offline --resolver 1.2.3 - <<<"$mail" >"$folder/out" 2>&-
check "an error, and nowhere to tell it" 0 "$(grep -c whybounce: "$folder/out")"

while read -r arguments; do
    # shellcheck disable=SC2086
    "$program" $arguments >/dev/full 2>"$folder/err" <<<"$mail"
    check "a full disk: whybounce $arguments" "74 1" "$? $(lines)"
done <<'END'
--version
--help
--print-config
guide
guide mx
explain 5.1.1
cases
check --offline example.org
--text --offline -
--json --offline -
--markdown --offline -
--html --offline -
--sample spf-fail
END
echo "1..$count"
