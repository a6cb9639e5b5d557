#!/usr/bin/env python3
"""Each fault of a name server x each check: what a person reads. Whatever the server of everything does wrong is never
said of the domain."""
import json
import os
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
9.113.0.203.in-addr.arpa. 60 IN PTR mx.faulty.example.
2.0.0.127.zen.spamhaus.org. 60 IN A 127.0.0.2
dbltest.com.dbl.spamhaus.org. 60 IN A 127.0.1.2
"""
DEADLY = ["drop", "rcode=SERVFAIL", "rcode=REFUSED", "badid", "badquestion", "badsource", "garbage", "raw=c00c",
          "tc tcprefused"]
HARMLESS = ["delay=50", "drop=1", "tc", "noedns", "lowercase", "nochase", "noaa"]
DOMAIN = {"domain.ok", "mx.ok", "address.ok", "spf.pass", "dmarc.ok", "ptr.ok"}


def read(line):
    """The findings over a world with this fault line."""
    with tempfile.NamedTemporaryFile("w") as world:
        world.write(ZONE + line + "\n")
        world.flush()
        server = subprocess.Popen([f"{BUILD}/tests/tools/fault_server", world.name], stdout=subprocess.PIPE, text=True)
        try:
            address = server.stdout.readline().strip()
            out = subprocess.run([f"{BUILD}/whybounce", "check", "faulty.example", "--ip", "203.0.113.9", "--json",
                                  "--timeout", "10", "--resolver", address], stdout=subprocess.PIPE, text=True,
                                 timeout=60, check=False)
        finally:
            server.kill()
            server.wait()
    return json.loads(out.stdout.splitlines()[-1])["findings"]


def worlds():
    yield "healthy", ""
    for fault in DEADLY:
        yield f"all {fault}", f"!* {fault}"
        yield f"domain {fault}", f"!*.faulty.example {fault}"
    for fault in HARMLESS:
        yield f"harmless {fault}", f"!* {fault}"


def wrong(name, findings):
    """Why what was found is wrong; empty where it is right."""
    ids = {f["id"] for f in findings if f["check"] not in ("dnsbl", "transport", "dkim")}
    if name == "healthy" or name.startswith("harmless"):
        return "" if DOMAIN <= ids else f"missing {DOMAIN - ids}"
    if name.startswith("all"):
        bad = [f["id"] for f in findings if f["effect"] not in ("failed", "skipped")]
        return f"said of the domain: {bad}" if bad else ""
    lies = [f["id"] for f in findings if f["id"].endswith((".missing", ".nxdomain", ".none")) or f["id"] == "mx.ok"]
    return f"said without an answer: {lies}" if lies else ""


def main():
    cases = list(worlds())
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda case: read(case[1]), cases))
    print(f"1..{len(cases)}")
    for number, ((name, _), findings) in enumerate(zip(cases, results), 1):
        why = wrong(name, findings)
        print(f"{'not ok' if why else 'ok'} {number} - {name}{' # ' + why if why else ''}")
        shown = " ".join(sorted({f["id"] for f in findings if f["check"] not in ("dnsbl", "transport")}))
        print(f"#   {shown}")


main()
