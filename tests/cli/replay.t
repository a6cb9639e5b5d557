#!/usr/bin/env python3
"""A recorded case opened again, without a network: the same document, byte for byte. TAP."""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

BUILD = os.environ.get("BUILD", "build")
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
WORLD = """
example.org. 300 IN SOA ns1.example.org. h.example.org. 1 7200 3600 1209600 60
example.org. 300 IN A 192.0.2.80
example.org. 300 IN TXT "v=spf1 include:_spf.example.org mx -all"
_spf.example.org. 300 IN TXT "v=spf1 ip4:198.51.100.0/24 ~all"
example.org. 300 IN MX 10 mail.example.org.
mail.example.org. 300 IN A 192.0.2.25
_dmarc.example.org. 300 IN TXT "v=DMARC1; p=reject"
s1._domainkey.example.org. 300 IN CNAME s1.keys.example.net.
example.net. 300 IN SOA ns1.example.net. h.example.net. 1 7200 3600 1209600 60
s1.keys.example.net. 300 IN TXT "v=DKIM1; p="
113.0.203.in-addr.arpa. 300 IN SOA ns1.example.net. h.example.net. 1 7200 3600 1209600 60
!mail.example.org. AAAA rcode=SERVFAIL ede=22:no_reachable_authority
!_mta-sts.example.org. TXT drop
!_smtp._tls.example.org. TXT tc
"""
BOUNCE = """From: MAILER-DAEMON@mx.example.net
To: ann@example.org
Subject: failed
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Mail to bob@example.net and carol@example.net could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; bob@example.net
Action: failed
Status: 5.7.23
Diagnostic-Code: smtp; 550 5.7.23 SPF check failed for 203.0.113.9

Final-Recipient: rfc822; carol@example.net
Action: failed
Status: 5.7.1
Diagnostic-Code: smtp; 550 5.7.1 DMARC policy of example.org (from 203.0.113.9)

--b
Content-Type: message/rfc822

Return-Path: <ann@example.org>
From: Ann <ann@example.org>
To: bob@example.net
Subject: l\xfcnch
DKIM-Signature: v=1; d=example.org; s=s1; b=AAAA

Hello
--b--
"""

number = failed = 0


def check(good, name, *notes):
    global number, failed
    number += 1
    print("ok" if good else "not ok", number, "-", name)
    if not good:
        failed += 1
        for note in notes:
            print("#", str(note)[:400])


def whybounce(*arguments, stdin=b""):
    return subprocess.run([f"{BUILD}/whybounce", *arguments], input=stdin, capture_output=True, env=ENVIRONMENT,
                          timeout=60)


def replays(name, recorded, work):
    """Each line a case."""
    lines = recorded.stdout.splitlines(keepends=True)
    check(lines, f"{name}: recorded", recorded.stderr)
    for index, line in enumerate(lines):
        path = work / "case.json"
        path.write_bytes(line)
        again = whybounce("--json", "--record", str(path))
        check(again.stdout == line, f"{name}: case {index + 1} is the same again", line, again.stdout, again.stderr)
    return [json.loads(line) for line in lines]


def refused(name, content, words, work):
    path = work / "broken.json"
    path.write_bytes(content)
    run = whybounce("--json", str(path))
    good = run.returncode == 65 and not run.stdout and words in run.stderr.decode() and run.stderr.count(b"\n") == 1
    check(good, f"{name} is refused in one line", run.returncode, run.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for sample in sorted(Path("content/samples").glob("*.eml")):
            replays(f"sample {sample.stem}", whybounce("--json", "--record", "--sample", sample.stem), work)
        (work / "world").write_text(WORLD)
        (work / "bounce.eml").write_bytes(BOUNCE.encode("latin-1"))
        server = subprocess.Popen([f"{BUILD}/tests/tools/fault_server", str(work / "world")], stdout=subprocess.PIPE,
                                  text=True)
        try:
            at = server.stdout.readline().strip()
            bounce = whybounce("--json", "--record", "--resolver", at, "--timeout", "2", str(work / "bounce.eml"))
            domain = whybounce("check", "example.org", "--ip", "203.0.113.9", "--json", "--record", "--resolver", at,
                               "--timeout", "2")
            plain = whybounce("--json", "--resolver", at, "--timeout", "2", str(work / "bounce.eml"))
            authority = whybounce("--json", "--record", "--authority", "--resolver", at, "--timeout", "1",
                                  str(work / "bounce.eml"))
            offline = whybounce("--json", "--record", "--offline", str(work / "bounce.eml"))
        finally:
            server.kill()
            server.wait()
        cases = replays("a bounce", bounce, work)
        check(len(cases) == 2 and cases[0]["verdict"] == "confirmed", "the bounce has two cases", bounce.stdout)
        statuses = {answer["status"] for case in replays("a domain", domain, work) for answer in case["answers"]}
        check({"NOERROR", "NXDOMAIN", "SERVFAIL", "out of time"} <= statuses, "faults are recorded, too", statuses)
        replays("name servers asked", authority, work)
        replays("offline", offline, work)
        check(all("answers" not in json.loads(line) for line in plain.stdout.splitlines()),
              "nothing is recorded unless asked for")
        good = bounce.stdout.splitlines()[0]
        (work / "case.json").write_bytes(good)
        more = whybounce("--json", "--ip", "198.51.100.7", str(work / "case.json"))
        check(json.loads(more.stdout)["facts"]["source_ip"] == "198.51.100.7", "a recorded case can be corrected",
              more.stdout)
        chinese = whybounce("--text", "--lang", "zh_CN", str(work / "case.json"))
        check("已证实" in chinese.stdout.decode(), "a recorded case in another language", chinese.stdout)
        refused("another version", good.replace(b'"whybounce":1', b'"whybounce":2').replace(b'"whybounce": 1',
                                                                                            b'"whybounce": 2'),
                "another version", work)
        refused("half a case", good[: len(good) // 2], "broken or cut off", work)
        refused("a case without answers", plain.stdout.splitlines()[0], "without its answers", work)
        refused("several cases", bounce.stdout, "several cases", work)
        broken = json.loads(good)
        broken["request"] = 7
        refused("a case without a request", json.dumps(broken).encode(), "broken", work)
        broken = json.loads(good)
        broken["request"]["case"] = 99
        refused("a case without its recipient", json.dumps(broken).encode(), "broken", work)
        broken = json.loads(good)
        broken["answers"] = [7, {}, {"name": "x", "type": "MX", "status": "?"},
                             {"name": "example.org", "type": "TXT", "status": "NOERROR", "time": 1 << 62,
                              "records": [{"data": "\"\n. IN A 1.2.3.4"}, {"data": 5}, 7]}]
        (work / "case.json").write_text(json.dumps(broken))
        run = whybounce("--json", str(work / "case.json"))
        check(run.returncode in (0, 1, 69) and json.loads(run.stdout), "answers that are none are left out", run.stderr)
    print(f"1..{number}")
    return failed != 0


sys.exit(main())
