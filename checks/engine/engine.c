/* The person's side of the line: the engine as a child process. */
#include "checks/engine/engine.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>
#include "checks/confine/sandbox.h"
#include "checks/dns/line_buffer.h"

enum { CHUNK = 128 * 1024 };

struct Engine {
    pid_t pid;
    int socket;
    LineBuffer *received;
    gboolean gone;
};

/* Keys that mean "stop" are the wizard's to handle; the engine ends when its line does. */
static void serve(int line, const EngineOptions *options)
{
    signal(SIGINT, SIG_IGN);
    signal(SIGTSTP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    if (!sandbox_detach(line))
        _exit(EX_OSERR);
    _exit(engine_serve(SANDBOX_LINE, SANDBOX_LINE, options));
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
    engine->received = line_buffer_new();
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

static gboolean take_chunk(Engine *engine)
{
    char *room = line_buffer_room(engine->received, CHUNK);
    ssize_t length = recv(engine->socket, room, CHUNK, MSG_DONTWAIT);
    if (length < 0 && (errno == EINTR || errno == EAGAIN))
        return FALSE;
    if (length <= 0) {
        engine->gone = TRUE;
        return FALSE;
    }
    line_buffer_add(engine->received, (gsize)length);
    return TRUE;
}

/* Takes in what the engine says while it is being talked to, or both sides would wait for ever with
 * a full buffer each. */
static void send_all(Engine *engine, const char *bytes, gsize length)
{
    while (length && !engine->gone) {
        ssize_t written = send(engine->socket, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (written >= 0) {
            bytes += written;
            length -= (gsize)written;
            continue;
        }
        struct pollfd ready = {.fd = engine->socket, .events = POLLIN | POLLOUT};
        if (errno != EINTR && errno != EAGAIN)
            engine->gone = TRUE;
        else if (poll(&ready, 1, -1) > 0 && ready.revents & (POLLIN | POLLHUP))
            take_chunk(engine);
    }
}

gboolean engine_send(Engine *engine, json_t *request)
{
    char *line = json_dumps(request, JSON_COMPACT);
    if (!line)
        return FALSE;
    gsize length = strlen(line);
    line[length] = '\n'; /* the end of the string is the end of the line */
    send_all(engine, line, length + 1);
    free(line);
    return !engine->gone;
}

gboolean engine_send_input(Engine *engine, const char *request, GBytes *input)
{
    gsize length;
    const char *bytes = g_bytes_get_data(input, &length);
    g_autofree char *line =
        g_strdup_printf("%.*s,\"bytes\":%zu}\n", (int)strlen(request) - 1, request, length);
    send_all(engine, line, strlen(line));
    send_all(engine, bytes, length);
    return !engine->gone;
}

static int milliseconds_left(gint64 deadline)
{
    gint64 left = (deadline - g_get_monotonic_time() + 999) / 1000;
    return left > 0 ? (int)MIN(left, G_MAXINT) : 0;
}

/* The next line, lent until the next one is asked for. NULL: none in time, or the engine is gone.
 */
static const char *next_line(Engine *engine, int timeout, gsize *length)
{
    gint64 deadline = g_get_monotonic_time() + (gint64)timeout * 1000;
    for (;;) {
        const char *line = line_buffer_line(engine->received, length);
        if (line || engine->gone)
            return line;
        struct pollfd ready = {.fd = engine->socket, .events = POLLIN};
        int count = poll(&ready, 1, timeout < 0 ? -1 : milliseconds_left(deadline));
        if (count < 0 && errno != EINTR)
            return NULL;
        if (count > 0)
            take_chunk(engine);
        else if (timeout >= 0 && milliseconds_left(deadline) == 0)
            return NULL;
    }
}

json_t *engine_receive(Engine *engine, int timeout)
{
    gsize length;
    const char *line = next_line(engine, timeout, &length);
    return line ? json_loadb(line, length, 0, NULL) : NULL;
}

/* The engine says the document last. */
json_t *engine_receive_text(Engine *engine, int timeout, const char **document,
                            gsize *document_length)
{
    static const char announced[] = ",\"case\":";
    gsize length;
    const char *line = next_line(engine, timeout, &length);
    const char *at = line ? memmem(line, length, announced, strlen(announced)) : NULL;
    *document = NULL;
    if (!at)
        return line ? json_loadb(line, length, 0, NULL) : NULL;
    g_autofree char *head = g_strdup_printf("%.*s}", (int)(at - line), line);
    *document = at + strlen(announced);
    *document_length = length - (gsize)(*document - line) - 1;
    return json_loads(head, 0, NULL);
}

void engine_stop(Engine *engine)
{
    if (!engine)
        return;
    close(engine->socket);
    kill(engine->pid, SIGTERM);
    while (waitpid(engine->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    line_buffer_free(engine->received);
    g_free(engine);
}
