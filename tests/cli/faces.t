#!/usr/bin/env python3
"""One script through both faces of the wizard, curses and --plain: each chooses, types, and saves the case at the end, and
both case documents are the same but for the clock."""
import json
import os
import re
import select
import subprocess
import sys
import tempfile
from pathlib import Path

BUILD = os.environ.get("BUILD", "build")
REQUEST = {"facts": {}, "offline": True}
NO_PTR = "550 5.7.25 <info@example.net>: client host [203.0.113.9] has no reverse DNS (sender me@example.org)"
SEVERAL = "This is the mail system at host mx.example.org.\n\nI'm sorry to have to inform you that your message could not\n" \
    "be delivered to one or more recipients.\n\n" + "".join(
    f"<{who}@example.net>: host mx.example.net[192.0.2.25] said: {reply}\n    (in reply to RCPT TO command)\n\n" for who, reply in (
    ("info", "550 5.1.1 <info@example.net>: user unknown"),
    ("sales", "552 5.2.2 <sales@example.net>: mailbox full"),
    ("jobs", "550 5.1.1 <jobs@example.net>: user unknown")))

# choose WORDS: the item that has these words; first: the first item; paste TEXT; field TEXT: what the edit field shall
# hold; the rest are keys: Enter, b (Esc in curses), letters. Each script ends on the page that saves.
SCRIPTS = {
    ("en", "a paste, there and back"): ["choose Paste a bounce", ("paste", NO_PTR), "Enter", "Enter", "b", "b", "Enter",
                                        "Enter", "y", "choose Save the case", "choose Save as"],
    ("en", "a sample, asked twice"): ["choose Try a sample", "choose spf-fail", "Enter", "Enter", "r", "Enter", "y",
                                      "choose Save the case", "choose Save as"],
    ("en", "facts corrected"): ["choose Paste a bounce", ("paste", NO_PTR), "e", "choose Recipient", "field you@example.com",
                                "choose Sending IP", "field 203.0.113.77", "b", "Enter", "y", "choose Save the case", "choose Save as"],
    ("en", "another cause"): ["choose Paste a bounce", ("paste", NO_PTR), "first", "Enter", "Enter", "y",
                              "choose Save the case", "choose Save as"],
    ("en", "one of a group of recipients"): ["choose Paste a bounce", ("paste", SEVERAL), "a", "choose 2 x", "choose jobs@example.net",
                                               "Enter", "Enter", "y", "choose Save the case", "choose Save as"],
    ("en", "all recipients of a cause"): ["choose Paste a bounce", ("paste", SEVERAL), "a", "choose 2 x", "first", "Enter", "y",
                                          "choose Save the case", "choose Save as"],
    ("en", "a cause with one recipient"): ["choose Paste a bounce", ("paste", SEVERAL), "a", "choose 1 x", "Enter", "y",
                                           "choose Save the case", "choose Save as"],
    ("en", "no bounce at hand"): ["choose Answer a few questions", "first", "first", "first", "first", "first", "first",
                                  "y", "choose Save the case", "choose Save as"],
    ("en", "a domain"): ["choose Check a domain", "choose Domain", "field example.org", "choose Sending IP",
                         "field 203.0.113.9", "choose Check it", "y", "choose Save the case", "choose Save as"],
    ("en", "help and the text on the way"): ["choose Paste a bounce", ("paste", SEVERAL), "?", "b", "v", "b", "Enter",
                                             "?", "b", "Enter", "y", "choose Save the case", "choose Save as"],
    ("en", "the manual, searched, on the way"): ["choose Paste a bounce", ("paste", NO_PTR), "?", "M", "choose whybounce-config(5)",
                                                 "/", "field dqs", "n", "b", "b", "b", "Enter", "Enter", "y",
                                                 "choose Save the case", "choose Save as"],
    ("zh_CN", "a paste"): ["choose 粘贴退信", ("paste", SEVERAL), "Enter", "Enter", "y", "choose 保存诊断", "choose 另存为"],
    ("zh_CN", "all recipients of a cause"): ["choose 粘贴退信", ("paste", SEVERAL), "a", "choose 2 x", "first", "Enter", "y",
                                             "choose 保存诊断", "choose 另存为"],
    ("zh_CN", "a sample"): ["choose 试用示例", "choose no-reverse-dns", "Enter", "Enter", "y", "choose 保存诊断", "choose 另存为"],
}


