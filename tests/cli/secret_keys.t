#!/usr/bin/env python3
"""The key of a block list stands in no output, in whatever case a server sends it back. TAP."""
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import tempfile

BUILD = os.environ.get("BUILD", "build")
PROGRAM = os.environ.get("WHYBOUNCE", f"{BUILD}/whybounce")
KEY = "q7zk3m9xw2v5n8bt4c6d"
MIXED = "".join(c.upper() if i % 2 else c for i, c in enumerate(KEY))
ZONE = f""". 60 IN SOA a.root. h.root. 1 2 3 4 60
. 60 IN NS a.root.
example.org. 60 IN MX 10 mail.example.org.
example.org. 60 IN TXT "v=spf1 ip4:203.0.113.9 -all"
mail.example.org. 60 IN A 203.0.113.9
9.113.0.203.in-addr.arpa. 60 IN PTR mail.example.org.
2.0.0.127.{KEY}.zen.dq.spamhaus.net. 60 IN CNAME entry.{MIXED}.alias.example.
entry.{KEY}.alias.example. 60 IN A 127.0.0.2
9.113.0.203.{KEY}.zen.dq.spamhaus.net. 60 IN A 127.0.0.4
9.113.0.203.{KEY}.zen.dq.spamhaus.net. 60 IN TXT "https://lists.example/?key={MIXED}&ip=203.0.113.9"
!example.org.{KEY}.dbl.dq.spamhaus.net rcode=SERVFAIL ede=22:nobody_knows_{KEY.upper()}.dbl
"""
BOUNCE = """From: MAILER-DAEMON@example.net
To: anna@example.org
Subject: Undelivered

<kim@example.net>: host mx.example.net[192.0.2.25] said: 554 5.7.1 Service unavailable; Client host [203.0.113.9]
    blocked using zen.spamhaus.org; https://check.spamhaus.org/query/ip/203.0.113.9

Message from anna@example.org
"""
number = failed = 0


def result(good, name, seen=""):
    global number, failed
    number += 1
    failed += not good
    print("ok" if good else "not ok", number, "-", name, flush=True)
    if not good:
        print("# " + str(seen)[-3000:].replace("\n", "\n# "))


def holds_key(text):
    return KEY in text.lower()


def plain(drawn):
    """What curses wrote, without its commands."""
    return re.sub(r"\x1b(\[[?0-9;]*[A-Za-z]|\(.|.)", " ", drawn.decode(errors="replace"))


class Stage:
    """A home with the settings of a person who has keys, and a name server for the lists."""

    def __init__(self, work):
        self.work = work
        config = work / "config/whybounce"
        config.mkdir(parents=True)
        (work / "dqs.key").write_text(KEY + "\n")
        (config / "config.yaml").write_text("block_list_keys:\n"
                                            f"  zen.spamhaus.org: {work}/dqs.key\n  dbl.spamhaus.org: {work}/dqs.key\n")
        (work / "bounce.eml").write_text(BOUNCE)
        (work / "zone").write_text(ZONE)
        self.environment = {**os.environ, "HOME": str(work), "XDG_CONFIG_HOME": str(work / "config"),
                            "XDG_STATE_HOME": str(work / "state"), "LC_ALL": "C.UTF-8", "INPUTRC": "/dev/null",
                            "TERM": "xterm", "G_MESSAGES_DEBUG": "all", "WHYBOUNCE_LANGUAGE": "en"}
        self.environment.pop("LANGUAGE", None)
        self.server = subprocess.Popen([f"{BUILD}/tests/tools/fault_server", str(work / "zone")], stdout=subprocess.PIPE,
                                       text=True)
        self.at = self.server.stdout.readline().strip()

    def run(self, *arguments, answers=""):
        done = subprocess.run([PROGRAM, *arguments], input=answers, capture_output=True, text=True, timeout=120,
                              env=self.environment)
        return done.stdout + done.stderr

    def asked(self, *arguments):
        return self.run(*arguments, "--resolver", self.at, "--timeout", "5", "--no-authority")

    def screens(self, steps):
        """The wizard on a terminal: each step is a text to wait for and the keys that are pressed then."""
        process, terminal = pty.fork()
        if process == 0:
            os.execve(PROGRAM, [PROGRAM, "--interactive", "--lang", "en", "--resolver", self.at, "--timeout", "5",
                                str(self.work / "bounce.eml")], {**self.environment, "COLUMNS": "200", "LINES": "60"})
        seen = fresh = b""
        for words, keys in steps:
            while words not in plain(fresh):
                if not select.select([terminal], [], [], 30)[0]:
                    os.kill(process, signal.SIGKILL)
                    os.waitpid(process, 0)
                    return plain(seen) + f"\n[waited for {words}]", False
                more = os.read(terminal, 65536)
                seen += more
                fresh += more
            fresh = b""
            os.write(terminal, keys.encode())
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)
        return plain(seen), True


