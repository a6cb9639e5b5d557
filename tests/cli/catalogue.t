#!/bin/sh
# --lint-catalogue: the manual's example is clean, the built-in entries are, a mistake is told with its place. TAP.
program=${BUILD:-build}/whybounce
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo 1..10
number=0
result() { # STATUS NAME [OUTPUT]
    number=$((number + 1))
    if [ "$1" = 0 ]; then echo "ok $number - $2"; else echo "not ok $number - $2"; fi
    [ -z "${3-}" ] || echo "$3" | sed 's/^/# /'
}
for page in man/whybounce-catalogue.5 man/zh_CN/whybounce-catalogue.5; do
    sed -n '/^\.Bd -literal/,/^\.Ed/p' "$page" | grep -v '^\.' > "$folder/example.yaml"
    output=$("$program" --lint-catalogue "$folder/example.yaml" 2>&1)
    [ $? = 0 ] && [ -s "$folder/example.yaml" ]
    result $? "the example of $page is clean" "$output"
done
output=$("$program" --lint-catalogue 2>&1)
result $? 'the built-in entries are clean' "$output"

sed 's/  reason: ratelimited/  raeson: ratelimited/' "$folder/example.yaml" > "$folder/misspelt.yaml"
output=$("$program" --lint-catalogue "$folder/misspelt.yaml" 2>&1)
[ $? = 78 ] && echo "$output" | grep -q 'misspelt.yaml:3: unknown key "raeson": did you mean "reason"?'
result $? 'a misspelt key: place, mend, exit 78' "$output"

mkdir -p "$folder/config/whybounce/causes"
cp "$folder/example.yaml" "$folder/config/whybounce/causes/own.yaml"
output=$(echo '451 HOUSE-4711 slow down' | XDG_CONFIG_HOME="$folder/config" "$program" --json --offline -)
[ $? = 0 ] && echo "$output" | grep -q '"id":"house-gateway"'
result $? "an entry of one's own is used" ''

cp "$folder/misspelt.yaml" "$folder/config/whybounce/causes/own.yaml"
output=$(echo '451 HOUSE-4711 slow down' | XDG_CONFIG_HOME="$folder/config" "$program" --json --offline - 2>&1)
[ $? = 78 ] && echo "$output" | grep -q 'own.yaml:3: '
result $? "a mistake in an entry of one's own: place, exit 78" "$output"

sed 's/^- id: house-gateway/- id: user-unknown/' "$folder/example.yaml" > "$folder/config/whybounce/causes/own.yaml"
output=$(echo '451 HOUSE-4711 slow down' | XDG_CONFIG_HOME="$folder/config" "$program" --json --offline -)
echo "$output" | grep -q '"id":"user-unknown","title":"Our gateway is busy"'
result $? 'an entry with a built-in id replaces it' ''

# A fix that the case rules out is not shown: "send by IPv4 only" where the address is an IPv4 one.
only_by() { # IP
    printf '550-5.7.25 [%s] The IP address sending this message does not have a PTR record setup. gsmtp\n' "$1" |
        "$program" --json --offline - | grep -c 'inet_protocols = ipv4'
}
[ "$(only_by 203.0.113.9)" = 0 ]
result $? 'a fix for IPv6 is not shown for an IPv4 address'
[ "$(only_by 2001:db8::9)" = 1 ]
result $? 'a fix for IPv6 is shown for an IPv6 address'

# A word of mail is no refusal: it is explained as the glossary does.
output=$("$program" --lang en explain MX)
[ $? = 0 ] && [ "$output" = "$("$program" --lang en guide MX)" ]
result $? 'explain MX says what the glossary says' "$output"
