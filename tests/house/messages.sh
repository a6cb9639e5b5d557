#!/bin/sh
# Every text of the program stands in every language: no string untranslated, none fuzzy.
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
xgettext --from-code=UTF-8 -k_ -kN_ -o "$work/pot" content/*/*.c checks/*/*.c tui/*/*.c tui/*/*.h || exit 1
sed -i.orig 's/charset=CHARSET/charset=UTF-8/' "$work/pot"
bad=0
for po in content/po/*.po; do
    msgmerge -q --no-fuzzy-matching -o "$work/po" "$po" "$work/pot" &&
        msgfmt --check -o /dev/null "$work/po" || bad=1
    for kind in --untranslated --only-fuzzy; do
        msgattrib $kind --no-obsolete --no-wrap "$work/po" | grep '^msgid "..*\|^"' | grep -v '^"[A-Za-z-]*: .*\\n"$' >"$work/left"
        [ -s "$work/left" ] || continue
        echo "$po: ${kind#--}:"
        cat "$work/left"
        bad=1
    done
done
exit $bad
