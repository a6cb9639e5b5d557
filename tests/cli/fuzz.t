#!/bin/sh
# Each fuzzer of $BUILD/fuzz/ from its corpus, tests/fuzz/corpus/: FUZZ_RUNS inputs, the same at each call (fewer where they
# take over ten seconds); or, where it is set, as many as FUZZ_SECONDS allow, others at each call, and what is new and
# interesting stays in $BUILD/corpus/. TAP.
set -u
build=${BUILD:-build}
runs=${FUZZ_RUNS:-3000}
seconds=${FUZZ_SECONDS:-}
messages=${WHYBOUNCE_SHARED:-../shared}/corpus/messages
set -- tests/fuzz/fuzz_*.c
if ! [ -x "$build/fuzz/$(basename "$1" .c)" ]; then
    # CI builds them beside what has the sanitizers; there nothing is passed over in silence.
    if [ "${CI-}" = true ] && grep -q __asan_init "$build/whybounce"; then
        printf '1..1\nnot ok 1 - the fuzzers are in %s\n' "$build"
        exit 1
    fi
    echo "1..0 # SKIP no fuzzers in $build: they need clang and libFuzzer; make fuzz-short builds and runs them"
    exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0 number=0
echo "1..$#"
for source; do
    fuzzer=$build/fuzz/$(basename "$source" .c)
    name=${fuzzer##*/fuzz_}
    kept=$work/corpus/$name
    limit="-runs=$runs -seed=1 -len_control=0 -max_total_time=10"
    [ -z "$seconds" ] || { limit="-max_total_time=$seconds -print_final_stats=1"; kept=$build/corpus/$name; }
    mkdir -p "$kept"
    seeds=
    [ ! -d "tests/fuzz/corpus/$name" ] || seeds=tests/fuzz/corpus/$name
    [ "$name" != read ] || [ ! -d "$messages" ] || seeds="$seeds $messages"
    number=$((number + 1))
    # shellcheck disable=SC2086
    if "$fuzzer" -verbosity=0 -timeout=10 -rss_limit_mb=2048 $limit -artifact_prefix="$build/fuzz_$name-" \
        "$kept" $seeds >"$work/log" 2>&1; then
        echo "ok $number - $name"
        [ -z "$seconds" ] || sed -n 's/^stat::/# &/p' "$work/log"
    else
        echo "not ok $number - $name"
        sed 's/^/# /' "$work/log"
        for input in "$build/fuzz_$name-"*; do
            [ ! -f "$input" ] || echo "# $input in base64: $(base64 "$input" | tr -d '\n' | cut -c1-4000)"
        done
        failed=1
    fi
done
exit $failed
