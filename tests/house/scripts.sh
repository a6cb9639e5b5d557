#!/bin/sh
# Our shell scripts are POSIX sh (those that say so) and parse.
set -u
bad=0
for script in .ci/* tests/house/*.sh tests/cli/*.t tests/bench/*.sh; do
    [ -f "$script" ] || continue
    case $(head -n 1 "$script") in
    '#!/bin/sh'*) sh -n "$script" || bad=1 ;;
    '#!/bin/bash'* | '#!/usr/bin/env bash'*) bash -n "$script" || bad=1 ;;
    esac
done
if command -v shellcheck >/dev/null 2>&1; then
    shellcheck -S warning .ci/* tests/house/*.sh || bad=1
fi
exit $bad
