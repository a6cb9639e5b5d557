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

# What the call says holds for every request.
mail='{"id":1,"text":"550 5.1.1 <kim@example.net>: no such user","offline":false}'
answer() { echo "$mail" | "$program" batch "$@" | jq -r "select(.case) | .case$path"; }
path='.findings[0] | [.effect, .evidence[0].server] | join(" ")'
check "--offline binds a request that says otherwise" "skipped " "$(echo '{"do":"check","facts":{"domain":"example.org"},"offline":false}' |
    "$program" batch --offline --resolver 127.0.0.1@1 | jq -r "select(.case) | .case$path")"
path=.facts.recipient
check "--redact redacts" user1@example.net "$(answer --offline --redact)"
check "--recipient corrects" lee@example.org "$(answer --offline --recipient lee@example.org)"
path=.lang
check "--lang" zh_CN "$(answer --offline --lang=zh_CN)"
check "a machine's language is not that of the environment" en "$(LANG=zh_CN.UTF-8 LC_ALL=zh_CN.UTF-8 answer --offline)"
path=.cause.id
check "--cause" mailbox-full "$(answer --offline --cause=mailbox-full)"
printf 'example.net. 300 IN SOA a. b. 1 1 1 1 1\n' >"$folder/zone"
path='.findings[] | select(.id == "mx.missing" or .id == "domain.nxdomain" or .id == "mx.ok") | .evidence[0].server'
check "--zone lies over what a request is answered with" "$folder/zone" "$(answer --offline --zone="$folder/zone" | head -1 | sed 's/^zone //')"
path=.request.do
check "--record" diagnose "$(answer --offline --record)"
for option in --text --markdown --html --plain -i --watch --sample=spf-fail --zone=-; do
    "$program" batch "$option" </dev/null >"$folder/out" 2>"$folder/err"
    check "batch $option is refused" "64 0 1" "$? $(wc -c <"$folder/out") $(wc -l <"$folder/err")"
done

# The exit status is that of the first error, else of the gravest case.
echo "$mail" | "$program" batch --offline >"$folder/out"
check "all identified" 0 $?
printf '%s\n{"text":"hello"}\n' "$mail" | "$program" batch --offline >"$folder/out"
check "one is no bounce" 1 $?
printf 'nonsense\n%s\n' "$mail" | "$program" batch --offline >"$folder/out"
check "one line is not JSON" "65 1" "$? $(grep -c '"event":"case"' "$folder/out")"
echo "$mail" | "$program" batch --offline 2>"$folder/err" >/dev/full
check "a full disk" "74 1" "$? $(wc -l <"$folder/err")"

# Its engine dies while a question is on its way: python says the port that it asks, and when it was asked.
cat >"$folder/silent.py" <<'END'
import socket, sys
silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
silent.bind(("127.0.0.1", 0))
print(silent.getsockname()[1], flush=True)
silent.recv(512)
print("asked", flush=True)
sys.stdin.read()
END
kill_under_way() {
    coproc python3 "$folder/silent.py"
    server=$COPROC_PID
    read -r port <&"${COPROC[0]}"
    "$program" batch <"$folder/first" >"$folder/out" 2>"$folder/err" &
    run=$!
    exec 3>"$folder/first"
    printf '%s\n' "$@" "{\"id\":\"q\",\"do\":\"check\",\"resolvers\":[\"127.0.0.1@$port\"],\"facts\":{\"domain\":\"example.org\"},\"timeout\":1}" >&3
    read -r asked <&"${COPROC[0]}"
    kill -KILL "$(pgrep -oP "$run")"
    exec 3>&-
    wait "$run"
    status=$?
    kill "$server"
    wait "$server" 2>/dev/null
}
kill_under_way
check "an engine dies of a request" '70 {"id":"q","event":"error"' "$status $(grep -o '^{"id":"q","event":"error"' "$folder/out")"
check "which is over then" '{"id":"q","event":"done"}' "$(tail -1 "$folder/out")"
stuck='{"id":"p","do":"check","facts":{"domain":"example.org"},"resolvers":["192.0.2.1"],"timeout":1}'
kill_under_way "$stuck"
check "two were under way: both are answered by another" '69 p q ' \
    "$status $(jq -r 'select(.event == "case") | .id' "$folder/out" | sort | tr '\n' ' ')"
check "nobody else is bothered" 0 "$(wc -c <"$folder/err")"
echo "1..$count"