def split(step):
    if isinstance(step, tuple):
        return step
    word, _, rest = step.partition(" ")
    return (word, rest) if word in ("choose", "field") else ("first", "") if word == "first" else ("key", word)


def curses(language, script, path):
    """Drives the curses wizard on a screen without a terminal (tests/tools/wizard_screens.c)."""
    lines = []
    for word, rest in map(split, script):
        if word == "paste":
            lines += ["paste " + (rest + "\n").replace("\n", "\\n"), "key Enter"]
        elif word == "first":
            lines.append("first")
        elif word == "key":
            lines.append("key " + ("Esc" if rest == "b" else rest))
        else:
            lines.append(f"{word} {rest}")
    lines.append(f"field {path}")
    run = subprocess.run([f"{BUILD}/tests/tools/wizard_screens", "80x24", language, "engine", json.dumps(REQUEST)],
                         input="\n".join(lines) + "\n", text=True, capture_output=True, timeout=60, check=False)
    return run.stdout + run.stderr


class Plain:
    """Drives whybounce --plain by its questions."""
    PROMPT = re.compile(r"(^|\n)(> |[^\n]*: |[^\n]*[(（]b[^\n]*[)）]\n)$")

    def __init__(self, language):
        command = [f"{BUILD}/whybounce", "--plain", "--offline", "--no-history", "--lang", language]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.said = ""
        self.listen()

    def listen(self):
        """Until it asks; what it said since the last answer."""
        heard = b""
        while not self.PROMPT.search(heard.decode(errors="replace")):
            ready = select.select([self.process.stdout], [], [], 60)[0]
            more = self.process.stdout.read1(65536) if ready else b""
            if not more:
                break
            heard += more
        self.page = heard.decode()
        self.said += self.page

    def answer(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        self.said += line + "\n"
        self.listen()

    def number(self, words):
        for line in self.page.splitlines():
            if words in line and line.startswith("["):
                return line[1:line.index("]")]
        raise LookupError(f"no item has the words {words}")

    def do(self, word, rest):
        if word == "choose":
            self.answer(self.number(rest))
        elif word == "paste":
            self.answer(rest + "\n.")
        else:
            self.answer({"first": "1", "field": rest}.get(word, "" if rest == "Enter" else rest))

    def leave(self):
        for _ in range(2):
            if self.process.poll() is None:
                self.process.stdin.write(b"q\n")
                self.process.stdin.flush()
        self.process.stdin.close()
        self.process.stdout.read()
        return self.process.wait()


def plain(language, script, path):
    face = Plain(language)
    try:
        for word, rest in map(split, script):
            face.do(word, rest)
        face.answer(str(path))
    except (LookupError, BrokenPipeError) as error:
        face.said += f"\n{error}"
    status = face.leave()
    return face.said + (f"\nstatus {status}" if status else "")


def without_clock(value):
    """The document with every time that is the clock's made the same."""
    if isinstance(value, dict):
        return {key: "clock" if key in ("time", "now") else without_clock(one) for key, one in value.items()}
    if isinstance(value, list):
        return [without_clock(one) for one in value]
    return value


def document(path):
    return without_clock(json.loads(path.read_text())) if path.exists() else None


def main():
    os.environ.update(LC_ALL="C.UTF-8", INPUTRC="/dev/null", TZ="UTC", XDG_CONFIG_HOME="/nonexistent")
    print(f"1..{len(SCRIPTS)}")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for number, ((language, title), script) in enumerate(SCRIPTS.items(), 1):
            paths = {face: Path(folder) / f"{face.__name__}{number}.json" for face in (curses, plain)}
            said = {face.__name__: face(language, script, path) for face, path in paths.items()}
            one, other = (document(path) for path in paths.values())
            same = one is not None and one == other
            failed = failed or not same
            print(f"{'ok' if same else 'not ok'} {number} - {language}: {title}")
            if not same:
                for face, text in [*said.items(), ("documents", f"curses {one}\nplain {other}")]:
                    print(f"# {face}:\n# |" + text.replace("\n", "\n# |"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
