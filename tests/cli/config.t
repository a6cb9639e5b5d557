#!/bin/bash
# The file of settings: what it sets, what stands above it, one line with place and mend for each mistake. TAP.
program=${BUILD:-build}/whybounce
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_CONFIG_HOME=$folder/config LC_ALL=C.UTF-8
unset LANGUAGE NO_COLOR
mkdir -p "$folder/config/whybounce"
file=$folder/config/whybounce/config.yaml
number=0
result() { # STATUS NAME [OUTPUT]
    number=$((number + 1))
    if [ "$1" = 0 ]; then echo "ok $number - $2"; else echo "not ok $number - $2"; fi
    [ -z "${3-}" ] || echo "$3" | sed 's/^/# /'
}
# holds NAME LINE OPTION...: --print-config prints that line.
holds() {
    local name=$1 line=$2 output
    shift 2
    output=$("$program" "$@" --print-config 2>&1)
    [[ $'\n'$output$'\n' == *$'\n'"$line"$'\n'* ]]
    result $? "$name" "$(echo "$output" | grep -F "${line%%:*}:" | head -3)"
}
# refused NAME WORDS: exit 78, one line that names file, line and mend.
refused() {
    local output status
    output=$(timeout 60 "$program" --offline --text tests/rows/bounce.eml.in 2>&1 </dev/null)
    status=$?
    [ $status = 78 ] && [ "$(echo "$output" | wc -l)" = 1 ] && [[ $output == *"config.yaml:$2"* ]]
    result $? "$1" "$status $output"
}

holds 'nothing is set without a file' 'history: 30 # default'
for page in man/whybounce-config.5 man/zh_CN/whybounce-config.5; do
    sed -n '/^\.Bd -literal/,/^\.Ed/p' "$page" | grep -v '^\.' >"$file"
    holds "the example of $page is read" "  repeat: [\"R\", \"F5\"]"
done
holds 'a value and its place' "timeout: 20 # $file:4"
holds 'the command line stands above it' 'timeout: 3 # --timeout' --timeout=3 --lang=en
NO_COLOR=1 holds 'NO_COLOR too' 'colour: never # NO_COLOR' --lang=en
LANGUAGE=zh_CN holds 'and LANGUAGE' 'language: zh_CN # LANGUAGE'
LC_ALL=C holds 'and LC_ALL' 'language: en # LC_ALL'
LC_ALL='' LANG=en_GB.UTF-8 holds 'LANG does not' "language: zh_CN # $file:1"
holds 'an option that takes a setting back' 'redact: none # --no-redact' --no-redact --lang=en
holds 'a block list is switched on' '  dnsbl.dronebl.org: on'
holds 'and another off' '  bl.spamcop.net: off'
holds '--no-config reads none' 'history: 30 # default' --no-config
"$program" --print-config >"$folder/again.yaml"
"$program" --config="$folder/again.yaml" --print-config >"$folder/twice.yaml" 2>&1
cmp -s <(sed 's/ #.*//' "$folder/again.yaml") <(sed 's/ #.*//' "$folder/twice.yaml")
result $? 'what --print-config prints is such a file' "$(diff <(sed 's/ #.*//' "$folder/again.yaml") <(sed 's/ #.*//' "$folder/twice.yaml") | head -3)"

printf 'language: zh_CN\n' >"$file"
output=$("$program" --offline --text tests/rows/bounce.eml.in 2>&1)
[[ $output == *退信* ]]
result $? 'the language of a report'
output=$("$program" --offline --text --lang=en tests/rows/bounce.eml.in 2>&1)
[[ $output == *'The bounce'* ]]
result $? 'and the command line above it'
printf 'redact: addresses\n' >"$file"
output=$(printf '550 5.1.1 <kim@example.net>: User unknown\n' | "$program" --offline --text -)
[[ $output != *kim@* ]]
result $? 'redaction of reports' "$(echo "$output" | grep -F kim@ | head -2)"

printf 'resolvers: [127.0.0.1@1]\ntimeout: 5\n' >"$file"
output=$(echo '{"id":1,"do":"check","facts":{"domain":"example.org"}}' | timeout 60 "$program" batch |
    jq -r 'select(.done) | [.exit, (.case.findings | map(.evidence[]?.server) | unique[])] | join(" ")')
[[ $output == '69 127.0.0.1@1'* ]]
result $? 'batch asks the resolvers of the file' "$output"
output=$(echo '{"id":1,"do":"check","resolvers":["127.0.0.1@2"],"facts":{"domain":"example.org"}}' | timeout 60 "$program" batch |
    jq -r 'select(.done) | [.exit, (.case.findings | map(.evidence[]?.server) | unique[])] | join(" ")')
[[ $output == '69 127.0.0.1@2'* ]]
result $? 'unless the request names its own' "$output"

printf 'offline: yes\npublic: yes\nlang: zh_CN\n' >"$file"
holds 'a setting that is any long option' "offline: yes # $file:1"
holds 'by its own name' "language: zh_CN # $file:3"
holds 'what asks stands above offline in the file' 'offline: no # --no-offline' --no-offline --lang=en
output=$("$program" --history=7 --no-history 2>&1)
[ $? = 64 ] && [[ $output == *'choose one of --history and --no-history'* ]]
result $? 'two flags that contradict each other' "$output"
output=$("$program" --offlin 2>&1)
[ $? = 64 ] && [[ $output == *'did you mean "offline"'* ]]
result $? 'a misspelt option' "$output"

