/* The person's side of the line: the engine as a child process. */
#include "checks/engine.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHUNK = 256 * 1024 };

struct Engine {
    pid_t pid;
    int socket;
    GByteArray *received;
    gsize taken;    /* bytes of `received` already handed out */
    gsize searched; /* bytes known to hold no line end */
    gboolean gone;
};

/* Keys that mean "stop" are the wizard's to handle; the engine ends when its line does. */
static void serve(int line, const EngineOptions *options)
{
    signal(SIGINT, SIG_IGN);
    signal(SIGTSTP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    _exit(engine_serve(line, line, options));
}

Engine *engine_start(const EngineOptions *options, GError **error)
{
    int line[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, line) < 0) {
        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), "no engine: %s",
                    g_strerror(errno));
        return NULL;
    }
    pid_t pid = fork();
    if (pid == 0) {
        close(line[0]);
        serve(line[1], options);
    }
    close(line[1]);
    if (pid < 0) {
        close(line[0]);
        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), "no engine: %s",
                    g_strerror(errno));
        return NULL;
    }
    Engine *engine = g_new0(Engine, 1);
    engine->pid = pid;
    engine->socket = line[0];
    engine->received = g_byte_array_new();
    return engine;
}

int engine_descriptor(const Engine *engine)
{
    return engine->socket;
}

gboolean engine_alive(const Engine *engine)
{
    return !engine->gone;
}

int engine_process(const Engine *engine)
{
    return engine->pid;
}

static gboolean take_chunk(Engine *engine, int flags)
{
    guint8 chunk[16 * 1024];
    ssize_t length = recv(engine->socket, chunk, sizeof chunk, flags);
    if (length < 0 && (errno == EINTR || errno == EAGAIN))
        return FALSE;
    if (length <= 0) {
        engine->gone = TRUE;
        return FALSE;
    }
    g_byte_array_append(engine->received, chunk, (guint)length);
    return TRUE;
}

/* Takes in what the engine says while it is being talked to, or both sides would wait for ever with
 * a full buffer each. */
gboolean engine_send(Engine *engine, json_t *request)
{
    char *dumped = json_dumps(request, JSON_COMPACT);
    g_autofree char *line = dumped ? g_strconcat(dumped, "\n", NULL) : NULL;
    free(dumped);
    gsize length = line ? strlen(line) : 0, sent = 0;
    while (sent < length && !engine->gone) {
        struct pollfd ready = {.fd = engine->socket, .events = POLLIN | POLLOUT};
        if (poll(&ready, 1, -1) < 0 && errno != EINTR)
            return FALSE;
        if (ready.revents & (POLLIN | POLLHUP))
            take_chunk(engine, MSG_DONTWAIT);
        if (!(ready.revents & POLLOUT))
            continue;
        ssize_t written = send(engine->socket, line + sent, MIN(length - sent, CHUNK),
                               MSG_NOSIGNAL | MSG_DONTWAIT);
        if (written < 0 && errno != EINTR && errno != EAGAIN)
            engine->gone = TRUE;
        sent += written > 0 ? (gsize)written : 0;
    }
    return line && !engine->gone;
}

static json_t *next_event(Engine *engine)
{
    char *start = (char *)engine->received->data + engine->taken;
    gsize left = engine->received->len - engine->taken;
    char *end = left > engine->searched
                    ? memchr(start + engine->searched, '\n', left - engine->searched)
                    : NULL;
    if (!end) {
        engine->searched = left;
        if (engine->taken)
            g_byte_array_remove_range(engine->received, 0, (guint)engine->taken);
        engine->taken = 0;
        return NULL;
    }
    json_t *event = json_loadb(start, (size_t)(end - start), 0, NULL);
    engine->taken += (gsize)(end - start) + 1;
    engine->searched = 0;
    return event;
}

static int milliseconds_left(gint64 deadline)
{
    gint64 left = (deadline - g_get_monotonic_time() + 999) / 1000;
    return left > 0 ? (int)MIN(left, G_MAXINT) : 0;
}

json_t *engine_receive(Engine *engine, int timeout)
{
    gint64 deadline = g_get_monotonic_time() + (gint64)timeout * 1000;
    for (;;) {
        json_t *event = next_event(engine);
        if (event || engine->gone)
            return event;
        struct pollfd ready = {.fd = engine->socket, .events = POLLIN};
        int count = poll(&ready, 1, timeout < 0 ? -1 : milliseconds_left(deadline));
        if (count < 0 && errno != EINTR)
            return NULL;
        if (count > 0)
            take_chunk(engine, MSG_DONTWAIT);
        else if (timeout >= 0 && milliseconds_left(deadline) == 0)
            return NULL;
    }
}

void engine_stop(Engine *engine)
{
    if (!engine)
        return;
    close(engine->socket);
    kill(engine->pid, SIGTERM);
    while (waitpid(engine->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    g_byte_array_unref(engine->received);
    g_free(engine);
}
