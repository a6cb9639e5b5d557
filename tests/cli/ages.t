#!/usr/bin/env python3
"""How old a bounce is and how long the mail has waited, by a clock that the request sets. TAP."""
import json
import os
import subprocess
import sys

PROGRAM = os.environ.get("BUILD", "build") + "/whybounce"
BOUNCE = """From: MAILER-DAEMON@out.example.org
To: me@example.org
{date}Subject: Delayed Mail (still being retried)
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; out.example.org
{arrival}
Final-Recipient: rfc822; lee@example.net
Action: {action}
Status: {status}
{retry}Diagnostic-Code: smtp; {code} {status} later

--b--
"""
DATE = "Tue, 24 Nov 2026 06:12:40 +0800"        # 23 Nov 22:12:40 UTC
number = failed = 0


def ok(good, name, detail=""):
    global number, failed
    number += 1
    failed += not good
    print("ok" if good else "not ok", number, "-", name)
    if not good:
        print("# " + str(detail).replace("\n", "\n# "))


def bounce(action="failed", date=DATE, arrival=None, retry=None):
    code = {"failed": "550", "delayed": "451"}[action]
    return BOUNCE.format(action=action, code=code, status=code[0] + ".4.7", date=f"Date: {date}\n" if date else "",
                         arrival=f"Arrival-Date: {arrival}\n" if arrival else "",
                         retry=f"Will-Retry-Until: {retry}\n" if retry else "")


def ask(text, now, lang="en"):
    request = json.dumps({"text": text, "now": now, "lang": lang, "offline": True, "record": True})
    done = subprocess.run([PROGRAM, "batch"], input=request + "\n", capture_output=True, text=True, timeout=60)
    for line in done.stdout.splitlines():
        event = json.loads(line)
        if event.get("event") == "case" and event["done"]:
            return event["case"]
    return {"remarks": done.stderr, "facts": {}}


def remarks(text, now, lang="en"):
    return {remark["id"]: remark["text"] for remark in ask(text, now, lang)["remarks"]}


def says(name, text, now, identity, words, lang="en"):
    came = remarks(text, now, lang)
    ok(words in came.get(identity, ""), name, came)


def silent(name, text, now):
    came = remarks(text, now)
    ok(came == {}, name, came)


old = "2026-12-04T22:12:41Z"
says("older than a week", bounce(), old, "old", "11 days old")
says("... in Chinese", bounce(), old, "old", "已有 11 天", "zh_CN")
silent("a week to the second is not older", bounce(), "2026-11-30T22:12:40Z")
says("one second more is", bounce(), "2026-11-30T22:12:41Z", "old", "7 days old")
says("months", bounce(), "2027-02-24T00:00:00Z", "old", "3 months old")
says("years", bounce(), "2029-11-24T00:00:00Z", "old", "3 years old")
silent("no date tells no age", bounce(date=None), old)
silent("a date that is none tells no age", bounce(date="last Tuesday"), old)
silent("a date ahead is not believed", bounce(date="Tue, 24 Nov 2036 06:12:40 +0800"), old)
silent("nor is one before there was mail", bounce(date="Thu, 01 Jan 1970 00:00:00 +0000"), old)
says("an old name of a zone", bounce(date="23 Nov 26 14:12:40 PST"), "2026-11-30T22:12:41Z", "old", "7 days old")
says("by the last Received where the Date is lost",
     "Received: by out.example.org; " + DATE + "\n" + bounce(date=None), old, "old", "11 days old")

NOON = "2026-11-24T12:00:00Z"
delayed = dict(action="delayed", arrival="Mon, 23 Nov 2026 12:12:40 +0800", retry="Sat, 28 Nov 2026 12:12:40 +0800")
says("how long it has waited", bounce(**delayed), NOON, "waiting", "for 18 hours, since 2026-11-23 04:12 UTC")
says("until when the server tries", bounce(**delayed), NOON, "retry-until", "until 2026-11-28 04:12 UTC, for another 3 days")
says("... in Chinese", bounce(**delayed), NOON, "retry-until", "2026-11-28 04:12 UTC，还有 3 天", "zh_CN")
says("its time is over", bounce(**delayed), "2026-11-28T14:12:40Z", "retry-over", "10 hours ago")
silent("of a failure no waiting", bounce(action="failed", arrival=delayed["arrival"], retry=delayed["retry"]), NOON)
came = remarks(bounce(action="delayed", retry="Sat, 28 Nov 2036 12:12:40 +0800"), NOON)
ok("retry-until" not in came, "no server tries for ten years", came)
came = remarks(bounce(action="delayed", arrival="Wed, 25 Nov 2026 12:12:40 +0800"), NOON)
ok("waiting" not in came, "nothing arrives after it was reported", came)

case = ask(bounce(**delayed), NOON)
facts = case["facts"]
ok((facts.get("date"), facts.get("arrival_date"), facts.get("will_retry_until")) ==
   ("2026-11-23T22:12:40Z", "2026-11-23T04:12:40Z", "2026-11-28T04:12:40Z"), "the dates in UTC", facts)
place = facts.get("places", {}).get("date", {})
ok(bounce(**delayed)[place.get("start", 0):place.get("end", 0)] == DATE, "where the date stands", place)
again = subprocess.run([PROGRAM, "--json", "--record", "-"], input=json.dumps(case), capture_output=True, text=True,
                       timeout=60)
ok(json.loads(again.stdout or "{}").get("remarks") == case["remarks"], "a recorded case stays as old as it was",
   again.stdout[-600:] + again.stderr)
print(f"1..{number}")
sys.exit(failed != 0)