key=q7zk3m9xw2v5n8bt
echo $key >"$folder/config/whybounce/dqs.key"
printf 'block_list_keys:\n  zen.spamhaus.org: dqs.key\n' >"$file"
holds 'a list that is asked with a key' '  # zen.spamhaus.org: ***'
! "$program" --print-config 2>&1 | grep -q $key
result $? 'which is not shown'
printf 'block_list_keys:\n  zen.spamhaus.org: %s\n' $key >"$file"
refused 'the key in the place of its file' '2: its key file cannot be read ('
! "$program" --print-config 2>&1 | grep -q $key
result $? 'is not shown either'
echo short >"$folder/config/whybounce/dqs.key"

mistake() { # NAME WORDS TEXT
    printf '%b' "$3" >"$file"
    refused "$1" "$2"
}
mistake 'a misspelt name' '2: unknown setting "langauge": did you mean "language"?' 'ascii: yes\nlangauge: en\n'
mistake 'a wrong word' '1: language is one of: en, zh_CN' 'language: fr\n'
mistake 'no address' '1: resolver "1.2.3"' 'resolvers: [1.2.3]\n'
mistake 'no list' '1: no resolver is listed' 'resolvers: []\n'
mistake 'neither yes nor no' '1: ascii is yes or no' 'ascii: maybe\n'
mistake 'a number out of range' '1: timeout is a number' 'timeout: 1e9\n'
mistake 'no number of days' '1: history is yes, no' 'history: -1\n'
mistake 'an unknown block list' '2: no block list' 'block_lists:\n  dnsbl.example: on\n'
mistake 'a dead block list' '2: this list is dead' 'block_lists:\n  dnsbl.sorbs.net: on\n'
mistake 'a private block list' '2: this list is private' 'block_lists:\n  csi.cloudmark.com: on\n'
mistake 'a key file without a key' '2: the first line of its key file is no key' 'block_list_keys:\n  zen.spamhaus.org: dqs.key\n'
mistake 'a list that takes no key' '2: no list of this zone is known that takes a key' 'block_list_keys:\n  bl.spamcop.net: dqs.key\n'
mistake 'a mapping that is none' '1: block_lists holds' 'block_lists: off\n'
mistake 'an unknown command' '2: nothing is called "repaet": did you mean "repeat"?' 'keys:\n  repaet: R\n'
mistake 'a key that is taken' '2: "q" means "quit" already' 'keys:\n  repeat: q\n'
mistake 'a key that is text' '2: "h" is text' 'keys:\n  help: h\n'
mistake 'no key' '2: "Hyper" is no key' 'keys:\n  repeat: Hyper\n'
mistake 'too many keys' '2: more than 4 keys' 'keys:\n  repeat: [A, B, C, D, E]\n'
mistake 'twice the same' '2: this stands above already; take one out' 'ascii: yes\nascii: no\n'
mistake 'too deep' '3: nested too deep' 'keys:\n  repeat:\n    a: b\n'
mistake 'a list instead of settings' '1: no settings' '- a\n'
mistake 'no YAML' '2: not YAML' 'ascii: yes\n  language: [\n'
mistake 'control bytes' '1: ' 'ascii: \033[2J\n'
# A file of aliases that would unfold to a billion words.
{
    echo 'a: &a [x, x, x, x, x, x, x, x, x, x]'
    for name in b c d e f g h i; do
        echo "$name: &$name [*${last:-a}, *${last:-a}, *${last:-a}, *${last:-a}, *${last:-a}, *${last:-a}, *${last:-a}, *${last:-a}]"
        last=$name
    done
} >"$file"
refused 'a bomb of aliases' '2: an alias (*name) stands here; write the value itself'
printf 'language: &a en\ncolour: &a never\n' >"$file"
refused 'two anchors of one name' '3: not YAML'
head -c 70000 /dev/zero | tr '\0' '#' >"$file"
refused 'a large file' ' larger than 64 KiB'
head -c 2000 /dev/urandom >"$file"
refused 'noise' ''
mistake 'a second document' '2: a second document begins here; remove' 'ascii: yes\n---\nascii: no\n'
printf '[%.0s' {1..60000} >"$file"
refused 'brackets without end' '1: nested too deep'
rm "$file" && mkdir "$file"
refused 'a directory' ' is a directory; name a file'
rmdir "$file" && mkfifo "$file"
refused 'a FIFO that nobody writes to' ' is no regular file; name another one'
rm "$file" && ln -s /dev/zero "$file"
refused 'bytes without end' ' is no regular file'
rm "$file" && ln -s config.yaml "$file"
refused 'a link to itself' ' cannot be opened ('
rm "$file"
: >"$file"
holds 'an empty file' 'history: 30 # default'
rm "$file"
output=$("$program" --config="$folder/none.yaml" --version 2>&1)
result $? 'the version needs no settings' "$output"
output=$("$program" --config="$folder/none.yaml" --text tests/rows/bounce.eml.in 2>&1)
[ $? = 78 ]
result $? 'a named file that is not there' "$output"
echo "1..$number"
