#!/usr/bin/env python3
"""The name servers themselves beside the resolver, and the watch over them: fault servers on several addresses of the
loopback, each sentence that a person reads, and nothing said of the domain that is the network's."""
import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

BUILD = os.environ.get("BUILD", "build")
ROOT, NS1, NS2, NS3, NS4, NS5 = (f"127.0.0.{n}" for n in (10, 11, 12, 13, 14, 15))
TOP = f""". 60 IN SOA a.root. h.root. 1 2 3 4 60
. 60 IN NS a.root.
a.root. 60 IN A {ROOT}
org. 60 IN SOA a.root. h.root. 1 2 3 4 60
org. 60 IN NS a.root.
"""
NAMES = "".join(f"example.org. 60 IN NS ns{n}.example.org.\nns{n}.example.org. 60 IN A {a}\n"
                for n, a in enumerate((NS1, NS2, NS3, NS4, NS5), 1))
MAIL = """example.org. 60 IN MX 10 mx.example.org.
example.org. 60 IN A 203.0.113.9
mx.example.org. 60 IN A 203.0.113.9
_dmarc.example.org. 60 IN TXT "v=DMARC1; p=none"
"""
SPF = 'example.org. 900 IN TXT "v=spf1 ip4:203.0.113.9 -all"\n'


def zone(serial, spf=""):
    return f"example.org. 60 IN SOA ns1.example.org. h.example.org. {serial} 2 3 4 60\n" + NAMES + MAIL + spf


OLD, NEW = zone(2026112601), zone(2026112701, SPF)
count = 0


def ok(good, what, why=""):
    global count
    count += 1
    print(f"{'ok' if good else 'not ok'} {count} - {what}")
    if not good:
        print("# " + str(why).replace("\n", "\n# "))


def free_port(addresses):
    for _ in range(100):
        sockets = [socket.socket(socket.AF_INET, kind) for _ in addresses for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM)]
        try:
            sockets[0].bind((addresses[0], 0))
            port = sockets[0].getsockname()[1]
            for one, address in zip(sockets[1:], [a for a in addresses for _ in range(2)][1:]):
                one.bind((address, port))
            return port
        except OSError:
            continue
        finally:
            for one in sockets:
                one.close()
    raise SystemExit("Bail out! no free port")


PORT = free_port([ROOT, NS1, NS2, NS3, NS4, NS5])


