#!/bin/sh
# From a key to the painted screen with 200 findings and a bounce of 1 MB: under 10 ms at the 99th percentile.
"${BUILD:-build}/tests/tools/key_to_paint" | awk '{ print; if ($3 + 0 >= 10) slow = 1 } END { exit slow || NR < 5 }'
