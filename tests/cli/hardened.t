#!/bin/bash
# The program is built with what makes an error in memory harder to use (the properties that checksec names), by readelf.
program=${BUILD:-build}/whybounce
command -v readelf >/dev/null || { echo "1..0 # SKIP no readelf"; exit 0; }
case ${BUILD:-build} in *asan* | *fuzz*) echo "1..0 # SKIP the sanitizers bring their own"; exit 0 ;; esac
count=0
# has NAME OPTION PATTERN: readelf's words; lacks: the other way round.
has() {
    count=$((count + 1))
    if readelf -W "$2" "$program" | grep -qE -- "$3"; then echo "ok $count - $1"; else echo "not ok $count - $1"; fi
}
lacks() {
    count=$((count + 1))
    if readelf -W "$2" "$program" | grep -qE -- "$3"; then echo "not ok $count - $1"; else echo "ok $count - $1"; fi
}
has "position-independent" -h 'Type: *DYN'
has "addresses of functions are read-only" -l 'GNU_RELRO'
has "and bound at the start" -d 'BIND_NOW|FLAGS.*NOW'
has "a stack that is said to be none of code" -l 'GNU_STACK.* RW '
lacks "a stack of code" -l 'GNU_STACK.* RWE'
lacks "memory to write and run" -l 'LOAD.* RWE'
has "stacks are guarded" --dyn-syms '__stack_chk_fail'
has "bounded copies are checked" --dyn-syms '__[a-z]+_chk'
lacks "libraries are looked for elsewhere" -d 'RPATH|RUNPATH'
lacks "code is written to while it is loaded" -d 'TEXTREL'
echo "1..$count"
