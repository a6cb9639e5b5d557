#!/bin/bash
# The wizard in a real terminal: true pastes, sizes, signals. TAP. Nothing sleeps for a time: every step waits
# for what must be on the screen.
set -u
build=${BUILD:-build}
program=$PWD/$build/whybounce
command -v tmux >/dev/null || {
    echo "1..0 # SKIP no tmux"
    exit 0
}
work=$(mktemp -d) || exit 1
export TMUX_TMPDIR=$work HOME=$work INPUTRC=/dev/null LC_ALL=C.UTF-8 LANGUAGE=en
unset TMUX NO_COLOR VISUAL EDITOR DISPLAY WAYLAND_DISPLAY XDG_CONFIG_HOME XDG_STATE_HOME
server=0
mux() { tmux -L "whybounce$server" -f /dev/null "$@"; }
trap 'mux kill-server 2>/dev/null; rm -rf "$work" 2>/dev/null' EXIT

number=0 failed=0 late=
ok() { # TITLE CONDITION...
    number=$((number + 1))
    local title=$1
    shift
    if "$@"; then
        echo "ok $number - $title"
    else
        echo "not ok $number - $title"
        mux capture-pane -p -t main 2>&1 | sed 's/^/# |/'
        failed=1
    fi
}
screen() { mux capture-pane -p -t main; }
keys() { mux send-keys -t main "$@"; }
# Until the text is on the screen, or (gone) until it is not, at most ten seconds. A blank at the end of a line is not seen.
sees() {
    for _ in $(seq 200); do
        screen | grep -qF -- "$1" && return 0
        sleep 0.05
    done
    late="$late, $1"
    return 1
}
gone() {
    for _ in $(seq 200); do
        screen | grep -qF -- "$1" || return 0
        sleep 0.05
    done
    late="$late, no $1"
    return 1
}
shell() { # a fresh shell of a size, with a terminal type
    mux kill-server 2>/dev/null
    server=$((server + 1)) # the old one may still be on its way out
    mux new-session -d -s main -x "${1:-80}" -y "${2:-24}" \
        "env TERM=${3:-tmux-256color} PS1='ready: ' bash --norc --noprofile"
    sees ready:
}
run() { # the program, with arguments
    keys "clear; $program $*; echo status=\$?" Enter
}
start() { # ... until its first screen
    run "$@"
    sees 'Why did this e-mail bounce'
}
paste() { # FILE [-p]: -p marks it as a terminal does
    mux load-buffer -b mail "$1"
    mux paste-buffer -b mail -t main "${@:2}"
}
modes() { stty -a <"$(mux display -p -t main '#{pane_tty}')" | tr -d '\n' | sed 's/rows [0-9]*; columns [0-9]*//'; }
same_modes() { [ "$(modes)" = "$before" ]; }
pid_of() { pgrep -f -x "$program --offline${1:-}" -P "$(mux display -p -t main '#{pane_pid}')" | head -1; }

cat >"$work/bounce.txt" <<'END'
<info@example.net>: host mx.example.net[192.0.2.25] said:
    550 5.1.1 <info@example.net>: user unknown
q
1234?
END

shell
before=$(modes)
ok 'first screen' start --offline
ok 'it says that it is offline' sees 'Offline: nothing is looked up'

paste "$work/bounce.txt" -p
ok 'a paste on the first screen leads to the paste step' sees '[1 Paste]'
ok 'keys inside of a paste are text' sees '1234?'
ok 'its size is said' sees '4 lines, 113 bytes'
keys Enter
ok 'Enter: identify' sees '[2 Identify]'
ok 'the recipient was read' sees 'info@example.net'
keys Enter
ok 'Enter: check' sees '[3 Check]'
keys Enter
ok 'Enter: fix' sees '[4 Fix]'
keys Escape
ok 'Esc: back' sees '[3 Check]'
keys 1
ok '1: the paste is still there' sees '1234?'
keys Enter
ok 'and forward again' sees '[2 Identify]'
keys '?'
ok 'help by ?' sees 'Keys: Identify'
keys Escape
ok 'and back' sees '[2 Identify]'

for size in 40x10 20x5 200x60 80x24; do
    mux resize-window -t main -x "${size%x*}" -y "${size#*x}"
    case $size in
    40x10) ok "$size" sees 'whybounce 2/4 Identify' ;;
    20x5) ok "$size" sees 'whybounce 2/4' ;;
    200x60) ok "$size" sees 'y share   ? help   q quit' ;;
    80x24) ok "$size" sees '[2 Identify]' ;;
    esac
done
keys q
ok 'q asks where there is work' sees 'q again quits'
keys j
ok 'another key stays' gone 'q again quits'
keys C-c
ok 'Ctrl-C quits' sees 'status=0'
ok 'and leaves the terminal as it was' same_modes
ok 'and the alternate screen' gone 'Identify'

