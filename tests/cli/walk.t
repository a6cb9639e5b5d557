#!/usr/bin/env python3
"""Each documented row pasted into the wizard in a real tmux, walked to the fix by keys, and the screen compared
with tests/rows/screens/LANGUAGE/ROW.txt, in both languages. UPDATE=1 writes the screens anew: read the diff."""
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "rows"))
sys.dont_write_bytecode = True
import worlds

PROGRAM = Path(os.environ.get("BUILD", "build")).resolve() / "whybounce"
UPDATE = os.environ.get("UPDATE") == "1"
PATIENCE = 10  # seconds for any one screen


class Terminal:
    """A detached tmux of 80x24 with the wizard in it."""

    def __init__(self, folder, name, resolver, language):
        self.socket = f"{folder}/{name}.tmux"
        self.buffer = f"{folder}/{name}.paste"
        self.environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "LANGUAGE": "",
                            "HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder, "TMUX": ""}
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", str(PROGRAM), "--lang", language,
                  "--no-history", "--resolver", resolver)

    def tmux(self, *arguments):
        return subprocess.run(["tmux", "-u", "-S", self.socket, *arguments], env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False).stdout

    def screen(self):
        return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", re.sub(r"127\.0\.0\.1@\d+", "SERVER",
                      "\n".join(line.rstrip() for line in self.tmux("capture-pane", "-p").splitlines()))) + "\n"

    def wait(self, good, what):
        deadline = time.monotonic() + PATIENCE
        while not good(screen := self.screen()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"never saw {what}:\n{screen}")
            time.sleep(0.02)
        return screen

    def key(self, key):
        self.tmux("send-keys", key)

    def paste(self, text):
        Path(self.buffer).write_text(text)
        self.tmux("load-buffer", self.buffer)
        self.tmux("paste-buffer", "-p")

    def close(self):
        self.tmux("kill-server")


def settled(terminal):
    """For UPDATE: the same screen for a whole second."""
    last, since = None, time.monotonic()
    deadline = since + PATIENCE
    while time.monotonic() < deadline and time.monotonic() - since < 1:
        screen = terminal.screen()
        if screen != last:
            last, since = screen, time.monotonic()
        time.sleep(0.05)
    return last


def walk(folder, row, resolver, language):
    """None, or what is wrong."""
    golden = TESTS / "rows" / "screens" / language / f"{row.name}.txt"
    expected = golden.read_text() if golden.exists() else ""
    terminal = Terminal(folder, f"{row.name}.{language}", resolver, language)
    try:
        terminal.wait(lambda screen: "whybounce" in screen and len(screen.strip().splitlines()) > 5, "the start")
        terminal.paste(row.bounce(language))
        terminal.wait(lambda screen: "[1 " in screen and re.search(r"\d{3} ", screen), "the paste")
        for step in "234":
            terminal.key("Enter")
            terminal.wait(lambda screen, step=step: f"[{step} " in screen, f"step {step}")
        if UPDATE:
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_text(settled(terminal))
            return None
        terminal.wait(lambda screen: screen == expected, f"{golden.name}")
    except TimeoutError as late:
        got = terminal.screen()
        return str(late).splitlines()[0] + "\n" + "".join(
            difflib.unified_diff(expected.splitlines(True), got.splitlines(True), "expected", "got"))
    finally:
        terminal.close()
    return None


def main():
    for tool in ("nsd", "tmux"):
        if not shutil.which(tool):
            print(f"1..0 # SKIP {tool} is not installed")
            return
    rows = worlds.rows()
    jobs = [(row, language) for language in ("en", "zh_CN") for row in rows]
    failed = False
    with tempfile.TemporaryDirectory() as folder, worlds.Authority("faulted", folder) as authority, \
            ThreadPoolExecutor(3) as pool:
        results = pool.map(lambda job: walk(folder, job[0], authority.resolver, job[1]), jobs)
        print(f"1..{len(jobs)}")
        for number, ((row, language), wrong) in enumerate(zip(jobs, results), 1):
            print(f"{'not ok' if wrong else 'ok'} {number} - row {row.name} walked to the fix, {language}")
            if wrong:
                failed = True
                print("".join(f"# {line}\n" for line in wrong.splitlines()), end="")
    sys.exit(failed)


main()
