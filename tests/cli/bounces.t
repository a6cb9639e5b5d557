#!/usr/bin/env python3
"""Bounces of our own (tests/bounces/*.txt), read by whybounce: kind, recipients, and what is said of each of them.

A file of tests/bounces/ holds the cases of one theme. A case, to be added in a minute:

    === no such mailbox                        its name, one in its file
    kind: failure                              input.kind; alternatives as failure|smtp-reply
    to: ada@example.net failed 5.1.1 550 @mx.example.net userunknown
    ---
    the message, or what a person pasted, up to the next ===

One `to:` line for each recipient, all of them; `to: -` where the text names none, no such line where it does not matter.
Behind the address what the text says of it, and nothing else: an action (RFC 3464), an enhanced status, a reply code, @HOST (remote_mta, name or address), a reason of the vocabulary, #CAUSE, original=ADDRESS, sender=ADDRESS, domain=DOMAIN (the sender's), login=WHO, source=IP (that
the mail was sent from), helo=NAME, dkim=DOMAIN:SELECTOR, acts=WHO,
remark=ID (one of its remarks); no-code, no-status, no-host, no-source, no-sender, no-domain, no-remark where there is none. Alternatives stand as a|b. An expectation is what a mail admin reads out of the text.

A line `diagnostic: WORDS` behind a `to:` line: those words, and at most a few besides. More header lines: `charset: gb18030` (the message is sent in it), `newline: cr`, `cut: 700` (bytes), `note: why`,
`paste: none` or the names of the pastes that make sense (default: all, for failures, delays and receipts).
In a message, [[letter FROM TO]] is a small mail, [[headers FROM TO]] its header fields; lines between [[base64 CHARSET and ]]
(also [[quoted-printable CHARSET) are sent so; [[=CHARSET words]] is an encoded word, [[ESC]] that byte.

From each whole message the pastes of people are made: body (what a mail program shows), quoted, forwarded, in a
letter with a signature, out of a page (entities, no-break blanks), with a margin and blanks at line ends, headless (the
source without its top fields), line (the SMTP reply alone); of these only that is expected which they still say.

What the program gets wrong today stands in tests/bounces/known-misses: CASE (PASTE): FIELD... . Each line is a TODO test.

usage: tests/cli/bounces.t [WORD...]   only cases whose name holds a WORD
       --misses     print each miss: what was expected, what came
       --known      print the list of misses as known-misses has it
       --take-off   take those off the list that no longer miss
       --show WORD  print the inputs
"""
import base64, collections, email, email.policy, glob, html, html.parser, json, os, quopri, re, subprocess, sys, tempfile

FOLDER = 'tests/bounces'
LIST = FOLDER + '/known-misses'
ACTIONS = {'failed', 'delayed', 'delivered', 'relayed', 'expanded'}
REASONS = set('''authfailure badreputation blocked contenterror delivered emailtoolarge expired failedstarttls feedback filtered hasmoved
hostunknown mailboxfull mailererror networkerror norelaying notaccept onhold policyviolation ratelimited rejected requireptr securityerror
spamdetected suppressed suspend syntaxerror systemerror systemfull undefined userunknown vacation virusdetected notcompliantrfc'''.split())
FIELDS = ['kind', 'recipients', 'action', 'status', 'code', 'host', 'source', 'helo', 'dkim', 'reason', 'cause', 'original', 'sender', 'domain', 'login', 'acts', 'remark', 'diagnostic']
PASTES = ['body', 'quoted', 'forwarded', 'letter', 'page', 'margin', 'headless', 'line']

Input = collections.namedtuple('Input', 'case paste kinds recipients data')   # recipients: None, or {addresses: {field: values}}


# ---- reading the cases

def letter_headers(sender, recipient):
    return '\n'.join([
        'Received: from desk.example.org (desk.example.org [203.0.113.40])',
        '\tby mail.example.org with ESMTPSA id 4Sxy1k0000z9; Tue, 14 Oct 2025 09:12:01 +0000',
        'From: Ada Berg <%s>' % sender, 'To: %s' % recipient, 'Subject: Minutes of the harbour meeting',
        'Date: Tue, 14 Oct 2025 09:12:00 +0000', 'Message-ID: <20251014091200.7a1c@desk.example.org>', 'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8'])


