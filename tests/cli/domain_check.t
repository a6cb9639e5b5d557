#!/usr/bin/env python3
"""The domain check in worlds of one fault and of several: what is wrong stands first, the record that is proposed mends it, the exit
status is right. Each world is the healthy one with a few records changed; all of it is a zone file, and nothing is asked."""
import itertools
import json
import os
import subprocess
import sys
import tempfile

BUILD = os.environ.get("BUILD", "build")
COUNT = itertools.count(1)
KEY = ("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu5oIUrFDWZK7F4thFxpZa2or6jBEX3cSL6b2TJdPkO5iNn9vHNXhNX31nOefN8FksX94YbLJ8NHcFPbaZTW8"
       "R2HthYxRaCyqodxlLHibg8aHdfa+bxKeiI/xABRuAM0WG0JEDSyakMFqIO40ghj/h7DUc/4OXNdeQhrKDTlgf2bd+FjpJ3bNAFcMYa3Oeju33b2Tp+PdtqIwXR"
       "ZksfuXh7m30kuyavp3Uaso145DRBaJZA55lNxmHWMgMjO+YjNeuR6j4oQqyGwzPaVcSdOG8Js2mXt+J3Hr+nNmJGxZUUW4Uw5ws08wT9opRgSpn+ThX2d1AgQePp"
       "GrWOamC3PdcwIDAQAB")
SPF, MX, DMARC, PTR = ("example.org", "TXT"), ("example.org", "MX"), ("_dmarc.example.org", "TXT"), ("7.113.0.203.in-addr.arpa", "PTR")
DKIM = ("s1._domainkey.example.org", "TXT")
HEALTHY = {
    MX: ["10 mx.example.org."], ("mx.example.org", "A"): ["203.0.113.7"], ("mail.example.org", "A"): ["203.0.113.7"],
    ("example.org", "A"): ["203.0.113.9"], ("example.org", "NS"): ["ns1.example.org."],
    SPF: ['"v=spf1 ip4:203.0.113.7 -all"'], DMARC: ['"v=DMARC1; p=none; rua=mailto:r@example.org"'], PTR: ["mx.example.org."],
    DKIM: [f'"v=DKIM1; p={KEY[:200]}" "{KEY[200:]}"'],
    ("2.0.0.127.zen.spamhaus.org", "A"): ["127.0.0.2"], ("2.0.0.127.bl.spamcop.net", "A"): ["127.0.0.2"],
    ("test.dbl.spamhaus.org", "A"): ["127.0.1.2"], ("dbltest.com.dbl.spamhaus.org", "A"): ["127.0.1.2"],
}
ZONES = ["example.org", "org", "in-addr.arpa", "zen.spamhaus.org", "dbl.spamhaus.org", "bl.spamcop.net"]
IP = ["--ip", "203.0.113.7"]
ELEVEN = " ".join(f"a:h{i}.example.org" for i in range(11))


def spf(text, **more):
    """The SPF record instead of the healthy one, and other records: the owner below example.org with _ for the dot before it."""
    return {SPF: [f'"{text}"'], **{(f"{name}.example.org", "TXT"): [f'"{value}"'] for name, value in more.items()}}


