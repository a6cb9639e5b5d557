#!/usr/bin/env python3
""".ci/dependencies against pretended package managers: names, questions, failures. Nothing is installed. TAP."""
import os, pty, shutil, subprocess, sys, tempfile

NAMES = {'apt-get': ('libgmime-3.0-dev', 'libc6-dev', 'libncurses-dev', 'libspf2-dev'),
         'dnf': ('gmime30-devel', 'pkgconf-pkg-config', 'ncurses-devel', 'libspf2-devel'),
         'apk': ('gmime-dev', 'musl-dev', 'ncurses-dev', 'libspf2-dev'),
         'pacman': ('gmime3', 'gcc', 'ncurses', 'libspf2'),
         'brew': ('gmime', 'openssl@3', 'ncurses', 'libspf2')}
number = failed = 0


def result(good, name, detail=''):
    global number, failed
    number += 1
    failed += not good
    print('ok' if good else 'not ok', number, '-', name)
    if not good and detail:
        print('# ' + str(detail).replace('\n', '\n# '))


class Machine:
    """A PATH with nothing to build with, and one package manager that only writes down what it is told."""

    def __init__(self, manager, status=0, root=True, sudo=False):
        self.folder = tempfile.mkdtemp()
        self.log = os.path.join(self.folder, 'log')
        self.add('id', f'echo {0 if root else 1000}')
        for tool in ('env', 'sh'):
            os.symlink(shutil.which(tool), os.path.join(self.folder, tool))
        if manager:
            self.add(manager, f'echo {manager} "$@" >>{self.log}; exit {status}')
        if sudo:
            self.add('sudo', f'echo sudo >>{self.log}; exec "$@"')

    def add(self, name, body):
        path = os.path.join(self.folder, name)
        with open(path, 'w') as script:
            script.write(f'#!/bin/sh\n{body}\n')
        os.chmod(path, 0o755)

    def told(self):
        try:
            with open(self.log) as log:
                return log.read()
        except FileNotFoundError:
            return ''

    def command(self, *arguments):
        # Without /usr/sbin, which the script adds and which may hold a real manager's helpers.
        with open('.ci/dependencies') as script:
            text = script.read().replace('PATH=$PATH:/usr/sbin:/sbin', ':')
        path = os.path.join(self.folder, 'dependencies')
        with open(path, 'w') as copy:
            copy.write(text)
        return ['/bin/sh', path, *arguments], {'PATH': self.folder}

    def run(self, *arguments, ci=True):
        command, environment = self.command(*arguments)
        if ci:
            environment['CI'] = 'true'
        return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=60)

    def run_with_person(self, answer):
        command, environment = self.command()
        ours, theirs = pty.openpty()
        process = subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        seen = b''
        while b'[Y/n]' not in seen:
            seen += os.read(ours, 4096)
        os.write(ours, answer.encode() + b'\n')
        try:
            while os.read(ours, 4096):
                pass
        except OSError:
            pass
        return process.wait(60), seen.decode()


for manager, names in NAMES.items():
    machine = Machine(manager)
    done = machine.run()
    told = machine.told().split()
    result(done.returncode == 0 and all(name in told for name in names), f'{manager}: its own names',
           done.stdout + done.stderr + ' '.join(told))
    result(all(name in done.stdout for name in names), f'{manager}: says what it installs', done.stdout)
    result('clang' not in told, f'{manager}: to build, nothing for tests')
    more = Machine(manager)
    more.run('test')
    result('tmux' in more.told().split(), f'{manager}: with "test" what the tests need', more.told())

status = Machine('apt-get', status=100).run().returncode
result(status != 0, 'a failing package manager is not hidden', status)
person = Machine('apt-get')
status, seen = person.run_with_person('n')
result(status == 1 and not person.told(), 'a person is asked, and no is no', (status, person.told()))
result('libgmime-3.0-dev' in seen, 'and sees the list before', seen)
status, _ = person.run_with_person('')
result(status == 0 and 'install' in person.told(), 'Enter is yes', (status, person.told()))
user = Machine('apt-get', root=False, sudo=True)
user.run()
result('sudo' in user.told(), 'sudo where we are not root', user.told())
nobody = Machine('apt-get', root=False)
done = nobody.run()
result(done.returncode == 1 and 'as root: apt-get' in done.stderr, 'without sudo: says what to run', done.stderr)
bare = Machine(None)
done = bare.run()
result(done.returncode == 1 and 'pkg:ldns' in done.stderr, 'no package manager: names what is missing', done.stderr)
result(Machine('apt-get').run('everything').returncode == 64, 'an unknown argument is refused')
here = subprocess.run(['sh', '.ci/dependencies', 'test'], env={**os.environ, 'CI': 'true'}, capture_output=True,
                      text=True, stdin=subprocess.DEVNULL)
result(here.returncode == 0 and not here.stdout, 'where all is there it does nothing', here.stdout + here.stderr)
print(f'1..{number}')
sys.exit(failed != 0)
