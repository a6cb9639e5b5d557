#!/bin/bash
# Bad input: one clear line each, an exit code of the contract, no raw control byte anywhere, nothing hangs.
program=${BUILD:-build}/whybounce
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_CONFIG_HOME=$folder/config LC_ALL=C.UTF-8
unset LANGUAGE
count=0

# try NAME STATUS WORDS COMMAND...: the exit status, words on stderr ("" for none), at most one line there, and
# nothing but clean text on both.
try() {
    local name=$1 status=$2 words=$3 got wrong=
    shift 3
    timeout 60 "$@" >"$folder/out" 2>"$folder/err" </dev/null
    got=$?
    [ "$got" = "$status" ] || wrong="status $got, expected $status"
    [ "$(wc -l <"$folder/err")" -le 1 ] || wrong="more than one line on stderr"
    [ -z "$words" ] || grep -qF -- "$words" "$folder/err" || wrong="stderr: $(head -c 300 "$folder/err")"
    [ -n "$words" ] || [ ! -s "$folder/err" ] || wrong="stderr: $(head -c 300 "$folder/err")"
    LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' "$folder/out" "$folder/err" && wrong="control bytes"
    count=$((count + 1))
    echo "${wrong:+not }ok $count - $name${wrong:+ # $wrong}"
}

mail=$folder/mail
printf 'SMTP 550 (me@example.org suspected invalid sender domain - ERR007)\n' >"$mail"
: >"$folder/empty"
head -c 10000000 /dev/urandom >"$folder/random"
printf '550 5.1.1 <a@example.net>\0: user unknown\0\0' >"$folder/nuls"
printf '550 5.1.1 <a@example.net>: \033]0;owned\007user \033[2Junknown \302\233 \342\200\256 here\n' >"$folder/escapes"
sed -n 1,22p tests/rows/bounce.eml.in >"$folder/cut"
printf 'example.org. IN SOA a. b. 1 2 3 4 5\n\nexample.org. IN NONSENSE x\n' >"$folder/bad.zone"
{
    printf '$ORIGIN example.org.\n@ IN SOA a. b. 1 2 3 4 5\n\n; the key\ns1._domainkey IN TXT ( "v=DKIM1; "\n'
    printf '    "p=%0300d\\"" )\n' 0
} >"$folder/long.zone"
printf -- '- id: mine\n  catgeory: outgoing\n' >"$folder/bad.yaml"
mkdir "$folder/folder"

try "empty input" 1 "" "$program" --offline "$folder/empty"
try "empty input, JSON" 1 "" "$program" --offline --json "$folder/empty"
try "10 MB of random bytes" 1 "" "$program" --offline --json "$folder/random"
try "10 MB of random bytes as text" 1 "" "$program" --offline "$folder/random"
try "NULs" 0 "" "$program" --offline "$folder/nuls"
try "escape sequences, text" 0 "" "$program" --offline --text "$folder/escapes"
try "escape sequences, JSON" 0 "" "$program" --offline --json "$folder/escapes"
try "escape sequences, Markdown" 0 "" "$program" --offline --markdown "$folder/escapes"
try "escape sequences, HTML" 0 "" "$program" --offline --html "$folder/escapes"
try "a message cut in the middle" 1 "" "$program" --offline --json "$folder/cut"
try "a file that is not there" 66 "no-such-file" "$program" --offline "$folder/no-such-file"
try "a folder that is no Maildir" 66 "Maildir" "$program" --offline "$folder/folder"
try "a zone file with an error" 65 "bad.zone:3:" "$program" --offline --zone "$folder/bad.zone" "$mail"
try "a string too long in a zone file" 65 "long.zone:5: a string of 303 octets" \
    "$program" --offline --zone "$folder/long.zone" "$mail"
try "a zone file that is not there" 66 "no-such.zone" "$program" --offline --zone "$folder/no-such.zone" "$mail"
try "a resolver that is no address" 64 "nowhere.example" "$program" --resolver nowhere.example "$mail"
try "a resolver that is not there" 69 "" "$program" --resolver 127.0.0.1@1 "$mail"
try "an unknown option" 64 "--frobnicate" "$program" --frobnicate
try "a flag with a value" 64 "--redact takes no value" "$program" --redact=none --json "$mail"
try "a sandbox of another name" 64 "--sandbox" "$program" --sandbox=off "$mail"
try "an unknown language" 64 "zh_CN" "$program" --lang tlh "$mail"
try "a misspelt command" 64 'did you mean "check"?' "$program" chek example.org
try "a cause that is not there" 64 'did you mean "user-unknown"?' "$program" --offline --cause user-unkown "$mail"
try "a cause that nothing is near to" 64 'whybounce-causes(7)' "$program" --offline --cause nonsuch "$mail"
try "two formats" 64 "--json" "$program" --json --html "$mail"
try "an unknown sample" 64 "no-such-sample" "$program" --sample no-such-sample
try "check without a domain" 64 "domain" "$program" check
try "a misspelt key, linted" 78 "" "$program" --lint-catalogue "$folder/bad.yaml"
grep -q 'bad.yaml:2:.*catgeory' "$folder/out" || echo "# $(cat "$folder/out")"
mkdir -p "$XDG_CONFIG_HOME/whybounce/causes"
cp "$folder/bad.yaml" "$XDG_CONFIG_HOME/whybounce/causes/"
try "a misspelt key in the config folder" 78 "catgeory" "$program" --offline "$mail"
rm -r "$XDG_CONFIG_HOME"
mkdir -p "$XDG_CONFIG_HOME/whybounce/lists"
printf -- '- zone: own.example\n  name: Own\n  staet: on\n' > "$XDG_CONFIG_HOME/whybounce/lists/own.yaml"
try "a misspelt key in one's own block lists" 78 "own.yaml:3" "$program" --offline "$mail"
rm -r "$XDG_CONFIG_HOME"
try "full disk" 74 "disk full" sh -c '"$1" --offline "$2" >/dev/full' sh "$program" "$mail"
echo "1..$count"
