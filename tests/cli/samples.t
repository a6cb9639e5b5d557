#!/usr/bin/env python3
"""Every bundled sample, as a person without a network runs it: cause, verdict, report, schema. TAP."""
import json, os, re, subprocess, sys

BUILD = os.environ.get('BUILD', 'build')
PROGRAM = os.path.join(BUILD, 'whybounce')
# sample: verdict, findings of which one must confirm
EXPECTED = {
    'domain-without-mx': ('confirmed', {'mx.missing'}),
    'ip-on-block-list': ('confirmed', {'dnsbl.listed'}),
    'link-on-block-list': ('confirmed', {'dnsbl.listed'}),
    'mailbox-full': ('not-by-dns', set()),
    'misspelt-domain': ('confirmed', {'domain.nxdomain', 'mx.missing'}),
    'no-reverse-dns': ('confirmed', {'ptr.missing'}),
    'spf-fail': ('confirmed', {'spf.fail'}),
}
number = failed = 0


def result(good, name, detail=''):
    global number, failed
    number += 1
    failed += not good
    print(('ok' if good else 'not ok'), number, '-', name)
    if not good and detail:
        print('# ' + str(detail).replace('\n', '\n# '))


def run(*arguments, **environment):
    return subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=60, env={**os.environ, 'LC_ALL': 'C', 'TZ': 'UTC', **environment})


def validator():
    try:
        import jsonschema
    except ImportError:
        return None
    with open('man/whybounce-case.schema.json') as schema:
        return jsonschema.Draft202012Validator(json.load(schema))


def columns(line):
    import unicodedata
    return sum(2 if unicodedata.east_asian_width(c) in 'WF' else 0 if unicodedata.combining(c) else 1 for c in line)


names = sorted(name[:-4] for name in os.listdir('content/samples') if name.endswith('.eml'))
result(names == sorted(EXPECTED), 'every sample is expected here', names)
schema = validator()
for name in names:
    verdict, confirming = EXPECTED.get(name, ('confirmed', set()))
    done = run('--lang', 'en', '--json', '--sample', name)
    result(done.returncode == 0 and not done.stderr, f'{name}: exit 0, nothing on stderr',
           f'{done.returncode} {done.stderr}')
    case = json.loads(done.stdout) if done.stdout.count('\n') == 1 else {}
    result(case.get('verdict') == verdict, f'{name}: {verdict}',
           (case.get('verdict'), (case.get('cause') or {}).get('id'), case.get('verdict_reason')))
    proof = {f['id'] for f in case.get('findings', []) if f['effect'] == 'confirms'}
    result(bool(proof & confirming) or (not confirming and not proof), f'{name}: the right proof', proof)
    unasked = [f['id'] + ' ' + str(f['list']) for f in case.get('findings', []) if f['effect'] == 'failed']
    result(not unasked, f'{name}: its zone answers all questions', unasked)
    if schema is None:
        number += 1
        print('ok', number, '# SKIP no python3-jsonschema')
    else:
        errors = ['/'.join(map(str, e.path)) + ': ' + e.message for e in schema.iter_errors(case)]
        result(not errors, f'{name}: the document is as its schema says', '\n'.join(errors))
    for language, acts in (('en', 'Who acts'), ('zh_CN', '由谁处理')):
        for form in ('--text', '--markdown', '--html'):
            report = run('--lang', language, form, '--sample', name)
            result(report.returncode == 0 and acts in report.stdout, f'{name}: {form} in {language}', report.stderr)
            if form == '--text':
                wide = [line for line in report.stdout.split('\n') if columns(line) > 76 and 'http' not in line]
                result(not wide, f'{name}: 76 columns in {language}', '\n'.join(wide))
                head = report.stdout.split('\n\n')[0].count('\n') + 1
                result(head <= 12, f'{name}: the verdict in 12 lines in {language}', head)
            if language == 'zh_CN' and form == '--text':
                english = [line for line in report.stdout.split('由谁处理')[0].split('\n')
                           if re.search(r'[A-Za-z]{3,} [a-z]{2,} [a-z]{2,} [a-z]{2,}', line)]
                result(not english, f'{name}: no English sentence in the Chinese verdict', '\n'.join(english))
print(f'1..{number}')
sys.exit(failed != 0)
