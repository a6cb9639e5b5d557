#!/usr/bin/env python3
"""Reality check of the live source: NSD and Knot as authorities and Unbound as a cache, all on loopback. What a fault
server tells is only worth something if real servers look the same to us."""
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ASK = os.environ.get("BUILD", "build") + "/tests/tools/ask"
ZONE = """$ORIGIN example.org.
$TTL 300
@ IN SOA ns1 hostmaster 1 7200 3600 1209600 60
@ NS ns1
ns1 A 127.0.0.1
@ MX 10 mail
@ MX 20 mx.example.net.
@ TXT "v=spf1 " "-all"
mail A 192.0.2.25
mail AAAA 2001:db8::25
www 120 CNAME mail
out CNAME mx.example.net.
gone CNAME missing.example.net.
deep.down TXT x
*.wild TXT w
""" + "".join(f'big TXT "{n:0200d}"\n' for n in range(20))
OTHER = """$ORIGIN example.net.
$TTL 300
@ IN SOA ns1.example.org. hostmaster.example.org. 1 7200 3600 1209600 30
@ NS ns1.example.org.
mx A 192.0.2.26
"""
# question, then what stands in the answer's line: known?, TTL, flags, summary
EXPECTED = {
    "example.org MX": ("known", 300, "10 mail.example.org.; 20 mx.example.net."),
    "EXAMPLE.ORG TXT": ("known", 300, '"v=spf1 " "-all"'),
    "mail.example.org AAAA": ("known", 300, "2001:db8::25"),
    "www.example.org A": ("known", 120, "CNAME mail.example.org.: 192.0.2.25"),
    "www.example.org MX": ("known", 60, "CNAME mail.example.org.: no such record"),
    # Over a zone's border the authority leaves the rest of the chain to us.
    "out.example.org A": ("known", 300, "CNAME mx.example.net.: 192.0.2.26"),
    "gone.example.org A": ("known", 30, "CNAME missing.example.net.: NXDOMAIN"),
    "mail.example.org MX": ("known", 60, "no such record"),
    "nothing.example.org A": ("known", 60, "NXDOMAIN"),
    "down.example.org TXT": ("known", 60, "no such record"),
    "any.wild.example.org TXT": ("known", 300, '"w"'),
}
count = 0


def ok(good, what, why=""):
    global count
    count += 1
    print(f"{'ok' if good else 'not ok'} {count} - {what}")
    if not good and why:
        print("# " + str(why).replace("\n", "\n# "))
    return good


def skip(what, why):
    global count
    count += 1
    print(f"ok {count} - {what} # SKIP {why}")


def free_port():
    """A port that is free for UDP and TCP."""
    for _ in range(50):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
            udp.bind(("127.0.0.1", 0))
            try:
                tcp.bind(udp.getsockname())
            except OSError:
                continue
            return udp.getsockname()[1]
    raise SystemExit("no free port")


def ask(port, questions, *options):
    at = port if "@" in str(port) else f"127.0.0.1@{port}"
    out = subprocess.run([ASK, "-s", at, *options], input="\n".join(questions) + "\n", text=True,
                         stdout=subprocess.PIPE, check=True).stdout
    return [line.split(" ", 5) for line in out.splitlines()]


class Server:
    """A server process that is up when it answers `question`."""

    def __init__(self, command, port, question):
        self.port = port
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, start_new_session=True)
        end = time.monotonic() + 20
        while time.monotonic() < end and self.process.poll() is None:
            if ask(port, [question], "-b", "300")[0][2] == "known":
                return
        self.stop()
        self.log.seek(0)
        raise SystemExit("Bail out! " + " ".join(command) + ": " + self.log.read().decode(errors="replace"))

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def start_nsd(folder):
    port = free_port()
    config = folder / "nsd.conf"
    config.write_text(f"""server:
  ip-address: 127.0.0.1@{port}
  username: ""
  database: ""
  zonesdir: "{folder}"
  pidfile: "{folder}/nsd.pid"
  zonelistfile: "{folder}/zone.list"
  xfrdfile: "{folder}/xfrd.state"
  xfrdir: "{folder}"
remote-control:
  control-enable: no
zone:
  name: example.org
  zonefile: example.org.zone
zone:
  name: example.net
  zonefile: example.net.zone
""")
    return Server(["nsd", "-d", "-c", str(config)], port, "example.org SOA")


