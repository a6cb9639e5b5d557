#include "tui/frontend/terminal.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define COPY_MAX 74994 /* what xterm takes, less its base64 */
#define RESTORE_MAX 256
#define STDERR_MAX (64u << 10)

struct Terminal {
    int in;
    FILE *out;
    SCREEN *screen;
    int captured, real_stderr; /* -1: stderr is not captured */
    gboolean bracketed;
    sigset_t outside; /* the signal mask while waiting */
    int end_signal;
};

/* A signal handler has no argument of ours: what it needs stands here, written before it is armed.
 */
static struct {
    volatile sig_atomic_t resized, stopped, resumed, ended;
    int in, out;
    struct termios modes;
    char restore[RESTORE_MAX];
    gsize restore_length;
    volatile sig_atomic_t armed;
} caught;

static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGQUIT};
static const int own_signals[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGTERM, SIGINT};

static void on_signal(int signal_number)
{
    if (signal_number == SIGWINCH)
        caught.resized = 1;
    else if (signal_number == SIGTSTP)
        caught.stopped = 1;
    else if (signal_number == SIGCONT)
        caught.resumed = 1;
    else
        caught.ended = signal_number;
}

/* Only write(2) and tcsetattr(3), which are safe here; endwin() is not. The signal then takes its
 * course, so that exit status and core are right. */
static void on_crash(int signal_number)
{
    if (caught.armed) {
        caught.armed = 0;
        gssize ignored = write(caught.out, caught.restore, caught.restore_length);
        (void)ignored;
        tcsetattr(caught.in, TCSANOW, &caught.modes);
    }
    raise(signal_number);
}

static void add_restore(const char *sequence)
{
    if (sequence == NULL || sequence == (char *)-1)
        return;
    gsize length = strlen(sequence);
    if (caught.restore_length + length > RESTORE_MAX)
        return;
    memcpy(caught.restore + caught.restore_length, sequence, length);
    caught.restore_length += length;
}

/* Delays ("$<5>") are not for write(2). */
static void add_capability(const char *name)
{
    char *sequence = tigetstr(name);
    if (sequence != NULL && sequence != (char *)-1 && strstr(sequence, "$<") == NULL)
        add_restore(sequence);
}

static void arm(Terminal *terminal)
{
    static char stack[64 << 10];
    caught.restore_length = 0;
    if (terminal->bracketed)
        add_restore(PASTE_OFF);
    add_capability("sgr0");
    add_capability("cnorm");
    add_capability("rmcup");
    add_restore("\r\n");
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&alternate, NULL);
    struct sigaction action = {.sa_handler = on_crash,
                               .sa_flags = SA_ONSTACK | (int)SA_RESETHAND | SA_NODEFER};
    for (gsize i = 0; i < G_N_ELEMENTS(fatal_signals); i++)
        sigaction(fatal_signals[i], &action, NULL);
    caught.armed = 1;
}

static void disarm(void)
{
    caught.armed = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(fatal_signals); i++)
        signal(fatal_signals[i], SIG_DFL);
}

/* Ours must be there before curses starts: it takes only what still has its default. They stay
 * blocked but while waiting, so that none is lost and none comes in between. */
static void take_signals(Terminal *terminal)
{
    sigset_t own;
    sigemptyset(&own);
    struct sigaction action = {.sa_handler = on_signal};
    for (gsize i = 0; i < G_N_ELEMENTS(own_signals); i++) {
        sigaddset(&own, own_signals[i]);
        sigaction(own_signals[i], &action, NULL);
    }
    sigprocmask(SIG_BLOCK, &own, &terminal->outside);
    for (gsize i = 0; i < G_N_ELEMENTS(own_signals); i++)
        sigdelset(&terminal->outside, own_signals[i]);
}

static void give_signals(Terminal *terminal)
{
    for (gsize i = 0; i < G_N_ELEMENTS(own_signals); i++)
        signal(own_signals[i], SIG_DFL);
    sigprocmask(SIG_SETMASK, &terminal->outside, NULL);
}

