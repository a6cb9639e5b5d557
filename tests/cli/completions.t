#!/bin/bash
# Completions for bash, zsh and fish: every option of --help, no other, and bash gives what a person means. TAP.
build=${BUILD:-build}
count=0
check() {
    count=$((count + 1))
    if [ "$2" = "$3" ]; then echo "ok $count - $1"; else echo "not ok $count - $1 # \"$3\", not \"$2\""; fi
}
options=$("$build/whybounce" --lang en --help | grep -oE '^  (-., )?--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort | tr '\n' ' ')
check "bash has every option" "$options" "$(grep -oE 'compgen -W "-h [^"]*"' "$build/completions/bash" | grep -oE -- '--[a-z-]+' | sort | tr '\n' ' ')"
check "zsh has every option" "$options" "$(grep -oE "^  '--[a-z-]+" "$build/completions/zsh" | grep -oE -- '--[a-z-]+' | sort | tr '\n' ' ')"
check "fish has every option" "$options" "$(grep -oE -- '-l [a-z-]+' "$build/completions/fish" | sed 's/-l /--/' | sort | tr '\n' ' ')"
check "the words of zsh are those of --help" 1 "$(grep -c -- "'--json\[one case document a line\]'" "$build/completions/zsh")"
for shell in bash zsh fish; do
    command -v $shell >/dev/null || { count=$((count + 1)); echo "ok $count - $shell parses it # SKIP no $shell"; continue; }
    check "$shell parses it" "" "$($shell -n "$build/completions/$shell" 2>&1)"
done
# What bash would offer behind the words; the last is being typed.
offered() {
    bash -c '. "$0"; compopt() { :; }; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _whybounce; echo "${COMPREPLY[*]}"' \
        "$build/completions/bash" "$@"
}
check "a verb" "summary" "$(offered whybounce summ)"
check "an option" "--markdown" "$(offered whybounce --mark)"
check "one with a value" "--color=" "$(offered whybounce --col)"
check "its values" "always auto never" "$(offered whybounce --color = '' | tr ' ' '\n' | sort | tr '\n' ' ' | sed 's/ $//')"
check "a value begun" "never" "$(offered whybounce --color = n)"
check "a file" "tests/cli/completions.t" "$(offered whybounce tests/cli/completions)"
echo "1..$count"
