#!/usr/bin/env python3
"""Bounces in worlds of DNS records (tests/verdicts/*.txt): what may be said of the cause, and what may not."""
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BUILD = os.environ.get("BUILD", "build")
FOLDER = Path(__file__).resolve().parent.parent / "verdicts"


def cases():
    """(name, {key: [values]}, bounce, world) of every file; its head, before the first case, is part of every world."""
    for path in sorted(FOLDER.glob("*.txt")):
        head, *blocks = re.split(r"(?m)^== ", path.read_text(encoding="utf-8"))
        for block in blocks:
            name, _, rest = block.partition("\n")
            wants, bounce, world = {}, [], [head]
            for line in rest.split("\n"):
                key = re.match(r"(args|cause|verdict|confirms|acts|asked|say|never): (.*)", line)
                if key:
                    wants.setdefault(key[1], []).append(key[2])
                elif line.startswith(">"):
                    bounce.append(line[2:])
                else:
                    world.append(line)
            yield f"{path.stem}: {name}", wants, "\n".join(bounce) + "\n", "\n".join(world)


def run(wants, bounce, world):
    """The document, the report and the questions of a case."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as zone:
        zone.write(world)
        zone.flush()
        server = subprocess.Popen([f"{BUILD}/tests/tools/fault_server", "-v", zone.name], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True)
        environment = dict(os.environ, LC_ALL="C.UTF-8", XDG_CONFIG_HOME="/nonexistent", XDG_STATE_HOME="/nonexistent")
        try:
            common = [f"{BUILD}/whybounce", "--resolver", server.stdout.readline().strip(), "--timeout", "3",
                      *" ".join(wants.get("args", [])).split(), "-"]
            out = [subprocess.run([*common, form], input=bounce, stdout=subprocess.PIPE, text=True, check=False,
                                  env=environment).stdout for form in ("--json", "--text")]
        finally:
            server.kill()
            asked = server.communicate()[1].lower()
    return json.loads(out[0].split("\n")[0]), re.sub(r"\s+", " ", out[1]), asked


def complaints(wants, bounce, world):
    document, text, asked = run(wants, bounce, world)
    confirming = [finding["id"] for finding in document["findings"] if finding["effect"] == "confirms"]
    said = {"cause": (document["cause"] or {}).get("id"), "verdict": document["verdict"], "acts": document["acts"],
            "confirms": " ".join(sorted(set(confirming))) or "none"}
    for key, values in wants.items():
        for value in values:
            if key in said and said[key] not in value.split("|"):
                yield f"{key} is {said[key]}, not {value}: {document['verdict_reason']}"
            elif key == "asked" and f" {value.lower()}. " not in asked:
                yield f"{value} was not asked for"
            elif key == "say" and not re.search(value, text):
                yield f"does not say {value}"
            elif key == "never" and re.search(value, text):
                yield f"says {value}"


def main():
    every = list(cases())
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda case: list(complaints(*case[1:])), every))
    print(f"1..{len(every)}")
    for number, ((name, *_), wrong) in enumerate(zip(every, results), 1):
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}")
        for line in wrong:
            print(f"# {line}")
    sys.exit(any(results))


main()