start --offline
keys C-z
ok 'Ctrl-Z: to the shell' sees 'Stopped'
ok 'with its modes' same_modes
keys fg Enter
ok 'fg: back again' sees 'Why did this e-mail bounce'
paste "$work/bounce.txt" -p
ok 'pastes are still marked after fg' sees '4 lines, 113 bytes'
engine=$(pgrep -P "$(pid_of)" | head -1)
kill -9 "$engine"
keys Enter
ok 'the engine killed: it is started anew, nothing is lost' sees '[2 Identify]'
keys r
ok 'and asked again' sees 'info@example.net'
kill -SEGV "$(pid_of)"
ok 'a crash keeps its status' sees 'Segmentation fault'
ok 'and restores the terminal' same_modes
start --offline
ok 'the next start offers to go on' sees 'Go on where you were'
keys Enter
ok 'and goes on at the same step, with all of it' sees '[2 Identify]'
ok 'the text was read again' sees 'info@example.net'
kill -9 "$(pid_of)"
sees 'Killed'
shell # nothing can give the terminal back after that
before=$(modes)
start --offline
keys Enter
ok 'the same after kill -9' sees 'info@example.net'
kill -HUP "$(pid_of)"
ok 'SIGHUP ends it' sees 'Hangup'
start --offline
keys Enter
ok 'and loses nothing' sees 'info@example.net'
keys C-c
ok 'a session that was left' sees 'status=0'
start --offline
left_no_session() {
    kept=$(ls "$work/.local/state/whybounce") && echo "$kept" | grep -qx greeted && ! echo "$kept" | grep -q '^session-'
}
ok 'leaves no session behind: that there was a first time, and its cases' left_no_session
kill -TERM "$(pid_of)"
ok 'SIGTERM keeps its status' sees 'status=143'
ok 'and restores the terminal' same_modes

start --offline
paste "$work/bounce.txt" -p
sees '4 lines'
keys Enter
sees '[2 Identify]'
keys e
ok 'e: correct' sees 'Correct what was read'
keys Enter
ok 'Enter edits a line' sees 'Recipient: info@example.net'
keys C-a C-k
printf 'new@example.org\nq\n' >"$work/address.txt"
paste "$work/address.txt" -p
ok 'a paste into a field is one line' sees 'Recipient: new@example.org'
keys Enter
ok 'and it is taken' gone 'info@example.net'
keys C-c
sees 'status=0'

keys "clear; EDITOR='sed -i s/info@/sales@/' $program --offline; echo status=\$?" Enter
sees 'Why did this'
paste "$work/bounce.txt" -p
sees '4 lines'
keys C-o
ok 'Ctrl-O: the editor changed the text' sees '<sales@example.net>: user unknown'
keys Enter
sees '[2 Identify]'
mux set-option -s set-clipboard on
keys y
ok 'y: the reply' sees 'Reply to the customer'
keys Enter
ok 'it is copied' sees "Sent to your terminal's clipboard"
in_clipboard() { mux show-buffer | grep -q 'sales@example.net'; }
ok 'to the clipboard of the terminal' in_clipboard
keys Down Down Down Enter
ok 'what will be replaced is shown' sees '-> user1@example.net'
keys Enter
ok 'a file name is asked for' sees 'Save as: bounce.md'
keys C-a C-k
gone 'bounce.md'
keys "$work/case.md"
sees "Save as: $work/case.md"
keys Enter
ok 'the case is saved' sees "Saved as $work/case.md"
saved() { grep -q 'user1@example.net' "$work/case.md" && [ "$(stat -c %a "$work/case.md")" = 600 ]; }
ok 'for this person only' saved
keys C-c
sees 'status=0'

head -c 1000000 /dev/zero | tr '\0' 'x' | fold -w 78 >"$work/large.txt"
start --offline
begin=$(date +%s%N)
paste "$work/large.txt" -p
ok '1 MB is one paste' sees '989.1 KB'
echo "# sum: 1 MB pasted in $((($(date +%s%N) - begin) / 1000000)) ms"
keys C-c
sees 'status=0'

shell 80 24 vt100
start --offline
paste "$work/bounce.txt"
ok 'a terminal that marks no pastes: the burst is one' sees '4 lines, 113 bytes'
keys C-c
sees 'status=0'

shell
keys "clear; NO_COLOR=1 $program --offline; echo status=\$?" Enter
sees 'Why did this'
no_colour() { ! mux capture-pane -p -e -t main | grep -q $'\033\\[[0-9;]*3[0-7]m'; }
ok 'NO_COLOR' no_colour
keys q
sees 'status=0'
keys "clear; $program --offline -i <$work/bounce.txt; echo status=\$?" Enter
ok 'the mail from a pipe, the keys from the terminal' sees '[2 Identify]'
keys C-c
ok 'and it ends' sees 'status=0'
keys "clear; $program --offline --plain; echo status=\$?" Enter
ok '--plain asks' sees '[1]  Paste a bounce'
keys 1 Enter
ok 'and takes a paste' sees 'a single dot'
paste "$work/bounce.txt" -p
keys . Enter
ok 'and goes on by the same steps' sees '== 2/4 Identify =='
keys q Enter
ok 'q asks here too' sees 'q again quits'
keys q Enter
ok 'and quits' sees 'status=0'

nothing_late() { [ -z "$late" ]; }
ok "nothing was waited for in vain${late#,}" nothing_late

echo "1..$number"
exit $failed
