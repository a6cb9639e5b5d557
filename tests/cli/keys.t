#!/bin/sh
# The KEYS sections of the manual are what the table of key bindings says. TAP. --regenerate writes them.
set -u
build=${BUILD:-build}
start='.\" keys: made from tui/base/keys.c by tests/cli/keys.t --regenerate'
end='.\" end of keys'
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
number=0 failed=0
for language in en zh_CN; do
    page=man/whybounce.1
    [ "$language" = en ] || page=man/$language/whybounce.1
    "$build/tests/tools/key_manual" "$language" >"$work/keys"
    if [ "${1:-}" = --regenerate ]; then
        grep -qF "$start" "$page" || sed -i "/^\.Sh ENVIRONMENT/i\\
$(printf '%s' "$start" | sed 's/\\/\\\\/g')\\
$(printf '%s' "$end" | sed 's/\\/\\\\/g')" "$page"
        awk -v keys="$work/keys" '
            index($0, "end of keys") { skip = 0 }
            !skip { print }
            index($0, "keys: made from tui/base/keys.c") { while ((getline line < keys) > 0) print line; skip = 1 }
        ' "$page" >"$work/page" && cp "$work/page" "$page"
        continue
    fi
    number=$((number + 1))
    sed -n '/keys: made from tui\/base\/keys.c/,/end of keys/p' "$page" | sed '1d;$d' >"$work/manual"
    if [ -s "$work/keys" ] && diff -u "$work/manual" "$work/keys" >"$work/diff"; then
        echo "ok $number - $page"
    else
        echo "not ok $number - $page"
        sed 's/^/# /' "$work/diff"
        failed=1
    fi
done
[ "${1:-}" = --regenerate ] || echo "1..$number"
exit $failed