def expand(text):
    """The message as bytes would be in UTF-8, with the macros filled in."""
    def block(match):
        data = match.group(3).encode(match.group(2))
        if match.group(1) == 'base64':
            return base64.encodebytes(data).decode()
        return quopri.encodestring(data).decode()

    def word(match):
        return '=?%s?B?%s?=' % (match.group(1), base64.b64encode(match.group(2).encode(match.group(1))).decode())
    text = re.sub(r'^\[\[(base64|quoted-printable) (\S+)\n(.*?)^\]\]\n', block, text, flags=re.M | re.S)
    text = re.sub(r'\[\[=(\S+) (.*?)\]\]', word, text)
    text = text.replace('[[ESC]]', '\x1b')
    text = re.sub(r'\[\[headers (\S+) (.+?)\]\]', lambda m: letter_headers(m.group(1), m.group(2)), text)
    return re.sub(r'\[\[letter (\S+) (.+?)\]\]', lambda m: letter_headers(m.group(1), m.group(2)) +
                  '\n\nDear all, here are the minutes. The next meeting is on Friday.', text)


def fail(where, what):
    sys.exit('%s: %s' % (where, what))


def read_recipient(where, line):
    address, rest = re.match(r'("[^"]*"\S*|\S+)\s*(.*)', line).groups()
    fields = {}
    for token in rest.split():
        first = token.split('|')[0]
        values = token.split('|')
        if token in ('no-code', 'no-status', 'no-host', 'no-source', 'no-sender', 'no-domain', 'no-remark'):
            fields[token[3:]] = [None]
        elif first in ACTIONS and 'action' not in fields:
            fields['action'] = values
        elif re.fullmatch(r'[245]\.\d{1,3}\.\d{1,3}', first):
            fields['status'] = values
        elif re.fullmatch(r'[2-5]\d\d', first):
            fields['code'] = [int(value) for value in values]
        elif first.startswith('@'):
            fields['host'] = [value.lstrip('@').lower() for value in values]
        elif first.startswith('#'):
            fields['cause'] = [value.lstrip('#') for value in values]
        elif first.startswith(('original=', 'sender=', 'domain=', 'login=', 'source=', 'helo=', 'dkim=', 'acts=', 'remark=')):
            name, _, rest = token.partition('=')
            fields[name] = [value.lower() for value in rest.split('|')]
        elif set(values) <= REASONS:
            fields['reason'] = values
        else:
            fail(where, 'what is "%s"?' % token)
    return address.lower(), fields


def read_case(where, text):
    name, _, text = text.partition('\n')
    head, found, message = text.partition('\n---\n') if not text.startswith('---\n') else ('', '---', text[4:])
    if not found:
        fail(where + ': ' + name, 'no line "---" behind the expectations')
    case = {'name': where + ': ' + name.strip(), 'to': None, 'paste': 'all'}
    for line in head.splitlines():
        key, _, value = line.partition(': ')
        if key == 'to':
            case['to'] = dict(case['to'] or {}, **dict([read_recipient(case['name'], value)]))
        elif key == 'diagnostic' and case['to']:
            list(case['to'].values())[-1]['diagnostic'] = [value]
        elif key in ('kind', 'charset', 'newline', 'cut', 'note', 'paste'):
            case[key] = value.strip()
        else:
            fail(case['name'], 'unknown line "%s"' % line)
    if 'kind' not in case:
        fail(case['name'], 'no kind')
    case['text'] = expand(message.rstrip('\n') + '\n')
    return case


def read_cases():
    cases = []
    for path in sorted(glob.glob(FOLDER + '/*.txt')):
        where = os.path.basename(path)[:-4]
        with open(path, encoding='utf-8', newline='\n') as file:
            pieces = re.split(r'^=== ', file.read(), flags=re.M)
        cases += [read_case(where, piece) for piece in pieces[1:]]
    double = [name for name, n in collections.Counter(case['name'] for case in cases).items() if n > 1]
    if double:
        fail(double[0], 'two cases of this name')
    return cases


# ---- what people paste

class Shown(html.parser.HTMLParser):
    """HTML as a browser's copied text, roughly."""
    def __init__(self):
        super().__init__()
        self.words, self.hidden = [], 0

    def handle_starttag(self, tag, attributes):
        self.hidden += tag in ('style', 'script', 'title')
        if tag in ('br', 'p', 'div', 'tr', 'li', 'table', 'h1', 'h2', 'h3', 'pre'):
            self.words.append('\n')
        elif tag == 'td':
            self.words.append('\t')

    def handle_endtag(self, tag):
        self.hidden -= tag in ('style', 'script', 'title')
        if tag in ('p', 'div', 'tr', 'table', 'h1', 'h2', 'h3', 'pre'):
            self.words.append('\n')

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(re.sub(r'[ \t\r\n]+', ' ', data))


