#!/bin/sh
# C files are as clang-format writes them (.clang-format). Names those that are not. One run for all
# of them: to start the formatter takes longer than to read a file.
set -u
# shellcheck disable=SC2046
complaints=$(clang-format --dry-run -Werror $(ls content/*/*.[ch] checks/*/*.[ch] tui/*/*.[ch] tests/*/*.[ch] tests/unit/*/*.[ch]) 2>&1) && exit 0
named=$(echo "$complaints" | sed -n 's/^\([^: ]*\.[ch]\):[0-9].*/\1: run clang-format -i \1/p' | sort -u)
echo "${named:-$complaints}"
exit 1
