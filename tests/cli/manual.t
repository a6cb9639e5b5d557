#!/bin/sh
# The manual: it lints, says every option there is and none that is not, and its examples run. TAP.
build=${BUILD:-build}
program=$build/whybounce
echo 1..13
number=0
result() { # STATUS NAME [OUTPUT]
    number=$((number + 1))
    if [ "$1" = 0 ]; then echo "ok $number - $2"; else echo "not ok $number - $2"; fi
    [ -z "${3-}" ] || echo "$3" | sed 's/^/# /'
}
output=$(for page in man/*.[1-8] man/*/*.[1-8] "$build"/man/*.7 "$build"/man/*/*.[1-8]; do mandoc -Tlint -Wwarning "$page"; done 2>&1)
[ -z "$output" ]
result $? 'mandoc finds nothing to warn of' "$output"

# "--json" and "-i" of --help, against Fl of the option lists.
helped=$(LC_ALL=C "$program" --lang en --help | grep -oE '^  (-[A-Za-z?], )?--[a-z-]+' |
    grep -oE -e '--?[A-Za-z-]+' | sort -u)
for page in man/whybounce.1 man/zh_CN/whybounce.1; do
    written=$(sed -n 's/^\.It Fl //p' "$page" | sed 's/, Fl/\n/g; s/Ns.*//' |
        sed -n 's/^ *Fl \([a-z-]*\).*/--\1/p; s/^ *\([A-Za-z]\) *$/-\1/p' | sort -u)
    [ -n "$helped" ] && [ "$helped" = "$written" ]
    result $? "$page has the options of --help" "$([ "$helped" = "$written" ] ||
        printf 'help: %s\npage: %s' "$(echo $helped)" "$(echo $written)")"
done

# The settings of --print-config, against those of the page.
held=$("$program" --no-config --print-config | sed -n 's/^\([a-z_]*\):.*/\1/p' | sort)
written=$(sed -n 's/^\.It Cm //p' man/whybounce-config.5 | sort)
[ -n "$held" ] && [ "$held" = "$written" ]
result $? 'whybounce-config(5) has the settings of --print-config' "$([ "$held" = "$written" ] ||
    printf 'program: %s\npage: %s' "$(echo $held)" "$(echo $written)")"

samples=$(ls content/samples | sed -n 's/\.eml$//p')
output=$(for name in $samples; do
    for page in man/whybounce.1 man/zh_CN/whybounce.1; do grep -q -- "$name" $page || echo "$name is not in $page"; done
done)
[ -n "$samples" ] && [ -z "$output" ]
result $? 'every sample is named' "$output"

# Pages that are referred to as ours are there.
output=$(grep -ohE '^\.Xr whybounce[a-z-]* [1-8]' man/*.[1-8] man/*/*.[1-8] | sort -u |
    while read -r _ name section; do [ -f "man/$name.$section" ] || [ -f "$build/man/$name.$section" ] || echo "there is no $name($section)"; done
    LC_ALL=C "$program" --lang en --help | grep -oE 'whybounce[a-z-]*\([1-8]\)' | tr -d ')' | tr '(' '.' |
    while read -r page; do [ -f "man/$page" ] || [ -f "$build/man/$page" ] || echo "--help names $page"; done)
[ -z "$output" ]
result $? 'every page that is referred to is there' "$output"

# Keys of the schema against the page of the case document.
output=$(python3 - <<'PYTHON'
import json, re
page = open('man/whybounce-case.5').read()
words = set(re.findall(r'[a-z_0-9]+', ' '.join(l for l in page.splitlines() if l.startswith(('.Cm', '.It Cm', '.Pq Cm', '(an', '(the')) or True)))
def keys(schema):
    for name, below in schema.get('properties', {}).items():
        yield name
        yield from keys(below)
    if isinstance(schema.get('items'), dict):
        yield from keys(schema['items'])
for name in keys(json.load(open('man/whybounce-case.schema.json'))):
    if name not in words:
        print(name, 'is in the schema, not in the page')
PYTHON
)
[ -z "$output" ]
result $? 'every key of the schema is in whybounce-case(5)' "$output"