def shown_part(part):
    kind = part.get_content_type()
    if kind == 'multipart/alternative':
        plain = [p for p in part.iter_parts() if p.get_content_type() == 'text/plain']
        return shown_part((plain or list(part.iter_parts()))[0])
    if part.is_multipart() and part.get_content_maintype() == 'multipart':
        return '\n'.join(filter(None, (shown_part(p) for p in part.iter_parts())))
    if part.get_content_maintype() != 'text' or kind == 'text/rfc822-headers' or part.get_content_disposition() == 'attachment':
        return ''
    data = part.get_payload(decode=True) or b''
    try:
        text = data.decode(part.get_content_charset() or 'utf-8', 'replace')
    except LookupError:
        text = data.decode('utf-8', 'replace')
    if kind == 'text/html':
        shown = Shown()
        shown.feed(text)
        text = re.sub(r'\n\s*\n+', '\n\n', ''.join(shown.words)).strip() + '\n'
    return text


def pastes_of(data):
    """{paste: text} of a whole message."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    result = {}
    body = shown_part(message).replace('\r\n', '\n')
    if body.strip():
        result['body'] = body
        result['quoted'] = 'On Tue, 14 Oct 2025, the mail system wrote:\n' + ''.join('> %s\n' % line for line in body.splitlines())
        result['forwarded'] = (
            'From: Ada Berg <ada.berg@example.org>\nTo: Help Desk <help@example.com>\nSubject: Fwd: what is this?\n'
            'Date: Wed, 15 Oct 2025 08:00:00 +0000\nMessage-ID: <fwd.1@example.org>\nMIME-Version: 1.0\n'
            'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nHello, can you tell me what this means?\n\n'
            '-------- Forwarded Message --------\nSubject: %s\nDate: %s\nFrom: %s\nTo: %s\n\n' %
            tuple(re.sub(r'\s+', ' ', str(message.get(field, ''))) for field in ('Subject', 'Date', 'From', 'To')) + body)
        result['letter'] = (
            'Hello,\n\none of our customers gets this, can you please have a look?\n\n%s\n\nKind regards,\nAda Berg\nHelp Desk\n'
            'ada.berg@helpdesk.example | +49 30 1234567\n' % body.rstrip())
        result['page'] = re.sub(r'(?<=\S) (?=\S)', '\u00a0', html.escape(body, quote=False))
        result['margin'] = ''.join('\t%s \n' % line for line in body.splitlines())
    rest = re.split(rb'\r?\n\r?\n', data, 1)
    if len(rest) == 2 and rest[1].strip():
        result['headless'] = rest[1].decode('utf-8', 'replace')
    codes = re.findall(r'^Diagnostic-Code: *smtp; *(.*(?:\n[ \t].*)*)', data.decode('utf-8', 'replace').replace('\r\n', '\n'), re.M | re.I)
    if len(codes) == 1 and re.match(r'[45]\d\d', codes[0]):
        result['line'] = re.sub(r'\s+', ' ', codes[0]).strip() + '\n'
    return result


def says(text, value):
    """Does the text hold this value as a word?"""
    return re.search(r'(?<![\w.@-])%s(?![\w@-]|\.\d)' % re.escape(str(value)), text, re.I) is not None


def still_said(recipients, text):
    """The expectations that this text still bears out; None where it no longer names the recipients."""
    result = {}
    for address, fields in (recipients or {}).items():
        if address != '-' and not any(says(text, one) for one in address.split('|')):
            return None
        kept = {}
        for field in ('action', 'status', 'code', 'host', 'source', 'original'):
            values = [value for value in fields.get(field, []) if value is not None and (field == 'action' or says(text, value))]
            if values:
                kept[field] = values
        if 'reason' in fields and (('code' in kept or 'status' in kept) or not ('code' in fields or 'status' in fields)):
            kept['reason'] = fields['reason']
        result[address] = kept
    return result


def inputs_of(case):
    data = case['text'].encode(case.get('charset', 'utf-8'), 'surrogateescape')
    ends = {'cr': b'\r', 'crlf': b'\r\n'}
    whole = data.replace(b'\n', ends.get(case.get('newline'), b'\n'))
    if 'cut' in case:
        whole = whole[:int(case['cut'])]
    kinds = case['kind'].split('|')
    yield Input(case['name'], 'whole', kinds, case['to'], whole)
    is_mail = re.match(r'(From |(Return-Path|Received|From|To|Date|Subject|Message-ID|MIME-Version|X-[\w-]+|Delivered-To):)', case['text'], re.I)
    if case['paste'] == 'none' or not set(kinds) & {'failure', 'delay', 'delivered'} or 'cut' in case or not is_mail:
        return
    for paste, text in pastes_of(data).items():
        if case['paste'] != 'all' and paste not in case['paste'].split():
            continue
        recipients = still_said(case['to'], text)
        kinds_here = kinds
        if paste == 'line':
            kinds_here = ['smtp-reply', 'failure', 'delay']
            if recipients is None and len(case['to'] or {}) == 1:
                recipients = {'*': list(still_said({'-': list(case['to'].values())[0]}, text).values())[0]}
            for fields in (recipients or {}).values():
                fields.pop('action', None)   # a lone reply does not say what became of the mail
        elif len(text.strip().split('\n')) < 4 and 'failure' in kinds:
            kinds_here = kinds + ['smtp-reply']
        if recipients is not None:
            yield Input(case['name'], paste, kinds_here, recipients or None, text.encode())


# ---- asking and judging

def ask(inputs, folder, options):
    program = os.environ.get('BUILD', 'build') + '/whybounce'
    names = []
    for number, one in enumerate(inputs):
        names.append('%s/%04d' % (folder, number))
        with open(names[-1], 'wb') as file:
            file.write(one.data)
    environment = dict(os.environ, XDG_CONFIG_HOME=folder + '/none', LC_ALL='C.UTF-8')
    environment.pop('LANGUAGE', None)
    return names, subprocess.run([program, '--offline'] + options + names, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)


def value_of(document, field):
    facts = document['facts']
    return {
        'action': lambda: [facts['action']], 'status': lambda: [facts['enhanced_status']], 'code': lambda: [facts['reply_code']],
        'host': lambda: [value.lower().rstrip('.') for value in ((facts['remote_mta'] or {}).get('name'), (facts['remote_mta'] or {}).get('ip'))
                         if value] or [None],
        'reason': lambda: [(document['cause'] or {}).get('reason')], 'cause': lambda: [(document['cause'] or {}).get('id')],
        'source': lambda: [facts['source_ip']], 'helo': lambda: [(facts['helo'] or '').lower() or None],
        'dkim': lambda: ['%s:%s' % (one['domain'], one['selector']) for one in facts['dkim'] or []], 'diagnostic': lambda: [facts['diagnostic']],
        'original': lambda: [(facts['original_recipient'] or '').lower() or None],
        'sender': lambda: [(facts['sender'] or '').lower() or None], 'acts': lambda: [document['acts']],
        'domain': lambda: [facts['sender_domain']], 'login': lambda: [(facts['login'] or '').lower() or None],
        'remark': lambda: [one['id'] for one in document['remarks']] or [None]}[field]()


def quotes(text, words):
    """Does the diagnostic hold these words, and not a whole letter around them?"""
    text = re.sub(r'\s+', ' ', text or '')
    return words in text and len(text) <= len(words) + 60


def recipients_of(documents):
    return [(document['facts']['recipient'] or '-').lower() for document in documents]


def judge(one, documents):
    """[(field, recipient, right, expected, came)] for all that is expected of this input."""
    kinds = sorted({document['input']['kind'] for document in documents})
    result = [('kind', '', bool(kinds) and set(kinds) <= set(one.kinds), '|'.join(one.kinds), ','.join(kinds))]
    if one.recipients is None:
        return result
    came, missing, exact = recipients_of(documents), [], True
    unmatched = list(documents)
    for address, fields in one.recipients.items():
        here = [d for d in documents if address == '*' or (d['facts']['recipient'] or '-').lower() in address.split('|')]
        exact = exact and len(here) == 1
        if not here and len(documents) == 1 and len(one.recipients) == 1:
            here = documents
        unmatched = [d for d in unmatched if d not in here]
        for field in FIELDS:
            if field in fields:
                got = value_of(here[0], field) if here else ['no such recipient']
                right = quotes(got[0], fields[field][0]) if field == 'diagnostic' else bool(set(got) & set(fields[field]))
                result.append((field, address, right, '|'.join(map(str, fields[field])), ','.join(map(str, got))))
    if list(one.recipients) != ['*']:
        result.insert(1, ('recipients', '', exact and not unmatched, ' '.join(sorted(one.recipients)), ' '.join(sorted(came))))
    return result


def read_list():
    known = {}
    if os.path.exists(LIST):
        for line in open(LIST, encoding='utf-8'):
            match = re.match(r'([^#].*) \((\w+)\): (.+)$', line)
            if match:
                known[match.group(1), match.group(2)] = match.group(3).split()
    return known


def list_line(key, fields):
    return '%s (%s): %s\n' % (key[0], key[1], ' '.join(field for field in FIELDS if field in fields))


LIST_HEAD = '''# What whybounce gets wrong of tests/bounces today: CASE (PASTE): FIELD... (see tests/cli/bounces.t).
# A line goes when it is mended (tests/cli/bounces.t --take-off); none is added for what was right before.
'''


def plain(text):
    return text.replace('#', '').replace('\\', '')


def report_tap(judged, known, figures):
    number = 0
    for one, results in judged:
        expected_misses = known.get((one.case, one.paste), [])
        name = plain('%s (%s)' % (one.case, one.paste))
        new = [r for r in results if not r[2] and r[0] not in expected_misses]
        number += 1
        print('%sok %d - %s' % ('not ' if new else '', number, name))
        for field, address, _, expected, came in new:
            print('#   %s%s: expected %s, came %s' % (field, address and ' of ' + address, expected, came))
        for field in expected_misses:
            number += 1
            missed = any(not r[2] for r in results if r[0] == field)
            print('%sok %d - %s: %s # TODO known miss' % ('not ' if missed else '', number, name, field))
            if not missed:
                print('# no longer missed, take it off the list (--take-off): %s: %s' % (name, field))
    stale = set(known) - {(one.case, one.paste) for one, _ in judged}
    number += 1
    print('%sok %d - each known miss is a case' % ('not ' if stale else '', number))
    for key in sorted(stale):
        print('#   %s (%s)' % key)
    return number


def print_figures(judged):
    for group in ('whole', 'pasted'):
        counts = collections.OrderedDict((field, [0, 0]) for field in FIELDS)
        for one, results in judged:
            if (one.paste == 'whole') == (group == 'whole'):
                for field, _, right, _, _ in results:
                    counts[field][0] += right
                    counts[field][1] += 1
        print('# %s: %s' % (group, ', '.join('%s %d of %d' % (field, n[0], n[1]) for field, n in counts.items() if n[1])))


def main():
    options = [word for word in sys.argv[1:] if word.startswith('--') and word != '--tap']
    words = [word for word in sys.argv[1:] if not word.startswith('--')]
    inputs = [one for case in read_cases() for one in inputs_of(case)
              if not words or any(word in '%s (%s)' % (one.case, one.paste) for word in words)]
    if '--show' in options:
        for one in inputs:
            sys.stdout.buffer.write(('######## %s (%s)\n' % (one.case, one.paste)).encode() + one.data + b'\n')
        return
    with tempfile.TemporaryDirectory() as folder:
        names, answer = ask(inputs, folder, ['--json'])
        texts = [ask(inputs, folder, ['--text', '--lang', language])[1] for language in ('en', 'zh_CN')] if not options and not words else []
    documents = collections.defaultdict(list)
    for line in answer.stdout.decode('utf-8', 'replace').splitlines():
        document = json.loads(line)
        documents[document['input']['source']].append(document)
    judged = [(one, judge(one, documents[name])) for one, name in zip(inputs, names)]
    misses = {(one.case, one.paste): [r for r in results if not r[2]] for one, results in judged}
    known = read_list()
    if '--misses' in options:
        for key, results in misses.items():
            for field, address, _, expected, came in results:
                print('%s (%s): %s%s: expected %s, came %s' % (key[0], key[1], field, address and ' of ' + address, expected, came))
        print_figures(judged)
    elif '--known' in options:
        print(LIST_HEAD + ''.join(list_line(key, {r[0] for r in results}) for key, results in misses.items() if results), end='')
    elif '--take-off' in options:
        left = {key: {r[0] for r in misses.get(key, [])} & set(fields) for key, fields in known.items()}
        with open(LIST, 'w', encoding='utf-8') as file:
            file.write(LIST_HEAD + ''.join(list_line(key, fields) for key, fields in left.items() if fields))
    else:
        if words:
            known = {key: fields for key, fields in known.items() if key in misses}
        number = report_tap(judged, known, None) + 1
        silent = [one.case for one, name in zip(inputs, names) if not documents[name]]
        good = answer.returncode in (0, 1) and not answer.stderr and not silent
        print('%sok %d - every input has an answer and nothing is said on stderr' % ('' if good else 'not ', number))
        if not good:
            print('#   status %d, %s %s' % (answer.returncode, answer.stderr.decode('utf-8', 'replace')[:500], ' '.join(silent)))
        for language, text in zip(('en', 'zh_CN'), texts):
            number += 1
            dirty = re.search(rb'[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]', text.stdout + text.stderr)
            print('%sok %d - no control byte in the reports, %s' % ('not ' if dirty or text.returncode not in (0, 1) else '', number, language))
        print('1..%d' % number)
        print_figures(judged)


main()
