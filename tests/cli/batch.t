#!/bin/bash
# Several inputs: all on their way to the engine at once, answered in order, and an engine that dies takes none of them along.
program=${BUILD:-build}/whybounce
folder=$(mktemp -d)
trap 'rm -rf "$folder"; [ -z "$(jobs -p)" ] || kill -9 $(jobs -p) 2>/dev/null' EXIT
export XDG_CONFIG_HOME=$folder/config LC_ALL=C.UTF-8
count=0
check() {
    count=$((count + 1))
    if [ "$2" = "$3" ]; then echo "ok $count - $1"; else echo "not ok $count - $1 # \"$3\", not \"$2\""; fi
}
sources() { grep -o '"source":"[^"]*"' "$folder/out" | sed 's/.*[/"]\([^/"]*\)"$/\1/' | tr '\n' ' '; }
mkfifo "$folder/first" "$folder/last"
for number in 1 2 3; do echo "550 5.1.1 <kim$number@example.net>: no such user" >"$folder/$number"; done

files=
for number in $(seq 100); do
    cp "$folder/1" "$folder/n$number"
    files="$files $folder/n$number"
done
# shellcheck disable=SC2086
"$program" --json --offline $files >"$folder/out" 2>&1
check "a hundred inputs end well" 0 $?
check "a hundred answers in order" "$(seq -f 'n%g' 100 | tr '\n' ' ')" "$(sources)"

# Starts the program, which waits for its first input; stops its engine, so that what is sent stays unanswered.
start_and_stop_engine() {
    "$program" --json --offline "$@" >"$folder/out" 2>"$folder/err" &
    run=$!
    exec 3>"$folder/first"
    until engine=$(pgrep -P "$run"); do :; done
    kill -STOP "$engine"
    echo '550 5.1.1 no such user' >&3
    exec 3>&-
}
start_and_stop_engine "$folder"/{first,1,2,last,3}
exec 4>"$folder/last" # once that is open, all before it has been sent
kill -KILL "$engine"
echo '550 5.1.1 no such user' >&4
exec 4>&-
wait "$run"
check "an engine dies, the run ends well" 0 $?
check "its requests are answered by another" "first 1 2 last 3 " "$(sources)"
check "and nobody is bothered with it" "" "$(cat "$folder/err")"
start_and_stop_engine "$folder/first"
kill -KILL "$engine"
wait "$run"
check "an engine dies of an input, which is worth a status" 70 $?
check "there is no answer" "" "$(sources)"
check "the input is named" 1 "$(grep -c 'first: the engine ended' "$folder/err")"

# Requests with their input behind them, and what is wrong with such.
printf '{"id":1,"bytes":20,"offline":true}\n550 5.1.1 nobody\n\n\n\n{"id":2,"text":"550 5.1.1 x","offline":true}\n' |
    "$program" batch >"$folder/out"
check "bytes behind a request are its input" '1 1 2 2 ' "$(grep -o '^{"id":[0-9]' "$folder/out" | tr -dc '0-9\n' | tr '\n' ' ')"
printf '{"id":1,"bytes":20}\n550 5.1.1' | "$program" batch >"$folder/out"
check "bytes that do not come" 65 $?
check "are told of" 1 "$(grep -c 'ends before all of its' "$folder/out")"
for bytes in -1 9999999999; do
    printf '{"bytes":%s}\nx' "$bytes" | "$program" batch >"$folder/out"
    check "$bytes bytes" 65 $?
done
check "a case says what it is worth" 1 "$(echo '{"text":"hello"}' | "$program" batch | grep -c '"done":true,"exit":1,"case":')"
printf '%s\n' '{"id":1,"do":"dia\nnose\u0007"}' | "$program" batch >"$folder/out"
check "an error repeats no line end and no control character" 1 "$(grep -cF 'not \"dia nose\\x07\"' "$folder/out")"
echo "1..$count"
