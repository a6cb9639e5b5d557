#!/bin/sh
# The house rules that an include, a word or a line can break; prints what is wrong. Run from the top.
set -u
bad=0
report() {
    [ -n "$2" ] || return 0
    printf '%s:\n%s\n' "$1" "$2"
    bad=1
}
sources=$(git ls-files tui checks content | grep '\.[ch]$' | grep -v '^content/compiler/' 2>/dev/null)
[ -n "$sources" ] || sources=$(find tui checks content -name '*.[ch]' | grep -v '^content/compiler/')
floor() { echo "$sources" | grep "^$1/"; }
but() { echo "$sources" | grep -Ev "$1"; }

# shellcheck disable=SC2046
{
    report 'content/ includes a floor above' "$(grep -nE '#include "(checks|tui)/' $(floor content))"
    report 'checks/ includes a floor above' "$(grep -nE '#include "tui/' $(floor checks))"
    report '<ldns/...> outside of checks/dns/dns_*.c' "$(grep -n 'include <ldns/' $(but '^checks/dns/dns_'))"
    report '<spf2/...> outside of checks/spf/spf_second_opinion.c' \
        "$(grep -n 'include <spf2/' $(but '^checks/spf/spf_second_opinion'))"
    report "libopendkim's <dkim.h> outside of checks/auth/dkim_signature.c" \
        "$(grep -n 'include <dkim.h>' $(but '^checks/auth/dkim_signature'))"
    report 'curses or readline outside of tui/' \
        "$(grep -nE 'include <(n?cursesw?|readline|panel|menu)[/.]' $(but '^tui/'))"
    report 'unbounded string functions' \
        "$(grep -nE '\b(strcpy|strcat|sprintf|vsprintf|gets)\(' $sources)"
    report 'escape sequences outside of tui/frontend/terminal*.c' \
        "$(grep -nE '\\(033|x1b|e)\[' $(but '^tui/(frontend/terminal|base/clipboard)'))"
}
top=$(git ls-tree --name-only HEAD 2>/dev/null | grep -v '^\.' | tr '\n' ' ')
case $top in
'' | 'LICENSE Makefile README checks content man tests tui ') ;;
*) report 'the top level holds more or less than it should' "$top" ;;
esac
exit $bad
