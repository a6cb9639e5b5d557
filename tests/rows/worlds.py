"""The worlds of the documentation's rows: zones, an authority that serves them on loopback, and the bounces."""
import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERDICTS = {"c": "confirmed", "r": "ruled-out", "n": "not-by-dns", "a": "could-not-ask"}
SOA = "@ 3600 IN SOA ns.example. hostmaster.example. 1 3600 600 86400 60\n@ 3600 IN NS ns.example.\n"
ADDRESS_LISTS = ["zen.spamhaus.org", "bl.spamcop.net", "b.barracudacentral.org", "psbl.surriel.com",
                 "dnsbl-1.uceprotect.net", "bl.mailspike.net"]
DOMAIN_LISTS = ["dbl.spamhaus.org", "multi.surbl.org", "multi.uribl.com"]


class Row:
    def __init__(self, line):
        self.name, faulted, healthy, stopped, self.en, self.zh_CN = line.split("\t")
        self.finding = faulted.partition("+")[2]
        self.expected = {"faulted": VERDICTS[faulted[0]], "healthy": VERDICTS[healthy], "stopped": VERDICTS[stopped]}
        self.number = int(re.match(r"\d+", self.name).group())

    def bounce(self, language):
        """The row as a whole message, the way the documentation's mail host would send it."""
        special_sender = {6: "user@203.0.113.6", 25: "user"}
        special_recipient = {10: "someone@203.0.113.10", 27: "someone@hotmial.com"}
        reply = getattr(self, language).replace("{n}", self.name)
        recipient = special_recipient.get(self.number, f"someone@recipient-{self.name}.example")
        reply = reply.replace(f"someone@recipient-{self.name}.example", recipient)
        chinese = language == "zh_CN"
        temporary = reply[0] == "4"
        values = {
            "sender": special_sender.get(self.number, f"user@sender-{self.name}.example"),
            "recipient": recipient,
            "name": self.name,
            "n": str(self.number),
            "reply": reply,
            "subject": "邮件未能送达" if chinese else "Mail delivery failed",
            "intro": "您的邮件未能送达以下收件人:" if chinese else "Your message could not be delivered to this recipient:",
            "action": "failed",
            "status": "4.0.0" if temporary else "5.0.0",
            "attachment": "invoice.pdf.exe" if self.number == 19 else "invoice.pdf",
        }
        text = (HERE / "bounce.eml.in").read_text()
        for key, value in values.items():
            text = text.replace("{" + key + "}", value)
        return text


def rows():
    lines = (HERE / "rows.tsv").read_text().splitlines()
    return [Row(line) for line in lines if line and not line.startswith("#")]


def _people(world):
    """Sender's and recipient's records of every row, in the zone example."""
    zone = ""
    for row in rows():
        n, ip = row.name, row.number
        sick = row.number if world == "faulted" else None
        zone += f"client-{ip}.sender 300 IN A 203.0.113.{ip}\n" if n[-1] not in "bc" else ""
        if sick != 8:
            zone += f'sender-{n} 300 IN TXT "v=spf1 ip4:203.0.113.{ip} -all"\n'
            zone += f'_dmarc.sender-{n} 300 IN TXT "v=DMARC1; p=none"\n'
        if sick not in (7, 8):
            zone += f"sender-{n} 300 IN A 203.0.113.{ip}\nsender-{n} 300 IN MX 10 mail.sender-{n}\n"
        if sick not in (8, 9):
            zone += f"mail.sender-{n} 300 IN A 203.0.113.{ip}\n"
        if sick in (11, 12) or (sick and n == "14a"):
            continue
        if sick and n == "14b":
            zone += f'recipient-{n} 300 IN TXT "parked"\n'
            continue
        zone += f"recipient-{n} 300 IN MX 10 mx.recipient-{n}\n"
        if not (sick and n == "14c"):
            zone += f"mx.recipient-{n} 300 IN A 198.51.100.{ip}\n"
    return zone


