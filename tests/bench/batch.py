#!/usr/bin/env python3
"""A thousand bounces through `whybounce batch`, each of a sender of its own, against Unbound with an empty cache and NSD
behind it, all on two cores: diagnoses a minute (aim: at least 1,000), and the memory on the way (aim: flat)."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "rows"))
sys.dont_write_bytecode = True
import worlds

PROGRAM = os.environ.get("BUILD", "build") + "/whybounce"
COUNT = 1000
SAMPLES = (100, 500, 1000)
BOUNCES = [
    "550 5.7.23 <info@recipient.example>: SPF validation failed for sender-{n}.example",
    "550 5.1.1 <nobody@recipient.example>: user unknown",
    "550 5.7.25 client host [203.0.113.{ip}] has no reverse DNS",
    "554 5.7.1 Service unavailable; client host [203.0.113.{ip}] blocked using zen.spamhaus.org",
]


def people():
    zone = "ns 300 IN A 127.0.0.1\nrecipient 300 IN MX 10 mx.recipient\nmx.recipient 300 IN A 198.51.100.1\n"
    for n in range(COUNT):
        name = f"sender-{n}"
        zone += (f'{name} 300 IN MX 10 mail.{name}\nmail.{name} 300 IN A 203.0.113.{n % 250}\n'
                 f'{name} 300 IN TXT "v=spf1 mx include:_spf.{name} -all"\n'
                 f'_spf.{name} 300 IN TXT "v=spf1 ip4:192.0.2.0/24 ~all"\n'
                 f'_dmarc.{name} 300 IN TXT "v=DMARC1; p=none"\n')
    return zone


def zones():
    healthy = worlds.zones("healthy")
    healthy["example"] = people()
    return healthy


def bounce(n):
    reply = BOUNCES[n % len(BOUNCES)].format(n=n, ip=n % 250)
    return (f"From: MAILER-DAEMON@mx.recipient.example\nTo: me@sender-{n}.example\nSubject: Undelivered Mail\n\n"
            f"<info@recipient.example>: host mx.recipient.example said:\n    {reply}\n\n"
            f"Received: from mail.sender-{n}.example ([203.0.113.{n % 250}]) by mx.recipient.example with ESMTP\n"
            f"From: me@sender-{n}.example\nTo: info@recipient.example\nSubject: Invoice {n}\n")


def requests(resolver):
    for n in range(COUNT):
        yield json.dumps({"id": n, "text": bounce(n), "resolvers": [resolver],
                          "facts": {"ip": f"203.0.113.{n % 250}", "sender": f"me@sender-{n}.example"}}) + "\n"


def unbound(folder, authority):
    port = worlds.free_port()
    config = Path(folder) / "unbound.conf"
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
remote-control:
  control-enable: no
stub-zone:
  name: "."
  stub-addr: 127.0.0.1@{authority.port}
""")
    process = subprocess.Popen(["unbound", "-d", "-c", str(config)], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    ask = [os.environ.get("BUILD", "build") + "/tests/tools/ask", "-s", f"127.0.0.1@{port}", "-b", "300"]
    for _ in range(100):
        answer = subprocess.run(ask, input="recipient.example MX\n", stdout=subprocess.PIPE, text=True, check=True).stdout
        if " known " in answer:
            return process, f"127.0.0.1@{port}"
    process.kill()
    raise SystemExit("unbound did not start")


def resident(pid):
    """Kilobytes: now, and the most so far."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(status["VmRSS"].split()[0]), int(status["VmHWM"].split()[0])


def run(resolver):
    batch = subprocess.Popen([PROGRAM, "batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def feed():
        for request in requests(resolver):
            batch.stdin.write(request)
        batch.stdin.close()

    feeder = threading.Thread(target=feed)
    start = time.monotonic()
    feeder.start()
    done, verdicts, memory = 0, {}, {}
    for line in batch.stdout:
        event = json.loads(line)
        if event["event"] != "case":
            continue
        verdict = event["case"]["verdict"]
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
        done += 1
        if done in SAMPLES:
            memory[done] = resident(batch.pid)
    seconds = time.monotonic() - start
    feeder.join()
    batch.wait()
    return done, seconds, verdicts, memory


def main():
    os.environ["PATH"] += ":/usr/sbin:/usr/local/sbin"
    for server in ("nsd", "unbound"):
        if not shutil.which(server):
            print(f"skipped: {server} is not installed")
            return
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    with tempfile.TemporaryDirectory() as folder, worlds.Authority("batch", folder, zones()) as authority:
        cache, resolver = unbound(folder, authority)
        try:
            done, seconds, verdicts, memory = run(resolver)
        finally:
            cache.kill()
            cache.wait()
    print(f"batch: {done} diagnoses in {seconds:.1f} s on {len(os.sched_getaffinity(0))} cores, "
          f"{done * 60 / seconds:.0f} a minute; verdicts {verdicts}")
    for count, (now, most) in memory.items():
        print(f"  memory after {count:4}: {now / 1024:.1f} MB, most so far {most / 1024:.1f} MB")


main()
