#!/bin/sh
# --plain: / and words show what stands around the place found, n the next one; what is not found is said in a line. TAP.
set -u
build=${BUILD:-build}
export LC_ALL=C.UTF-8 HOME=/nonexistent
unset LANGUAGE XDG_CONFIG_HOME XDG_STATE_HOME
said() { # LINES: what the program says from the first search on
    printf '%b' "$1" | timeout 60 "$build/whybounce" --lang en --plain --no-history --offline 2>&1 | sed '1,/^Words explained/d; 1,/^> *$/d'
}
number=0 failed=0
result() { # STATUS NAME
    number=$((number + 1))
    if [ "$1" = 0 ]; then echo "ok $number - $2"; else echo "not ok $number - $2"; echo "$output" | sed 's/^/# /'; failed=1; fi
}
output=$(said 'w\n1\n/dmarc\n')
echo "$output" | grep -q '^\* dmarc: place 1 of '
result $? 'which place of how many'
echo "$output" | grep -qi 'dmarc' && [ "$(echo "$output" | wc -l)" -lt 25 ]
result $? 'what stands around it, and not the whole page'
output=$(said 'w\n1\n/dmarc\nn\n')
echo "$output" | grep -q '^\* dmarc: place 2 of '
result $? 'n: the next place'
output=$(said 'w\n1\n/no such words\n')
echo "$output" | grep -q '^\* Not found on this page: no such words' && [ "$(echo "$output" | wc -l)" -lt 8 ]
result $? 'what is not found is said in a line'
output=$(printf 'w\n1\n/\ndmarc\n' | timeout 60 "$build/whybounce" --lang en --plain --no-history --offline 2>&1)
echo "$output" | grep -q '^\* dmarc: place 1 of '
result $? '/ alone asks for the words'
output=$(printf '?\nM\n6\n/dqs\nn\nb\n' | timeout 60 "$build/whybounce" --lang en --plain --no-history --offline 2>&1)
if command -v mandoc >/dev/null; then
    echo "$output" | grep -q '^\* dqs: place 2 of ' && echo "$output" | grep -q '^  *block_list_keys$'
    result $? 'the manual: from the help to a page, and searched'
fi
echo "1..$number"
exit $failed