class World:
    """Servers: address to the text of its fault file; "resolver" is one at a port of its own."""

    def __init__(self, servers):
        self.folder = tempfile.TemporaryDirectory()
        self.running = {}
        self.resolver = None
        for address, text in servers.items():
            self.start(address, text)

    def start(self, address, text):
        """Starts a server, in the place of the one that was there."""
        self.stop(address)
        path = Path(self.folder.name) / address
        path.write_text(text)
        at = self.resolver if address == "resolver" and self.resolver else "127.0.0.1" if address == "resolver" else f"{address}@{PORT}"
        log = open(f"{path}.log", "w")
        process = subprocess.Popen([f"{BUILD}/tests/tools/fault_server", "-v", "-l", at, str(path)], stdout=subprocess.PIPE,
                                   stderr=log, text=True)
        log.close()
        said = process.stdout.readline().strip()
        if address == "resolver":
            self.resolver = said
        self.running[address] = process

    def stop(self, address):
        if address in self.running:
            process = self.running.pop(address)
            process.kill()
            process.wait()
            process.stdout.close()

    def log(self, address):
        return (Path(self.folder.name) / f"{address}.log").read_text().lower()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for address in list(self.running):
            self.stop(address)
        self.folder.cleanup()

    def environment(self, **more):
        return {**os.environ, "WHYBOUNCE_AUTHORITY_PORT": str(PORT), "LC_ALL": "C.UTF-8", "TZ": "UTC",
                "XDG_CONFIG_HOME": self.folder.name, **more}

    def run(self, *arguments, **options):
        return subprocess.run([f"{BUILD}/whybounce", *arguments, "--resolver", self.resolver, "--json"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
                              env=self.environment(), **options)

    def check(self, *arguments):
        """The case document and the exit status of a domain check with its name servers."""
        out = self.run("check", "example.org", "--authority", *arguments)
        return json.loads(out.stdout.splitlines()[-1]), out.returncode

    def watch(self, *arguments, **more):
        return subprocess.Popen([f"{BUILD}/tests/tools/watch", *arguments, "--resolver", self.resolver], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, text=True, env=self.environment(**more))


def said(document):
    return {f["id"] + ("@" + f["list"] if f["list"] else ""): f["text"] for f in document["findings"] if f["check"] == "authority"}


def question(document, name, kind):
    return next(q for q in document["propagation"]["questions"] if (q["name"], q["type"]) == (name, kind))


def test_each_fault():
    top = TOP + NEW
    with World({"resolver": TOP + OLD, ROOT: top, NS1: top, NS2: TOP + OLD, NS3: top + "!* rcode=REFUSED\n",
                NS4: top + "!* noaa\n", NS5: top + "!* drop\n"}) as world:
        document, status = world.check()
        texts = said(document)
        ok(status == 1, "advice does not change the exit status: the SPF record is missing", status)
        for finding, words in (
                ("authority.behind@ns2.example.org", "still has the old record of example.org TXT (serial 2026112601)"),
                ("authority.lame@ns3.example.org", "does not serve it (REFUSED)"),
                ("authority.lame@ns4.example.org", "its answers carry no authority"),
                ("authority.silent@ns5.example.org", "does not answer (time-out), while others do")):
            ok(words in texts.get(finding, ""), f"{finding}: {words}", json.dumps(texts, indent=1))
        states = {s["name"]: s["state"] for s in question(document, "example.org", "TXT")["servers"]}
        ok(states == {"ns1.example.org": "current", "ns2.example.org": "old", "ns3.example.org": "lame",
                      "ns4.example.org": "lame", "ns5.example.org": "silent"}, "the servers side by side", states)
        ok("example.org. txt +norec" in world.log(NS1), "name servers are asked without recursion", world.log(NS1))
        ok(all(f.get("advice") for f in document["findings"] if f["check"] == "authority"), "all of it is advice")


def test_published():
    top = TOP + NEW
    with World({"resolver": TOP + OLD, ROOT: top, NS1: top, NS2: top, NS3: top + "!* delay=300\n", NS4: top, NS5: top}) as world:
        texts = said(world.check()[0])
        ok("keeps the old one for 60 more seconds" in texts.get("authority.cached", ""), "published, the resolver keeps a no", texts)
        world.start("resolver", TOP + zone(2026112601, 'example.org. 2580 IN TXT "v=spf1 -al"\n'))
        document = world.check()[0]
        ok("keeps the old one for 43 more minutes" in said(document).get("authority.cached", ""), "or an old record", said(document))
        ok(document["propagation"]["again"] == 600, "it is asked again when the TTL is over, ten minutes at most", document["propagation"])
        chinese = said(world.check("--lang", "zh_CN")[0])
        ok("43 分钟后过期" in chinese.get("authority.cached", ""), "in Chinese", chinese)
        world.start("resolver", top + "!*.example.org rcode=SERVFAIL ede=22\n")
        texts = said(world.check()[0])
        ok("your resolver gets no answer (SERVFAIL)" in texts.get("authority.unresolved", ""), "only the resolver fails", texts)


def test_all_fail():
    """The servers' own fault, and that of a network which lets nobody but its resolver out."""
    top = TOP + NEW
    broken = "!*.example.org rcode=SERVFAIL ede=22\n"
    parent = top + "".join(f"!{name} delegated\n" for name in ["example.org NS"] + [f"ns{n}.example.org" for n in range(1, 6)])
    lame = {NS1: top + "!* rcode=REFUSED\n", NS2: top + "!* rcode=SERVFAIL\n", NS3: top + "!* noaa\n", NS4: top + "!* rcode=REFUSED\n",
            NS5: top + "!* drop\n"}
    with World({"resolver": top + broken, ROOT: parent, **lame}) as world:
        document, _ = world.check()
        texts = said(document)
        ok({"authority.serverless", "authority.lame@ns1.example.org", "authority.lame@ns2.example.org", "authority.lame@ns3.example.org",
            "authority.lame@ns4.example.org", "authority.silent@ns5.example.org"} <= set(texts),
           "a domain that nobody serves: its name servers one by one, by the delegation of the zone above", json.dumps(texts, indent=1))
        world.start(ROOT, top + "!* noaa\n")
        for address in lame:
            world.start(address, top + "!* noaa\n")
        texts = said(world.check()[0])
        ok(not [t for t in texts if "lame" in t or "silent" in t or "serverless" in t], "where something on the way answers for all, no server is blamed", texts)
    with World({"resolver": top, ROOT: top + "!* drop\n", **{a: top + "!* drop\n" for a in lame}}) as world:
        document, status = world.check()
        texts = said(document)
        ok(list(texts) == ["authority.could-not-ask"] and "says nothing about the domain" in texts["authority.could-not-ask"],
           "where no server far away answers, none is blamed", texts)
        other = World({"resolver": top})
        with other:
            ok(status == other.run("check", "example.org").returncode, "and the exit status is what it would be without", status)


def test_who_is_asked():
    top = TOP + NEW
    with World({"resolver": TOP + OLD, ROOT: top, NS1: top, NS2: top, NS3: top, NS4: top, NS5: top}) as world:
        world.run("check", "example.org")
        ok(world.log(NS1) == "", "with --resolver nobody else is asked unless --authority says so", world.log(NS1))
        (Path(world.folder.name) / "whybounce").mkdir()
        (Path(world.folder.name) / "whybounce" / "public_resolvers.yaml").write_text(
            f'- name: Elsewhere\n  addresses: ["{NS2}@{PORT}"]\n- name: Far away\n  addresses: ["{world.resolver}"]\n')
        document, _ = world.check("--public")
        public = {p["name"]: p["state"] for p in question(document, "example.org", "TXT")["public"]}
        ok(public == {"Elsewhere": "current", "Far away": "old"}, "public resolvers on wish", public)
        ok("example.org. txt\n" in world.log(NS2), "they are asked with recursion", world.log(NS2))
        (Path(world.folder.name) / "whybounce" / "public_resolvers.yaml").write_text("- name: x\n  addresses: [resolver.example]\n")
        wrong = world.run("check", "example.org")
        ok(wrong.returncode == 78 and "public_resolvers.yaml" in wrong.stderr, "a wrong file of them is named", wrong.stderr)


def rounds(process, *changes):
    """Lets a watch go on, making a change of the world before each further round; its lines and its exit status."""
    lines = []
    changes = list(changes)
    for line in process.stdout:
        lines.append(line.strip())
        if line.startswith("(waits"):
            if not changes:
                break
            changes.pop(0)()
            process.stdin.write("\n")
            process.stdin.flush()
    process.stdin.close()
    lines += [line.strip() for line in process.stdout]
    return lines, process.wait()


def test_watch():
    top = TOP + NEW
    everywhere = {ROOT: top, NS1: TOP + OLD, NS2: TOP + OLD, NS3: top + "!* rcode=REFUSED\n", NS4: TOP + OLD, NS5: TOP + OLD}
    bounce = "From: MAILER-DAEMON@mx.example.net\n\n<a@example.net>: host mx.example.net said: 550 5.7.23 SPF validation failed for me@example.org\n"
    with World({"resolver": TOP + OLD, **everywhere}) as world:
        def publish(*addresses):
            for address in addresses:
                world.start(address, top)
        lines, status = rounds(world.watch("check", "example.org"), lambda: publish(NS1, NS2, NS4), lambda: publish(NS5),
                               lambda: publish("resolver"))
        ok(status == 0 and lines[-1] == "(the bell)" and " fixed: " in lines[-2], "a watch ends with exit status 0 and the bell", lines)
        told = [line for line in lines if line.startswith("12:")]
        ok(len(told) == 4 and told[0].startswith("12:00:00 not yet: ") and "ns5.example.org still has the old record" in told[1] and
           "your resolver keeps the old one" in told[2], "a line for each round", told)
        ok([line for line in lines if line.startswith("(waits")] == ["(waits 60 s)"] * 3, "the waits are those of the TTLs", lines)
        path = Path(world.folder.name) / "bounce.eml"
        path.write_text(bounce)
        world.start("resolver", TOP + OLD)
        facts = ["--sender", "me@example.org", "--ip", "203.0.113.9", "--cause", "spf-failed"]
        case = world.run(str(path), *facts, "--authority")
        saved = Path(world.folder.name) / "case.json"
        saved.write_text(case.stdout)
        lines, status = rounds(world.watch(str(saved)), lambda: world.start("resolver", top))
        ok(status == 0 and len([line for line in lines if line.startswith("12:")]) == 2, "a saved case is watched", [lines, json.loads(case.stdout)["cause"]])
        world.start("resolver", TOP + OLD)
        lines, status = rounds(world.watch(str(path), *facts), lambda: world.start("resolver", top))
        ok(status == 0 and " fixed: " in lines[-2], "and a bounce", lines)
        lines, status = rounds(world.watch(str(path), "--cause", "mailbox-full"))
        ok(status == 1, "where the DNS can show nothing there is nothing to watch", [status, lines])
        world.start("resolver", TOP + OLD)
        process = world.watch("check", "example.org", "--json")
        lines, _ = rounds(process)
        ok(json.loads(lines[0])["propagation"]["fixed"] is False, "with --json a document for each round", lines)


def main():
    for test in (test_each_fault, test_published, test_all_fail, test_who_is_asked, test_watch):
        test()
    print(f"1..{count}")


if __name__ == "__main__":
    sys.exit(main())