def one_shots(stage):
    bounce = str(stage.work / "bounce.eml")
    for language in ("en", "zh_CN"):
        for form in ("--text", "--markdown", "--html", "--json"):
            seen = stage.asked(form, "--lang", language, bounce)
            result("zen.spamhaus.org" in seen and "***" in seen and not holds_key(seen), f"{form} {language}", seen)
    seen = stage.asked("--text", "--public", bounce)
    result("zen.spamhaus.org" in seen and not holds_key(seen), "public resolvers beside", seen)
    seen = stage.asked("check", "example.org", "--ip", "203.0.113.9", "--json", "--record")
    result("***.dbl.dq" in seen and "ede_text" in seen and not holds_key(seen), "a failed look-up with the server's words", seen)
    seen = stage.asked("check", "example.org", "--ip", "203.0.113.9", "--text")
    result("***.dbl.dq" in seen and not holds_key(seen), "in the report of a domain, too", seen)
    request = f'{{"id":1,"do":"check","resolvers":["{stage.at}"],"facts":{{"domain":"example.org","ip":"203.0.113.9"}}}}\n'
    seen = stage.run("batch", answers=request)
    result("***.zen.dq" in seen and not holds_key(seen), "batch", seen)


def saved(stage):
    case = stage.work / "case.json"
    seen = stage.asked("--json", "--record", str(stage.work / "bounce.eml"))
    case.write_text(seen)
    result("***.zen.dq" in seen and "lists.example" in seen and not holds_key(seen), "a recorded case", seen)
    again = stage.run("--json", "--record", str(case))
    result(again == seen, "which opens again to the same", again)
    seen = stage.run("--print-config")
    result("zen.spamhaus.org: ***" in seen and not holds_key(seen), "--print-config", seen)
    seen = stage.run("--zone", str(stage.work / "dqs.key"), str(case))
    result("dqs.key:1" in seen and not holds_key(seen), "a file of a key in the place of another", seen)


def kept(stage):
    plain = stage.run("--plain", "--lang", "en", "--resolver", stage.at, "--timeout", "5", str(stage.work / "bounce.eml"),
                      answers="\n1\n1\nq\nq\nq\n")
    result("zen.spamhaus.org" in plain and not holds_key(plain), "--plain", plain)
    words = stage.run("cases", "open", stage.run("cases").split()[0], "--html")
    result("zen.spamhaus.org" in words and not holds_key(words), "a recent case", words)


def wizard(stage):
    seen, over = stage.screens([("Delivery failure", "\r"), ("TTL", "\r"), ("What happened", "")])
    result(over and "zen.spamhaus.org" in seen and not holds_key(seen), "the wizard and its evidence", seen)


def files(stage):
    """What the runs before have left: journal, recent cases, whatever."""
    count = 0
    for path in stage.work.rglob("*"):
        if path.is_file() and path.name not in ("dqs.key", "zone"):
            count += path.is_relative_to(stage.work / "state")
            result(not holds_key(path.read_text(errors="replace")), f"file {path.name.split('-')[0]}", path)
    result(count > 0, "there are files of state")


with tempfile.TemporaryDirectory() as folder:
    stage = Stage(pathlib.Path(folder))
    try:
        for part in (one_shots, saved, kept, wizard, files):
            part(stage)
    finally:
        stage.server.kill()
print(f"1..{number}")
raise SystemExit(failed != 0)