# Each page is there in Chinese, and speaks of the same words.
named() { # PAGE: all that its .Cm, .It Cm and .Fl lines name
    sed -nE 's/^\.((It|Pq) )?(Cm|Fl|Brq) //p' "$1" | sed -E 's/ Ns [、，；]+ Ns (Cm|Fl|Brq) / /g; s/ Ns.*//; s/, Fl /\n/g' | grep -oE '[A-Za-z][A-Za-z0-9_.-]*' |
        sort -u
}
output=$(for page in man/*.[1-8]; do
    twin=man/zh_CN/${page#man/}
    [ -f "$twin" ] || { echo "$twin is missing"; continue; }
    named "$page" >"$build/named.en" && named "$twin" >"$build/named.zh"
    diff "$build/named.en" "$build/named.zh" | sed -n "s|^< |$twin lacks |p; s|^> |$page lacks |p"
done; rm -f "$build/named.en" "$build/named.zh")
[ -z "$output" ]
result $? 'every page is there in Chinese, with the same words' "$output"

# Chinese has no blanks between its words, nor beside its punctuation: the end of a source line must not become one.
output=$(for page in man/zh_CN/* "$build"/man/zh_CN/*; do
    mandoc -T utf8 -O width=900 "$page" | sed 's/.\x08//g' | python3 -c '
import re, sys
blank = re.compile("[\u3001-\u3011\uff01-\uff1f] +[^ ].*|[^ ] +[\u3001-\u3011\uff01-\uff1f]|[\u4e00-\u9fff] [\u4e00-\u9fff].*")
for line in sys.stdin:
    for found in blank.findall(line.strip()):
        print(sys.argv[1] + ": a blank in: " + found[:60])
' "$page"
done)
[ -z "$output" ]
result $? 'no blank between Chinese words, nor beside their punctuation' "$(echo "$output" | head -n 20)"

# groff breaks lines at blanks only, unless it is told where else it may: no line but of one long word is over 80 columns.
output=$(command -v groff >/dev/null && for page in "$build"/man/zh_CN/*; do
    groff -K utf8 -T utf8 -m mdoc -P-c "$page" 2>/dev/null | sed 's/.\x08//g' | python3 -c '
import sys, unicodedata
for line in map(str.strip, sys.stdin):
    columns = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
    if columns > 80 and (" " in line or columns > len(line)):
        print(sys.argv[1] + ": " + line)
' "$page"
done)
[ -z "$output" ]
result $? "Chinese lines of groff are broken$(command -v groff >/dev/null || echo ' # SKIP without groff')" "$output"

# What somebody with a bounce types at apropos(1) leads to the program, the causes and the guides.
output=$(described() {
    text=$(sed -n 's/^\.Nd //p' "$1")
    shift
    for word; do echo "$text" | grep -q "$word" || echo "$word is not in: $text"; done
}
for page in man/whybounce.1 "$build/man/whybounce-causes.7" "$build/man/whybounce-guides.7"; do
    described "$page" bounce NDR DSN 550
done
for page in man/zh_CN/whybounce.1 "$build/man/zh_CN/whybounce-causes.7" "$build/man/zh_CN/whybounce-guides.7"; do
    described "$page" 退信 NDR DSN 550
done)
[ -z "$output" ]
result $? 'apropos finds the pages by the words of a bounce' "$output"

# The page of the guides holds all that `whybounce guide` lists.
guides=$("$program" --lang en guide | sed -n '/^Terms/q; s/^  \([a-z-]*\) .*/\1/p')
terms=$("$program" --lang en guide | sed '1,/^Terms/d' | tr '\n' ' ' | sed 's/,  */\n/g; s/^  *//; s/  */ /g')
output=$(for page in "$build/man/whybounce-guides.7" "$build/man/zh_CN/whybounce-guides.7"; do
    for name in $guides; do grep -qx ".Dl whybounce guide $name" "$page" || echo "$name is not in $page"; done
    echo "$terms" | sed 's/ *$//' | while read -r term; do
        sed 's/\\[&:]//g; s/（.*//' "$page" | grep -qxF ".It Sy $term" || echo "$term is not in $page"
    done
done)
[ -n "$guides" ] && [ -n "$terms" ] && [ -z "$output" ]
result $? 'whybounce-guides(7) has every guide and every term' "$output"

# Without mandoc the build goes on, with no pages inside; once it is there, they are made.
work=$(mktemp -d) && made=$work/build/manual/en/whybounce.1
make -s MANDOC= BUILD="$work/build" "$made" 2>"$work/said" && [ -f "$made" ] && [ ! -s "$made" ] &&
    make -s BUILD="$work/build" "$made" 2>>"$work/said" && grep -q 'whybounce' "$made"
result $? 'built without mandoc, and with it again' "$(cat "$work/said")"
rm -rf "$work"
