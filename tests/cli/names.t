#!/usr/bin/env python3
"""Words inside mail addresses, host names and brackets decide nothing: each reply below is read with 32 words of rules in
the names that it holds, and must come out as with a name that says nothing. Usage: tests/cli/names.t [--show]"""
import json, os, subprocess, sys, tempfile

PROGRAM = os.path.join(os.environ.get('BUILD', 'build'), 'whybounce')
WORDS = '''spam timeout spf dkim dmarc virus quota relay blocked reject mx helo tls ptr rdns size full user unknown policy greylist
rate limit auth login content attachment loop mailbox disabled expired reputation'''.split()
# W is the word; what is left is what the reply says.
REPLIES = [
    '550 5.1.1 <W@harbour.example>: Recipient address rejected: User unknown',
    '550 5.1.1 <kim@W-wool.example>: Recipient address rejected: User unknown in virtual mailbox table',
    '452 4.2.2 <bo.W@harbour.example> Mailbox is full',
    'host relay.W.net[192.0.2.7] said: 550 5.7.1 Message judged to be spam (in reply to end of DATA command)',
    '554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using W.lists.example',
    '552 5.3.4 W.harbour.example: message size exceeds fixed limit',
    'connect to W.harbour.example[192.0.2.8]:25: Connection refused',
    '550 5.7.23 <W@lantern.example>: SPF check failed for W.lantern.example, client W[192.0.2.9]',
    '451 4.7.1 <kim@W.example>: Recipient address rejected: Greylisting in action, please come back later',
    '450 4.7.1 <W>: Helo command rejected: Host not found',
]


def documents(texts):
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for index, text in enumerate(texts):
            files.append(os.path.join(folder, f'{index:05}.txt'))
            with open(files[-1], 'w', encoding='utf-8') as file:
                file.write(text + '\n')
        env = dict(os.environ, XDG_STATE_HOME=folder, XDG_CONFIG_HOME=folder)
        run = subprocess.run([PROGRAM, '--json', '--offline', '--no-history', *files], capture_output=True, env=env, check=False)
        found = [json.loads(line) for line in run.stdout.decode().splitlines()]
    assert len(found) == len(texts), run.stderr.decode()
    return found


def cause(document):
    own = document['cause']
    return (own['id'], document['acts']) if own else None


print(f'1..{len(REPLIES) + 1}')
plain = [cause(document) for document in documents([reply.replace('W', 'wool') for reply in REPLIES])]
wrong = 0
for number, reply in enumerate(REPLIES):
    found = [cause(document) for document in documents([reply.replace('W', word) for word in WORDS])]
    other = [f'{word}: {got}' for word, got in zip(WORDS, found) if got != plain[number]]
    print(f"{'not ok' if other or not plain[number] else 'ok'} {number + 1} - {plain[number]} whatever the names: {reply}")
    for line in other:
        print('#   ' + line)
    if '--show' in sys.argv:
        print(f'#   {plain[number]}')
# That the words would decide if they stood outside of names, or the test proved nothing.
outside = [cause(document) for document in documents([f'550 rejected: {word}' for word in WORDS])]
print(f"{'ok' if len(set(outside)) > 8 else 'not ok'} {len(REPLIES) + 1} - the same words alone mean {len(set(outside))} things")
