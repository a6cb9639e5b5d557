#!/usr/bin/python3
"""Our SPF evaluator against pyspf over generated zones: 1,000 worlds from a fixed seed.

A difference must be explained: either ours is what pyspf says once inner void look-ups are counted too (pyspf's reading
of RFC 7208 4.6.4), or its number stands with a reason in tests/spf_differential.explained.
"""
import json
import os
import random
import subprocess
import sys

WORLDS = int(os.environ.get("WORLDS", "1000"))
SEED = int(os.environ.get("SEED", "7208"))
BUILD = os.environ.get("BUILD", "build")

try:
    import ipaddress
    import spf
except ImportError:
    print("1..0 # SKIP python3-spf is not installed")
    sys.exit(0)

RESULTS = ["temperror", "permerror"]


class World:
    """A few names with records; most mechanisms lead to some of them."""

    def __init__(self, number):
        self.random = random.Random(SEED * 100003 + number)
        self.zone = {}
        self.silent = set()
        self.hosts = ["h%d.example.net" % i for i in range(6)]
        self.domains = ["example.org"] + ["d%d.example.net" % i for i in range(8)]
        self.v4 = ["192.0.2.%d" % i for i in (1, 2, 77, 130)] + ["198.51.100.9"]
        self.v6 = ["2001:db8::%x" % i for i in (1, 2, 0x77)] + ["2001:db8:9::1"]
        self.six = self.random.random() < 0.3
        self.ip = self.random.choice(self.v6 if self.six else self.v4)
        self.sender = self.random.choice(
            ["me@example.org", "strong-bad@example.org", "a.b+c@example.org", ""])
        self.helo = self.random.choice(["mail.example.org", "h1.example.net", "example.org"])
        self.fill()

    def add(self, name, kind, value):
        self.zone.setdefault(name, []).append((kind, value))

    def fill(self):
        pick = self.random
        for host in self.hosts:
            for _ in range(pick.choice([0, 1, 1, 2])):
                self.add(host, "A", pick.choice(self.v4))
            if pick.random() < 0.5:
                self.add(host, "AAAA", pick.choice(self.v6))
        for domain in self.domains + ["mail.example.org"]:
            if pick.random() < 0.5:
                self.add(domain, "A", pick.choice(self.v4))
            if pick.random() < 0.3:
                self.add(domain, "AAAA", pick.choice(self.v6))
            hosts = self.hosts + ["missing.example.net"]
            for i in range(pick.choice([0, 0, 1, 2, 3, 11] if pick.random() < 0.2 else [0, 1, 2])):
                self.add(domain, "MX", (i, hosts[i % len(hosts)] if i > 5 else pick.choice(hosts)))
            if pick.random() < 0.93:
                self.add(domain, "TXT", self.record())
            if pick.random() < 0.03:
                self.add(domain, "TXT", self.record())
        self.add("why.example.net", "TXT", "%{i} is not for %{d} (%{l})")
        if pick.random() < 0.6:
            pointer = ipaddress.ip_address(self.ip).reverse_pointer
            for _ in range(pick.choice([1, 1, 2])):
                self.add(pointer, "PTR", pick.choice(self.hosts + ["mail.example.org"]))
        if pick.random() < 0.1:
            self.silent.add(pick.choice(self.hosts + self.domains[1:]))
            for name in self.silent:
                self.zone.pop(name, None)

    def target(self):
        pick = self.random
        return pick.choice(self.domains + self.hosts + [
            "missing.example.net", "%{d}", "%{h}", "%{i}.x.example.net", "%{l1r-}.u.example.net",
            "%{d2}", "%{o}", "%{ir}.%{v}.y.example.net"])

    def term(self):
        pick = self.random
        kind = pick.choice(["ip4", "ip4", "ip6", "a", "a", "mx", "mx", "include", "include", "exists",
                            "ptr", "bad"])
        sign = pick.choice(["", "", "", "+", "-", "~", "?"])
        if kind == "ip4":
            return sign + "ip4:%s%s" % (pick.choice(self.v4), pick.choice(["", "", "/24", "/32", "/0", "/25"]))
        if kind == "ip6":
            return sign + "ip6:%s%s" % (pick.choice(self.v6), pick.choice(["", "/32", "/64", "/127"]))
        if kind in ("a", "mx"):
            place = pick.choice(["", ":" + self.target()])
            return sign + kind + place + pick.choice(["", "", "", "/24", "//64", "/30//112"])
        if kind == "include":
            return sign + "include:" + pick.choice(self.domains + ["d1.example.net", "%{d}", "missing.example.net"])
        if kind == "exists":
            return sign + "exists:" + self.target()
        if kind == "ptr":
            return sign + pick.choice(["ptr", "ptr:example.net", "ptr:example.org"])
        if pick.random() < 0.8:
            return sign + "ip4:" + pick.choice(self.v4)
        return pick.choice(["ip4:192.0.2.300", "a:", "foo", "moo=1", "exists:%{x}.example.net", "mx:com",
                            "ip4:192.0.2.1/33", "a:%(d)", "include", "all.", "ip6:192.0.2.1", "A:H1.EXAMPLE.NET",
                            "Include:D1.Example.Net", "cow=%{s}"])

    def record(self):
        pick = self.random
        terms = [self.term() for _ in range(pick.choice([0, 1, 2, 2, 3, 3, 4, 6]))]
        if pick.random() < 0.75:
            terms.append(pick.choice(["-all", "-all", "~all", "?all", "all"]))
        elif pick.random() < 0.6:
            terms.append("redirect=" + pick.choice(self.domains + ["missing.example.net"]))
        if pick.random() < 0.2:
            terms.insert(pick.randrange(len(terms) + 1), "exp=why.example.net")
        return " ".join(["v=spf1"] + terms)

    def zone_text(self):
        lines = [". 60 IN SOA ns. h. 1 2 3 4 60"]
        for name, records in self.zone.items():
            for kind, value in dict.fromkeys(records):
                if kind == "MX":
                    value = "%d %s." % value
                elif kind == "PTR":
                    value += "."
                elif kind == "TXT":
                    value = '"%s"' % value.replace('"', '\\"')
                lines.append("%s. 60 IN %s %s" % (name, kind, value))
        return "\n".join(lines) + "\n"

    def request(self):
        return {"zone": self.zone_text(), "silent": sorted(self.silent), "ip": self.ip,
                "sender": self.sender, "helo": self.helo}

    def lookup(self, name, qtype, strict=True, timeout=20):
        name = name.lower().rstrip(".")
        if name in self.silent:
            raise spf.TempError("DNS time-out")
        answers = []
        for kind, value in dict.fromkeys(self.zone.get(name, [])):
            if kind != qtype:
                continue
            if kind == "TXT":
                value = [value.encode()]
            answers.append(((name, kind), value))
        return answers

    def pyspf(self):
        spf.DNSLookup = self.lookup
        query = spf.query(i=self.ip, s=self.sender, h=self.helo, strict=True, querytime=0)
        return query.check()[0]