def start_knot(folder):
    port = free_port()
    (folder / "knot").mkdir()
    config = folder / "knot.conf"
    config.write_text(f"""server:
  listen: 127.0.0.1@{port}
  rundir: {folder}/knot
database:
  storage: {folder}/knot
template:
  - id: default
    storage: {folder}
    file: "%s.zone"
    zonefile-load: whole
zone:
  - domain: example.org
  - domain: example.net
""")
    return Server(["knotd", "-c", str(config)], port, "example.org SOA")


def start_unbound(folder, authority):
    port = free_port()
    config = folder / "unbound.conf"
    stubs = "".join(f"""stub-zone:
  name: {zone}
  stub-addr: 127.0.0.1@{authority}
""" for zone in ("example.org", "example.net"))
    config.write_text(f"""server:
  interface: 127.0.0.1@{port}
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  do-not-query-localhost: no
  do-ip6: no
  module-config: "iterator"
  local-zone: "silent.example." deny
  local-zone: "refused.example." refuse
  local-zone: "static.example." static
  ede: yes
remote-control:
  control-enable: no
{stubs}forward-zone:
  name: broken.example
  forward-addr: 127.0.0.1@{free_port()}
""")
    return Server(["unbound", "-d", "-c", str(config)], port, "example.org SOA")


def records(summary):
    """The records of a summary; their order means nothing, and Unbound takes turns."""
    return sorted(summary.split("; "))


def compare(server, name, authoritative):
    for answer, (question, (known, ttl, summary)) in zip(ask(server.port, EXPECTED), EXPECTED.items()):
        ttl_fits = int(answer[3]) == ttl if authoritative else int(answer[3]) <= ttl
        flags_fit = ("aa" in answer[4]) == authoritative
        ok(answer[2] == known and records(answer[5]) == records(summary) and ttl_fits and flags_fit, f"{name}: {question}", answer)
    big = ask(server.port, ["big.example.org TXT"])[0]
    ok(big[2] == "known" and "tcp" in big[4] and big[5].count(";") == 19, f"{name}: an answer too large for UDP", big)


def check_authority(name, program, start, folder):
    if not shutil.which(program):
        skip(name, f"{program} is not installed")
        return None
    server = start(folder)
    compare(server, name, True)
    other = ask(server.port, ["example.com A"])[0]
    ok(other[2] == "unknown" and other[5].startswith("REFUSED"), f"{name}: a zone that it has not is refused", other)
    return server


def check_cache(folder, authority):
    if not shutil.which("unbound"):
        skip("Unbound", "unbound is not installed")
        return None
    server = start_unbound(folder, authority.port)
    compare(server, "Unbound", False)
    # While it looks for a server that is gone Unbound is silent for longer than one wants to wait.
    for question, summary in (("x.refused.example A", "REFUSED"), ("x.static.example A", "NXDOMAIN"),
                              ("x.broken.example A", "out of time"), ("x.silent.example A", "out of time")):
        answer = ask(server.port, [question], "-b", "1000")[0]
        ok(answer[5].startswith(summary), f"Unbound: {question}: {summary}", answer)
    return server


AUTHORITIES = ("127.0.0.21", "127.0.0.22")
TOP = f"""$ORIGIN .
$TTL 60
@ IN SOA a.root. h.root. 1 7200 3600 1209600 60
@ NS a.root.
a.root. A {AUTHORITIES[0]}
example.org. NS ns1.example.org.
example.org. NS ns2.example.org.
ns1.example.org. A {AUTHORITIES[0]}
ns2.example.org. A {AUTHORITIES[1]}
"""
PUBLISHED = """$ORIGIN example.org.
$TTL 900
@ IN SOA ns1 hostmaster {serial} 7200 3600 1209600 300
@ NS ns1
@ NS ns2
ns1 A 127.0.0.21
ns2 A 127.0.0.22
@ MX 10 mail
mail A 203.0.113.9
_dmarc TXT "v=DMARC1; p=none"
{spf}"""


def port_of_all(addresses):
    """A port that is free at each address."""
    for _ in range(50):
        port = free_port()
        try:
            for address in addresses:
                for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                    with socket.socket(socket.AF_INET, kind) as one:
                        one.bind((address, port))
            return port
        except OSError:
            continue
    raise SystemExit("no free port")


