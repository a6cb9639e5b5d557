#!/usr/bin/env python3
"""What holds of each process while it works, measured in /proc: system calls, user, groups, capabilities, descriptors,
session; and on systems that offer less, which are made by a filter of our own, in a user namespace, and as another user."""
import ctypes
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(os.path.join(os.environ.get("BUILD", "build"), "whybounce"))
FOLDER = tempfile.TemporaryDirectory()
ENV = dict(os.environ, XDG_CONFIG_HOME=FOLDER.name, XDG_STATE_HOME=FOLDER.name, LC_ALL="C.UTF-8")
MAIL = ("From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=gb18030\n\n"
        "550 5.1.1 <kim@example.net> 退信：收件人的邮箱不存在，请检查地址\n").encode("gb18030")
count = 0


def result(good, name, seen=""):
    global count
    count += 1
    print(f"{'' if good else 'not '}ok {count} - {name}{'' if good else f' # {seen}'}")


def status_of(process):
    with open(f"/proc/{process}/status", encoding="ascii", errors="replace") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)


def descriptors(process):
    folder = f"/proc/{process}/fd"
    return {int(name): os.readlink(f"{folder}/{name}") for name in os.listdir(folder)}


def child_of(process):
    with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


def measure(role, process):
    status, opened = status_of(process), descriptors(process)
    kinds = sorted({link.split(":")[0] for number, link in opened.items() if number > 2})
    print(f"# {role:<7} seccomp {status['Seccomp']}, no new privileges {status['NoNewPrivs']}, user {status['Uid'].split()[0]}, "
          f"groups \"{status['Groups'].strip()}\", capabilities {int(status['CapEff'], 16):#x}, "
          f"descriptors {len(opened)} ({', '.join(kinds)})")
    result(status["Seccomp"] == "2" and status["NoNewPrivs"] == "1", f"{role}: a list of calls is in force", status["Seccomp"])
    result("0" not in status["Uid"].split() and not status["Groups"].strip() or os.getuid() != 0,
           f"{role}: not root, in no group", status["Uid"] + status["Groups"])
    result(not int(status["CapEff"], 16) and not int(status["CapPrm"], 16), f"{role}: no capability", status["CapPrm"])
    result(all(opened[number] == "/dev/null" for number in range(3)), f"{role}: /dev/null on 0 to 2", opened)
    result(set(kinds) <= {"socket", "anon_inode"}, f"{role}: no file, no pipe, no terminal is open", opened)
    result(os.getsid(process) == process, f"{role}: a session of its own")


def start():
    batch = subprocess.Popen([PROGRAM, "batch", "--offline"], env=ENV, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    batch.stdin.write(b'{"id":1,"text":"550 5.1.1 no such user"}\n')
    batch.stdin.flush()
    while b'"done"}' not in batch.stdout.readline():
        pass
    engine = child_of(batch.pid)[0]
    return batch, engine, child_of(engine)[0]


def is_gone(process):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            with open(f"/proc/{process}/stat", encoding="ascii") as file:
                if file.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return True
        except OSError:
            return True
    return False


def test_processes():
    batch, engine, asker = start()
    measure("engine", engine)
    measure("asker", asker)
    os.kill(asker, signal.SIGKILL)
    is_gone(engine)
    out, _ = batch.communicate(b'{"id":2,"text":"550 5.1.1 no such user"}\n')
    events = [json.loads(line) for line in out.splitlines()]
    result(batch.returncode == 0 and [event["event"] for event in events] == ["case", "done"],
           "without its asker an engine ends, and another takes its place", events)
    batch, engine, asker = start()
    batch.kill()
    batch.wait()
    batch.stdin.close()
    batch.stdout.close()
    result(is_gone(engine) and is_gone(asker), "nobody stays behind")


def refuse(*numbers):
    """A system without these calls."""
    lines = [(0x20, 0, 0, 0)]
    for index, number in enumerate(numbers):
        lines.append((0x15, len(numbers) - index, 0, number))
    lines += [(0x06, 0, 0, 0x7fff0000), (0x06, 0, 0, 0x00050000 | 38)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
    program = struct.pack("HxxxxxxP", len(lines), ctypes.addressof(code))
    libc = ctypes.CDLL(None)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.create_string_buffer(program), 0, 0):
        os._exit(99)


def run(*arguments, before=None, prefix=()):
    done = subprocess.run([*prefix, PROGRAM, *arguments], env=ENV, input=MAIL, capture_output=True, timeout=60, preexec_fn=before,
                          check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_lack(name, before, prefix=()):
    status, out, _ = run("--version", before=before, prefix=prefix)
    result(status == 0 and out.splitlines()[1].endswith(name), f"without {name}, --version says so", out)
    status, out, err = run("--sandbox=require", "--json", "-", before=before, prefix=prefix)
    result((status, out, err.count("\n")) == (78, "", 1) and name in err, f"without {name}, --sandbox=require refuses", (status, err))
    status, out, err = run("--json", "--offline", "-", before=before, prefix=prefix)
    result((status, err) == (0, "") and "退信" in out, f"without {name}, all is read as ever", (status, out, err))


if not sys.platform.startswith("linux"):
    print("1..0 # SKIP this is measured in Linux's /proc")
    sys.exit(0)
if "lacks" in run("--version")[1]:
    print(f"1..0 # SKIP {run('--version')[1].splitlines()[1]}")
    sys.exit(0)
test_processes()
status, out, err = run("--sandbox=require", "--json", "--offline", "-")
result((status, err) == (0, ""), "--sandbox=require where all holds", (status, err))
test_lack("Landlock", lambda: refuse(444))
if os.uname().machine == "x86_64":
    test_lack("seccomp", lambda: refuse(317))
if shutil.which("unshare") and not subprocess.run(["unshare", "-r", "true"], capture_output=True, check=False).returncode:
    status, out, err = run("--json", "--offline", "-", prefix=["unshare", "-r", "-m", "-n"])
    result((status, err) == (0, ""), "in a user namespace of its own", (status, err))
else:
    print("# no user namespaces here")
if shutil.which("bwrap"):
    status, out, err = run("--json", "--offline", "-", prefix=["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--unshare-all"])
    result((status, err) == (0, ""), "in bubblewrap", (status, err))
else:
    print("# no bubblewrap here")
print(f"1..{count}")