# What is changed (None: taken away), arguments, the finding that stands first, and whether a record is proposed that mends it.
SINGLE = {
    "neither MX nor address": ({MX: None, ("example.org", "A"): None}, [], "mx.missing", True),
    "null MX": ({MX: ["0 ."]}, [], "mx.null", True),
    "MX without an address": ({MX: ["10 gone.example.org."]}, [], "mx.target-missing", True),
    "MX that is an address": ({MX: ["10 203.0.113.7."]}, [], "mx.target-ip", True),
    "MX with a private address": ({("mx.example.org", "A"): ["10.0.0.7"], PTR: ["mail.example.org."]}, [], "mx.target-private", False),
    "MX that is an alias": ({("mx.example.org", "A"): None, ("mx.example.org", "CNAME"): ["mail.example.org."]}, [], "mx.target-cname", True),
    "no reverse DNS": ({PTR: None}, [*IP, "--helo", "mx.example.org"], "ptr.missing", True),
    "reverse DNS of another host": ({PTR: ["www.example.org."], ("www.example.org", "A"): ["203.0.113.9"]},
                                    [*IP, "--helo", "mx.example.org"], "ptr.mismatch", True),
    "no reverse DNS of an address that SPF names": ({PTR: None}, [], "ptr.missing", True),
    "a greeting that does not exist": ({}, [*IP, "--helo", "gone.example.org"], "helo.missing", False),
    "a greeting that is no name": ({}, [*IP, "--helo", "localhost"], "helo.not-a-name", False),
    "SPF forbids": (spf("v=spf1 ip4:198.51.100.1 -all"), IP, "spf.fail", True),
    "SPF doubts": (spf("v=spf1 ip4:198.51.100.1 ~all"), IP, "spf.softfail", True),
    "SPF says nothing": (spf("v=spf1 ip4:198.51.100.1 ?all"), IP, "spf.neutral", True),
    "no SPF": ({SPF: None}, IP, "spf.none", True),
    "no SPF, no IP known": ({SPF: None}, [], "spf.none", True),
    "two SPF records": ({SPF: ['"v=spf1 ip4:203.0.113.7 -all"', '"v=spf1 mx ~all"']}, [], "spf.permerror", True),
    "SPF includes itself": (spf("v=spf1 include:example.org -all"), [], "spf.permerror", False),
    "SPF redirects to itself": (spf("v=spf1 redirect=example.org"), [], "spf.permerror", False),
    "SPF redirects to nothing": (spf("v=spf1 ip4:203.0.113.7 redirect=gone.example.org"), [], "spf.permerror", True),
    "SPF includes each other": (spf("v=spf1 include:a.example.org -all", a="v=spf1 include:example.org -all"), [], "spf.permerror", False),
    "SPF includes nothing": (spf("v=spf1 ip4:203.0.113.7 include:gone.example.org -all"), [], "spf.permerror", True),
    "SPF includes two records": ({**spf("v=spf1 include:a.example.org -all"), ("a.example.org", "TXT"): ['"v=spf1 mx -all"', '"v=spf1 -all"']},
                                 [], "spf.permerror", False),
    "SPF includes a broken record": (spf("v=spf1 include:a.example.org -all", a="v=spf1 ipv4:192.0.2.3 -all"), [], "spf.permerror", False),
    "SPF of eleven look-ups": ({**spf(f"v=spf1 {ELEVEN} -all"), **{(f"h{i}.example.org", "A"): ["203.0.113.7"] for i in range(11)}},
                               [], "spf.permerror", False),
    "SPF of three names that are not there": (spf("v=spf1 a:v1.example.org a:v2.example.org a:v3.example.org ip4:203.0.113.7 -all"),
                                              [], "spf.permerror", False),
    "SPF misspelt": (spf("v=spf1 ipv4:203.0.113.7 -all"), [], "spf.permerror", True),
    "no DKIM key": ({DKIM: None}, ["--selector", "s1"], "dkim.missing", False),
    "a DKIM key revoked": ({DKIM: ['"v=DKIM1; p="']}, ["--selector", "s1"], "dkim.revoked", False),
    "a DKIM key that is none": ({DKIM: ['"v=DKIM1; p=AAAA"']}, ["--selector", "s1"], "dkim.invalid", False),
    "no DMARC": ({DMARC: None}, [], "dmarc.missing", True),
    "two DMARC records": ({DMARC: ['"v=DMARC1; p=none"', '"v=DMARC1; p=reject"']}, [], "dmarc.invalid", False),
    "the IP on Spamhaus": ({("7.113.0.203.zen.spamhaus.org", "A"): ["127.0.0.4"]}, IP, "dnsbl.listed", False),
    "an address that SPF names on Spamhaus": ({("7.113.0.203.zen.spamhaus.org", "A"): ["127.0.0.4"]}, [], "dnsbl.listed", False),
    "the IP on SpamCop": ({("7.113.0.203.bl.spamcop.net", "A"): ["127.0.0.2"]}, IP, "dnsbl.listed", False),
    "the domain on Spamhaus": ({("example.org.dbl.spamhaus.org", "A"): ["127.0.1.2"]}, [], "dnsbl.listed", False),
}
# Several at once: the findings in the order in which they are to stand.
SEVERAL = [
    (["the IP on Spamhaus", "no DMARC"], ["dnsbl.listed", "dmarc.missing"]),
    (["no DMARC", "no reverse DNS"], ["ptr.missing", "dmarc.missing"]),
    (["SPF forbids", "no reverse DNS"], ["spf.fail", "ptr.missing"]),
    (["null MX", "SPF forbids", "no DMARC"], ["mx.null", "spf.fail", "dmarc.missing"]),
    (["the IP on Spamhaus", "SPF doubts"], ["dnsbl.listed", "spf.softfail"]),
    (["MX without an address", "two SPF records"], ["mx.target-missing", "spf.permerror"]),
    (["neither MX nor address", "no SPF", "no DMARC"], ["mx.missing", "spf.none", "dmarc.missing"]),
    (["SPF misspelt", "two DMARC records"], ["spf.permerror", "dmarc.invalid"]),
    (["no DKIM key", "no SPF, no IP known"], ["spf.none", "dkim.missing"]),
    (["the domain on Spamhaus", "the IP on Spamhaus", "no reverse DNS"], ["dnsbl.listed", "dnsbl.listed", "ptr.missing"]),
    (["a greeting that does not exist", "SPF says nothing"], ["helo.missing", "spf.neutral"]),
]