class Authority(Server):
    """NSD at an address of its own, with a version of the zone; at the first one the root, too."""

    def __init__(self, folder, address, port, serial, spf=""):
        self.address = address
        here = folder / f"{address}-{serial}"
        here.mkdir()
        (here / "example.org.zone").write_text(PUBLISHED.format(serial=serial, spf=spf))
        (here / "root.zone").write_text(TOP)
        root = 'zone:\n  name: "."\n  zonefile: root.zone\n' if address == AUTHORITIES[0] else ""
        config = here / "nsd.conf"
        config.write_text(f"""server:
  ip-address: {address}@{port}
  username: ""
  database: ""
  zonesdir: "{here}"
  pidfile: "{here}/nsd.pid"
  zonelistfile: "{here}/zone.list"
  xfrdfile: "{here}/xfrd.state"
  xfrdir: "{here}"
remote-control:
  control-enable: no
zone:
  name: example.org
  zonefile: example.org.zone
{root}""")
        super().__init__(["nsd", "-d", "-c", str(config)], f"{address}@{port}", "example.org SOA")


def start_recursive(folder, port):
    at = free_port()
    config = folder / "recursive.conf"
    config.write_text(f"""server:
  interface: 127.0.0.1@{at}
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  do-not-query-localhost: no
  do-ip6: no
  module-config: "iterator"
  local-zone: "invalid." static
remote-control:
  control-enable: no
stub-zone:
  name: "example.org"
  stub-addr: {AUTHORITIES[1]}@{port}
stub-zone:
  name: "."
  stub-addr: {AUTHORITIES[0]}@{port}
""")
    return Server(["unbound", "-d", "-c", str(config)], at, "example.org SOA")


def name_servers_say(resolver, port):
    """What the check "authority" found of the SPF record, and of the servers."""
    out = subprocess.run([os.environ.get("BUILD", "build") + "/whybounce", "check", "example.org", "--authority", "--json",
                          "--resolver", f"127.0.0.1@{resolver.port}"], stdout=subprocess.PIPE, text=True, check=False,
                         env={**os.environ, "WHYBOUNCE_AUTHORITY_PORT": str(port), "LC_ALL": "C.UTF-8"}).stdout
    return {f["id"]: f["text"] for f in json.loads(out)["findings"] if f["check"] == "authority" and (f["list"] or f["subject"] == "example.org TXT")}


def check_propagation(folder, servers):
    """A record on its way: from the primary to the secondary to the cache, all of them real."""
    if not (shutil.which("nsd") and shutil.which("unbound")):
        skip("propagation", "nsd or unbound is not installed")
        return
    spf = '@ TXT "v=spf1 -all"\n'
    port = port_of_all(AUTHORITIES)
    servers.append(Authority(folder, AUTHORITIES[0], port, 2026112701, spf))
    old = Authority(folder, AUTHORITIES[1], port, 2026112601)
    servers.append(old)
    resolver = start_recursive(folder, port)
    servers.append(resolver)
    said = name_servers_say(resolver, port)
    ok("serial 2026112601" in said.get("authority.behind", ""), "NSD: a secondary that is behind", said)
    old.stop()
    said = name_servers_say(resolver, port)
    ok("server unreachable" in said.get("authority.silent", "") and "authority.cached" in said, "NSD: a secondary that is gone", said)
    servers.append(Authority(folder, AUTHORITIES[1], port, 2026112701, spf))
    said = name_servers_say(resolver, port)
    ok("keeps the old one for" in said.get("authority.cached", "") and "authority.silent" not in said, "Unbound keeps the old answer", said)
    resolver.stop()
    resolver = start_recursive(folder, port)
    servers.append(resolver)
    said = name_servers_say(resolver, port)
    ok(list(said) == ["authority.agreed"], "and then all agree", said)


def main():
    # The servers' tools live where a plain user does not look.
    os.environ["PATH"] += ":/usr/sbin:/usr/local/sbin"
    servers = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "example.org.zone").write_text(ZONE)
        (folder / "example.net.zone").write_text(OTHER)
        try:
            servers.append(check_authority("NSD", "nsd", start_nsd, folder))
            servers.append(check_authority("Knot", "knotd", start_knot, folder))
            authority = servers[0] or servers[1]
            if authority:
                servers.append(check_cache(folder, authority))
                authority.stop()
                gone = ask(authority.port, ["example.org MX"])[0]
                ok(gone[5] == "server unreachable", "a server that is gone is unreachable at once", gone)
            check_propagation(folder, servers)
        finally:
            for server in servers:
                if server:
                    server.stop()
    print(f"1..{count}")


if __name__ == "__main__":
    sys.exit(main())
