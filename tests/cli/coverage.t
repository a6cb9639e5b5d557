#!/usr/bin/env python3
"""What providers and stock mail systems say (tests/coverage.tsv) is taken for what it means there, every entry of the
catalogue beyond the documented rows names its source, and the list of both (tests/COVERAGE.md) is current. TAP."""
import json, os, re, subprocess, tempfile

PROGRAM = os.environ.get('BUILD', 'build') + '/whybounce'
RESEARCH = '../shared/research/'
NOTICE = '''From: MAILER-DAEMON@out.example.org (Mail Delivery System)
To: me@example.org
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

This is the mail system at host out.example.org.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; out.example.org

Final-Recipient: rfc822; a@example.net
Action: failed
Remote-MTA: dns; %s
Diagnostic-Code: smtp; %s

--b
Content-Type: text/rfc822-headers

From: me@example.org
To: a@example.net
Subject: hello
Message-ID: <1@example.org>

--b--
'''

number = 0


def result(right, name, why=''):
    """One line of TAP."""
    global number
    number += 1
    print('%s %d - %s' % ('ok' if right else 'not ok', number, name.replace('#', '\\#')))
    for line in why.splitlines():
        print('# ' + line)


def rows():
    with open('tests/coverage.tsv', encoding='utf-8') as lines:
        return [line.rstrip('\n').split('\t') for line in lines if not line.startswith('#')]


def causes(notices):
    """What each of the notices is taken for."""
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, '%04d' % i) for i in range(len(notices))]
        for name, notice in zip(names, notices):
            with open(name, 'w', encoding='utf-8') as file:
                file.write(notice)
        output = subprocess.run([PROGRAM, '--json', '--offline', *names], capture_output=True, text=True).stdout
    found = [json.loads(line) for line in output.splitlines()]
    return {os.path.basename(document['input']['source']): document for document in found}


def wrong(row, document):
    """What is wrong with a row; '' where nothing is."""
    provider, _, host, words, wanted = row
    cause = document and document['cause'] and document['cause']['id']
    return '' if cause == wanted else '%s (%s): %s, taken for %s: %s' % (provider, host, wanted, cause, words)


def check_rows(table):
    documents = causes([NOTICE % (row[2], row[3]) for row in table])
    for provider in dict.fromkeys(row[0] for row in table):
        own = [(i, row) for i, row in enumerate(table) if row[0] == provider]
        faults = [wrong(row, documents.get('%04d' % i)) for i, row in own]
        result(not any(faults), '%s, %d refusals' % (provider, len(own)), '\n'.join(filter(None, faults)))


def check_sources(table):
    """The sections that rows name are there, where the research is at hand."""
    if not os.path.isdir(RESEARCH):
        result(True, 'the sections of the research are there # SKIP no ' + RESEARCH)
        return
    missing = set()
    for source in {row[1] for row in table} - {'stock text'}:
        name, section = source.split()
        text = open(RESEARCH + name, encoding='utf-8').read()
        if not re.search(r'^#+ %s\.? ' % re.escape(section), text, re.M):
            missing.add(source)
    result(not missing, 'the sections of the research are there', '\n'.join(sorted(missing)))


def check_list():
    made = subprocess.run(['tests/tools/coverage'], capture_output=True, text=True)
    result(made.returncode == 0, 'every entry names its research', made.stderr)
    with open('tests/COVERAGE.md', encoding='utf-8') as file:
        result(file.read() == made.stdout, 'tests/COVERAGE.md is current', '')


def main():
    table = rows()
    check_rows(table)
    check_sources(table)
    check_list()
    print('1..%d' % number)


main()
