#include "checks/confine/confined_child.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
#include "checks/confine/sandbox_filter.h"
#if defined __linux__
#include <sys/prctl.h>
#endif

enum { CHILD_PIPE = 3, CHILD_MEMORY = 256 << 20, CHILD_SECONDS = 2 };

static void limit(int what, rlim_t most)
{
    if (setrlimit((__rlimit_resource_t)what, &(const struct rlimit){most, most}) != 0)
        _exit(1);
}

/* Once it is locked in, nobody may end it but the clock: whoever reads mail may send no signal. */
static void set_alarm(guint milliseconds)
{
    const struct itimerval once = {
        .it_value = {milliseconds / 1000, (suseconds_t)(milliseconds % 1000) * 1000}};
    setitimer(ITIMER_REAL, &once, NULL);
}

static void reset_signals(void)
{
    static const int signals[] = {SIGABRT, SIGSEGV, SIGPIPE, SIGALRM, SIGXCPU, SIGTERM};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++)
        signal(signals[i], SIG_DFL);
}

static void lock_in(void)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CPU, CHILD_SECONDS);
    if (UNDER_ASAN)
        return;
    limit(RLIMIT_DATA, CHILD_MEMORY);
    limit(RLIMIT_NOFILE, 0);
    limit(RLIMIT_NPROC, 0);
#if defined __linux__
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#endif
    gboolean must = sandbox_filter_holds();
    if (!sandbox_filter_enter(SANDBOX_CHILD) && must)
        _exit(1);
}

G_GNUC_NORETURN static void be_child(ConfinedWork work, gpointer data, int output,
                                     guint milliseconds)
{
    reset_signals();
    if (output != CHILD_PIPE && dup2(output, CHILD_PIPE) < 0)
        _exit(1);
    for (int descriptor = 0; descriptor < CHILD_PIPE; descriptor++)
        close(descriptor);
    closefrom(CHILD_PIPE + 1);
    set_alarm(milliseconds);
    lock_in();
    work(CHILD_PIPE, data);
    _exit(0);
}

/* Reads to the end. NULL, or static words on why there is no end. */
static const char *read_all(int input, gint64 deadline, GString *text)
{
    char buffer[4096];
    for (;;) {
        gint64 left = (deadline - g_get_monotonic_time()) / 1000;
        struct pollfd readable = {.fd = input, .events = POLLIN};
        int ready = left > 0 ? poll(&readable, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return "time-out";
        gssize got = read(input, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return NULL;
        g_string_append_len(text, buffer, got);
        if (text->len > CONFINED_OUTPUT_LIMIT)
            return "too much output";
    }
}

/* NULL where it ended of itself with status 0, else why not. */
static const char *reap(pid_t child)
{
    int status = 0;
    pid_t reaped;
    do
        reaped = waitpid(child, &status, 0);
    while (reaped < 0 && errno == EINTR);
    if (reaped == child && WIFSIGNALED(status) &&
        (WTERMSIG(status) == SIGALRM || WTERMSIG(status) == SIGXCPU))
        return "time-out";
    return reaped == child && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? NULL : "crash";
}

char *confined_child_run(ConfinedWork work, gpointer data, guint milliseconds, const char **why)
{
    int ends[2];
    gint64 deadline = g_get_monotonic_time() + (gint64)milliseconds * 1000;
    g_autoptr(GString) text = g_string_new(NULL);
    *why = "no process";
    if (!sandbox_filter_holds())
        sandbox_filter_prepare(SANDBOX_CHILD, FALSE);
    if (pipe(ends) != 0)
        return NULL;
    pid_t child = fork();
    if (child == 0)
        be_child(work, data, ends[1], milliseconds);
    close(ends[1]);
    *why = child > 0 ? read_all(ends[0], deadline, text) : *why;
    close(ends[0]);
    if (child < 0)
        return NULL;
    if (*why != NULL && !sandbox_filter_holds())
        kill(child, SIGKILL);
    const char *end = reap(child);
    if (*why == NULL)
        *why = end;
    return *why == NULL ? g_strdup(text->str) : NULL;
}
