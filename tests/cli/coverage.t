#!/bin/sh
# Every entry of the catalogue beyond the documented rows names its source, and the list of them is current.
made=$(mktemp) || exit 1
trap 'rm -f "$made"' EXIT
echo 1..2
if tests/tools/coverage >"$made"; then echo "ok 1 - every entry names its research"; else echo "not ok 1 - every entry names its research"; fi
if cmp -s "$made" tests/COVERAGE.md; then
    echo "ok 2 - tests/COVERAGE.md is current"
else
    echo "not ok 2 - tests/COVERAGE.md is current"
    echo "# run: tests/tools/coverage > tests/COVERAGE.md"
fi
