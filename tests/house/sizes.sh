#!/bin/sh
# Sizes of functions and files: none over 100 lines, 90 % up to 40, median up to 15; files up to 500.
set -u
sources=$(ls tui/*/*.[ch] checks/*/*.[ch] content/*/*.[ch])
# shellcheck disable=SC2086
ctags -x --_xformat='%{line} %{end} %F:%N' --languages=C --kinds-C=f --langmap=C:.c.h -f - $sources |
    awk '$2 ~ /^[0-9]+$/ { print $2 - $1 + 1, $3 }' | sort -n |
    awk '
        { size[NR] = $1; if ($1 > 100) { print $2 " has " $1 " lines"; bad = 1 }; if ($1 <= 40) small++ }
        END {
            if (NR == 0) { print "no function found: does ctags work?"; exit 1 }
            median = size[int((NR + 1) / 2)]
            printf "%d functions: median %d lines, %d %% up to 40, longest %d\n", NR, median,
                100 * small / NR, size[NR]
            if (median > 15) { print "the median is over 15"; bad = 1 }
            if (small < 0.9 * NR) { print "fewer than 90 % have up to 40 lines"; bad = 1 }
            exit bad
        }' || bad=1
# shellcheck disable=SC2086
wc -l $sources | awk '$2 != "total" && $1 > 500 { print $2 " has " $1 " lines"; bad = 1 } END { exit bad }' || bad=1
exit ${bad-0}
