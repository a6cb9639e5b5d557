#!/usr/bin/env python3
"""Reading and identifying, one process, against Sisimai (Debian: libsisimai-perl) on the same files in the same run, by the
clock and by processor time: the whole program (which also judges and writes JSON, from two processes), the floor content/
alone, and GMime alone, which is what no reader over it can be faster than; what an identification takes, and starting. The
files are those of ../shared/corpus; skipped where they or Sisimai are missing. Aims: 10 times; 100 us; 50 ms."""
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
READ_FILES = f"{BUILD}/tests/tools/read_files"
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
    """The median of several runs: a machine may change its pace between them."""
    found = []
    for _ in range(RUNS):
        test = subprocess.run([f"{BUILD}/tests/test_identify", "-p", "/identify/speed"], capture_output=True, text=True, check=False)
        found += re.findall(r"(\d+) entries: .* identifying (\d+) us", test.stdout)
    if found:
        took = sorted(int(microseconds) for _, microseconds in found)
        print(f"identifying a reply of 500 bytes among {found[0][0]} entries: {statistics.median(took):.0f} us "
              f"(median of {len(took)}, {took[0]} to {took[-1]})")


def main():
    identification()
    if not FILES:
        sys.exit("skipped: no messages of the corpus")
    if subprocess.run(["perl", "-MSisimai", "-e1"], capture_output=True, check=False).returncode:
        print("skipped: Sisimai is not installed (libsisimai-perl)")
        return
    result = medians({
        "whybounce": [PROGRAM, "--json", "--offline", *FILES],
        "reading and identifying alone": [READ_FILES, *FILES],
        "GMime alone": [READ_FILES, "--mime", *FILES],
        "Sisimai": ["perl", "-MSisimai", "-e", DECODE, *FILES],
        "start of whybounce's engine": [PROGRAM, "batch"],
        "start of Sisimai": ["perl", "-MSisimai", "-e1"],
        "start of whybounce (--version)": [PROGRAM, "--version"],
    })
    for name, (clock, processor) in result.items():
        other = result["start of Sisimai" if name.startswith("start") else "Sisimai"]
        print(f"{name:<31} {clock * 1000:7.1f} ms by the clock, {processor * 1000:7.1f} ms of processor time: "
              f"{other[0] / clock:4.1f} and {other[1] / processor:4.1f} times as fast as Sisimai")
    print(f"(medians of {RUNS}; {len(FILES)} files, starts included)")


main()
