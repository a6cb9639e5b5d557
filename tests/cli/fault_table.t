#!/usr/bin/env python3
"""Each fault of a name server x each check: what a person reads. Whatever the server does wrong is never said of the
domain, and a fault that can be got over leaves no trace."""
import json
import os
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

BUILD = os.environ.get("BUILD", "build")
ZONE = """. 60 IN SOA a.root. h.root. 1 2 3 4 60
. 60 IN NS a.root.
faulty.example. 60 IN MX 10 mx.faulty.example.
faulty.example. 60 IN A 203.0.113.9
faulty.example. 60 IN TXT "v=spf1 ip4:203.0.113.9 -all"
mx.faulty.example. 60 IN A 203.0.113.9
_dmarc.faulty.example. 60 IN TXT "v=DMARC1; p=none"
s1._domainkey.faulty.example. 60 IN TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
_mta-sts.faulty.example. 60 IN TXT "v=STSv1; id=1"
9.113.0.203.in-addr.arpa. 60 IN PTR mx.faulty.example.
2.0.0.127.zen.spamhaus.org. 60 IN A 127.0.0.2
dbltest.com.dbl.spamhaus.org. 60 IN A 127.0.1.2
"""
# No answer that counts comes of these.
DEADLY = ["drop", "delay=20000", "rcode=FORMERR", "rcode=SERVFAIL", "rcode=NOTIMPL", "rcode=REFUSED", "rcode=9", "rcode=15",
          "rcode=SERVFAIL ede=22:no_name_server_could_be_reached", "rcode=REFUSED ede=18:not_for_you",
          "rcode=SERVFAIL headeronly", "referral", "badid", "badquestion", "badsource", "garbage", "raw=c00c",
          "tc tcprefused"]
# These can be got over.
HARMLESS = ["delay=50", "drop=1", "drop=2", "loss=5", "tc", "noedns", "lowercase", "nochase", "noaa", "badid first=1",
            "badquestion first=1", "badsource first=1", "ede=3:stale_answer"]
HEALTHY = {"domain.ok", "mx.ok", "address.ok", "spf.pass", "dmarc.ok", "dkim.ok", "ptr.ok", "transport.mta-sts", "dnsbl.clean"}
# The question that a check lives by.
OWN = {"domain": "faulty.example SOA", "mx": "faulty.example MX", "address": "faulty.example A", "spf": "faulty.example TXT",
       "dmarc": "_dmarc.faulty.example TXT", "dkim": "s1._domainkey.faulty.example TXT",
       "ptr": "9.113.0.203.in-addr.arpa PTR", "transport": "_mta-sts.faulty.example TXT", "dnsbl": "*.zen.spamhaus.org A"}
# Only a bounce has what these look at; helo over failing answers: tests/unit/test_check_hostile.c.
NOT_ASKING = {"syntax", "typo", "attachment", "helo", "authentication"}


def read(line, servers=1):
    """The findings over a world with this fault line."""
    with tempfile.NamedTemporaryFile("w") as world:
        world.write(ZONE + line + "\n")
        world.flush()
        listen = ["-l", "127.0.0.1"] * servers
        server = subprocess.Popen([f"{BUILD}/tests/tools/fault_server", *listen, world.name], stdout=subprocess.PIPE,
                                  text=True)
        try:
            resolvers = []
            for _ in range(servers):
                resolvers += ["--resolver", server.stdout.readline().strip()]
            out = subprocess.run([f"{BUILD}/whybounce", "check", "faulty.example", "--ip", "203.0.113.9", "--selector", "s1",
                                  "--json", "--timeout", "10", *resolvers], stdout=subprocess.PIPE, text=True, timeout=60,
                                 check=False)
        finally:
            server.kill()
            server.wait()
    return json.loads(out.stdout.splitlines()[-1])["findings"]


def worlds():
    """What it is called, the fault's line, how many servers."""
    yield "healthy", "", 1
    for fault in DEADLY:
        yield f"all: {fault}", f"!* {fault}", 1
        yield f"domain: {fault}", f"!*.faulty.example {fault}", 1
        yield f"first of two servers: {fault}", f"!* on=1 {fault}", 2
    for fault in HARMLESS:
        yield f"harmless: {fault}", f"!* {fault}", 1
    for check, question in OWN.items():
        yield f"only {check}: rcode=SERVFAIL", f"!{question} rcode=SERVFAIL", 1
        yield f"only {check}: badid", f"!{question} badid", 1


def ids(findings):
    return {f["id"] for f in findings}


def wrong_where_all_fails(findings):
    bad = [f["id"] for f in findings if f["effect"] not in ("failed", "skipped")]
    return f"said of the domain: {bad}" if bad else ""


def wrong_where_the_domain_fails(findings):
    lies = [f["id"] for f in findings
            if f["id"].endswith((".missing", ".nxdomain", ".none")) or f["id"] in HEALTHY - {"dnsbl.clean", "transport.mta-sts"}]
    return f"said without an answer: {lies}" if lies else ""


def wrong_where_one_check_fails(check, findings):
    """Its own finding is that it could not tell; nothing is missing by it, and the rest is as it was."""
    mine = [f for f in findings if f["check"] == check and (check != "dnsbl" or "zen." in f["text"])]
    told = [f["id"] for f in mine if f["effect"] == "failed"]
    if not told and check != "domain":
        return f"does not say so: {ids(mine)}"
    # Who asks for the same records is in the dark too.
    same = {"mx": {"domain.ok", "transport.mta-sts"}, "domain": {"domain.ok"}, "address": {"domain.ok"}}.get(check, set())
    lost = {i for i in HEALTHY - ids(findings) if i.partition(".")[0] != check} - same
    lies = {i for i in ids(findings) if i.endswith((".missing", ".nxdomain", ".none"))}
    return f"lost {lost}, lies {lies}" if lost or lies else ""


def wrong(name, findings, asking):
    """Why what was found is wrong; empty where it is right."""
    silent = asking - {f["check"] for f in findings}
    if silent:
        return f"nothing of {silent}"
    if not all(f["text"] for f in findings):
        return "a finding without words"
    scope, _, fault = name.partition(": ")
    if scope in ("healthy", "harmless", "first of two servers"):
        return "" if HEALTHY <= ids(findings) else f"missing {HEALTHY - ids(findings)}"
    if scope == "all":
        return wrong_where_all_fails(findings)
    if scope == "domain":
        return wrong_where_the_domain_fails(findings)
    return wrong_where_one_check_fails(scope.partition(" ")[2], findings)


def asking_checks():
    """The checks of the table that ask about a domain, its address and its selector, and always find something."""
    with open("checks/check/table.c", encoding="utf-8") as table:
        return set(re.findall(r'^    \{"(\w+)", check_\w+, FALSE', table.read(), re.M)) - NOT_ASKING


def show(findings):
    """One line for each check, and for dnsbl one of each kind."""
    seen = set()
    for f in findings:
        if f["id"] not in seen:
            print(f"#   {f['check']:10} {f['text']}")
        seen.add(f["id"])


def main():
    cases = list(worlds())
    asking = asking_checks()
    with ThreadPoolExecutor(12) as pool:
        results = list(pool.map(lambda case: read(*case[1:]), cases))
    print(f"1..{len(cases)}")
    for number, ((name, _, _), findings) in enumerate(zip(cases, results), 1):
        why = wrong(name, findings, asking)
        print(f"{'not ok' if why else 'ok'} {number} - {name}{' # ' + why if why else ''}")
        show(findings)


main()
