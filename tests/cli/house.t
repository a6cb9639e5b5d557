#!/bin/sh
# The rules of the house that a script can see. TAP.
echo 1..7
number=0
rule() {
    number=$((number + 1))
    if output=$(sh "$2" 2>&1); then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
    fi
    [ -z "$output" ] || echo "$output" | sed 's/^/# /'
}
rule 'floors, libraries and the top level' tests/house/floors.sh
rule 'sizes of functions and files' tests/house/sizes.sh
rule 'calls between files form no circle' tests/house/circles.sh
rule 'every text is translated' tests/house/messages.sh
rule 'the Chinese texts use one term for one thing, and the signs of Chinese' tests/house/chinese.sh
rule 'the format of C files' tests/house/format.sh
rule 'shell scripts parse' tests/house/scripts.sh
