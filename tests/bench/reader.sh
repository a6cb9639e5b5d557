#!/usr/bin/env python3
"""Reading and identifying, one process, against Sisimai (Debian: libsisimai-perl) on the same files in the same run, by the
clock and by processor time; what an identification takes, and starting. The files are those of ../shared/corpus; skipped
where they or Sisimai are missing. Aims: 10 times; 100 us; 50 ms."""
import glob
import os
import re
import resource
import statistics
import subprocess
import sys
import time

BUILD = os.environ.get("BUILD", "build")
PROGRAM = f"{BUILD}/whybounce"
FILES = sorted(glob.glob(os.environ.get("WHYBOUNCE_SHARED", "../shared") + "/corpus/messages/*"))
RUNS = 7
# Version 5 calls it rise, version 4 make.
DECODE = 'my $way = Sisimai->can("rise") || Sisimai->can("make"); for my $file (@ARGV) { Sisimai->$way($file); }'


def run(command):
    """Seconds by the clock, and of processor time with that of its children."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    clock, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def medians(commands):
    """Each command in turn, RUNS times: the medians of clock and processor time."""
    runs = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            runs[name].append(run(command))
    return {name: [statistics.median(values) for values in zip(*seconds)] for name, seconds in runs.items()}


def identification():
    test = subprocess.run([f"{BUILD}/tests/test_identify", "-p", "/identify/speed"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+) entries: .* identifying (\d+) us", test.stdout)
    if found:
        print(f"identifying a reply of 500 bytes among {found[1]} entries: {found[2]} us")


def main():
    identification()
    if not FILES:
        sys.exit("skipped: no messages of the corpus")
    if subprocess.run(["perl", "-MSisimai", "-e1"], capture_output=True, check=False).returncode:
        print("skipped: Sisimai is not installed (libsisimai-perl)")
        return
    result = medians({
        "whybounce": [PROGRAM, "--json", "--offline", *FILES],
        "Sisimai": ["perl", "-MSisimai", "-e", DECODE, *FILES],
        "whybounce, start of the engine": [PROGRAM, "batch"],
        "Sisimai, start": ["perl", "-MSisimai", "-e1"],
        "whybounce --version": [PROGRAM, "--version"],
    })
    for name, (clock, processor) in result.items():
        speed = f", {len(FILES) / processor:.0f} messages/s of processor time" if name in ("whybounce", "Sisimai") else ""
        print(f"{name:<32} {clock * 1000:7.1f} ms by the clock, {processor * 1000:7.1f} ms of processor time{speed}")
    for what, own, other in (("on the files", "whybounce", "Sisimai"),
                             ("at the start", "whybounce, start of the engine", "Sisimai, start")):
        clock, processor = (result[other][i] / result[own][i] for i in (0, 1))
        print(f"whybounce is {clock:.1f} times as fast {what} by the clock, {processor:.1f} times by processor time "
              f"(medians of {RUNS}, {len(FILES)} files, starts included)")
    own, other = ([result[start + name][1] for name in names] for start, names in
                  (("", ("whybounce", "whybounce, start of the engine")), ("", ("Sisimai", "Sisimai, start"))))
    print(f"without the starts, by processor time: {(other[0] - other[1]) / (own[0] - own[1]):.1f} times")


main()
