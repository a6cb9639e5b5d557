#!/usr/bin/env python3
"""With nothing asked, nothing is said about what the DNS holds now: every status code and reply code, alone and with all the
names that a bounce can have, offline, in both languages. The same for every cause, offline and where every question fails.
TAP."""
import glob, json, os, re, subprocess, sys, tempfile

PROGRAM = os.environ.get('BUILD', 'build') + '/whybounce'
NOW = re.compile(r'\bnow\b(?! only)|现在(?:正常|能|可以)|目前(?:正常|能|可以|在)')
BARE = '%s refused\n'
NAMED = ('From: MAILER-DAEMON@out.example.org\nTo: me@example.org\nSubject: Undelivered Mail\n\n'
         '<kim@example.net>: host mx.example.net[192.0.2.25] said: %s refused [203.0.113.7]\n\n'
         '------ This is a copy of your message ------\n\nReturn-Path: <me@example.org>\nFrom: me@example.org\n'
         'DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s1; h=from; bh=AAAA; b=BBBB\nTo: kim@example.net\n')


def replies():
    for subject in range(8):
        for detail in range(36):
            yield '550 5.%d.%d' % (subject, detail)
    for code in range(400, 600):
        yield str(code)


def documents(texts, language):
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, text in enumerate(texts):
            names.append('%s/%04d' % (folder, number))
            with open(names[-1], 'w', encoding='utf-8') as file:
                file.write(text)
        run = subprocess.run([PROGRAM, '--offline', '--json', '--lang', language] + names, stdout=subprocess.PIPE, check=False,
                             env=dict(os.environ, XDG_CONFIG_HOME=folder))
    return [json.loads(line) for line in run.stdout.splitlines()]


def judged(language, wishes):
    """Each cause of the catalogue, judged over a bounce that has all names."""
    ids = []
    for path in sorted(glob.glob('content/causes/*.yaml')):
        with open(path, encoding='utf-8') as file:
            ids += re.findall(r'^- id: (\S+)', file.read(), re.M)
    lines = [json.dumps({'id': name, 'do': 'diagnose', 'lang': language, 'cause': name, 'timeout': 5,
                         'text': NAMED % '550 5.7.1', **wishes}) for name in ids]
    run = subprocess.run([PROGRAM, 'batch'], input='\n'.join(lines) + '\n', stdout=subprocess.PIPE, text=True, check=False,
                         env=dict(os.environ, XDG_CONFIG_HOME='/nonexistent'))
    events = [json.loads(line) for line in run.stdout.splitlines()]
    return len(ids), [event['case'] for event in events if event.get('done')]


def claims(document):
    """What it says of now, though no check has heard anything."""
    if any(finding['effect'] in ('confirms', 'contradicts', 'context', 'clean') for finding in document['findings']
           if finding['check'] not in ('typo', 'syntax', 'attachment')):
        return ['a finding: %s' % finding['id'] for finding in document['findings']]
    texts = [document['verdict_reason'] or '', (document['cause'] or {}).get('unproven') or '']
    return [text for text in texts if NOW.search(text)]


print('1..8')
number = 0
for form, texts in (('bare', [BARE % reply for reply in replies()]), ('with names', [NAMED % reply for reply in replies()])):
    for language in ('en', 'zh_CN'):
        number += 1
        found = documents(texts, language)
        bad = ['%s: %s' % (document['cause'] and document['cause']['id'], claim) for document in found for claim in claims(document)]
        enough = len(found) >= len(texts)
        print('%sok %d - %s, %s: %d documents' % ('' if enough and not bad else 'not ', number, form, language, len(found)))
        for line in bad[:10]:
            print('# ' + line)
with tempfile.NamedTemporaryFile('w') as world:
    world.write('!* rcode=SERVFAIL\n')
    world.flush()
    server = subprocess.Popen([os.path.dirname(PROGRAM) + '/tests/tools/fault_server', world.name], stdout=subprocess.PIPE, text=True)
    failing = {'resolvers': [server.stdout.readline().strip()]}
    for form, wishes in (('offline', {'offline': True}), ('all fails', failing)):
        for language in ('en', 'zh_CN'):
            number += 1
            count, found = judged(language, wishes)
            bad = ['%s: %s' % (document['cause'] and document['cause']['id'], claim) for document in found
                   for claim in claims(document)]
            good = count > 300 and len(found) == count and not bad
            print('%sok %d - each cause, %s, %s: %d documents' % ('' if good else 'not ', number, form, language, len(found)))
            for line in bad[:10]:
                print('# ' + line)
    server.kill()
sys.stdout.flush()
