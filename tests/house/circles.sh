#!/bin/sh
# The calls between C files form no circle: of any two files one stands on the other, or neither. The same between folders.
# Read from the objects of the build, so that a call counts and an #include for a type does not.
build=${BUILD:-build}
pairs=$(mktemp) || exit 1
trap 'rm -f "$pairs"' EXIT

# Two circles are meant: the catalogue holds what its compiler writes at build time, and the help
# is one of the screens that it describes.
find "$build/content" "$build/checks" "$build/tui" -name '*.o' ! -path '*/compiler/*' ! -name '*_built_in.o' |
    sort | xargs nm -A | awk '
        { split($1, place, ":"); file = place[1]; sub(/.*\/build[^\/]*\//, "", file) }
        NF == 3 && $2 ~ /^[TDBRV]$/ { owner[$3] = file }
        $(NF - 1) == "U" { used[++count] = file " " $NF }
        END {
            for (i = 1; i <= count; i++) {
                split(used[i], use, " ")
                if (use[2] in owner && owner[use[2]] != use[1] && !(use[1] ~ /screen_help.o$/ && owner[use[2]] ~ /screens.o$/))
                    print use[1], owner[use[2]]
            }
        }' | sort -u >"$pairs"
[ -s "$pairs" ] || { echo "no objects below $build: build first"; exit 1; }
loops=$(tsort "$pairs" 2>&1 >/dev/null)
[ -z "$loops" ] || { echo "files that call each other in a circle:"; echo "$loops"; exit 1; }

# Of folders, where the help's own use of the table of screens stays within one.
loops=$(sed -E 's,/[^/ ]+\.o,,g' "$pairs" | awk '$1 != $2' | sort -u | tsort 2>&1 >/dev/null)
[ -z "$loops" ] || { echo "folders that call each other in a circle:"; echo "$loops"; exit 1; }