/* What libraries write to stderr would go across the screen. */
static void capture_stderr(Terminal *terminal)
{
    terminal->captured = terminal->real_stderr = -1;
    if (!isatty(STDERR_FILENO))
        return;
    terminal->captured = memfd_create("stderr", MFD_CLOEXEC);
    terminal->real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (terminal->captured >= 0 && terminal->real_stderr >= 0)
        dup2(terminal->captured, STDERR_FILENO);
}

static void replay_stderr(Terminal *terminal)
{
    if (terminal->captured < 0 || terminal->real_stderr < 0)
        return;
    fflush(stderr);
    dup2(terminal->real_stderr, STDERR_FILENO);
    g_autofree char *bytes = g_malloc(STDERR_MAX);
    gssize length = pread(terminal->captured, bytes, STDERR_MAX, 0);
    if (length > 0)
        length = write(STDERR_FILENO, bytes, (gsize)length);
    close(terminal->captured);
    close(terminal->real_stderr);
}

static void put(Terminal *terminal, const char *sequence)
{
    fputs(sequence, terminal->out);
    fflush(terminal->out);
}

/* terminfo entries made before bracketed paste was common lack BE; those of real terminals'
 * families have it, and the others (linux, vt100) would show the sequence as garbage. */
static gboolean knows_bracketed_paste(void)
{
    char *enable = tigetstr("BE");
    if (enable != NULL && enable != (char *)-1)
        return TRUE;
    const char *term = g_getenv("TERM");
    const char *const families[] = {"xterm", "screen", "tmux", "rxvt", "alacritty", "foot", "st-"};
    for (gsize i = 0; term != NULL && i < G_N_ELEMENTS(families); i++)
        if (g_str_has_prefix(term, families[i]))
            return TRUE;
    return FALSE;
}

static void set_modes(void)
{
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    typeahead(-1);
    use_default_colors();
}

static gboolean open_streams(Terminal *terminal, GError **error)
{
    terminal->in = isatty(STDIN_FILENO) ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                                        : open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal->in < 0) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no terminal");
        return FALSE;
    }
    int out = isatty(STDOUT_FILENO) ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
                                    : open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    terminal->out = out >= 0 ? fdopen(out, "w") : NULL;
    if (terminal->out == NULL) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no terminal");
        return FALSE;
    }
    return TRUE;
}

static void terminal_free(Terminal *terminal)
{
    if (terminal->in >= 0)
        close(terminal->in);
    if (terminal->out != NULL)
        fclose(terminal->out);
    g_free(terminal);
}

Terminal *terminal_open(GError **error)
{
    Terminal *terminal = g_new0(Terminal, 1);
    if (!open_streams(terminal, error)) {
        terminal_free(terminal);
        return NULL;
    }
    caught.in = terminal->in;
    caught.out = fileno(terminal->out);
    tcgetattr(terminal->in, &caught.modes);
    take_signals(terminal);
    FILE *in = fdopen(dup(terminal->in), "r");
    terminal->screen = newterm(NULL, terminal->out, in);
    if (terminal->screen == NULL) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    "the terminal type \"%s\" is not known: set TERM, or use --plain",
                    g_getenv("TERM") != NULL ? g_getenv("TERM") : "");
        give_signals(terminal);
        terminal_free(terminal);
        return NULL;
    }
    set_modes();
    capture_stderr(terminal);
    terminal->bracketed = knows_bracketed_paste();
    arm(terminal);
    if (terminal->bracketed)
        put(terminal, PASTE_ON);
    terminal_fit(terminal);
    return terminal;
}

void terminal_close(Terminal *terminal)
{
    if (terminal == NULL)
        return;
    if (terminal->bracketed)
        put(terminal, PASTE_OFF);
    endwin();
    disarm();
    tcsetattr(terminal->in, TCSANOW, &caught.modes);
    delscreen(terminal->screen);
    replay_stderr(terminal);
    give_signals(terminal);
    terminal_free(terminal);
}

