#!/bin/sh
# make install brings all that it should, from where it runs; make uninstall leaves nothing. TAP.
build=${BUILD:-build}
root=$(mktemp -d) || exit 1
trap 'rm -rf "$root"' EXIT
echo 1..8
number=0
result() { # STATUS NAME
    number=$((number + 1))
    if [ "$1" = 0 ]; then echo "ok $number - $2"; else echo "not ok $number - $2"; fi
}
unset MAKEFLAGS MFLAGS MAKELEVEL
quietly() { "$@" >"$root.log" 2>&1 || { sed 's/^/# /' "$root.log"; return 1; }; }

quietly make -s BUILD="$build" PREFIX=/usr DESTDIR="$root" install
result $? 'make install'
[ -x "$root/usr/bin/whybounce" ] && [ -f "$root/usr/share/man/man1/whybounce.1" ] &&
    [ -f "$root/usr/share/man/man5/whybounce-case.5" ] &&
    [ -f "$root/usr/share/man/zh_CN/man1/whybounce.1" ] &&
    [ -f "$root/usr/share/man/man7/whybounce-causes.7" ] && [ -f "$root/usr/share/man/man7/whybounce-guides.7" ] &&
    [ -f "$root/usr/share/man/zh_CN/man7/whybounce-causes.7" ] &&
    [ -f "$root/usr/share/man/zh_CN/man7/whybounce-guides.7" ] &&
    [ -f "$root/usr/share/locale/zh_CN/LC_MESSAGES/whybounce.mo" ]
result $? 'program, manual and translations are there'
(cd / && env -u LANGUAGE LC_ALL=C "$root/usr/bin/whybounce" --text --lang en --sample domain-without-mx) >"$root.out" 2>&1 &&
    grep -q '^Who acts' "$root.out"
result $? 'the installed program runs from anywhere'
(cd / && env -u LANGUAGE LC_ALL=C "$root/usr/bin/whybounce" --text --lang zh_CN --sample domain-without-mx) >"$root.out" 2>&1 &&
    grep -q '由谁处理' "$root.out"
result $? 'and speaks Chinese, under the C locale too'
[ -z "$(find "$root" -type f -perm /022)" ]
result $? 'nothing is writable by others'
# What somebody with a bounce in hand types. mandb reads as a user of its own, and leaves its indexes behind.
chmod 755 "$root"
for folder in "$root/usr/share/man" "$root/usr/share/man/zh_CN"; do mandb -q -c "$folder" 2>/dev/null; done
found() { LC_ALL=C.UTF-8 apropos -M "$1" "$2" | grep -q "^whybounce$3 "; }
for page in '' -causes -guides; do
    for word in bounce NDR DSN 550; do
        found "$root/usr/share/man" $word "$page" || echo "# $word does not find whybounce$page"
    done
    for word in 退信 NDR DSN 550; do
        found "$root/usr/share/man/zh_CN" $word "$page" || echo "# $word does not find whybounce$page in Chinese"
    done
done >"$root.out"
cat "$root.out"
[ ! -s "$root.out" ]
result $? 'apropos finds the pages by the words of a bounce'
rm -rf "$root/usr/share/man/index.db" "$root/usr/share/man/CACHEDIR.TAG" "$root/usr/share/man"/cat? \
    "$root/usr/share/man/zh_CN/index.db" "$root/usr/share/man/zh_CN/CACHEDIR.TAG" "$root/usr/share/man/zh_CN"/cat?
quietly make -s BUILD="$build" PREFIX=/usr DESTDIR="$root" uninstall
result $? 'make uninstall'
left=$(find "$root" -mindepth 1 2>/dev/null)
[ -z "$left" ]
result $? 'leaves nothing'
[ -z "$left" ] || echo "$left" | sed 's/^/# /'
rm -f "$root.log" "$root.out"
