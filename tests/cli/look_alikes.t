#!/usr/bin/env python3
"""Sentences that look alike and mean different things (tests/bounces/look-alikes.tsv): the reason and who acts must be those
that a mail admin reads out of each. A reason that is wrong and specific is told apart: it sends a person the wrong way."""
import json, os, subprocess, tempfile

PROGRAM = os.path.join(os.environ.get('BUILD', 'build'), 'whybounce')


def rows():
    with open('tests/bounces/look-alikes.tsv', encoding='utf-8') as file:
        for line in file:
            if not line.startswith('#'):
                reasons, actors, text = line.rstrip('\n').split('\t')
                yield reasons.split(','), actors.split(','), text


def documents(texts):
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for index, text in enumerate(texts):
            files.append(os.path.join(folder, f'{index:05}.txt'))
            with open(files[-1], 'w', encoding='utf-8') as file:
                file.write(text + '\n')
        env = dict(os.environ, XDG_STATE_HOME=folder, XDG_CONFIG_HOME=folder)
        run = subprocess.run([PROGRAM, '--json', '--offline', '--no-history', *files], capture_output=True, env=env, check=False)
        found = {}
        for line in run.stdout.decode().splitlines():
            document = json.loads(line)
            found.setdefault(document['input']['source'], document)
    return [found.get(file) for file in files]


expected = list(rows())
print(f'1..{len(expected)}')
for number, ((reasons, actors, text), document) in enumerate(zip(expected, documents([text for _, _, text in expected])), 1):
    cause = document and document['cause']
    reason, actor = (cause['reason'], document['acts']) if cause else (None, None)
    right = reason in reasons and actor in actors
    print(f"{'ok' if right else 'not ok'} {number} - {text}")
    if not right:
        print(f"#   expected {'|'.join(reasons)} of {'|'.join(actors)}, came {cause and cause['id']}: {reason} of {actor}")
