#!/bin/sh
# Reading and identifying, one process, against Sisimai (Debian: libsisimai-perl) on the same files in the same run.
# The files are those of ../shared/corpus; skipped where they or Sisimai are missing.
set -eu
program=${BUILD:-build}/whybounce
messages=${WHYBOUNCE_SHARED:-../shared}/corpus/messages
[ -d "$messages" ] || { echo "skipped: no messages at $messages"; exit 0; }
perl -MSisimai -e1 2>/dev/null || { echo "skipped: Sisimai is not installed (libsisimai-perl)"; exit 0; }
times=$(mktemp)
trap 'rm -f "$times"' EXIT

# seconds NAME COMMAND...: wall time of one run
seconds() {
    name=$1
    shift
    start=$(date +%s.%N)
    "$@" >/dev/null 2>&1 || true
    echo "$name $(echo "$(date +%s.%N) - $start" | bc)" >>"$times"
}

# Version 5 calls it rise, version 4 make.
decode='my $way = Sisimai->can("rise") || Sisimai->can("make"); for my $file (@ARGV) { Sisimai->$way($file); }'
files=$(ls "$messages"/*)
for run in 1 2 3 4 5; do
    # shellcheck disable=SC2086
    seconds whybounce "$program" --json --offline $files
    # shellcheck disable=SC2086
    seconds sisimai perl -MSisimai -e "$decode" $files
    seconds whybounce-start "$program" --version
    seconds sisimai-start perl -MSisimai -e1
done
count=$(echo "$files" | wc -l)
sort "$times" | awk -v count="$count" '
    { runs[$1]++; value[$1, runs[$1]] = $2 }
    END {
        for (name in runs) {
            n = runs[name]
            for (i = 1; i <= n; i++)
                for (j = i + 1; j <= n; j++)
                    if (value[name, i] > value[name, j]) { t = value[name, i]; value[name, i] = value[name, j]; value[name, j] = t }
            median[name] = value[name, int((n + 1) / 2)]
        }
        for (name in median)
            printf "%-16s %.3f s (median of 5)%s\n", name, median[name], name ~ /start/ ? "" : sprintf(", %.0f messages/s", count / median[name])
        printf "whybounce is %.1f times as fast as Sisimai over %d files, starts included\n", median["sisimai"] / median["whybounce"], count
    }'
