#!/bin/sh
# The question set of a whole diagnosis (100 questions, the longest chain of dependent ones four deep) at a resolver that
# answers after 50 ms: our live source against the floor (4 x 50 ms), with 5 % loss, and against its peers, all in one
# run. Aims: at most 1.1 times the floor; under 1,200 ms with loss.
# Some peers know no port and ask whom /etc/resolv.conf names: they get a network and a resolv.conf of their own by
# unshare, and are skipped where that is not allowed.
set -eu
if [ -z "${OWN_NETWORK-}" ]; then
    if unshare -rmn sh -c 'ip link set lo up && mount --bind /dev/null /etc/resolv.conf' 2>/dev/null; then
        OWN_NETWORK=yes exec unshare -rmn "$0"
    fi
    OWN_NETWORK=no
fi
BUILD=${BUILD:-build}
work=$(mktemp -d)
servers=
trap 'for pid in $servers; do kill "$pid" 2>/dev/null || :; done; rm -rf "$work"' EXIT
floor=200

cat >"$work/world" <<'WORLD'
. 300 SOA a. b. 1 2 3 4 60
example.org. MX 10 mx1.example.org.
example.org. MX 20 mx2.example.org.
example.org. MX 30 mx3.example.org.
example.org. NS ns1.example.org.
example.org. TXT "v=spf1 include:_s1.example.org include:_s2.example.org mx a exists:x.example.org -all"
_s1.example.org. TXT "v=spf1 include:_s3.example.org include:_s4.example.org ?all"
_s2.example.org. TXT "v=spf1 ip4:192.0.2.0/28 ?all"
_s3.example.org. TXT "v=spf1 include:_s5.example.org include:_s6.example.org ?all"
_s4.example.org. TXT "v=spf1 ip4:192.0.2.16/28 ?all"
_s5.example.org. TXT "v=spf1 ip4:192.0.2.32/28 ?all"
_s6.example.org. TXT "v=spf1 ip4:192.0.2.48/28 ?all"
mx1.example.org. A 192.0.2.1
mx2.example.org. A 192.0.2.2
mx3.example.org. A 192.0.2.3
1.2.0.192.in-addr.arpa. PTR mx1.example.org.
_dmarc.example.org. TXT "v=DMARC1; p=none"
1.2.0.192.l1.example. A 127.0.0.2
1.2.0.192.l1.example. TXT "listed"
1.2.0.192.l2.example. A 127.0.0.2
1.2.0.192.l2.example. TXT "listed"
1.2.0.192.l3.example. A 127.0.0.2
1.2.0.192.l3.example. TXT "listed"
WORLD

# Four levels; an empty line waits for the level above.
{
    list=1
    while [ $list -le 60 ]; do echo "1.2.0.192.l$list.example A"; list=$((list + 1)); done
    printf '%s\n' 'example.org MX' 'example.org TXT' 'example.org NS' 'example.org A' '1.2.0.192.in-addr.arpa PTR' \
        '_dmarc.example.org TXT' '_mta-sts.example.org TXT' '_smtp._tls.example.org TXT'
    for selector in default google selector1 selector2 k1 k2 k3 s1 s2 dkim mail smtp; do
        echo "$selector._domainkey.example.org TXT"
    done
    echo
    printf '%s\n' 'mx1.example.org A' 'mx2.example.org A' 'mx3.example.org A' 'mx1.example.org AAAA' \
        'mx2.example.org AAAA' 'mx3.example.org AAAA' '_s1.example.org TXT' '_s2.example.org TXT' 'x.example.org A' \
        '1.2.0.192.l1.example TXT' '1.2.0.192.l2.example TXT' '1.2.0.192.l3.example TXT' 'ns1.example.org A' 'ns1.example.org AAAA'
    echo
    printf '%s\n' '_s3.example.org TXT' '_s4.example.org TXT'
    echo
    printf '%s\n' '_s5.example.org TXT' '_s6.example.org TXT' 'y.example.org A' 'z.example.org A'
} >"$work/questions"

# serve NAME FAULTS [OPTIONS]: sets $address.
serve() {
    { cat "$work/world"; echo "$2"; } >"$work/$1"
    mkfifo "$work/$1.out"
    # shellcheck disable=SC2086
    "$BUILD/tests/tools/fault_server" ${3-} "$work/$1" >"$work/$1.out" &
    servers="$servers $!"
    read -r address <"$work/$1.out"
}