def ok(holds, what, *comments):
    print(("ok " if holds else "not ok ") + f"{next(COUNT)} - {what}")
    for comment in comments if not holds else ():
        print("# " + str(comment)[:900])


def zone_text(world):
    lines = [f"{zone}. 300 IN SOA ns. root. 1 3600 600 86400 60" for zone in ZONES]
    return "\n".join(lines + [f"{name}. 300 IN {kind} {value}" for (name, kind), values in world.items() for value in values]) + "\n"


def changed(*changes):
    world = dict(HEALTHY)
    for change in changes:
        world.update(change)
    return {key: values for key, values in world.items() if values}


def check(world, *arguments, form="--json", domain="example.org", text=None):
    """The finished run of a domain check in a world; of --json the document, too."""
    with tempfile.NamedTemporaryFile("w", suffix=".zone") as file:
        file.write(zone_text(world))
        file.flush()
        done = subprocess.run([f"{BUILD}/whybounce", "check", *domain.split(), form, "--offline", "--zone", file.name, *arguments],
                              capture_output=True, text=True, timeout=60, input=text, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return done, json.loads(done.stdout.splitlines()[0]) if form == "--json" and done.stdout else None


def faults(document):
    return [fault["id"] for fault in document["check"]["refused"]]


def with_records(world, document):
    """The world once all records that are proposed are published."""
    world = dict(world)
    for fix in document["fixes"]:
        record = fix["record"]
        if record:
            value = record["value"] if record["type"] != "TXT" else f'"{record["value"]}"'
            world[(record["name"].rstrip("."), record["type"])] = [value]
    return world


def mend(name, world, document, arguments, known, wanted):
    """The record stands there, was tried, and with it in the zone the fault is gone."""
    proposed = [fix for fault in document["check"]["refused"] for fix in fault["fixes"] if fix["record"]]
    ok(bool(proposed) and all(fix["proved"] for fix in proposed) and len(proposed) == wanted, f"{name}: the record was tried",
       [(fix["record"], fix["proved"], fix["obstacles"]) for fix in proposed])
    again, after = check(with_records(world, document), *arguments)
    left = faults(after)
    ok(all(one not in left for one in known) and again.returncode == (1 if left else 0), f"{name}: published, it is gone", left, again.returncode)


def test_single():
    for name, (change, arguments, finding, mends) in SINGLE.items():
        world = changed(change)
        done, document = check(world, *arguments)
        ok(done.returncode == 1 and faults(document)[:1] == [finding], f"{name}: {finding} first, status 1",
           done.returncode, document["check"]["sentence"], faults(document), document["check"]["weak"])
        ok(len(faults(document)) == 1, f"{name}: and nothing else", document["check"]["refused"][1:])
        first = document["check"]["refused"][0]
        ok(first["who"] and first["sure"] and first["fixes"] and first["fixes"][0]["steps"] and first["causes"], f"{name}: who, how sure, what to do", first)
        if mends:
            mend(name, world, document, arguments, [finding], 1)


def test_several():
    for names, wanted in SEVERAL:
        world = changed(*(SINGLE[name][0] for name in names))
        arguments = list(dict.fromkeys(word for name in names for word in SINGLE[name][1]))
        done, document = check(world, *arguments)
        ok(done.returncode == 1 and faults(document) == wanted, " and ".join(names), faults(document), done.returncode)


def test_healthy():
    for arguments in ([], IP, [*IP, "--selector", "s1", "--helo", "mx.example.org"], ["--strict"]):
        done, document = check(changed(), *arguments)
        ok(done.returncode == 0 and document["check"]["verdict"] == "healthy" and not document["fixes"], f"healthy {arguments}",
           done.returncode, document["check"]["refused"], document["check"]["weak"], document["check"]["unknown"])
    states = {rule["id"]: rule["state"] for rule in check(changed(), *IP, "--selector", "s1")[1]["check"]["bulk_rules"]}
    ok([states[name] for name in ("spf", "dkim", "dmarc", "ptr")] == ["met"] * 4 and states["spam-rate"] == "not-by-dns", "the bulk senders' rules", states)
    done, document = check({}, domain="gone.org")
    ok(done.returncode == 1 and faults(document)[0] == "domain.nxdomain", "a domain that does not exist", faults(document))


def test_weak():
    world = changed({("mx2.example.org", "A"): ["203.0.113.8"], MX: ["10 mx.example.org.", "20 mx2.example.org."]})
    done, document = check(world)
    ok(done.returncode == 0 and [fault["id"] for fault in document["check"]["weak"]] == ["ptr.missing"] and document["check"]["verdict"] == "weak",
       "a mail host without reverse DNS that may not send is weak", document["check"]["weak"])
    ok(check(world, "--strict")[0].returncode == 1, "--strict counts it")
    world = changed({MX: ["10 mx.example.org.", "20 gone.example.org."]})
    done, document = check(world)
    ok(done.returncode == 0 and [fault["id"] for fault in document["check"]["weak"]] == ["mx.target-missing"], "one of two mail hosts is weak", document["check"])
    done, document = check(changed({("203.0.113.8", "A"): None, SPF: ['"v=spf1 ip4:203.0.113.7 ip4:198.51.100.9 -all"']}), *IP)
    ok(done.returncode == 0 and not document["check"]["refused"], "another address in the record is of no weight where the IP is known", document["check"]["refused"])


def test_found():
    done, document = check(changed({DKIM: None, MX: ["10 mx.example.org."], SPF: ['"v=spf1 ip4:203.0.113.7 include:spf.mailjet.example.org -all"'],
                                    ("spf.mailjet.example.org", "TXT"): ['"v=spf1 -all"'],
                                    ("mailjet._domainkey.example.org", "TXT"): HEALTHY[DKIM]}))
    ok(any("mailjet._domainkey" in line for line in document["check"]["in_order"]), "a selector guessed from the SPF record", document["check"]["in_order"])
    done, document = check(changed(spf("v=spf1 ip4:203.0.113.7 include:gone.example.org -all")), *IP)
    ok(done.returncode == 0 and [fault["id"] for fault in document["check"]["weak"]][:1] == ["spf.broken-for-others"] and
       "gone.example.org" in " ".join(document["check"]["weak"][0]["text"]), "the IP passes, others meet an error: weak", document["check"]["weak"])
    done, document = check(changed({("7.113.0.203.zen.spamhaus.org", "A"): ["127.0.0.4"]}), *IP)
    ok(not any("203.0.113.7 is on none" in line for line in document["check"]["in_order"]), "who is on one list is not in order for the others",
       document["check"]["in_order"])


def test_unknown():
    done, document = check(changed(spf("v=spf1 include:_spf.elsewhere.test -all")))
    ok(done.returncode == 69 and document["check"]["verdict"] == "could-not-ask", "an include that cannot be asked: 69", done.returncode, document["check"])
    ok(not any("SPF" in line for line in document["check"]["in_order"]) and any("elsewhere.test" in line for line in document["check"]["unknown"]),
       "which is not in order", document["check"]["in_order"], document["check"]["unknown"])
    done, document = check(changed(spf("v=spf1 include:_spf.elsewhere.test -all"), {DMARC: None}))
    ok(done.returncode == 1, "but what is known to be refused is told", done.returncode)
    done, document = check(changed(spf("v=spf1 exists:%{i}._spf.example.org ptr a:%{h} ip4:203.0.113.7 -all")))
    ok(done.returncode == 0, "terms about the client are no error for every sender", document["check"]["refused"])


def test_forms():
    world = changed({PTR: None, DMARC: None})
    for form, wanted in (("--text", "What would be refused, and what to do"), ("--markdown", "What would be refused, and what to do"),
                         ("--html", "What would be refused, and what to do")):
        done, _ = check(world, *IP, "--helo", "mx.example.org", form=form)
        plain = done.stdout.replace("\\", "")
        ok(wanted in plain and "Mail from example.org would be refused" in plain and "7.113.0.203.in-addr.arpa. 3600 IN PTR" in plain,
           f"{form} has the verdict, the faults and the record", done.stdout)
    done, _ = check(world, "--lang", "zh_CN", form="--text")
    ok("会被拒收" in done.stdout and "What would" not in done.stdout, "in Chinese", done.stdout[:600])
    done, _ = check(world, form="--text", domain="example.org -", text="# a list\ngone.org\n\n")
    table = done.stdout[done.stdout.find("All domains"):]
    ok(done.returncode == 1 and "example.org" in table and "gone.org" in table, "several domains, some from the standard input, and a table at the end", table)
    done, _ = check(world, domain="example.org gone.org")
    ok([json.loads(line)["check"]["verdict"] for line in done.stdout.splitlines()] == ["refused", "refused"], "JSON: a line for each")


def test_bound():
    hosts = {(f"m{i}.example.org", "A"): [f"198.51.100.{i}"] for i in range(1, 30)}
    terms = [" ".join(f"ip4:198.51.100.{i}" for i in part) for part in (range(1, 11), range(11, 21), range(21, 30))]
    done, document = check(changed(hosts, {SPF: [f'"v=spf1 {terms[0]}" " {terms[1]}" " {terms[2]} -all"']}))
    asked = {fault["subject"] for fault in document["check"]["refused"] if fault["id"] == "ptr.missing"}
    ok(len(asked) == 6 and document["check"]["asked"] <= document["check"]["bound"] == 400, "six addresses are looked at, 400 questions asked at the most",
       asked, document["check"]["asked"])
    ok(any(" 24." in line for line in document["check"]["unknown"]), "and it is said that there are more", document["check"]["unknown"])


if __name__ == "__main__":
    for test in (test_single, test_several, test_healthy, test_weak, test_found, test_unknown, test_forms, test_bound):
        test()
    print(f"1..{next(COUNT) - 1}")
    sys.exit(0)
