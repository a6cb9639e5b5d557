#!/usr/bin/env python3
"""First paint: from exec to the last word of the first screen, the wizard against a curses program that only
paints, in turn; prints the medians and their ratio (aim: at most 3)."""
import fcntl
import os
import pty
import select
import statistics
import struct
import termios
import time

BUILD = os.environ.get("BUILD", "build")
RUNS = 15


def first_paint(command, marker):
    """Seconds until `marker` has been written to a terminal of 80x24."""
    start = time.monotonic()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", LANG="C.UTF-8", LC_ALL="C.UTF-8")
        os.execv(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = b""
    while marker not in seen:
        if not select.select([terminal], [], [], 10)[0]:
            raise SystemExit(f"{command[0]} did not paint {marker!r} within 10 s")
        seen += os.read(terminal, 65536)
    seconds = time.monotonic() - start
    os.kill(pid, 15)
    os.close(terminal)
    os.waitpid(pid, 0)
    return seconds


def main():
    wizard, floor = [], []
    for _ in range(RUNS):
        wizard.append(first_paint([f"{BUILD}/whybounce", "--offline"], b"quit"))
        floor.append(first_paint([f"{BUILD}/tests/tools/paint_only"], b"painted"))
    medians = statistics.median(wizard), statistics.median(floor)
    print(f"first paint: wizard {medians[0] * 1000:.1f} ms, paint only {medians[1] * 1000:.1f} ms, "
          f"ratio {medians[0] / medians[1]:.2f} (median of {RUNS})")


main()