def explained():
    path = os.path.join("tests", "spf_differential.explained")
    with open(path, encoding="utf-8") as lines:
        rows = [line.split(None, 1) for line in lines if line.strip() and not line.startswith("#")]
    return {int(number): reason.strip() for number, reason in rows}


def main():
    print("1..3")
    worlds = [World(number) for number in range(WORLDS)]
    text = "".join(json.dumps(world.request()) + "\n" for world in worlds)
    run = subprocess.run([os.path.join(BUILD, "tests", "tools", "spf_evaluate")], input=text,
                         capture_output=True, text=True, timeout=600, check=False)
    ours = [line.split("\t") for line in run.stdout.splitlines()]
    complete = run.returncode == 0 and len(ours) == WORLDS
    print("%s 1 - every world is evaluated" % ("ok" if complete else "not ok"))
    if not complete:
        print("# status %d, %d lines: %s" % (run.returncode, len(ours), run.stderr[:500]))
        sys.exit(1)
    listed = explained() if SEED == 7208 and WORLDS == 1000 else {}
    counts = {}
    same, by_void, by_list, open_cases = 0, 0, set(), []
    for number, (world, mine) in enumerate(zip(worlds, ours)):
        theirs = world.pyspf()
        counts[theirs] = counts.get(theirs, 0) + 1
        if theirs == mine[0]:
            same += 1
        elif theirs == mine[1]:
            by_void += 1
        elif number in listed:
            by_list.add(number)
        else:
            open_cases.append((number, theirs, mine))
    print("# results of pyspf: %s" % ", ".join("%s %d" % item for item in sorted(counts.items())))
    print("# sum: SPF against pyspf: %d the same, %d differ as pyspf counts inner void look-ups, %d listed in "
          "tests/spf_differential.explained" % (same, by_void, len(by_list)))
    print("%s 2 - every difference is explained" % ("not ok" if open_cases else "ok"))
    for number, theirs, mine in open_cases:
        print("# world %d: pyspf %s, ours %s" % (number, theirs, " | ".join(mine)))
    stale = sorted(set(listed) - by_list)
    print("%s 3 - no explanation is left over" % ("not ok" if stale else "ok"))
    if stale:
        print("# %s" % stale)
    if os.environ.get("SHOW"):
        print(worlds[int(os.environ["SHOW"])].request()["zone"], worlds[int(os.environ["SHOW"])].__dict__["ip"],
              worlds[int(os.environ["SHOW"])].sender, worlds[int(os.environ["SHOW"])].helo)
    sys.exit(1 if open_cases or stale else 0)


main()
