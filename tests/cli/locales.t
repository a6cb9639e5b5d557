#!/usr/bin/env python3
"""Locales that are not UTF-8: in GB18030 (a locale made for the test) report, --plain, messages and the wizard, in a terminal
of its own, speak and understand that charset, and never half a character; in the C locale the wizard draws in ASCII. TAP."""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(os.environ.get("BUILD", "build") + "/whybounce")
WAIT = 60  # seconds, for what comes within a blink
number = 0
bad = False


def result(good, name, seen=""):
    global number, bad
    number += 1
    bad |= not good
    print(f"{'ok' if good else 'not ok'} {number} - {name}")
    if not good:
        print("\n".join("# " + line for line in repr(seen)[-1500:].split("\\n")))


def without_times(report):
    """Each run asks at a time of its own."""
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:]{8}Z", "", report)


class Terminal:
    """The program in a terminal of 80x24; `seen` is all that came, without escape sequences."""

    def __init__(self, environment, charset, *options):
        self.charset, self.bytes = charset, b""
        self.process, self.terminal = pty.fork()
        if not self.process:
            os.environ.update(environment, TERM="xterm", LINES="24", COLUMNS="80")
            os.execv(PROGRAM, [PROGRAM, "--offline", "--no-history", *options])

    def seen(self):
        text = self.bytes.decode(self.charset)  # half a character would raise
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>78M]|\x0f|\x0e", "", text)

    def sees(self, words):
        """Waits until these words have come."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            try:
                if words in self.seen():
                    return True
            except UnicodeDecodeError as error:
                if error.end < len(self.bytes) - 4:
                    return False
            if select.select([self.terminal], [], [], 1)[0]:
                try:
                    self.bytes += os.read(self.terminal, 65536)
                except OSError:
                    return words in self.seen()
        return False

    def sends(self, data):
        self.bytes = b""
        os.write(self.terminal, data)

    def ends(self):
        os.write(self.terminal, b"\x03")
        while True:
            try:
                if not os.read(self.terminal, 65536):
                    break
            except OSError:
                break
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def run(environment, *arguments, text=b""):
    return subprocess.run([PROGRAM, *arguments], input=text, capture_output=True, env={**os.environ, **environment}, check=False)


def gb18030(folder):
    made = subprocess.run(["localedef", "-i", "zh_CN", "-f", "GB18030", folder + "/zh_CN.GB18030"], capture_output=True, check=False)
    if made.returncode > 1 or not os.path.isdir(folder + "/zh_CN.GB18030"):
        print("# skipped: no locale with GB18030 can be made here")
        return
    here = {"LOCPATH": folder, "LC_ALL": "zh_CN.GB18030"}
    utf8 = run({"LC_ALL": "C.UTF-8"}, "--lang", "zh_CN", "--text", "--sample", "spf-fail").stdout.decode()
    own = run(here, "--text", "--sample", "spf-fail").stdout.decode("gb18030")
    result("发信" in own and without_times(own) == without_times(utf8), "GB18030: a report says the same as in UTF-8", own)
    plain = run(here, "--plain", "--offline", "--no-history", "--interactive", text=b"q\nq\n").stdout.decode("gb18030")
    result("粘贴" in plain, "GB18030: --plain", plain)
    error = run(here, "--bogus").stderr.decode("gb18030")
    result("未知选项" in error, "GB18030: a message", error)
    json = run(here, "--json", "--sample", "spf-fail").stdout.decode("utf-8")
    result('"lang":"zh_CN"' in json, "GB18030: JSON stays UTF-8", json)
    terminal = Terminal(here, "gb18030")
    result(terminal.sees("粘贴") and terminal.sees("退出"), "GB18030: the wizard starts", terminal.bytes)
    bounce = "550 5.1.1 <zhang@example.net>：收件人不存在，请核对".encode("gb18030")
    terminal.sends(b"\x1b[200~" + bounce[:31] + bounce[31:] + b"\x1b[201~")
    result(terminal.sees("收件人不存在"), "GB18030: what is pasted is read", terminal.bytes)
    terminal.sends(b"\r")
    result(terminal.sees("收件人邮箱不存在"), "GB18030: and identified", terminal.bytes)
    result(terminal.ends() in (0, 130), "GB18030: and left")


def c_locale():
    here = {"LC_ALL": "C", "LANGUAGE": ""}
    terminal = Terminal(here, "ascii")
    result(terminal.sees("Paste a bounce") and terminal.sees("quit"), "C: the wizard draws in ASCII", terminal.bytes)
    terminal.sends(b"\x1b[200~550 5.1.1 <kim@example.net>: no such user\x1b[201~")
    result(terminal.sees("1 recipient"), "C: what is pasted is read", terminal.bytes)
    terminal.sends(b"\r")
    result(terminal.sees("mailbox does not exist"), "C: and identified", terminal.bytes)
    result(terminal.ends() in (0, 130), "C: and left")
    own = run(here, "--lang", "zh_CN", "--text", "--sample", "spf-fail").stdout.decode("utf-8")
    result("发信" in own, "C: Chinese is said in UTF-8", own)


def main():
    folder = tempfile.mkdtemp()
    for name in ("LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "XDG_CONFIG_HOME"):
        os.environ.pop(name, None)
    os.environ.update(HOME=folder, XDG_STATE_HOME=folder + "/state", INPUTRC="/dev/null", TZ="UTC")
    try:
        gb18030(folder)
        c_locale()
    finally:
        shutil.rmtree(folder)
    print(f"1..{number}")
    sys.exit(bad)


main()