def _reverse(world):
    lame = (16, 21) if world == "faulted" else ()
    return "".join(f"{n} 300 IN PTR client-{n}.sender.example.\n" for n in range(1, 28) if n not in lame)


def _address_list(world, name):
    zone = "2.0.0.127 300 IN A 127.0.0.2\n"
    zone += ".".join("200000f7ffff" + "0" * 20) + " 300 IN A 127.0.0.2\n"
    if world == "faulted" and name.startswith("zen"):
        for n in (1, 4, 15):
            zone += f'{n}.113.0.203 300 IN A 127.0.0.4\n{n}.113.0.203 300 IN TXT "https://check.example/{n}"\n'
    return zone


def _domain_list(world, name):
    if not name.startswith("dbl"):
        return "test 300 IN A 127.0.0.2\ntest.surbl.org 300 IN A 127.0.0.254\ntest.uribl.com 300 IN A 127.0.0.14\n"
    zone = "test 300 IN A 127.0.1.2\ndbltest.com 300 IN A 127.0.1.2\n"
    if world == "faulted":
        for name in ("sender-1", "sender-4", "sender-5", "gallery-17"):
            zone += f"{name}.example 300 IN A 127.0.1.2\n*.{name}.example 300 IN A 127.0.1.2\n"
    return zone


def zones(world):
    """Name to zone text; None is a zone that the authority is told of and cannot load: SERVFAIL."""
    all_zones = {
        ".": ". 3600 IN NS ns.example.\n",
        "example": "ns 300 IN A 127.0.0.1\n" + _people(world),
        "113.0.203.in-addr.arpa": _reverse(world),
    }
    all_zones.update({name: _address_list(world, name) for name in ADDRESS_LISTS})
    all_zones.update({name: _domain_list(world, name) for name in DOMAIN_LISTS})
    if world == "faulted":
        all_zones.update({"sender-8.example": None, "recipient-11.example": None})
    return all_zones


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Authority:
    """NSD on a free port of 127.0.0.1, serving one world, or zones of another's making (as zones() gives them)."""

    def __init__(self, world, folder, other_zones=None):
        self.folder = Path(folder) / world
        self.folder.mkdir(parents=True)
        self.port = free_port()
        self.process = None
        config = (f'server:\n ip-address: 127.0.0.1\n port: {self.port}\n username: ""\n database: ""\n'
                  f' zonesdir: "{self.folder}"\n pidfile: ""\n logfile: "{self.folder}/log"\n'
                  f' zonelistfile: "{self.folder}/list"\n xfrdfile: "{self.folder}/xfrd"\n server-count: 1\n'
                  "remote-control:\n control-enable: no\n")
        for number, (name, text) in enumerate((other_zones or zones(world)).items()):
            path = self.folder / f"{number}.zone"
            origin = name if name == "." else name + "."
            path.write_text("broken\n" if text is None else f"$ORIGIN {origin}\n{SOA}{text}")
            config += f'zone:\n name: "{origin}"\n zonefile: "{path}"\n'
        (self.folder / "nsd.conf").write_text(config)

    @property
    def resolver(self):
        return f"127.0.0.1@{self.port}"

    def __enter__(self):
        self.process = subprocess.Popen(["nsd", "-d", "-c", str(self.folder / "nsd.conf")],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + 20
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("nsd did not start:\n" + (self.folder / "log").read_text())
        return self

    def answers(self):
        """Whether the root's SOA is answered; waits at most a fifth of a second."""
        query = b"\x12\x34\0\0\0\1\0\0\0\0\0\0\0\0\6\0\1"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.settimeout(0.2)
            probe.connect(("127.0.0.1", self.port))
            try:
                probe.send(query)
                return probe.recv(512)[:2] == query[:2]
            except OSError:
                return False

    def stop(self):
        if self.process:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait()
        self.process = None

    def __exit__(self, *_):
        self.stop()
