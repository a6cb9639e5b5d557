#!/usr/bin/env python3
"""What was found stands in the words to others: reply, e-mail and ticket note. TAP."""
import json
import os
import subprocess

PROGRAM = os.path.join(os.environ.get("BUILD", "build"), "whybounce")
number = failed = 0


def cause(*arguments):
    done = subprocess.run([PROGRAM, "--json", *arguments], capture_output=True, text=True, check=False)
    return json.loads(done.stdout.splitlines()[0])["cause"]


def ok(good, what):
    global number, failed
    number += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {number} - {what}")


RECORD = 'cloud-books.example. 3600 IN TXT "v=spf1 ip4:203.0.113.0/28 ip4:198.51.100.99 include:_spf.mailer.example -all"'
WORDS = {"en": ("Checked in the DNS, 2", "forbids the sending IP", "Who must act: the sender.", "Verdict: Not asked."),
         "zh_CN": ("查询 DNS 核实：", "禁止该发信 IP", "由谁处理：发件人。", "结论：尚未查询。")}
for language, (checked, proof, acts, unasked) in WORDS.items():
    told = cause("--sample", "spf-fail", "--lang", language)
    for part in ("reply", "note"):
        ok(checked in told[part] and proof in told[part], f"{language}: the {part} holds the proof and its time")
        ok(RECORD in told[part], f"{language}: the {part} holds the exact record")
    ok(told["reply"] in told["reply_email"]["body"], f"{language}: the e-mail says what the reply says")
    ok(acts in told["note"], f"{language}: the note says who acts")
    offline = cause("--offline", "--lang", language, os.path.join("content", "samples", "spf-fail.eml"))
    ok(unasked in offline["note"] and RECORD not in offline["note"], f"{language}: the note says that nothing was asked")
    ok(checked not in offline["reply"], f"{language}: the reply claims no check that was not made")
full = cause("--sample", "mailbox-full")
ok("Checked" not in full["reply"] and "Verdict: Cannot be told by DNS." in full["note"], "what DNS cannot tell is not said to be checked")
done = subprocess.run([PROGRAM, "--json", "--offline", "-"], input="550 user sender rejected", capture_output=True, text=True, check=False)
read = json.loads(done.stdout.splitlines()[0])
ok(read["verdict"] == "confirmed" and read["verdict_basis"] is None, "what the bounce alone tells is not said by the DNS")
print(f"1..{number}")
