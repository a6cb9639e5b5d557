#!/usr/bin/env python3
"""A log of 20,000 bounces of twelve kinds (tests/tools/make_log), in three formats: a document for each, a summary, and what the engine
alone takes to read and identify them, where a cause is identified once for one wording. Aims: 20,000 a second for that, 60 MB."""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

BUILD = os.environ.get("BUILD", "build")
PROGRAM = f"{BUILD}/whybounce"
BOUNCES = 20004


def run(command, data=None):
    """Seconds by the clock, of processor time, and megabytes of the largest process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(["/usr/bin/time", "-q", "-f", "%M", *command], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    _, said = process.communicate(data)
    clock, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return clock, processor, int(said.split()[-1]) / 1000


def requests(path):
    """The failures of a log as requests for briefs, as the command line sends them, and how many they are."""
    with open(path, "rb") as log:
        lines = [line for line in log if b" ** " in line or b"status=bounced" in line or b"PermFail" in line]
    asked = b""
    for at in range(0, len(lines), 80):
        piece = b"".join(lines[at:at + 80])
        asked += json.dumps({"id": at, "do": "diagnose", "brief": True, "offset": None, "bytes": len(piece)}).encode() + b"\n" + piece
    return asked, len(lines)


def main():
    with tempfile.TemporaryDirectory() as folder:
        for form in "exim", "postfix", "opensmtpd":
            path = f"{folder}/{form}.log"
            with open(path, "wb") as log:
                subprocess.run(["tests/tools/make_log", form, str(BOUNCES)], stdout=log, stderr=subprocess.DEVNULL, check=True)
            asked, many = requests(path)
            for name, command, data, cases in (("document each", [PROGRAM, "--json", "--offline", path], None, BOUNCES),
                                               ("summary", [PROGRAM, "summary", "--json", path], None, BOUNCES),
                                               ("read, identify", [PROGRAM, "batch"], asked, many)):
                clock, processor, memory = run(command, data)
                print(f"{form:10} {name:15} {cases / clock:8.0f} a second by the clock, {cases / processor:8.0f} by processor time, "
                      f"{memory:5.1f} MB")
    sys.stdout.flush()


main()