static Wake take_caught(Terminal *terminal)
{
    Wake wake = 0;
    if (caught.resized)
        wake |= WAKE_RESIZE;
    if (caught.stopped)
        wake |= WAKE_STOP;
    if (caught.resumed)
        wake |= WAKE_RESUME;
    if (caught.ended) {
        wake |= WAKE_END;
        terminal->end_signal = caught.ended;
    }
    caught.resized = caught.stopped = caught.resumed = 0;
    return wake;
}

Wake terminal_wait(Terminal *terminal, int other, int timeout)
{
    struct pollfd descriptors[2] = {{.fd = terminal->in, .events = POLLIN},
                                    {.fd = other, .events = POLLIN}};
    struct timespec limit = {timeout / 1000, (timeout % 1000) * 1000000L};
    int ready =
        ppoll(descriptors, other >= 0 ? 2 : 1, timeout < 0 ? NULL : &limit, &terminal->outside);
    Wake wake = take_caught(terminal);
    if (ready <= 0)
        return wake;
    if (descriptors[0].revents != 0)
        wake |= WAKE_INPUT;
    if (other >= 0 && descriptors[1].revents != 0)
        wake |= WAKE_OTHER;
    return wake;
}

gssize terminal_read(Terminal *terminal, char *bytes, gsize size)
{
    if (!terminal_has_input(terminal))
        return 0;
    gssize length = read(terminal->in, bytes, size);
    if (length < 0 && (errno == EINTR || errno == EAGAIN))
        return 0;
    return length > 0 ? length : -1;
}

gboolean terminal_has_input(const Terminal *terminal)
{
    struct pollfd descriptor = {.fd = terminal->in, .events = POLLIN};
    return poll(&descriptor, 1, 0) > 0;
}

void terminal_fit(Terminal *terminal)
{
    struct winsize size;
    if (ioctl(fileno(terminal->out), TIOCGWINSZ, &size) != 0 || size.ws_row == 0 ||
        size.ws_col == 0)
        return;
    if (size.ws_row != LINES || size.ws_col != COLS)
        resizeterm(size.ws_row, size.ws_col);
}

void terminal_leave(Terminal *terminal)
{
    if (terminal->bracketed)
        put(terminal, PASTE_OFF);
    def_prog_mode();
    endwin();
    disarm();
    tcsetattr(terminal->in, TCSANOW, &caught.modes);
}

void terminal_return(Terminal *terminal)
{
    tcgetattr(terminal->in, &caught.modes);
    reset_prog_mode();
    arm(terminal);
    if (terminal->bracketed)
        put(terminal, PASTE_ON);
    terminal_fit(terminal);
    clearok(curscr, TRUE);
    refresh();
}

void terminal_suspend(Terminal *terminal)
{
    terminal_leave(terminal);
    /* The default action, not SIGSTOP: the kernel leaves a group alone that no shell could wake. */
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    struct sigaction own, usual = {.sa_handler = SIG_DFL};
    sigaction(SIGTSTP, &usual, &own);
    kill(0, SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &stop, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
    sigaction(SIGTSTP, &own, NULL);
    caught.stopped = caught.resumed = 0;
    terminal_return(terminal);
}

int terminal_end_signal(const Terminal *terminal)
{
    return terminal->end_signal;
}

gboolean terminal_copy(Terminal *terminal, const char *text, gsize length)
{
    char *sequence = tigetstr("Ms");
    if (sequence == NULL || sequence == (char *)-1 || length > COPY_MAX)
        return FALSE;
    g_autofree char *base64 = g_base64_encode((const guchar *)text, length);
    g_autofree char *selection = g_strdup("c");
    put(terminal, tiparm(sequence, selection, base64));
    return TRUE;
}