# median COMMAND...: of three runs of a tool that prints "QUESTIONS UNKNOWN MILLISECONDS".
median() {
    for _ in 1 2 3; do "$@" <"$work/questions"; done | sort -n -k 3 | sed -n 2p
}

# "-" where a program does not tell how many it asked or got.
show() {
    # shellcheck disable=SC2086
    set -- "$1" $2
    awk -v what="$1" -v count="$2" -v unknown="$3" -v ms="$4" -v floor=$floor \
        'BEGIN { printf "%-36s %4s questions %3s unknown %6d ms  %.2f x floor\n", what, count, unknown, ms, ms / floor }'
}

# lossy: the median, the slowest but one and the slowest of 20 runs, each with another 5 % of the questions lost.
lossy() {
    seed=1
    while [ $seed -le 20 ]; do
        serve "lossy$seed" "!* delay=50 loss=5:$seed"
        "$BUILD/tests/tools/ask" -q -s "$address" <"$work/questions"
        kill "${servers##* }"
        servers=${servers% *}
        seed=$((seed + 1))
    done | sort -n -k 3 | awk '{ count = $1; unknown += $2; ms[NR] = $3 }
        END { print count, unknown, ms[int(NR / 2)], ms[NR - 1], ms[NR] }'
}

# milliseconds COMMAND...: as "- - MILLISECONDS", for a program that does not count.
milliseconds() {
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1 || :
    echo "- - $((($(date +%s%N) - start) / 1000000))"
}

# peer PROGRAM TITLE COMMAND...: skipped with a message where the program is missing.
peer() {
    program=$1 title=$2
    shift 2
    if command -v "$program" >/dev/null 2>&1; then
        show "$title" "$(median milliseconds "$@")"
    else
        echo "skipped: $title: no $program on this machine"
    fi
}

# All questions of a level at once, a process each, as a shell loop would.
parallel_dig() {
    awk -v work="$work" 'BEGIN { level = 1 } NF == 0 { level++; next } { print > (work "/level" level) }' "$work/questions"
    for level in "$work"/level?; do
        xargs -P 100 -L 1 dig +noidnout "@${address%@*}" -p "${address#*@}" <"$level"
    done
}

one_kdig() {
    set -- "@${address%@*}" -p "${address#*@}" +noidn
    while read -r name type; do [ -z "$name" ] || set -- "$@" "$name" "$type"; done <"$work/questions"
    kdig "$@"
}

sixty_lists() {
    set -- -c
    list=1
    while [ $list -le 60 ]; do
        set -- "$@" -s "l$list.example"
        list=$((list + 1))
    done
    rblcheck "$@" 192.0.2.1
}

if [ "$OWN_NETWORK" = yes ]; then
    ip link set lo up
    echo nameserver 127.0.0.1 >"$work/resolv.conf"
    mount --bind "$work/resolv.conf" /etc/resolv.conf
    serve clean '!* delay=50' '-l 127.0.0.1@53'
else
    serve clean '!* delay=50'
fi
echo "resolver answers after 50 ms; floor: 4 dependent questions, $floor ms; medians of 3"
show 'whybounce live source' "$(median "$BUILD/tests/tools/ask" -q -s "$address")"
# The same world through the whole program: start, engine, every check of a domain, report.
show 'whybounce check, start to end' \
    "$(median milliseconds "$BUILD/whybounce" check example.org --ip 192.0.2.1 --resolver "$address" --json)"
show 'ldns_resolver, one by one' "$("$BUILD/tests/tools/ask_ldns" "$address" <"$work/questions")"
peer dig 'dig, a process for each question' parallel_dig
peer kdig 'kdig, one process' one_kdig
if [ "$OWN_NETWORK" = yes ]; then
    peer spfquery 'spfquery (SPF only)' spfquery -ip 192.0.2.1 -sender me@example.org -helo mx1.example.org
    peer rblcheck 'rblcheck (60 lists only)' sixty_lists
else
    echo 'skipped: spfquery, rblcheck: they ask whom /etc/resolv.conf names, and unshare is not allowed here'
fi
# shellcheck disable=SC2046
set -- $(lossy)
echo "whybounce live source, 5 % random loss: $1 questions, $2 unknown in 20 runs; median $3 ms, slowest but one $4 ms, slowest $5 ms"
