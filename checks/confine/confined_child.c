#include "checks/confine/confined_child.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "checks/confine/sandbox.h"

enum { CHILD_PIPE = 3, CHILD_MEMORY = 256 << 20, CHILD_SECONDS = 2 };

G_GNUC_NORETURN static void be_child(ConfinedWork work, gpointer data, int output)
{
    signal(SIGABRT, SIG_DFL);
    signal(SIGSEGV, SIG_DFL);
    if (output != CHILD_PIPE && dup2(output, CHILD_PIPE) < 0)
        _exit(1);
    for (int descriptor = 0; descriptor < CHILD_PIPE; descriptor++)
        close(descriptor);
    closefrom(CHILD_PIPE + 1);
    setrlimit(RLIMIT_CORE, &(const struct rlimit){0, 0});
    setrlimit(RLIMIT_FSIZE, &(const struct rlimit){0, 0});
    setrlimit(RLIMIT_NOFILE, &(const struct rlimit){CHILD_PIPE + 1, CHILD_PIPE + 1});
    setrlimit(RLIMIT_CPU, &(const struct rlimit){CHILD_SECONDS, CHILD_SECONDS});
    if (!UNDER_ASAN)
        setrlimit(RLIMIT_DATA, &(const struct rlimit){CHILD_MEMORY, CHILD_MEMORY});
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

/* True where it ended of itself with status 0. */
static gboolean reap(pid_t child)
{
    int status = 0;
    pid_t reaped;
    do
        reaped = waitpid(child, &status, 0);
    while (reaped < 0 && errno == EINTR);
    return reaped == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

char *confined_child_run(ConfinedWork work, gpointer data, guint milliseconds, const char **why)
{
    int ends[2];
    gint64 deadline = g_get_monotonic_time() + (gint64)milliseconds * 1000;
    g_autoptr(GString) text = g_string_new(NULL);
    *why = "no process";
    if (pipe(ends) != 0)
        return NULL;
    pid_t child = fork();
    if (child == 0)
        be_child(work, data, ends[1]);
    close(ends[1]);
    *why = child > 0 ? read_all(ends[0], deadline, text) : *why;
    close(ends[0]);
    if (child < 0)
        return NULL;
    if (*why != NULL)
        kill(child, SIGKILL);
    if (!reap(child) && *why == NULL)
        *why = "crash";
    return *why == NULL ? g_strdup(text->str) : NULL;
}
