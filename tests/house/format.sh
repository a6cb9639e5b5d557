#!/bin/sh
# C files are as clang-format writes them (.clang-format). Names those that are not.
set -u
bad=0
for file in content/*.[ch] content/compiler/*.[ch] checks/*.[ch] tui/*.[ch] tests/*/*.[ch]; do
    [ -f "$file" ] || continue
    clang-format --dry-run -Werror "$file" >/dev/null 2>&1 && continue
    echo "$file: run clang-format -i $file"
    bad=1
done
exit $bad
