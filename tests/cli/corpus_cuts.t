#!/bin/bash
# Every message of the corpus, cut at each kilobyte: an answer for each, and no crash.
program=${BUILD:-build}/whybounce
messages=../shared/corpus/messages
[ -d "$messages" ] || { echo "1..0 # SKIP no $messages"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_CONFIG_HOME=$folder/config LC_ALL=C.UTF-8
mkdir "$folder/cuts"
python3 - "$messages" "$folder/cuts" <<'END'
import os, sys
for number, name in enumerate(sorted(os.listdir(sys.argv[1]))):
    whole = open(os.path.join(sys.argv[1], name), "rb").read()
    for cut in range(1024, min(len(whole), 32 * 1024), 1024):
        open(f"{sys.argv[2]}/{number}-{cut}", "wb").write(whole[:cut])
END
echo 1..2
find "$folder/cuts" -type f -print0 | xargs -0 -n 200 timeout 60 "$program" --json --offline >"$folder/out" 2>"$folder/err"
# xargs: 123 where a command ended with 1 to 125.
status=$?
[ "$status" -eq 0 ] || [ "$status" -eq 123 ] && [ ! -s "$folder/err" ] && echo "ok 1 - no crash" ||
    echo "not ok 1 - no crash # $status: $(head -c 300 "$folder/err")"
cuts=$(find "$folder/cuts" -type f | wc -l)
answered=$(grep -o '"source": *"[^"]*"' "$folder/out" | sort -u | wc -l)
[ "$cuts" -gt 0 ] && [ "$answered" -eq "$cuts" ] && echo "ok 2 - an answer for each of $cuts" ||
    echo "not ok 2 - an answer for each # $answered of $cuts"
